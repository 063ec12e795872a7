"""The page with the network of words."""
