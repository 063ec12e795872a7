"""Widgets that pages share and that know text mining."""
