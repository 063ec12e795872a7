"""The page with every document: grid, filters, reader."""
