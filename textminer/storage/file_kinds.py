"""What kind of file is this: told by its first bytes, then by its ending."""

import re
import stat
from pathlib import Path

from textminer.errors import TableError
from textminer.translation import _

CSV, TEXT, XLSX, PARQUET, JSON = "csv", "text", "xlsx", "parquet", "json"
ODS, SQL, GZIP, ZIP, FOLDER = "ods", "sql", "gzip", "zip", "folder"
HEAD_BYTES = 8192  # magic numbers stand in the first few; the rest tells text from binary

_KIND_BY_ENDING = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": TEXT,
    ".json": JSON,
    ".jsonl": JSON,
    ".ndjson": JSON,
}
OTHER_ENDINGS = (".xlsx", ".xlsm", ".ods", ".parquet")  # of files that are sometimes delimited text
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old XLS, DOC, and encrypted XLSX
_FOREIGN = (
    (b"PK\x05\x06", "ZIP"),  # an empty archive
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"{\\rtf", "RTF"),
    (b"ARROW1", "Arrow"),
    (b"$FL2@(#)", "SPSS"),
    (b"$FL3@(#)", "SPSS"),
    (b"<stata_dta>", "Stata"),
    (b"RIFF", "RIFF"),
    (b"ID3", "MP3"),
    (b"OggS", "Ogg"),
    (b"wOFF", "WOFF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_MARKUP = re.compile(rb"(?i)\s*(?:<!doctype html|<html[\s>]|<table[\s>]|<\?xml\s)")
_OF_PROGRAMS = (
    (re.compile(rb"ID;P\w*(?:;[NE])*\r?\n[BCFOP];[A-Z]"), "SYLK"),
    (re.compile(rb"TABLE\r?\n0,1\r?\n"), "DIF"),
    (re.compile(rb"(?i)BEGIN:VCARD\r?\n"), "vCard"),
    (re.compile(rb"(?i)BEGIN:VCALENDAR\r?\n"), "iCalendar"),
    (re.compile(rb"begin [0-7]{3} \S[^\r\n]*\r?\n[!-M][ -`]"), "uuencode"),
)
_COMPRESSED = frozenset({"bzip2", "xz", "7-Zip", "Zstandard", "RAR"})


def file_kind(path: Path) -> str:
    """The kind of a table file: CSV (any delimiter), TEXT, XLSX, ODS, PARQUET, JSON, GZIP, ZIP or FOLDER.

    Raises TableError, with the sentence that says what to do, for whatever is no readable table file:
    missing, a folder, a device, without permission, empty, binary, compressed, an old workbook.
    """
    if is_folder(path):
        return FOLDER
    check_regular(path)
    head = read_head(path, HEAD_BYTES)
    if head.startswith(_ZIP):
        return _kind_in_zip(path)
    if head.startswith(b"\x1f\x8b"):
        return GZIP
    return kind_of_bytes(path, head)


def kind_of_bytes(path: Path, head: bytes) -> str:
    """The kind of a file that is no archive, by its first bytes and the ending of its name."""
    if not head:
        raise TableError(_("“{name}” is empty: it has 0 bytes.").format(name=path.name))
    if head.startswith((_ZIP, b"\x1f\x8b")):
        raise TableError(
            _("“{name}” is an archive within an archive. Unpack it and open the table inside.").format(
                name=path.name
            )
        )
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith(_OLE):
        raise TableError(
            _(
                "“{name}” is an old Excel workbook (XLS) or an encrypted one. Open it in a spreadsheet "
                "program and save it as XLSX without a password, or as CSV."
            ).format(name=path.name)
        )
    for magic, name in _FOREIGN:
        if head.startswith(magic) and _is_binary(head, name):
            raise TableError(_foreign_sentence(path, name))
    for pattern, name in _OF_PROGRAMS:
        if pattern.match(head):
            raise TableError(_foreign_sentence(path, name))
    if path.suffix.lower() in OTHER_ENDINGS and _is_text(head) and not _MARKUP.match(head):
        return CSV
    if path.suffix.lower() == ".parquet":
        raise TableError(
            _("“{name}” is damaged or no Parquet file: it does not begin as one.").format(name=path.name)
        )
    if path.suffix.lower() in (".xlsx", ".xlsm", ".ods"):
        raise TableError(
            _(
                "“{name}” is damaged or no workbook: it does not begin as one. If it opens in a spreadsheet "
                "program, save it again as XLSX or CSV."
            ).format(name=path.name)
        )
    kind = _KIND_BY_ENDING.get(path.suffix.lower(), CSV)
    if kind == CSV and _MARKUP.match(head):
        raise TableError(
            _(
                "“{name}” is a page of HTML or XML, not a table of cells. Open it in a spreadsheet program "
                "and save it as XLSX or CSV."
            ).format(name=path.name)
        )
    return kind


def _is_text(head: bytes) -> bool:
    """Whether there are no other control characters than texts have, and a line."""
    return b"\n" in head and not any(byte < 9 or 13 < byte < 32 for byte in head)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; a path that cannot be looked at is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def check_regular(path: Path) -> None:
    """Raises TableError unless `path` is an ordinary file that may be read."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise TableError(_("There is no file “{path}”.").format(path=path)) from None
    except (OSError, ValueError) as error:
        raise TableError(
            _("“{path}” cannot be opened: {reason}.").format(path=path, reason=_reason(error))
        ) from None
    if stat.S_ISDIR(mode):
        raise TableError(_("“{path}” is a folder. Choose a file in it.").format(path=path))
    if not stat.S_ISREG(mode):
        raise TableError(
            _("“{path}” is a device or a pipe, not a file. Save its content to a file first.").format(
                path=path
            )
        )


def read_head(path: Path, n_bytes: int) -> bytes:
    """The first bytes of a file; raises TableError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(n_bytes)
    except PermissionError:
        raise TableError(
            _("“{path}” may not be read: you have no permission. Change its permissions or copy it.").format(
                path=path
            )
        ) from None
    except OSError as error:
        raise TableError(
            _("“{path}” cannot be read: {reason}.").format(path=path, reason=_reason(error))
        ) from None


def refuse_binary(path: Path) -> TableError:
    """The error for bytes that are no text in any encoding."""
    return TableError(
        _(
            "“{name}” is no table: its bytes are not text. TextMiner reads CSV, TSV, XLSX, Parquet, "
            "JSON Lines and text files."
        ).format(name=path.name)
    )


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _is_binary(head: bytes, name: str) -> bool:
    """Whether a magic number that is also plain letters really begins a binary file."""
    return name in ("PDF", "RTF") or any(byte < 9 or 13 < byte < 27 for byte in head[:512])


def _foreign_sentence(path: Path, kind: str) -> str:
    if kind in _COMPRESSED:
        return _("“{name}” is a compressed file ({kind}). Unpack it and open the table inside.").format(
            name=path.name, kind=kind
        )
    return _("“{name}” is no table but a {kind} file. Save the table as CSV or XLSX and open that.").format(
        name=path.name, kind=kind
    )


def _kind_in_zip(path: Path) -> str:
    """XLSX, ODS or ZIP; raises TableError where the archive is damaged."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/") for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise TableError(
            _("“{name}” is damaged: its archive cannot be read. Save it again, or get a fresh copy.").format(
                name=path.name
            )
        ) from None
    if any(name.startswith("xl/") for name in names):
        return XLSX
    if {"content.xml", "META-INF/manifest.xml"} <= names:
        return ODS
    if "[Content_Types].xml" in names or any(name.startswith(("word/", "ppt/")) for name in names):
        raise TableError(_foreign_sentence(path, "Office"))
    return ZIP
