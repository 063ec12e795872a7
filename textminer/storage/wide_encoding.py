"""UTF-16 and UTF-32 without a byte order mark."""

import codecs
import unicodedata

import numpy as np

from textminer.storage.utf8 import is_utf8, without_cut_character

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
    even, odd = (share[0] + share[2]) / 2, (share[1] + share[3]) / 2
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    units = columns.reshape(-1, 2)
    is_narrow = is_utf8(without_cut_character(head))
    for encoding, low, high in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        if not is_narrow or (units[:, high] < SMALL_HIGH_BYTE).mean() > 0.5:
            is_line_end = np.isin(units[:, low], (10, 13)) & (units[:, high] == 0)
            if is_line_end.any() and (units[:, low] == 0).mean() < 0.1 and _reads_as(head, encoding):
                return encoding
    return None


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
