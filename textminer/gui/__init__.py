"""What is seen: all of Qt."""
