"""Copies of workbooks in which what their parser leaves out or refuses is written in another way."""

import contextlib
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

from textminer.atomic import scratch_folder
from textminer.progress import Progress

READ_BYTES = 4 * 2**20
_CONTENT = "content.xml"  # of an ODS file
_KIND, _ODS = "mimetype", b"application/vnd.oasis.opendocument.spreadsheet"
_SIGNS = (b"<text:tab", b"<text:line-break")
_TAB = re.compile(rb"<text:tab\b[^<>]*?(?:/>|>\s*</text:tab>)")
_LINE_BREAK = re.compile(rb"<text:line-break\b[^<>]*?(?:/>|>\s*</text:line-break>)")
_BETWEEN_TAGS = re.compile(rb">\s+(?=</?table:|<text:p\b)")  # of an ODS file that was set for people
_SET_TEXT = re.compile(  # no line breaks of the text
    rb"(<text:p\b[^<>]*>(?:\s*<text:span\b[^<>]*>)*)\s*[\r\n]\s*"
    rb"|\s*[\r\n]\s*((?:</text:span>\s*)*</text:p>)|[ \t]*[\r\n]\s*"
)
_ERROR_CELL = re.compile(rb'(<c\b[^>]*\bt=)"e"')


def loses_white_space(path: Path, progress: Progress) -> bool:
    """Whether an ODS file has tabs or line breaks in its cells, which the parser leaves out."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_CONTENT) as file:
            return _holds(file, _SIGNS, progress)
    except (KeyError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False  # no such file, or one that the parser is to judge


def lacks_kind(path: Path) -> bool:
    """Whether an ODS file does not say what it is, as some programs write it; the parser refuses it then."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    return _CONTENT in names and _KIND not in names


def with_tabs_and_line_breaks(path: Path, progress: Progress) -> contextlib.AbstractContextManager[Path]:
    """A copy of an ODS file, for a while, that says what it is, with tabs and line breaks as characters and
    nothing between its tags.
    """
    return _copied(
        path,
        lambda name: name == _CONTENT,
        lambda xml: _LINE_BREAK.sub(b"\n", _TAB.sub(b"\t", _as_meant(xml))),
        progress,
    )


def _as_meant(xml: bytes) -> bytes:
    """The text of an ODS file without the line ends and blanks that only set it for people."""
    if b"\n" not in xml and b"\r" not in xml:
        return xml
    xml = _BETWEEN_TAGS.sub(b">", xml)
    return _SET_TEXT.sub(lambda found: found[1] or found[2] or b" ", xml)


def has_backslashes(path: Path) -> bool:
    """Whether the files of an archive stand in folders by backslashes, as some programs of Windows write."""
    with zipfile.ZipFile(path) as archive:
        return any("\\" in name for name in archive.namelist())


def with_slashes(path: Path, progress: Progress) -> contextlib.AbstractContextManager[Path]:
    """A copy of a workbook, for a while, whose files stand in folders by slashes."""
    return _copied(path, lambda _name: False, lambda xml: xml, progress)


def with_errors_as_text(path: Path, progress: Progress) -> contextlib.AbstractContextManager[Path]:
    """A copy of an XLSX file, for a while, with error values as text: the parser refuses some of them."""
    return _copied(
        path,
        lambda name: name.startswith("xl/worksheets/"),
        lambda xml: _ERROR_CELL.sub(rb'\1"str"', xml),
        progress,
    )


def _holds(file: IO[bytes], signs: tuple[bytes, ...], progress: Progress) -> bool:
    rest = b""
    while block := file.read(READ_BYTES):
        progress.report(0.0)
        window = rest + block
        if any(sign in window for sign in signs):
            return True
        rest = window[-max(map(len, signs)) :]
    return False


@contextlib.contextmanager
def _copied(
    path: Path, is_mended: Callable[[str], bool], mend: Callable[[bytes], bytes], progress: Progress
) -> Iterator[Path]:
    """A copy of an archive with some of its files changed, in a folder that goes with it."""
    is_unnamed = lacks_kind(path)
    with scratch_folder() as folder:
        copy = folder / path.name
        with (
            zipfile.ZipFile(path) as archive,
            zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as mended,
        ):
            if is_unnamed:
                mended.writestr(_KIND, _ODS)
            for info in archive.infolist():
                change = mend if is_mended(info.filename) else None
                name = info.filename.replace("\\", "/")
                with archive.open(info) as file, mended.open(name, "w", force_zip64=True) as out:
                    blocks = _blocks(file) if change else iter(partial(file.read, READ_BYTES), b"")
                    for block in blocks:
                        progress.report(0.0)
                        out.write(change(block) if change else block)
        yield copy


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The text of a file in blocks; none ends inside a tag or between the two of an empty element."""
    rest = b""
    while block := file.read(READ_BYTES):
        window = rest + block
        cut = window.rfind(b"<")
        cut = window.rfind(b"<text:", 0, cut) if window[cut:].startswith(b"</text:") else cut
        if cut > 0:
            yield window[:cut]
        rest = window[max(cut, 0) :]
    yield rest
