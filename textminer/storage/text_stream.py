"""A file's text part by part: valid UTF-8 whatever its encoding, in bounded memory."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from textminer.corpus.notice import Notice
from textminer.progress import Progress, patiently
from textminer.storage.escaped_encoding import guess_escaped
from textminer.storage.legacy_encoding import SAMPLE_BYTES, guess_legacy, telling_lines
from textminer.storage.odd_characters import MAX_LINES_NAMED, lines_with
from textminer.storage.text_encoding import (
    BEYOND_ASCII,
    END_MARK,
    MARKING,
    UTF8,
    DecodedText,
    byte_order_mark,
    decode,
    guessed_notice,
    is_rather_utf8,
    n_multibyte,
    transcoded,
)
from textminer.storage.utf8 import is_utf8, without_cut_character
from textminer.storage.wide_encoding import guess_wide

READ_BYTES = 8 * 2**20
WIDE = ("utf-16", "utf-32")


@dataclass(frozen=True)
class TextStream:
    """A file whose encoding is known.

    skipped:    bytes before the first that is decoded
    is_marked:  bytes that do not fit may have got marks
    is_strict:  the encoding was given: a byte that does not fit is an error
    notices:    what had to be decided, without what stands in the text
    """

    path: Path
    encoding: str
    skipped: int
    is_strict: bool
    is_marked: bool
    notices: tuple[Notice, ...]

    def parts(self) -> Iterator[bytes]:
        """The text as UTF-8; put together, the parts are what `decode` gives for the whole file.

        Raises UnicodeDecodeError where the encoding was given and does not fit.
        """
        decoder = codecs.getincrementaldecoder(self.encoding)("strict" if self.is_strict else MARKING)
        rest = b""
        for block in _blocks(self.path, self.skipped):
            if self.encoding != UTF8:
                yield decoder.decode(block).encode()
                continue
            whole = rest + block
            text = without_cut_character(whole)
            rest = whole[len(text) :]
            yield text if is_utf8(text) else codecs.decode(text, UTF8, decoder.errors).encode()
        if rest:
            yield codecs.decode(rest, UTF8, decoder.errors).encode()
        elif self.encoding != UTF8:
            yield decoder.decode(b"", final=True).encode()


def open_text(
    path: Path, head: bytes, is_cut: bool, given: str | None, progress: Progress
) -> tuple[TextStream, DecodedText] | None:
    """A file as a stream, and its beginning as `decode` gives it, by the given encoding or the best guess.

    None where it is no text or cannot be read part by part: ISO 2022, whose parts tell nothing alone, and
    files with a second byte order mark or with what is no text behind their last line.
    """
    text = patiently(partial(decode, head, given, is_cut), progress, 0.0)
    if text is None or any(notice.kind == "byte-order-marks" for notice in text.notices):
        return None
    if not text.encoding.startswith(WIDE) and _ends_oddly(path):
        return None
    mark, mark_size = byte_order_mark(head)
    if given is not None:
        return TextStream(path, text.encoding, _skipped(head, text), True, False, ()), text
    if mark not in (None, UTF8) or guess_wide(head):
        notices = () if mark else (guessed_notice(text.encoding, lines_with(BEYOND_ASCII, text.data)),)
        return TextStream(path, text.encoding, _skipped(head, text), False, True, notices), text
    if guess_escaped(head):
        return None
    encoding, is_damaged, lines = _narrow_encoding(path, progress)
    encoding = UTF8 if mark == UTF8 else encoding
    if encoding != text.encoding:
        text = transcoded(head, mark_size, encoding, mark is not None, is_head=is_cut)
    notices = () if encoding == UTF8 else (guessed_notice(encoding, lines),)
    return TextStream(path, encoding, _skipped(head, text), False, is_damaged, notices), text


def _skipped(head: bytes, text: DecodedText) -> int:
    """How many bytes stand before the text: those of a byte order mark, unless UTF-8 keeps its own."""
    is_kept = head.startswith(codecs.BOM_UTF8) and text.data.startswith(codecs.BOM_UTF8)
    return byte_order_mark(head)[1] if text.has_bom and not is_kept else 0


def _blocks(path: Path, start: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while block := file.read(READ_BYTES):
            yield block


def _ends_oddly(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) in (END_MARK, b"\0")


def _narrow_encoding(path: Path, progress: Progress) -> tuple[str, bool, list[int]]:
    """UTF-8 or the likeliest code page, by the whole file, whether a byte is no UTF-8, and the first lines
    with letters beyond ASCII.
    """
    size, done = path.stat().st_size, 0
    n_good = n_bad = 0
    telling, n_telling, rest = [], 0, b""
    lines: list[int] = []
    line = 1
    for block in _blocks(path, 0):
        done += len(block)
        progress.report(done / size)
        whole = rest + block
        text = without_cut_character(whole) if done < size else whole
        rest = whole[len(text) :]
        if len(lines) <= MAX_LINES_NAMED:
            lines += [found for found in lines_with(BEYOND_ASCII, text, line) if found not in lines]
            line += text.count(b"\n" if b"\n" in text else b"\r")
        if is_utf8(text):
            n_good += int((np.frombuffer(text, dtype=np.uint8) >= 0xC2).sum())
        else:
            good, bad = n_multibyte(text)
            n_good, n_bad = n_good + good, n_bad + bad
        if n_telling <= 2 * SAMPLE_BYTES and not text.isascii():
            telling.append(telling_lines(text, 2 * SAMPLE_BYTES))
            n_telling += len(telling[-1])
    if not n_bad or is_rather_utf8(n_good, n_bad):
        return UTF8, n_bad > 0, lines
    return patiently(partial(guess_legacy, b"\n".join(telling)), progress, 1.0), True, lines
