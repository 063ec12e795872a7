"""Files to which a program appended in another width: UTF-16 behind single bytes, or the other way round."""

import codecs
import re

from textminer.corpus.notice import Notice
from textminer.storage.wide_encoding import guess_wide
from textminer.translation import _

HEAD_BYTES = 2**16  # that tell a width
_NARROW = re.compile(rb"(?:[\t\x20-\x7e]{3,}+\r?\n)++")  # whole lines of ASCII
_WIDE = "utf-16-le"  # what shells of Windows write


def of_one_width(data: bytes) -> tuple[bytes, tuple[Notice, ...]]:
    """The bytes as if all were written like the beginning, and what is told of the appended lines."""
    if data.startswith(codecs.BOM_UTF16_LE) and not data.startswith(codecs.BOM_UTF32_LE):
        start = data.rfind(b"\n\0") + 2
        if start > 3 and start % 2 == 0 and _NARROW.fullmatch(data, start):
            line = data.count(b"\n\0", 0, start) + 1
            return data[:start] + data[start:].decode().encode(_WIDE), (_told(line, "UTF-8"),)
        return data, ()
    start = data.find(b"\0") - 1
    if start < 4 or data[start - 1 : start] != b"\n" or (len(data) - start) % 2:
        return data, ()
    last_line = data[data.rfind(b"\n", 0, start - 1) + 1 : start]
    if not _NARROW.fullmatch(last_line) or guess_wide(data[start : start + HEAD_BYTES]) != _WIDE:
        return data, ()
    try:
        appended = data[start:].decode(_WIDE).encode()
    except UnicodeError:
        return data, ()
    return data[:start] + appended, (_told(data.count(b"\n", 0, start) + 1, "UTF-16 LE"),)


def _told(line: int, encoding: str) -> Notice:
    message = _("From line {line} on the text encoding is another, {encoding}; it was read in both.")
    return Notice("two-encodings", message.format(line=f"{line:,}", encoding=encoding), (line,))
