"""What the user is on: one source of truth."""
