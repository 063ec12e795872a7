"""Lines of text as long as a page is wide, by how wide letters are on average."""

import unicodedata

NARROW, WIDE = 0.53, 1.0  # of the size: how wide a letter is on average, and a Chinese character


def wrapped(text: str, width: float) -> list[str]:
    """The lines of a text, broken at blanks or, in Chinese, anywhere.

    width:  of a line, in sizes of its letters
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0.0
        for piece in _pieces(paragraph):
            size = sum(WIDE if is_wide(sign) else NARROW for sign in piece)
            if line and used + size > width:
                lines.append(line.rstrip())
                line, used = "", 0.0
                piece = piece.lstrip()
            line += piece
            used += size
        lines.append(line.rstrip())
    return lines


def _pieces(paragraph: str) -> list[str]:
    """What is not broken: words with the blank before them, single wide characters, parts of long words."""
    pieces = [""]
    for sign in paragraph:
        if sign == " " or is_wide(sign) or len(pieces[-1]) >= 40:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def is_wide(sign: str) -> bool:
    """Whether a character is as wide as it is high, as Chinese ones are."""
    return unicodedata.east_asian_width(sign) in "WF"
