"""One module per page; each offers `router`."""
