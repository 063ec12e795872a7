"""The page with the answer at a glance."""
