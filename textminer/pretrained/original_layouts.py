"""The layouts that several labelled sets share: tables, and files of lines, with a class for each text."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from textminer.errors import TableError
from textminer.pretrained.downloads import texts
from textminer.translation import _

Row = dict[str, object]
Read = Callable[[Path], pd.DataFrame]
"""Reads a download: a table with text, label (neg, neu, pos or none), raw, split, and what else is known."""
Clean = Callable[[str], str]

SPLITS = {"train": "train", "dev": "val", "test": "test"}
BINARY = {"0": "neg", "1": "pos"}
THREE = {"0": "neg", "1": "neu", "2": "pos"}
STARS = {
    f"{stars:{form}}": "neg" if stars <= 2 else "neu" if stars < 4 else "pos"
    for stars in (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5)
    for form in ("g", ".1f")
}


def as_written(text: str) -> str:
    """The text, unchanged."""
    return text


def paired_lines(text: str, label: str, labels: dict[str, str], splits: dict[str, str]) -> Read:
    """A file of texts and a file of labels for each split, line by line.

    text, label:  names of the two files with {part} for a key of `splits`
    labels:       of the source to ours; lines with others are left out
    """

    def read(path: Path) -> pd.DataFrame:
        contents = texts(path, tuple(name.format(part=part) for part in splits for name in (text, label)))
        tables = []
        for part, split in splits.items():
            lines, raws = (lines_of(contents[name.format(part=part)]) for name in (text, label))
            if len(lines) != len(raws):
                message = _("The download {path} has {n} texts and {m} labels in its part {part}.")
                raise TableError(message.format(path=path, n=len(lines), m=len(raws), part=part))
            table = pd.DataFrame({"text": [line.strip() for line in lines], "label": raws})
            tables.append(labelled(path, table, "text", "label", labels, split))
        return pd.concat(tables, ignore_index=True)

    return read


def split_tables(
    pattern: str, text: str, label: str, labels: dict[str, str], separator: str = "\t",
    splits: dict[str, str] = SPLITS, header: bool = True, clean: Clean = as_written,
    quoted: bool | None = None,
) -> Read:  # fmt: skip
    """A table a split: columns of text and label by name, or by place where there is no header.

    pattern:  file name with {part} for a key of `splits`
    labels:   of the source to ours; rows with others are left out
    clean:    takes from a text what its writer did not write
    quoted:   fields may stand in quotes; else only those of tables with commas
    """

    def read(path: Path) -> pd.DataFrame:
        contents = texts(path, tuple(pattern.format(part=part) for part in splits))
        tables = []
        for part, split in splits.items():
            table = table_of(contents[pattern.format(part=part)], separator, header, quoted)
            part_of_set = labelled(path, table, text, label, labels, split)
            tables.append(part_of_set.assign(text=part_of_set.text.map(clean)))
        whole = pd.concat(tables, ignore_index=True)
        return whole[whole.text != ""].reset_index(drop=True)

    return read


def one_table(
    name: str, text: str, label: str, labels: dict[str, str], separator: str = ",", clean: Clean = as_written
) -> Read:
    """One table without splits, under a header."""
    return split_tables(name, text, label, labels, separator, {"": "all"}, clean=clean)


def named(read: Read, names: dict[str, str]) -> Read:
    """The same set with the source's labels by name, where its files give numbers."""

    def read_named(path: Path) -> pd.DataFrame:
        table = read(path)
        return table.assign(raw=table.raw.map(names))

    return read_named


def lines_of_a_label(pattern: str, parts: dict[str, tuple[str, str, str]]) -> Read:
    """Files of lines that all have one label.

    pattern:  file name with {part} for a key of `parts`: label, the source's label, split
    """

    def read(path: Path) -> pd.DataFrame:
        contents = texts(path, tuple(pattern.format(part=part) for part in parts))
        rows = [
            row_of(line.strip(), label, raw, split)
            for part, (label, raw, split) in parts.items()
            for line in lines_of(contents[pattern.format(part=part)])
            if line.strip()
        ]
        return pd.DataFrame(rows)

    return read


def table_of(content: str, separator: str, header: bool = True, quoted: bool | None = None) -> pd.DataFrame:
    """A table of strings."""
    has_quotes = separator != "\t" if quoted is None else quoted
    return pd.read_csv(
        io.StringIO(content), sep=separator, dtype=str, keep_default_na=False,
        quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE, header=0 if header else None,
    )  # fmt: skip


def labelled(
    path: Path, table: pd.DataFrame, text: str, label: str, labels: dict[str, str], split: str
) -> pd.DataFrame:
    """The rows of a table that have a text and a label to go by."""
    raw = column_of(path, table, label).str.strip()
    result = pd.DataFrame(
        {"text": column_of(path, table, text), "label": raw.map(labels), "raw": raw, "split": split}
    )
    return result[result.label.notna() & (result.text.str.strip() != "")]


def column_of(path: Path, table: pd.DataFrame, name: str) -> pd.Series:
    """A column by its name or its place. Raises TableError where a download's table lacks it."""
    names = [str(column) for column in table.columns]
    if name not in names:
        message = _("The download {path} has a table without the column “{name}”; it has {columns}.")
        raise TableError(message.format(path=path, name=name, columns=", ".join(names)))
    return table.iloc[:, names.index(name)]


def row_of(text: str, label: str, raw: str, split: str) -> Row:
    """One row of a set."""
    return {"text": text, "label": label, "raw": raw, "split": split}


def lines_of(content: str) -> list[str]:
    """The lines of a file; only line feeds end one, as its authors' own scripts have it."""
    return content.removesuffix("\n").split("\n")
