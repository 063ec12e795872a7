"""Encodings that write every character with ASCII bytes: ISO 2022, HZ and UTF-7."""

import re
import unicodedata

from textminer.storage.legacy_encoding import is_common

LOOKED_AT = 2**22  # bytes at the beginning, where the first escapes stand
MIN_RUNS = 3  # of UTF-7, which plain text can hold by chance
SHARE_COMMON = 0.8  # of the characters of HZ
_HZ = re.compile(rb"~\{((?:[\x21-\x77][\x21-\x7e])+)~\}")
_UTF7 = re.compile(rb"\+[A-Za-z0-9+/]{3,}")


def guess_escaped(data: bytes) -> str | None:
    """The encoding of text that changes between character sets by escapes; None where it has none."""
    size = min(len(data), LOOKED_AT)
    has = lambda mark: data.find(mark, 0, size) >= 0  # noqa: E731
    if has(b"\x1b") and data.isascii():
        if has(b"\x1b$)C") and has(b"\x0e"):
            return "iso2022_kr"
        if has(b"\x1b$") and has(b"\x1b("):
            return "iso2022_jp_2"
    if has(b"~") and has(b"~{") and data.isascii() and _is_hz(data[:size]):
        return "hz"
    if has(b"+") and has(b"+A") and data.isascii() and _is_utf7(data[:size]):
        return "utf-7"
    return None


def _is_hz(head: bytes) -> bool:
    runs = _HZ.findall(head)
    if not runs or len(runs) < head.count(b"~{"):
        return False
    text = b"".join(runs).translate(bytes(range(128, 256)) * 2).decode("gb2312", "replace")
    return sum(map(is_common, text)) >= SHARE_COMMON * len(text)


def _is_utf7(head: bytes) -> bool:
    """Whether all plus signs begin letters beyond ASCII that there are, or stand for themselves."""
    if len(set(_UTF7.findall(head))) < MIN_RUNS:
        return False
    try:
        text = head.decode("utf-7")
    except UnicodeDecodeError:
        return False
    beyond = [character for character in text if character > "\x7f"]
    return all(unicodedata.category(character)[0] in "LMPSZ" for character in beyond)
