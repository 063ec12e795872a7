"""A folder of text files as a table, one document a file."""

import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress
from textminer.storage.file_kinds import refuse_binary
from textminer.storage.odd_characters import MAX_LINES_NAMED
from textminer.storage.raw_table import RawTable
from textminer.storage.text_encoding import decode
from textminer.storage.whole_file import read_whole
from textminer.translation import _, ngettext_

TEXT_ENDINGS = (".txt", ".text", ".md")
MOST_FILES = 1_000_000  # a folder of more is most likely not meant


def text_files(folder: Path) -> list[Path]:
    """The text files in a folder and the folders below it, by name; links to folders are not followed."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders.sort()
        found += [Path(parent, name) for name in sorted(names) if Path(name).suffix.lower() in TEXT_ENDINGS]
        if len(found) > MOST_FILES:
            break
    return [path for path in found if path.is_file()]


def files_named(names: Sequence[str]) -> str:
    """The first few of the files as users read them."""
    return ", ".join(names[:MAX_LINES_NAMED]) + (" …" if len(names) > MAX_LINES_NAMED else "")


def read_folder(
    folder: Path, settings: ImportSettings, progress: Progress, max_rows: int | None = None
) -> RawTable:
    """One row for every text file: its path in the folder, its own folder if there are several, its text.

    Raises TableError where there are no text files, and for one that is none or cannot be read.
    """
    paths = text_files(folder)[:max_rows]
    if not paths:
        raise TableError(
            _("“{path}” is a folder without text files (.txt). Choose a file in it.").format(path=folder)
        )
    names: list[str] = []
    parents: list[str] = []
    texts: list[str] = []
    notices: list[Notice] = []
    encodings: set[str] = set()
    guessed: list[str] = []
    for number, path in enumerate(paths):
        progress.report(number / len(paths))
        data = read_whole(path)
        name = path.relative_to(folder).as_posix()
        decoded = decode(data, settings.encoding) if data else None
        if data and decoded is None:
            raise refuse_binary(path)
        names.append(name.encode(errors="replace").decode())
        parents.append(Path(names[-1]).parent.as_posix())
        texts.append("" if decoded is None else decoded.data[decoded.start :].decode())
        if decoded is not None:
            encodings.add(decoded.encoding)
            guessed += [name] * any(notice.kind == "encoding-guessed" for notice in decoded.notices)
            told = [notice for notice in decoded.notices if notice.kind != "encoding-guessed"]
            notices += [
                Notice(
                    notice.kind,
                    _("{file}: {message}").format(file=name, message=notice.message),
                    notice.lines,
                )
                for notice in told
            ]
    other = sorted(encodings - {"utf-8"})
    if other and settings.encoding is None:
        message = _("The text encoding of some files was guessed: {encodings} ({files}).")
        told_files = files_named(guessed or names)
        notices.insert(
            0, Notice("encoding-guessed", message.format(encodings=", ".join(other), files=told_files))
        )
    empty = [name for name, text in zip(names, texts, strict=True) if not text.strip()]
    if empty:
        message = ngettext_(
            "{n} file is empty ({files}).", "{n} files are empty ({files}).", len(empty)
        ).format(n=f"{len(empty):,}", files=files_named(empty))
        notices.append(Notice("empty-file", message))
    progress.report(1.0)
    columns = {"file": names, "folder": parents, "text": texts}
    if len(set(parents)) == 1:
        del columns["folder"]
    arrays = [pa.chunked_array([pa.array(column, type=pa.large_string())]) for column in columns.values()]
    used = ImportSettings(encoding=encodings.pop() if len(encodings) == 1 else settings.encoding)
    return RawTable(list(columns), arrays, tuple(notices), used)
