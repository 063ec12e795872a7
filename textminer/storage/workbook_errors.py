"""Cells of a workbook that hold an error value such as #N/A, which calamine gives back as empty."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from textminer.progress import Progress, silent

READ_BYTES = 4 * 2**20
_CELL = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>(.*?)</c>', re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_VALUE = re.compile(rb"<v>(#[^<]{1,40})</v>")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def error_cells(path: Path, sheet: str, progress: Progress = silent) -> dict[tuple[int, int], str]:
    """The error values of a sheet as a user sees them, by row and column from 0."""
    try:
        with zipfile.ZipFile(path) as archive:
            member = _member_of(archive, sheet)
            return {} if member is None else _errors_in(archive, member, progress)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError):
        return {}


def _member_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The archive's member that holds a sheet."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for entry in book.iter(f"{_MAIN}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(_RELATION), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _errors_in(archive: zipfile.ZipFile, member: str, progress: Progress) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    size = max(archive.getinfo(member).file_size, 1)
    rest = b""
    with archive.open(member) as file:
        while block := file.read(READ_BYTES):
            progress.report(min(file.tell() / size, 1.0))
            window = rest + block
            cut = window.rfind(b"</c>") + len(b"</c>")
            if cut < len(b"</c>"):
                rest = window
                continue
            window, rest = window[:cut], window[cut:]
            if b't="e"' not in window:
                continue
            for match in _CELL.finditer(window):
                place, value = _PLACE.search(match.group(1)), _VALUE.search(match.group(2))
                if place and value:
                    found[int(place.group(2)) - 1, _column(place.group(1))] = value.group(1).decode()
    return found


def _column(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
