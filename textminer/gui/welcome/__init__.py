"""The empty window: drop, open, paste, samples, recent files."""
