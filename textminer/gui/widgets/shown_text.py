"""How a text is laid before Qt: what it shows, and where each character of the text then stands."""

import re
from dataclasses import dataclass

import numpy as np

MAX_PARAGRAPH = 4000  # Qt lays out a paragraph in one go: longer ones are broken
PART_CHARACTERS = 20_000  # put before Qt in one turn of the event loop: about 10 ms

_UNSHOWABLE = {"\0": "␀", "\ufdd0": "\ufffd", "\ufdd1": "\ufffd", "\u2029": "\n", "\r": "\n"}
_LINE_END = re.compile("\n")


@dataclass(frozen=True, eq=False)
class ShownText:
    """What Qt is given for a text.

    parts:  the shown text in parts that end at paragraph ends; joined by line ends they are all of it
    units:  int (n_characters + 1,)  where each character (code point) of the text stands in Qt's UTF-16 units
    """

    parts: tuple[str, ...]
    units: np.ndarray


def shown_text(text: str) -> ShownText:
    """Prepare a text for Qt, keeping track of where its characters go.

    Qt makes one paragraph end of CR LF, gives some characters a meaning of their own, stumbles over half a
    surrogate pair, and takes seconds for very long paragraphs: each is replaced or broken here.
    """
    shown = text.replace("\r\n", " \n")
    for sign, shown_sign in _UNSHOWABLE.items():  # `translate` takes a hundred times as long
        shown = shown.replace(sign, shown_sign)
    shown = (
        "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in shown) if _has_halves(shown) else shown
    )
    units = utf16_offsets(text)
    paragraphs: list[str] = []
    inserted: list[int] = []  # where a line end was put between two characters
    begin = 0
    for end in [match.start() for match in _LINE_END.finditer(shown)] + [len(shown)]:
        while end - begin > MAX_PARAGRAPH:
            blank = shown.rfind(" ", begin + 1, begin + MAX_PARAGRAPH)
            cut = blank if blank > 0 else begin + MAX_PARAGRAPH
            paragraphs.append(shown[begin:cut])
            if blank > 0:  # the line end stands where the blank stood
                begin = cut + 1
            else:
                begin = cut
                inserted.append(cut)
        paragraphs.append(shown[begin:end])
        begin = end + 1
    if inserted:
        before = np.zeros(len(units), dtype=np.int64)
        before[inserted] = 1
        units = units + np.cumsum(before)
    return ShownText(tuple(_gathered(paragraphs)), units)


def utf16_offsets(text: str) -> np.ndarray:
    """Where each character of a text begins in UTF-16 units: int (n_characters + 1,)."""
    if text.isascii():
        return np.arange(len(text) + 1)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    offsets = np.zeros(len(text) + 1, dtype=np.int64)
    np.cumsum(1 + (codes > 0xFFFF), out=offsets[1:])
    return offsets


def _has_halves(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _gathered(paragraphs: list[str]) -> list[str]:
    parts: list[str] = []
    gathered: list[str] = []
    size = 0
    for paragraph in paragraphs:
        gathered.append(paragraph)
        size += len(paragraph) + 1
        if size >= PART_CHARACTERS:
            parts.append("\n".join(gathered))
            gathered, size = [], 0
    if gathered:
        parts.append("\n".join(gathered))
    return parts
