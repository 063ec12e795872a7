"""Asking what an export should hold."""
