"""The statements of an SQL dump that hold rows, cell by cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = r'(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|\[[^\]]+\]|[\w$]+)'
_TABLE = rf"(?P<table>{_NAME}(?:\s*\.\s*{_NAME})*)"
_COLUMNS = rf"(?P<columns>\(\s*{_NAME}(?:\s*,\s*{_NAME})*\s*\))?"
_GAP = re.compile(
    r"(?:\s++|--[^\n]*+|#[^\n]*+|/\*.*?\*/|;|(?i:REM)\b[^\n]*+|GO(?=[ \t\r]*(?:\n|\Z)))*+", re.DOTALL
)
_INSERT = re.compile(
    rf"(?:INSERT|REPLACE)\s+(?:\w+\s+){{0,3}}?(?:INTO\s+)?{_TABLE}\s*{_COLUMNS}\s*(?:OVERRIDING\s+\w+\s+VALUE\s+)?"
    r"VALUES\s*(?=\()",
    re.IGNORECASE,
)
_COPY = re.compile(
    rf"COPY\s+{_TABLE}\s*{_COLUMNS}\s+FROM\s+stdin\s*(?:WITH\s*\([^)]*\))?\s*;[^\n]*\n", re.IGNORECASE
)
_CREATE = re.compile(
    rf"CREATE\s+(?:\w+\s+){{0,2}}?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?{_TABLE}\s*\(", re.IGNORECASE
)
_ONE_NAME = re.compile(_NAME)
_OF_MYSQL = re.compile(r"MySQL|MariaDB|phpMyAdmin|INTO\s+`", re.IGNORECASE)
_OF_TABLE = {
    "primary",
    "key",
    "unique",
    "constraint",
    "index",
    "fulltext",
    "foreign",
    "check",
    "exclude",
    "spatial",
}
_IN_DEFINITION = re.compile(r"[(),]|'(?:[^'\\]|''|\\.)*'|`[^`]*`|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_IN_ESCAPED = re.compile(r"\\(.)|''", re.DOTALL)
_IN_COPY = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
_MEANINGS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "Z": "\x1a"}
_MEANINGS_COPY = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_PLAIN = r"([xXbB]'[^']*'|[^,()']*+(?:\((?:[^()']|'[^']*'|\([^()]*\))*\)[^,()']*+)*+)"
_ESCAPED = r"(?:[^'\\]++|''|\\.)*+"
MAX_PER_STATEMENT = 5_000  # rows that are handed over at a time


@dataclass(frozen=True)
class Rows:
    """Rows of one statement.

    table:   its name without quotes and schema
    names:   of the columns, where a statement tells them
    rows:    line and cells of each; None is NULL
    line:    where the statement begins
    end:     position in the text behind these rows
    """

    table: str
    names: list[str]
    rows: list[tuple[int, list[str | None]]]
    line: int
    end: int


def statements(text: str, is_head: bool) -> Iterator[Rows]:
    """The rows in a dump, statement by statement; those of a long one in several parts.

    is_head:  the dump goes on after `text`: what its end cuts is left out

    Raises ValueError with the line of a row that cannot be read.
    """
    has_escapes = _OF_MYSQL.search(text[:200_000]) is not None
    cell, other = _cell_pattern(has_escapes), _other_statement(has_escapes)
    created: dict[str, list[str]] = {}
    at, line, counted = 0, 1, 0
    while (at := _end(_GAP, text, at)) < len(text):
        line += text.count("\n", counted, at)
        counted = at
        if found := _INSERT.match(text, at):
            table = _unquoted(found["table"])
            names = _names(found["columns"]) or created.get(table, [])
            for rows, end in _tuples(text, found.end(), (line, at), cell, has_escapes, is_head):
                at = end
                yield Rows(table, names, rows, line, at)
        elif found := _COPY.match(text, at):
            table = _unquoted(found["table"])
            names = _names(found["columns"]) or created.get(table, [])
            at = found.end()
            for rows, end in _copied(text, at, line + text.count("\n", counted, at), is_head):
                at = end
                yield Rows(table, names, rows, line, at)
        else:
            if found := _CREATE.match(text, at):
                created[_unquoted(found["table"])] = _defined(text, found.end())
            at = max(_end(other, text, at), at + 1)


def _cell_pattern(has_escapes: bool) -> re.Pattern[str]:
    """A cell and its end: groups are a string's inside, that of one with escapes, other text, and the end."""
    plain_string = r"(?:_\w+\s*|[nN])?'(" + (_ESCAPED if has_escapes else r"(?:[^']++|'')*+") + r")'"
    escaped_string = rf"[eE]'({_ESCAPED})'"
    cast = r"(?:\s*::[\w\s\".\[\]]+(?:\(\d+\))?)?"
    return re.compile(rf"\s*(?:(?:{plain_string}|{escaped_string}){cast}|{_PLAIN})\s*([,)])", re.DOTALL)


def _other_statement(has_escapes: bool) -> re.Pattern[str]:
    """Anything up to a semicolon that stands in no string, name, comment or function, or to the next rows."""
    string = f"'{_ESCAPED}'" if has_escapes else "'[^']*+'"
    return re.compile(
        rf"(?:[^;'\"`$/\n-]++|\n(?!\s*(?:GO\s*\n|INSERT\s|COPY\s))|{string}|\"[^\"]*+\"|`[^`]*+`|--[^\n]*+|/\*.*?\*/|(\$\w*\$).*?\1|[-/$])*+;?",
        re.DOTALL,
    )


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found is not None else at


def _tuples(
    text: str, at: int, begun: tuple[int, int], cell: re.Pattern[str], has_escapes: bool, is_head: bool
) -> Iterator[tuple[list[tuple[int, list[str | None]]], int]]:
    """The rows between brackets from `at`, and the position behind them; `begun` is a line and its place."""
    rows: list[tuple[int, list[str | None]]] = []
    line, counted = begun
    end = at
    while text.startswith("(", at):
        line += text.count("\n", counted, at)
        counted = at
        cells: list[str | None] = []
        at += 1
        while True:
            found = cell.match(text, at)
            if found is None:
                if is_head:
                    yield rows, len(text)
                    return
                raise ValueError(line)
            plain, escaped, other, stop = found.groups()
            at = found.end()
            if plain is not None:
                cells.append(_string(plain, has_escapes))
            elif escaped is not None:
                cells.append(_string(escaped, True))
            else:
                other = other.strip()
                cells.append(None if other.upper() == "NULL" else other)
            if stop == ")":
                break
        rows.append((line, cells))
        end = at
        at = _end(_GAP, text, at) if text[at : at + 1] != "," else at
        if text[at : at + 1] != ",":
            break
        at = _end(_GAP, text, at + 1)
        if len(rows) >= MAX_PER_STATEMENT:
            yield rows, at
            rows = []
    yield rows, end


def _string(inside: str, has_escapes: bool) -> str:
    if not has_escapes:
        return inside.replace("''", "'")
    if "\\" not in inside and "'" not in inside:
        return inside
    return _IN_ESCAPED.sub(lambda found: _MEANINGS.get(found[1], found[1]) if found[1] else "'", inside)


def _copied(
    text: str, at: int, line: int, is_head: bool
) -> Iterator[tuple[list[tuple[int, list[str | None]]], int]]:
    """The rows of a COPY block from `at`, which is on `line`, up to the line `\\.`, and where they end."""
    rows: list[tuple[int, list[str | None]]] = []
    while at < len(text):
        stop = text.find("\n", at)
        if stop < 0 and is_head:
            break
        content = text[at : stop if stop >= 0 else len(text)].removesuffix("\r")
        at = stop + 1 if stop >= 0 else len(text)
        if content == "\\.":
            break
        rows.append((line, [None if cell == "\\N" else _from_copy(cell) for cell in content.split("\t")]))
        line += 1
        if len(rows) >= MAX_PER_STATEMENT:
            yield rows, at
            rows = []
    yield rows, at


def _from_copy(cell: str) -> str:
    return _IN_COPY.sub(_meaning_in_copy, cell) if "\\" in cell else cell


def _meaning_in_copy(found: re.Match[str]) -> str:
    octal, hexadecimal, other = found.groups()
    if octal:
        return chr(int(octal, 8))
    return chr(int(hexadecimal, 16)) if hexadecimal else _MEANINGS_COPY.get(other, other)


def _unquoted(name: str) -> str:
    """A name without its quotes, and without the schema before it."""
    last = _ONE_NAME.findall(name)[-1]
    if last[0] in '`"':
        return last[1:-1].replace(last[0] * 2, last[0])
    return last[1:-1] if last[0] == "[" else last


def _names(columns: str | None) -> list[str]:
    return [_unquoted(name) for name in _ONE_NAME.findall(columns)] if columns else []


def _defined(text: str, at: int) -> list[str]:
    """The names of the columns in a table's definition, from behind its bracket."""
    names: list[str] = []
    depth, is_first = 1, True
    while depth:
        if is_first:
            at = _end(_GAP, text, at)
            found = _ONE_NAME.match(text, at)
            if found and found.group().lower() not in _OF_TABLE:
                names.append(_unquoted(found.group()))
            at = found.end() if found else at
        mark = _IN_DEFINITION.search(text, at)
        if mark is None:
            return names
        at = mark.end()
        depth += {"(": 1, ")": -1}.get(mark.group(), 0)
        is_first = mark.group() == "," and depth == 1
    return names
