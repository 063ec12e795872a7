"""Widgets that know Qt and nothing of text mining."""
