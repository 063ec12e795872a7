"""The page of word frequencies."""
