"""What is drawn: a result in, a matplotlib Figure out."""
