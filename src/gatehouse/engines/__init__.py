"""How SQL is put together and run, wherever it runs."""
