"""The page that compares groups of documents."""
