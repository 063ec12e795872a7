"""The recurrent networks; the only package that imports torch."""
