"""Tables that stand in JSON in another shape than one object a row."""

from collections.abc import Sequence
from typing import Any

from textminer.corpus.notice import Notice
from textminer.translation import _

MIN_ROWS = 2  # of columns side by side: a single object of short lists is a row


class Digits(str):
    """A number's own digits, so that none is rounded."""


class Pairs(list[tuple[str, Any]]):
    """A JSON object with its repeated keys."""


def rows_in_object(found: Pairs) -> tuple[list[Pairs], Notice] | None:
    """The rows inside the only object of a file; None where it is itself a row.

    Five shapes: one value is an array of objects; all values are arrays of one length; all are objects with
    the same keys, as pandas writes a frame, or under 0, 1, 2 …, as it writes one row by row; names and rows
    stand apart, as it writes a split frame. The second and third are columns by name.
    """
    split = _split(found)
    if split is not None:
        message = _("The rows were taken from “{key}” of the file's only object (line 1).")
        return split, Notice("json-shape", message.format(key="data"), (1,))
    wrapped = [(key, value) for key, value in found if _are_objects(value)]
    if len(wrapped) == 1:
        key, rows = wrapped[0]
        message = _("The rows were taken from “{key}” of the file's only object (line 1).")
        others = [other for other, _value in found if other != key]
        if others:
            message += " " + _("Left out: {keys}.").format(keys=", ".join(others))
        return rows, Notice("json-shape", message.format(key=key), (1,))
    rows_by_number = _rows_by_number(found)
    if rows_by_number is not None:
        message = _("The file holds rows by their numbers, which were left out (line 1).")
        return rows_by_number, Notice("json-shape", message, (1,))
    columns = _columns(found)
    if columns is None:
        return None
    message = _("The file holds columns by name, not rows; they were put side by side (line 1).")
    rows = [
        Pairs((key, value) for key, value in zip([key for key, _values in found], row, strict=True))
        for row in zip(*columns, strict=True)
    ]
    return rows, Notice("json-shape", message, (1,))


def _rows_by_number(found: Pairs) -> list[Pairs] | None:
    """The rows of a frame written row by row under 0, 1, 2 …, with names that are no numbers."""
    if len(found) < MIN_ROWS or [key for key, _row in found] != [str(number) for number in range(len(found))]:
        return None
    rows = [row for _number, row in found]
    if not all(isinstance(row, Pairs) and row for row in rows):
        return None
    return None if all(key.isdigit() for row in rows for key, _value in row) else rows


def _split(found: Pairs) -> list[Pairs] | None:
    """The rows of a frame whose column names, numbers of rows and cells stand apart."""
    parts = dict(found)
    if set(parts) not in ({"columns", "data"}, {"columns", "data", "index"}):
        return None
    names, rows = parts["columns"], parts["data"]
    if not all(isinstance(part, list) and not isinstance(part, Pairs) for part in (names, rows)):
        return None
    table = rows_in_arrays([names, *rows])
    return None if table is None else table[0]


def rows_in_arrays(arrays: Sequence[Any]) -> tuple[list[Pairs], Notice] | None:
    """Rows as objects where a file holds one array of arrays, of which the first is the header."""
    if len(arrays) < MIN_ROWS or not all(
        isinstance(row, list) and not isinstance(row, Pairs) for row in arrays
    ):
        return None
    names, *rows = arrays
    if not names or not all(isinstance(name, str) for name in names):
        return None
    if any(len(row) != len(names) for row in rows):
        return None
    message = _("The file holds arrays; the first was taken as the header (line 1).")
    found = [Pairs(zip(names, row, strict=True)) for row in rows]
    return found, Notice("json-shape", message, (1,))


def rows_of_texts(texts: Sequence[Any]) -> tuple[list[Pairs], Notice] | None:
    """Rows as objects where a file holds one array of nothing but texts."""
    if not texts or not all(isinstance(text, str) and not isinstance(text, Digits) for text in texts):
        return None
    message = _("The file holds one array of texts; each was taken as a row (line 1).")
    return [Pairs([("text", text)]) for text in texts], Notice("json-shape", message, (1,))


def _are_objects(value: Any) -> bool:
    is_array = isinstance(value, list) and not isinstance(value, Pairs)
    return is_array and len(value) > 0 and all(isinstance(item, Pairs) for item in value)


def _columns(found: Pairs) -> list[list[Any]] | None:
    """The values of each column where all have the same rows."""
    values = [value for _key, value in found]
    if not values:
        return None
    if all(isinstance(value, Pairs) for value in values):
        keys = [key for key, _value in values[0]]
        if len(keys) < MIN_ROWS or any([key for key, _value in value] != keys for value in values):
            return None
        return [[item for _key, item in value] for value in values]
    if any(isinstance(value, Pairs) or not isinstance(value, list) for value in values):
        return None
    lengths = {len(value) for value in values}
    return values if len(lengths) == 1 and lengths.pop() >= MIN_ROWS else None
