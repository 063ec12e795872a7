"""What TextMiner is, and what it stands on."""
