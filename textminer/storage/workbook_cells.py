"""What calamine does not tell of a sheet's cells: error values such as #N/A, and how numbers are shown."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from textminer.progress import Progress, silent
from textminer.storage.number_formats import BUILT_IN, is_shaping, shown
from textminer.storage.workbook_extent import column_number

READ_BYTES = 4 * 2**20
MOST_XML = 64 * 2**20  # of a part that is read whole; real ones are far smaller
_CELL = re.compile(rb"<c\b([^>]*[^/])>(.*?)</c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_TEXT = re.compile(rb'\bt="(?:s|inlineStr|str)"')
_ERROR = re.compile(rb"<v>(#[^<]{1,40})</v>")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def show_cells(
    path: Path,
    sheet: str,
    rows: list[list[Any]],
    first_row: int,
    first_column: int,
    progress: Progress = silent,
) -> list[int]:
    """Put error values and numbers as they are shown into the rows of a sheet; the numbers' rows, from 0.

    first_row, first_column:  of the rows, from 0
    """
    try:
        with zipfile.ZipFile(path) as archive:
            member = _member_of(archive, sheet)
            if member is None:
                return []
            formats = _shaping_formats(archive)
            cells = _cells(archive, member, bool(formats), progress)
            return _show(cells, formats, rows, first_row, first_column)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError):
        return []


def n_text_cells(path: Path, sheet: str, first_row: int, stop_row: int) -> int:
    """How many cells hold text, if an empty one, in rows near the top, from 1, `stop_row` excluded."""
    try:
        with zipfile.ZipFile(path) as archive:
            member = _member_of(archive, sheet)
            if member is None:
                return 0
            with archive.open(member) as file:
                head = file.read(READ_BYTES)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError):
        return 0
    n = 0
    for match in _CELL.finditer(head):
        place = _PLACE.search(match[1])
        if place is not None and int(place[2]) >= stop_row:
            break
        n += place is not None and int(place[2]) >= first_row and _TEXT.search(match[1]) is not None
    return n


def _show(
    cells: Iterator[tuple[bytes, bytes]],
    formats: dict[bytes, str],
    rows: list[list[Any]],
    first_row: int,
    first_column: int,
) -> list[int]:
    shown_rows: list[int] = []
    for attributes, content in cells:
        place = _PLACE.search(attributes)
        if place is None:
            continue
        row, column = int(place[2]) - 1 - first_row, column_number(place[1]) - first_column
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            continue
        value = rows[row][column]
        if b't="e"' in attributes:
            error = _ERROR.search(content)
            if error is not None:
                rows[row][column] = error[1].decode()
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            style = _STYLE.search(attributes)
            code = formats.get(style[1]) if style is not None else None
            text = shown(float(value), code) if code is not None else None
            if text is not None:
                rows[row][column] = text
                shown_rows.append(row)
    return shown_rows


def _xml(archive: zipfile.ZipFile, member: str) -> ElementTree.Element:
    if archive.getinfo(member).file_size > MOST_XML:
        raise ValueError(member)
    return ElementTree.fromstring(archive.read(member))


def _member_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The archive's member that holds a sheet."""
    relations = _xml(archive, "xl/_rels/workbook.xml.rels")
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for entry in _xml(archive, "xl/workbook.xml").iterfind(".//{*}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(_RELATION) or entry.get(_STRICT_RELATION), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _shaping_formats(archive: zipfile.ZipFile) -> dict[bytes, str]:
    """The format codes that change how a number is written, by the style of its cell."""
    try:
        styles = _xml(archive, "xl/styles.xml")
    except KeyError:
        return {}
    codes = dict(BUILT_IN)
    for entry in styles.iterfind("{*}numFmts/{*}numFmt"):
        codes[int(entry.get("numFmtId", "0"))] = entry.get("formatCode", "")
    found: dict[bytes, str] = {}
    for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        code = codes.get(int(style.get("numFmtId", "0")), "")
        if is_shaping(code):
            found[str(number).encode()] = code
    return found


def _cells(
    archive: zipfile.ZipFile, member: str, with_styles: bool, progress: Progress
) -> Iterator[tuple[bytes, bytes]]:
    """Attributes and content of the cells with an error value and, if wanted, of all cells with a style."""
    size = max(archive.getinfo(member).file_size, 1)
    rest = b""
    with archive.open(member) as file:
        while block := file.read(READ_BYTES):
            progress.report(min(file.tell() / size, 1.0))
            window = rest + block
            cut = window.rfind(b"</c>") + len(b"</c>")
            if cut < len(b"</c>"):
                rest = window if len(window) <= MOST_XML else b""
                continue
            window, rest = window[:cut], window[cut:]
            if not with_styles and b't="e"' not in window:
                continue
            for match in _CELL.finditer(window):
                attributes = match[1]
                if b't="e"' in attributes or (with_styles and b's="' in attributes):
                    yield attributes, match[2]
