"""Showing in what an export differs from what its receipt gives now."""
