"""How bytes become characters."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from textminer.corpus.notice import Notice
from textminer.errors import TableError
from textminer.progress import Progress, silent
from textminer.storage.appended_text import of_one_width
from textminer.storage.escaped_encoding import guess_escaped
from textminer.storage.legacy_encoding import guess_legacy
from textminer.storage.odd_characters import (
    MARK_START,
    MAX_LINES_NAMED,
    TEXT_MARK,
    lines_named,
    lines_with,
    notices_of_text,
)
from textminer.storage.utf8 import is_plain_ascii, is_utf8, without_cut_character
from textminer.storage.wide_encoding import guess_wide
from textminer.translation import _, ngettext_

BLOCK_BYTES = 8 * 2**20  # decoded at a time: a cancel is answered within a fraction of a second
UTF8 = "utf-8"
END_MARK = b"\x1a"  # Ctrl-Z
LOAD_FILE = "cp1252"  # of those of legal review that are not Unicode
BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
MAX_CONTROLS, MAX_CONTROLS_UTF8 = 0.02, 0.3  # share of control characters; valid UTF-8 is hardly ever binary

_BOMS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32-le": "UTF-32 LE",
    "utf-32-be": "UTF-32 BE",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "euc_jis_2004": "EUC-JP",
    "mac-roman": "Mac Roman",
    "mac-cyrillic": "Mac Cyrillic",
    "hz": "HZ",
    "cp037": "EBCDIC (cp037)",
}
_PYTHON_NAMES = {"ascii": UTF8, "utf_8": UTF8, "utf8": UTF8, "utf-8-sig": UTF8, "utf_8_sig": UTF8}
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


@dataclass(frozen=True)
class DecodedText:
    """A file's text as valid UTF-8 bytes.

    data:      UTF-8; where the file is UTF-8 these are its very bytes
    start:     where the text begins in `data`, after a byte order mark
    encoding:  Python's name of the encoding that was used
    has_bom:   whether the file began with a byte order mark

    A byte that the encoding cannot hold stands as U+FFFD followed by its value: byte E9 is `�⟨E9⟩`.
    """

    data: bytes
    start: int
    encoding: str
    has_bom: bool
    notices: tuple[Notice, ...] = ()


def encoding_name(encoding: str) -> str:
    """What users call an encoding: "Windows-1252" for cp1252."""
    if encoding in _NAMES:
        return _NAMES[encoding]
    if re.fullmatch(r"cp125\d", encoding):
        return f"Windows-{encoding[2:]}"
    return encoding.upper()


def known_encoding(name: str) -> str:
    """The encoding's usual name here; raises TableError where Python has no such text encoding."""
    try:
        found = codecs.lookup(name)
        "x".encode(found.name)
    except (LookupError, UnicodeError, ValueError, TypeError):
        raise TableError(
            _(
                "There is no text encoding “{name}”. Usual ones are utf-8, cp1252, gb18030 and shift_jis."
            ).format(name=name)
        ) from None
    return _PYTHON_NAMES.get(found.name, found.name)


def decode(
    data: bytes, given: str | None = None, is_head: bool = False, progress: Progress = silent
) -> DecodedText | None:
    """The text of `data`, by the given encoding or the best guess; None where the bytes are no text.

    is_head:  the file goes on after `data`; a character cut in two at the end is left out

    Raises TableError where a given encoding does not fit, naming the byte and the line.
    """
    notices: tuple[Notice, ...] = ()
    is_plain = is_plain_ascii(data)
    has_nul = not is_plain and b"\0" in data
    if given is None and not is_head and has_nul:
        data, notices = of_one_width(data)
    text = _decoded(data, given, is_head, is_plain, has_nul, progress)
    if text is None:
        return None
    return _without_marks(replace(text, notices=(*notices, *text.notices)), is_head)


def _decoded(
    data: bytes, given: str | None, is_head: bool, is_plain: bool, has_nul: bool, progress: Progress
) -> DecodedText | None:
    """The text of `data` from its byte order mark to its last byte.

    is_plain:  all is ASCII, without NULs
    """
    bom, start = byte_order_mark(data)
    if given is not None:
        encoding = known_encoding(given)
        if encoding in ("utf-16", "utf-32"):
            encoding = bom if bom is not None and bom.startswith(encoding) else f"{encoding}-le"
        start = start if bom == encoding else 0
        return _decode_given(data, start, encoding, is_head, progress)
    escaped = guess_escaped(data) if bom is None else None
    if bom == UTF8 or (bom is None and not guess_wide(data) and not escaped):
        whole = without_cut_character(data) if is_head else data
        is_ascii = is_plain or whole.isascii()
        if (is_ascii or is_utf8(whole)) and (bom == UTF8 or not _is_binary(whole, MAX_CONTROLS_UTF8)):
            told = notices_of_text(whole) if has_nul or not is_ascii else ()
            return DecodedText(whole, start, UTF8, bom is not None, told)
        if bom == UTF8 or (not is_ascii and _is_damaged_utf8(whole)):
            return transcoded(whole, start, UTF8, bom is not None, progress)
    if bom is not None:
        return transcoded(data, start, bom, True, progress)
    if not escaped and _is_binary(data, MAX_CONTROLS):
        return None
    encoding = guess_wide(data) or escaped or (LOAD_FILE if is_load_file(data) else guess_legacy(data))
    text = transcoded(data, 0, encoding, False, progress, is_head)
    notice = guessed_notice(encoding, lines_with(BEYOND_ASCII, text.data))
    return DecodedText(text.data, text.start, text.encoding, text.has_bom, (notice, *text.notices))


def _without_marks(text: DecodedText, is_head: bool) -> DecodedText:
    """A text without a second byte order mark, and without what pads or ends it behind its last line."""
    data, start, notices = text.data, text.start, list(text.notices)
    while text.has_bom and data.startswith(codecs.BOM_UTF8, start):
        start += len(codecs.BOM_UTF8)
    if start > text.start:
        told = _("The file begins with more than one byte order mark; all were left out (line 1).")
        notices.append(Notice("byte-order-marks", told, (1,)))
    whole = data.rstrip(b"\0") if data.endswith(b"\0") else data
    if len(whole) < len(data) and whole.endswith((b"\n", b"\r")) and not is_head:
        line = line_of(whole, len(whole))
        told = _("NUL characters behind the last line were left out: {n} of them (line {line}).")
        n = f"{len(data) - len(whole):,}"
        notices = [notice for notice in notices if notice.kind != "nul"]
        notices += [*notices_of_text(whole), Notice("padding", told.format(n=n, line=f"{line:,}"), (line,))]
        data = whole
    if data.endswith(END_MARK) and not is_head and data.count(END_MARK) == 1:
        line = line_of(data, len(data) - 1)
        data = data[:-1]
        told = _(
            "The file ends with Ctrl-Z, the end mark of old DOS programs; it was left out (line {line})."
        )
        notices.append(Notice("end-mark", told.format(line=f"{line:,}"), (line,)))
    return replace(text, data=data, start=start, notices=tuple(notices))


def guessed_notice(encoding: str, lines: Sequence[int]) -> Notice:
    """What is told where the bytes do not say what encoding they are in.

    lines:  the first lines that show it, because they hold letters beyond ASCII
    """
    message = _("The text encoding was guessed: {encoding}. If letters look wrong, choose another.").format(
        encoding=encoding_name(encoding)
    )
    if lines:
        told = ngettext_(
            "Letters beyond ASCII stand in line {lines}.",
            "Letters beyond ASCII stand in lines {lines}.",
            len(lines),
        )
        message += " " + told.format(lines=lines_named(lines))
    return Notice("encoding-guessed", message, tuple(lines[:MAX_LINES_NAMED]) or (1,))


def encoded(text: str, encoding: str) -> bytes:
    """The bytes of a text, where marked bytes become again what they were: `�⟨E9⟩` is byte E9.

    Raises UnicodeEncodeError where the encoding cannot hold a character.
    """
    if MARK_START not in text:
        return text.encode(encoding)
    parts: list[bytes] = []
    at = 0
    for match in TEXT_MARK.finditer(text):
        parts += [text[at : match.start()].encode(encoding), bytes.fromhex(match.group(1))]
        at = match.end()
    return b"".join((*parts, text[at:].encode(encoding)))


def line_of(data: bytes, offset: int) -> int:
    """1-based physical line of a byte offset, where LF, CRLF and CR end lines."""
    head = data[:offset]
    n_lf = head.count(b"\n")
    return 1 + (n_lf if n_lf else head.count(b"\r"))


def byte_order_mark(data: bytes) -> tuple[str | None, int]:
    """The encoding that a byte order mark tells, and how many bytes it has."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, len(bom)
    return None, 0


def is_load_file(data: bytes) -> bool:
    """Whether a text is a load file of legal review, with cells between þ, parted by DC4 or ¶."""
    head = data[: 2**16]
    return any(head.count(mark) > 1 for mark in (b"\xfe\x14\xfe", b"\xfe\xb6\xfe", b"\xc3\xbe\x14\xc3\xbe"))


def _is_binary(data: bytes, limit: float) -> bool:
    """Whether more than a share `limit` of the first bytes are control characters that texts do not have."""
    if guess_wide(data) is not None:
        return False
    head = np.frombuffer(data[: 2**16].rstrip(b"\0") or data[: 2**16], dtype=np.uint8)
    is_control = (head < 9) | ((head > 13) & (head < 28) & (head != 27))
    if is_control.mean() <= limit:
        return False
    controls = np.unique(head[is_control]).tolist()  # ^A parts cells for some programs, ^T for others
    return not ((controls == [1] and data.isascii()) or (controls == [0x14] and is_load_file(data)))


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether text that is not strict UTF-8 is UTF-8 nevertheless, with a few foreign bytes in it."""
    n_good = n_bad = 0
    size = min(len(data), BLOCK_BYTES) if _is_binary(data, MAX_CONTROLS) else len(data)
    for start in range(0, size, BLOCK_BYTES):
        good, bad = n_multibyte(data[start : start + BLOCK_BYTES])
        n_good, n_bad = n_good + good, n_bad + bad
    return is_rather_utf8(n_good, n_bad)


def n_multibyte(block: bytes) -> tuple[int, int]:
    """How many characters of several bytes there are, and how many bytes beyond ASCII that belong to none."""
    rest, n_good = _MULTIBYTE.subn(b"", block)
    return n_good, len(rest) - len(rest.translate(None, bytes(range(128, 256))))


def is_rather_utf8(n_good: int, n_bad: int) -> bool:
    """Whether foreign bytes are few enough for a text to be UTF-8 that was damaged."""
    return n_good > 2 * n_bad or (n_good > 2 and n_good >= n_bad)


def _decode_given(data: bytes, start: int, encoding: str, is_head: bool, progress: Progress) -> DecodedText:
    if encoding == UTF8 and is_utf8(without_cut_character(data) if is_head else data):
        whole = without_cut_character(data) if is_head else data
        return DecodedText(whole, start, UTF8, start > 0, notices_of_text(whole))
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    parts: list[bytes] = []
    for at in range(start, len(data), BLOCK_BYTES):
        progress.report(at / len(data))
        block = data[at : at + BLOCK_BYTES]
        pending = len(decoder.getstate()[0])
        try:
            parts.append(decoder.decode(block, final=not is_head and at + BLOCK_BYTES >= len(data)).encode())
        except UnicodeDecodeError as error:
            offset = at - pending + error.start
            raise TableError(
                _(
                    "The file is not {encoding}: byte {byte} at offset {offset} (line {line}) does not fit. "
                    "Choose another text encoding, or let it be guessed."
                ).format(
                    encoding=encoding_name(encoding),
                    byte=f"{data[offset]:02X}",
                    offset=f"{offset:,}",
                    line=f"{line_of(data, offset):,}",
                )
            ) from None
        except UnicodeEncodeError:
            raise TableError(
                _("The file is not {encoding}.").format(encoding=encoding_name(encoding))
            ) from None
    text = b"".join(parts)
    return DecodedText(text, 0, encoding, start > 0, notices_of_text(text))


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Error handler of the decoders: each undecodable byte as U+FFFD and its value."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(f"\ufffd⟨{byte:02X}⟩" for byte in bad), error.end


MARKING = "textminer-mark"  # how the decoders treat what they cannot decode
codecs.register_error(MARKING, _mark)


def transcoded(
    data: bytes, start: int, encoding: str, has_bom: bool, progress: Progress = silent, is_head: bool = False
) -> DecodedText:
    """The text from byte `start`; what the encoding does not have is marked."""
    decoder = codecs.getincrementaldecoder(encoding)(MARKING)
    parts: list[bytes] = []
    for at in range(start, len(data), BLOCK_BYTES):
        progress.report(at / len(data))
        is_last = at + BLOCK_BYTES >= len(data)
        parts.append(decoder.decode(data[at : at + BLOCK_BYTES], final=is_last and not is_head).encode())
    text = b"".join(parts)
    return DecodedText(text, 0, encoding, has_bom, notices_of_text(text, may_be_marked=True))
