"""What is done: open, tokenize, score, train, export; the same for window and command line."""
