"""A delimited file read part by part, for those that are larger than memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress, Stage, patiently, silent
from textminer.storage import file_kinds
from textminer.storage.delimited import DelimitedBody, notices_of, read_body
from textminer.storage.drawn_tables import may_be_drawn
from textminer.storage.json_tables import may_be_json
from textminer.storage.odd_characters import OddCharacters, marked_rows
from textminer.storage.repeated_header import RepeatedHeader
from textminer.storage.sql_dumps import may_be_sql
from textminer.storage.text_stream import TextStream, open_text
from textminer.storage.text_tables import TablePlan, names_for, plan_table
from textminer.translation import _

HEAD_BYTES = 64 * 2**20  # what dialect and header are told from
PART_BYTES = 16 * 2**20  # read at a time
MARGIN_BYTES = 2**20  # looked at behind a part, where a wrong quotation mark may have its partner
MOST_BYTES = 256 * 2**20  # of a part: a quotation mark that has no partner so far on is not waited for


class _NotStreamable(Exception):
    """The file is not what its beginning promised."""


@dataclass(frozen=True)
class RecordStream:
    """A delimited file, looked through once: its rows can be read again and again, part by part.

    Put together, the parts are what `read_table` gives for the same file.
    names, n_rows, settings, notices:  as of `read_table`
    n_columns:                         of the parts, before a column that is left out
    stamp:                             which file was looked through: its number, size and time of change
    """

    path: Path
    text: TextStream
    plan: TablePlan
    names: tuple[str, ...]
    n_columns: int
    n_rows: int
    settings: ImportSettings
    notices: tuple[Notice, ...]
    stamp: tuple[int, int, int]

    def parts(self, progress: Progress = silent) -> Iterator[list[pa.Array]]:
        """The rows in order: for each part one large_string array a column, all of equal length.

        Raises TableError where the file has changed since it was looked through, or is gone.
        """
        n_kept, n_read = len(self.names), 0
        try:
            for body, _text, _line in _bodies(self.text, self.plan, progress):
                if _stamp(self.path) != self.stamp:
                    raise _changed(self.path)
                n_rows = len(body.columns[0])
                n_read += n_rows
                columns = [column.combine_chunks() for column in body.columns]
                blank = pa.array([""] * n_rows, type=pa.large_string())
                columns += [blank] * (self.n_columns - len(columns))
                yield columns[:n_kept]
        except _NotStreamable:
            raise _changed(self.path) from None
        except OSError as error:
            raise _unreadable(self.path, error) from None
        if n_read != self.n_rows or _stamp(self.path) != self.stamp:
            raise _changed(self.path)


def open_stream(
    path: Path, settings: ImportSettings | None = None, progress: Progress = silent
) -> RecordStream | None:
    """Look through a file once; None where it is not one that can be read part by part.

    Those can: delimited text in all encodings but ISO 2022, with rows that are told apart by what stands in
    the first 64 MB.
    Raises TableError for a file that cannot be read at all, or that changes meanwhile.
    """
    try:
        return _opened(path, settings or ImportSettings(), progress)
    except OSError as error:
        raise _unreadable(path, error) from None


def _opened(path: Path, settings: ImportSettings, progress: Progress) -> RecordStream | None:
    if file_kinds.file_kind(path) != file_kinds.CSV:
        return None
    before = _stamp(path)
    head = file_kinds.read_head(path, HEAD_BYTES)
    is_cut = path.stat().st_size > len(head)
    found = open_text(path, head, is_cut, settings.encoding, Stage(progress, 0, 0.2))
    if found is None or any(
        is_one(found[1].data, found[1].start) for is_one in (may_be_json, may_be_sql, may_be_drawn)
    ):
        return None
    stream, text = found
    planning = partial(plan_table, text, settings, is_cut)
    plan = patiently(planning, progress, 0.2)
    del head, text, found, planning  # tens of megabytes
    if plan is None:
        return None
    try:
        records = _looked_through(stream, plan, Stage(progress, 0.2, 1.0))
    except _NotStreamable:
        records = None
    if _stamp(path) != before:
        raise _changed(path)
    return records


def _looked_through(text: TextStream, plan: TablePlan, progress: Progress) -> RecordStream:
    n_rows, n_columns, is_last_empty = 0, plan.width, True
    whole, odd, marked = plan.oddities(), OddCharacters(), []
    odd.add(plan.above, may_be_marked=text.is_marked)
    repeated = RepeatedHeader(plan.header, plan.above)
    for body, read, line in _bodies(text, plan, progress):
        n_columns = max(n_columns, len(body.columns))
        is_last_empty = is_last_empty and _is_empty(body.columns[plan.width - 1])
        whole.add_part(body.oddities, n_rows)
        if plan.names is not None:
            repeated.add(read, line, body.columns)
        n_marks = odd.n_marks
        odd.add(read, line, text.is_marked)
        if odd.n_marks > n_marks:
            marked += [row + n_rows for row in marked_rows(body.columns)]
        n_rows += len(body.columns[0])
    names, n_kept, notices = names_for(plan, n_columns, lambda: is_last_empty)
    above = (*text.notices, *odd.notices(tuple(marked)), *plan.notices)
    told = (*above, *notices, *repeated.notices(), *notices_of(whole))
    return RecordStream(
        path=text.path,
        text=text,
        plan=plan,
        names=tuple(names[:n_kept]),
        n_columns=n_columns,
        n_rows=n_rows,
        settings=plan.settings,
        notices=told,
        stamp=_stamp(text.path),
    )


def _is_empty(column: pa.ChunkedArray) -> bool:
    return pc.all(pc.equal(column, "")).as_py() is not False


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _changed(path: Path) -> TableError:
    message = _("“{name}” changed while it was read. Try again when it is complete.")
    return TableError(message.format(name=path.name))


def _unreadable(path: Path, error: OSError) -> TableError:
    message = _("“{path}” cannot be read: {reason}.")
    return TableError(message.format(path=path, reason=error.strerror or error))


def _bodies(
    text: TextStream, plan: TablePlan, progress: Progress
) -> Iterator[tuple[DelimitedBody, bytes, int]]:
    """The rows part by part, each with its text and the line where that begins.

    A part goes as far as its last whole row; what is left over begins the next. Raises _NotStreamable where
    the encoding does not fit further on, or a row does not come to its end.
    """
    parts = text.parts()
    window, n_due, line, wanted = b"", plan.start, plan.line, PART_BYTES
    delimiter = plan.guess.dialect.delimiter.encode()
    size, n_read, is_end = max(text.path.stat().st_size, 1), 0, False
    while True:
        pieces = [window]
        n_window = len(window)
        while not is_end and n_window < n_due + wanted + MARGIN_BYTES:
            try:
                piece = next(parts, None)
            except UnicodeDecodeError:
                raise _NotStreamable from None
            is_end = piece is None
            pieces.append(piece or b"")
            n_window += len(pieces[-1])
            n_read += len(pieces[-1])
        window = b"".join(pieces)[n_due:]
        n_due = 0
        progress.report(min(n_read / size, 1.0))
        if not window:
            break
        whole, window = window[: wanted + MARGIN_BYTES], window[wanted + MARGIN_BYTES :]
        is_last = is_end and not window
        stop = None if is_last else wanted
        body = read_body(whole, 0, line, plan.guess.dialect, plan.width, drops_last=not is_last, stop=stop)
        if not is_last and body.end == 0:
            if wanted >= MOST_BYTES:
                raise _NotStreamable
            window, wanted = whole + window, wanted * 2
            continue
        read = whole if is_last else whole[: body.end]
        if plan.guess.is_single and delimiter in read:
            raise _NotStreamable
        yield body, read, line
        if is_last:
            break
        window, line, wanted = whole[body.end :] + window, body.line, PART_BYTES
    progress.report(1.0)
