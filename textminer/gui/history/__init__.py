"""What was done, as sentences: seen, undone, saved, applied to another file."""
