"""What the user chooses once for all corpora."""
