"""JSON Lines and JSON arrays of objects as tables of text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress
from textminer.storage.raw_table import RawTable
from textminer.storage.text_encoding import MAX_LINES_NAMED, DecodedText, lines_named
from textminer.translation import _, ngettext_

REPORT_EVERY = 5_000  # rows


class _Number(str):
    """A number's own digits, so that none is rounded."""


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its repeated keys."""


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Pairs, parse_float=_Number, parse_int=_Number, parse_constant=_Number, strict=False
)


def may_be_json(data: bytes, start: int) -> bool:
    """Whether a text begins as a JSON object or an array of them does."""
    head = data[start : start + 200].translate(None, b" \t\r\n")
    return head.startswith((b'{"', b'[{"'))


def read_json(
    path: Path,
    decoded: DecodedText,
    progress: Progress,
    max_rows: int | None,
    is_head: bool,
    is_named_so: bool,
) -> RawTable | None:
    """The table in a JSON text.

    is_named_so:  whether the file's ending says JSON; else None is returned where the text is none

    Strings stay as they are, numbers keep their digits, null and missing keys are "", nested values stay
    JSON. A key that repeats in an object makes a second column of its name. Raises TableError for broken
    JSON.
    """
    text = decoded.data[decoded.start :].decode()
    names: list[tuple[str, int]] = []
    places: dict[tuple[str, int], int] = {}
    columns: list[list[str]] = []
    broken: list[int] = []
    broken_rows: list[int] = []
    n_rows = 0
    is_array = text.lstrip().startswith("[")
    try:
        objects = _array(text, is_head) if is_array else _lines(text, is_head)
        for line, fields in objects:
            if fields is None:
                if not is_named_so or not names:
                    raise ValueError(line)
                broken.append(line)
                broken_rows.append(n_rows)
                fields = _Pairs([("", text.split("\n", line)[line - 1].removesuffix("\r"))])
            if max_rows is not None and n_rows >= max_rows:
                break
            _add(fields, names, places, columns, n_rows)
            n_rows += 1
            if n_rows % REPORT_EVERY == 0:
                progress.report(min(line / max(text.count("\n"), 1), 1.0) if not is_array else 0.5)
    except (ValueError, RecursionError) as error:
        if not is_named_so:
            return None
        line = error.lineno if isinstance(error, json.JSONDecodeError) else error.args[0]
        raise TableError(
            _(
                "“{name}” is no JSON table: line {line} cannot be read. One JSON object a line, or one "
                "array of objects, is expected."
            ).format(name=path.name, line=line)
        ) from None
    if not names:
        if not is_named_so:
            return None
        raise TableError(_("“{name}” holds no JSON objects, so there are no rows.").format(name=path.name))
    progress.report(1.0)
    arrays = [
        pa.chunked_array([pa.array(column + [""] * (n_rows - len(column)), type=pa.large_string())])
        for column in columns
    ]
    used = ImportSettings(encoding=decoded.encoding)
    return RawTable([name for name, _count in names], arrays, _notices(broken, broken_rows), used)


def _notices(broken: list[int], rows: list[int]) -> tuple[Notice, ...]:
    if not broken:
        return ()
    message = ngettext_(
        "{n} line is no JSON object; it stands whole in a column without a name (line {lines}).",
        "{n} lines are no JSON objects; they stand whole in a column without a name (lines {lines}).",
        len(broken),
    ).format(n=f"{len(broken):,}", lines=lines_named(broken))
    return (Notice("broken-line", message, tuple(broken[:MAX_LINES_NAMED]), tuple(rows)),)


def _add(
    fields: _Pairs,
    names: list[tuple[str, int]],
    places: dict[tuple[str, int], int],
    columns: list[list[str]],
    row: int,
) -> None:
    """Put one object's values under their keys; earlier gaps of a column are filled with ""."""
    seen: dict[str, int] = {}
    for key, value in fields:
        count = seen.get(key, 0)
        seen[key] = count + 1
        place = places.get((key, count))
        if place is None:
            place = places[(key, count)] = len(columns)
            names.append((key, count))
            columns.append([])
        column = columns[place]
        if len(column) < row:
            column.extend([""] * (row - len(column)))
        column.append(_written(value))


def _written(value: Any) -> str:
    if isinstance(value, str):
        return _without_lone_surrogates(str(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _without_lone_surrogates(_as_json(value))


def _as_json(value: Any) -> str:
    """A nested value as JSON text, its numbers in their own digits."""
    if isinstance(value, _Pairs):
        return (
            "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_as_json(v)}" for key, v in value) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(_as_json(item) for item in value) + "]"
    if isinstance(value, _Number):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _without_lone_surrogates(text: str) -> str:
    """`\\ud83d` without its other half is no character; it is shown as U+FFFD."""
    return (
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if not _is_encodable(text)
        else text
    )


def _is_encodable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _lines(text: str, is_head: bool) -> Iterator[tuple[int, _Pairs | None]]:
    """The object of each line, None where the line is none."""
    lines = text.split("\n")
    if is_head:
        lines.pop()
    for number, line in enumerate(lines, 1):
        content = line.strip(" \t\r")
        if not content:
            continue
        try:
            value, end = _DECODER.raw_decode(content)
        except ValueError:
            value, end = None, 0
        yield number, value if isinstance(value, _Pairs) and end == len(content) else None


def _array(text: str, is_head: bool) -> Iterator[tuple[int, _Pairs]]:
    """The objects of one array, read one by one."""
    at = text.index("[") + 1
    line, counted = 1, 0
    while True:
        while text[at : at + 1] in (" ", "\t", "\r", "\n", ","):
            at += 1
        if text[at : at + 1] == "]":
            if text[at + 1 :].strip():
                raise ValueError(line)
            return
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, StopIteration):
            if is_head:
                return
            raise ValueError(line) from None
        if not isinstance(value, _Pairs):
            raise ValueError(line)
        yield line, value
