"""Tables in gzip files and ZIP archives, unpacked in memory and never beyond a bound."""

import copy
import gzip
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from textminer.errors import TableError
from textminer.progress import Progress
from textminer.translation import _

TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".psv", ".jsonl", ".ndjson", ".json", ".sql")
BOOK_ENDINGS = (".xlsx", ".xlsm", ".ods", ".parquet")
READ_BYTES = 4 * 2**20  # unpacked at a time
MOST_BYTES = 4 * 2**30  # unpacked, whatever the archive
SUSPICIOUS_BYTES = 256 * 2**20  # above it no text packs as well as this:
MOST_RATIO = 200  # unpacked bytes for one packed byte
MOST_DEFLATED = 1032  # what the method can do at most


@dataclass(frozen=True)
class Unpacked:
    """One file out of an archive.

    data:     its bytes, or their beginning where `is_cut`
    members:  the names of all files in the archive, in its order; one for gzip
    """

    name: str
    data: bytes
    members: tuple[str, ...]
    is_cut: bool = False


def unpack_gzip(path: Path, progress: Progress, most: int | None = None) -> Unpacked:
    """The file in a gzip file, or its first `most` bytes; raises TableError where it is damaged or a bomb."""
    name = path.stem if path.suffix.lower() in (".gz", ".gzip") else path.name
    try:
        with gzip.open(path, "rb") as file:
            data, is_cut = _read(path, file, path.stat().st_size, progress, most)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path, error) from None
    return Unpacked(name, data, (name,), is_cut)


def unpack_zip(path: Path, wanted: str | None, progress: Progress, most: int | None = None) -> Unpacked:
    """One file of a ZIP archive: the wanted one, else the first that is named as a table, else the first.

    Raises TableError where the archive is damaged, encrypted or a bomb, or has no such file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = members_of(archive)
            if not members:
                raise TableError(_("“{name}” is an empty archive.").format(name=path.name))
            if wanted is not None and wanted not in members:
                raise TableError(
                    _("“{name}” holds no file “{member}”. Its files are: {members}.").format(
                        name=path.name, member=wanted, members=", ".join(members[:20])
                    )
                )
            name = wanted if wanted is not None else _likeliest(members)
            info = archive.getinfo(name)
            if info.flag_bits & 1:
                raise TableError(
                    _("“{name}” is encrypted. Unpack it with its password and open the table inside.").format(
                        name=path.name
                    )
                )
            with archive.open(info) as file:
                data, is_cut = _read(path, file, max(info.compress_size, 1), progress, most)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _damaged(path, error) from None
    return Unpacked(name, data, tuple(members), is_cut)


def _likeliest(members: Sequence[str]) -> str:
    """The first file whose name says that it is a table, else the first."""
    for endings in (TABLE_ENDINGS, BOOK_ENDINGS):
        for name in members:
            if Path(name).suffix.lower() in endings:
                return name
    return members[0]


def members_of(archive: zipfile.ZipFile) -> Sequence[str]:
    """The files of an archive, without folders and what systems put beside them."""
    return [
        name
        for name in archive.namelist()
        if not name.endswith("/") and not name.startswith("__MACOSX/") and not Path(name).name.startswith(".")
    ]


def check_members(path: Path, progress: Progress) -> None:
    """Unpack every large file of a ZIP archive once without keeping it.

    Raises TableError where one holds more than the archive says, is damaged, or is a bomb: for libraries that
    would trust the archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                said = info.file_size
                if _is_bomb(said, info.compress_size):
                    raise _bomb(path, said, info.compress_size)
                if info.compress_size * MOST_DEFLATED <= SUSPICIOUS_BYTES:
                    continue
                whole = copy.copy(info)
                whole.file_size = max(said, info.compress_size) * 2  # what it says is not to stop the reading
                size = 0
                with archive.open(whole) as file:
                    while block := file.read(READ_BYTES):
                        size += len(block)
                        progress.report(0.0)
                        if size > said:
                            raise zipfile.BadZipFile(_("it holds more than it says"))
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _damaged(path, error) from None


def _is_bomb(size: int, packed: int) -> bool:
    return size > MOST_BYTES or (size > SUSPICIOUS_BYTES and size > MOST_RATIO * packed)


def _bomb(path: Path, size: int, packed: int) -> TableError:
    return TableError(
        _(
            "“{name}” unpacks to more than {size} MB from {packed} MB, which no table of texts does. "
            "Unpack it yourself if you trust it."
        ).format(name=path.name, size=f"{size // 10**6:,}", packed=f"{packed / 10**6:,.1f}")
    )


def _read(
    path: Path, file: IO[bytes] | gzip.GzipFile, packed: int, progress: Progress, most: int | None
) -> tuple[bytes, bool]:
    blocks: list[bytes] = []
    size = 0
    while block := file.read(READ_BYTES if most is None else min(READ_BYTES, most - size)):
        blocks.append(block)
        size += len(block)
        progress.report(min(size / (packed * 4), 1.0))
        if _is_bomb(size, packed):
            raise _bomb(path, size, packed)
        if most is not None and size >= most:
            return b"".join(blocks), bool(file.read(1))
    return b"".join(blocks), False


def _damaged(path: Path, error: Exception) -> TableError:
    return TableError(
        _("“{name}” is damaged and cannot be unpacked ({reason}). Get a fresh copy.").format(
            name=path.name, reason=str(error) or type(error).__name__
        )
    )
