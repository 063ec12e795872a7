"""UTF-16 and UTF-32 without a byte order mark."""

import codecs
import re
import unicodedata

import numpy as np

from textminer.storage.utf8 import is_utf8, without_cut_character

_LINE_ENDS = (10, 13)
_NARROW_LINES = re.compile(rb"(?:[\t\x20-\x7e]+\r?\n(?!\x00)){2}")  # what follows them is wide at most
MIN_SHARE_SCRIPT = 0.2  # of the characters of a text, those of its script beside blanks, digits and marks
SMALL_HIGH_BYTE = 0x10  # of UTF-16 in the scripts whose both bytes can be ASCII: Arabic, Devanagari, Thai …


def guess_wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, told by where the NULs or the line ends stand."""
    head = data[: 2**16]
    head = head[: len(head) // 4 * 4] if len(head) >= 4 else head
    if len(head) < 4 or b"\0" not in head:
        return None
    columns = np.frombuffer(head, dtype=np.uint8).reshape(-1, 4)
    share = (columns == 0).mean(axis=0)
    if share[3] == 1 and share[2] > 0.9 and share[0] < 0.5:
        return "utf-32-le"
    if share[0] == 1 and share[1] > 0.9 and share[3] < 0.5:
        return "utf-32-be"
    units = columns.reshape(-1, 2)
    if _NARROW_LINES.match(head) or (len(data) < 2**16 and _ends_narrow(data, units)):
        return None
    even, odd = (share[0] + share[2]) / 2, (share[1] + share[3]) / 2
    if odd > 0.4 and even < 0.05 and _ends_lines(units, 0, 1):
        return "utf-16-le"
    if even > 0.4 and odd < 0.05 and _ends_lines(units, 1, 0):
        return "utf-16-be"
    is_narrow = is_utf8(without_cut_character(head))
    for encoding, low, high in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        may_be_wide = not is_narrow or (units[:, high] < SMALL_HIGH_BYTE).mean() > 0.5
        has_ends = _is_line_end(units, low, high).any() and (units[:, low] == 0).mean() < 0.1
        if may_be_wide and has_ends and _reads_as(head, encoding):
            return encoding
    return None


def _ends_narrow(data: bytes, units: np.ndarray) -> bool:
    """Whether a file ends with a line end of one byte, and not with a letter of a script that has such bytes.

    Little-endian text ends in 0A 00 or with a letter; U+0A00 to U+0AFF and U+0D00 to U+0DFF stand for five
    scripts of India, whose texts are full of such letters.
    """
    is_single = data[-1:] in (b"\n", b"\r") and data[-2:-1] not in (b"\0", b"")
    return is_single and (units[:, 1] == data[-1]).mean() < MIN_SHARE_SCRIPT and is_utf8(data)


def _is_line_end(units: np.ndarray, low: int, high: int) -> np.ndarray:
    return np.isin(units[:, low], _LINE_ENDS) & (units[:, high] == 0)


def _ends_lines(units: np.ndarray, low: int, high: int) -> bool:
    """Whether line ends are as wide as the characters, and not single bytes beside NULs that are cells."""
    return bool(_is_line_end(units, low, high).any()) or not np.isin(units, _LINE_ENDS).any()


def _reads_as(head: bytes, encoding: str) -> bool:
    """Whether bytes are text in a wide encoding: characters that there are, and hardly any controls."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeError:
        return False
    n_odd = sum(
        unicodedata.category(character) in ("Cn", "Co", "Cc")
        for character in text
        if character not in "\t\r\n\x01\x1f"  # the last two part cells for some programs
    )
    return n_odd <= 0.01 * len(text)
