"""One module per change of shape, in order."""
