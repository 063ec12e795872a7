"""The command line: the same workflows without Qt."""
