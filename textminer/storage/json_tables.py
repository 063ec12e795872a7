"""JSON Lines and JSON arrays of objects as tables of text."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress
from textminer.storage.column_parts import ColumnParts
from textminer.storage.json_shapes import Digits, Pairs, rows_in_arrays, rows_in_object, rows_of_texts
from textminer.storage.odd_characters import notice_of_lines
from textminer.storage.raw_table import RawTable
from textminer.storage.text_encoding import DecodedText
from textminer.translation import _, ngettext_

PART_ROWS = 5_000  # put into columns at a time; a cancel is answered between two
LINE_ENDINGS = (".jsonl", ".ndjson")  # of files in which every line is a row


_DECODER = json.JSONDecoder(
    object_pairs_hook=Pairs, parse_float=Digits, parse_int=Digits, parse_constant=Digits, strict=False
)


# a script, as Twitter's archives are
_ASSIGNED = re.compile(rb"(?:\s*(?:(?:(?:const|let|var)\s+)?[\w.$]+\s*=|[\w.$]+\()\s*(?=[\[{]))?")
_BETWEEN_OBJECTS = re.compile(r"[ \t]*,?[ \t]*")
MOST_CELLS = 20_000_000  # of a table of which most are empty


def may_be_json(data: bytes, start: int) -> bool:
    """Whether a text begins as a JSON object or an array of them does."""
    start = _ASSIGNED.match(data, start).end()  # type: ignore[union-attr]  # it may match nothing
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
    progress.report(0.0)
    assigned = _ASSIGNED.match(decoded.data, decoded.start)
    assert assigned is not None
    text = decoded.data[assigned.end() :].decode()
    if assigned.group():
        text = text.rstrip().removesuffix(";").removesuffix(")")
    progress.report(0.0)
    names: list[tuple[str, int]] = []
    places: dict[tuple[str, int], int] = {}
    columns: list[list[str]] = []  # of the rows since the last part
    parts = ColumnParts(0)
    broken: list[int] = []
    broken_rows: list[int] = []
    halved: list[int] = []
    halved_rows: list[int] = []
    may_be_halved = "\\ud" in text or "\\uD" in text
    n_rows = n_values = 0
    line, n_lines = 1, max(text.count("\n"), 1)
    progress.report(0.0)
    shape: tuple[Notice, ...] = ()
    try:
        objects, shape = _objects(text, is_head, path.suffix.lower() not in LINE_ENDINGS)
        for line, fields in objects:
            if isinstance(fields, str):
                if not is_named_so or not names:
                    raise ValueError
                broken.append(line)
                broken_rows.append(n_rows)
                fields = Pairs([("", fields)])
            if max_rows is not None and n_rows >= max_rows:
                break
            if assigned.group() and len(fields) == 1 and isinstance(fields[0][1], Pairs):
                fields = fields[0][1]
            _add(fields, names, places, columns, n_rows - parts.n_rows)
            if may_be_halved and not _is_encodable(_as_json(fields)):
                halved.append(line)
                halved_rows.append(n_rows)
            n_rows += 1
            n_values += len(fields)
            if n_rows * len(columns) > max(MOST_CELLS, 10 * n_values):
                _refuse_sparse(path, n_rows, len(columns))
            if n_rows - parts.n_rows >= PART_ROWS:
                columns = _taken(columns, parts, n_rows - parts.n_rows)
                progress.report(min(line / n_lines, 1.0))
        refusal = "" if names else _("“{name}” holds no JSON objects, so there are no rows.")
    except RecursionError:
        refusal = _("“{name}” is no JSON table: its values are nested too deeply (line {line}).")
    except ValueError as error:
        told = getattr(error, "lineno", None)
        line = told or next((place for place in error.args if isinstance(place, int)), line)
        refusal = _(
            "“{name}” is no JSON table: line {line} cannot be read. One JSON object a line, or one array of "
            "objects, is expected."
        )
    if refusal:
        if is_named_so:
            raise TableError(refusal.format(name=path.name, line=f"{line:,}"))
        return None
    _taken(columns, parts, n_rows - parts.n_rows)
    used = ImportSettings(encoding=decoded.encoding)
    return RawTable(
        [name for name, _count in names],
        parts.columns(),
        (
            *_script_notice(bool(assigned.group())),
            *shape,
            *_notices(broken, broken_rows, halved, halved_rows),
        ),
        used,
    )


def _refuse_sparse(path: Path, n_rows: int, n_columns: int) -> None:
    message = _(
        "“{name}” is no table: its first {rows} objects have {columns} different keys, and each holds few."
    )
    raise TableError(message.format(name=path.name, rows=f"{n_rows:,}", columns=f"{n_columns:,}"))


def _script_notice(is_script: bool) -> tuple[Notice, ...]:
    if not is_script:
        return ()
    message = _(
        "The file is a script that assigns its rows to a name, as Twitter's archives are (line 1); objects "
        "under a single key were taken out of it."
    )
    return (Notice("json-shape", message, (1,)),)


def _notices(
    broken: list[int], broken_rows: list[int], halved: list[int], halved_rows: list[int]
) -> tuple[Notice, ...]:
    told: list[Notice] = []
    if broken:
        message = ngettext_(
            "{n} line is no JSON object; it stands whole in a column without a name (line {lines}).",
            "{n} lines are no JSON objects; they stand whole in a column without a name (lines {lines}).",
            len(broken),
        )
        told.append(notice_of_lines("broken-line", message, broken, broken_rows))
    if halved:
        message = ngettext_(
            "{n} row holds half of a character, such as \\ud83d alone; it is shown as � (line {lines}).",
            "{n} rows hold halves of characters, such as \\ud83d alone; they are shown as � (lines {lines}).",
            len(halved),
        )
        told.append(notice_of_lines("half-character", message, halved, halved_rows))
    return tuple(told)


def _add(
    fields: Pairs,
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


def _taken(columns: list[list[str]], parts: ColumnParts, n_rows: int) -> list[list[str]]:
    """Put the columns of the last rows to their parts; the columns to go on with."""
    arrays = [
        [pa.array(column + [""] * (n_rows - len(column)), type=pa.large_string())] for column in columns
    ]
    parts.add(arrays, n_rows)
    return [[] for _column in columns]


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
    if isinstance(value, Pairs):
        return (
            "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_as_json(v)}" for key, v in value) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(_as_json(item) for item in value) + "]"
    if isinstance(value, Digits):
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


def is_one_value(data: bytes, start: int) -> bool:
    """Whether a JSON text has to be read whole: an object over several lines, or no array of objects."""
    first = data[start:].lstrip().split(b"\n", 1)[0]
    if first.startswith(b"["):
        return data[start:].lstrip()[1:].lstrip()[:1] in (b"[", b'"')
    return first.startswith(b"{") and not first.rstrip().endswith(b"}")


def _objects(
    text: str, is_head: bool, may_be_shaped: bool
) -> tuple[Iterator[tuple[int, Pairs | str]], tuple[Notice, ...]]:
    """The rows of a JSON text with their lines, and what was decided of a text in another shape.

    may_be_shaped:  whether a single object may hold rows, and needs not be one
    """
    start = text.lstrip()[:2000]
    found: tuple[list[Pairs], Notice] | None = None
    are_pages = start.startswith("[") and start[1:].lstrip().startswith("{")
    if start.startswith("[") and not are_pages and not is_head and _are_arrays_in_lines(text):
        found = rows_in_arrays([_DECODER.decode(line) for line in _split(text, is_head) if line.strip()])
        if found is None:
            raise ValueError(1)
    elif start.startswith("["):
        shape = {"[": rows_in_arrays, '"': rows_of_texts}.get(start[1:].lstrip()[:1])
        if shape is None:
            return _array(text, is_head), ()
        if not is_head:
            found = shape(_DECODER.decode(text))
        if found is None:
            raise ValueError(1)
    elif (may_be_shaped or _begins_over_lines(text)) and not is_head:
        values = _values(text)
        found = rows_in_object(values[0]) if may_be_shaped and len(values) == 1 else None
        if found is None and (len(values) > 1 or "\n" in text.strip()) and values:
            return ((1, value) for value in values), ()
    return (_lines(text, is_head), ()) if found is None else (((1, row) for row in found[0]), (found[1],))


def _begins_over_lines(text: str) -> bool:
    """Whether the first line only opens an object, as programs write them for people."""
    first, _end, rest = text.strip().partition("\n")
    return first.rstrip() == "{" and rest.lstrip().startswith('"')


def _are_arrays_in_lines(text: str) -> bool:
    """Whether each line is an array; one array of all rows closes in its last line alone."""
    first, _end, rest = text.strip().partition("\n")
    return first.rstrip().endswith("]") and rest.lstrip().startswith("[")


def _values(text: str) -> list[Pairs]:
    """The objects that follow each other over several lines; none where each has a line of its own."""
    found: list[Pairs] = []
    first = text.lstrip().split("\n", 1)[0].rstrip().removesuffix(",")
    if first.endswith("}") and "\n" in text.strip() and _objects_in(first):
        return []
    at = len(text) - len(text.lstrip())
    while at < len(text):
        value, at = _DECODER.raw_decode(text, at)
        if not isinstance(value, Pairs):
            raise ValueError(text.count("\n", 0, at) + 1)
        found.append(value)
        while text[at : at + 1].isspace():
            at += 1
    return found


def _lines(text: str, is_head: bool) -> Iterator[tuple[int, Pairs | str]]:
    """The object of each line, or the line itself where it is none."""
    for number, line in enumerate(_split(text, is_head), 1):
        content = line.strip(" \t\r")
        if not content:
            continue
        found = _objects_in(content)
        yield from ((number, value) for value in found)
        if not found:
            yield number, line.removesuffix("\r")


def _objects_in(content: str) -> list[Pairs]:
    """The objects of a line, which mostly is one; none where anything else stands there."""
    found: list[Pairs] = []
    at = 0
    while at < len(content):
        try:
            value, at = _DECODER.raw_decode(content, at)
        except ValueError:
            return []
        if not isinstance(value, Pairs):
            return []
        found.append(value)
        at = _BETWEEN_OBJECTS.match(content, at).end()  # type: ignore[union-attr]  # it may match nothing
    return found


def _split(text: str, is_head: bool) -> Iterator[str]:
    """The lines one by one: a list of millions would take a while in which nothing answers."""
    at = 0
    while (end := text.find("\n", at)) >= 0:
        yield text[at:end]
        at = end + 1
    if not is_head:
        yield text[at:]


def _array(text: str, is_head: bool) -> Iterator[tuple[int, Pairs]]:
    """The objects of one array, read one by one."""
    at = text.index("[") + 1
    line, counted = 1, 0
    while True:
        while text[at : at + 1] in (" ", "\t", "\r", "\n", ","):
            at += 1
        if text[at : at + 1] == "]":
            behind = text[at + 1 :].lstrip()
            if not behind:
                return
            if is_head or not behind.startswith("["):
                raise ValueError(line)
            at = text.index("[", at) + 1  # pages of an answer, one array each
            continue
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, StopIteration):
            if is_head:
                return
            raise ValueError(line) from None
        if not isinstance(value, Pairs):
            raise ValueError(line)
        yield line, value
