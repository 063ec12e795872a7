"""Which way a text is read."""

import unicodedata

BEGINNING = 1_000  # characters that are looked at


def is_read_from_right(text: str) -> bool:
    """Whether the first letter that has a direction is one of Arabic, Hebrew and the like."""
    directions = (unicodedata.bidirectional(sign) for sign in text[:BEGINNING])
    return next((way for way in directions if way in ("L", "R", "AL")), "L") != "L"
