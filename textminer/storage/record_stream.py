"""A delimited file read part by part, for those that are larger than memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress, silent
from textminer.storage import file_kinds
from textminer.storage.delimited import DelimitedBody, notices_of, read_body
from textminer.storage.json_tables import may_be_json
from textminer.storage.text_encoding import UTF8, decode
from textminer.storage.text_tables import TablePlan, names_for, plan_table
from textminer.storage.utf8 import is_utf8
from textminer.translation import _

HEAD_BYTES = 64 * 2**20  # what dialect and header are told from
PART_BYTES = 16 * 2**20  # read at a time
MARGIN_BYTES = 2**20  # looked at behind a part, where a wrong quotation mark may have its partner
MOST_BYTES = 256 * 2**20  # of a part: a quotation mark that has no partner so far on is not waited for


class _NotStreamable(Exception):
    """The file is not what its beginning promised."""


@dataclass(frozen=True)
class RecordStream:
    """A delimited file of UTF-8, looked through once: its rows can be read again and again, part by part.

    Put together, the parts are what `read_table` gives for the same file.
    names, n_rows, settings, notices:  as of `read_table`
    n_columns:                         of the parts, before a column that is left out
    stamp:                             size and time of change of the file that was looked through
    """

    path: Path
    plan: TablePlan
    names: tuple[str, ...]
    n_columns: int
    n_rows: int
    settings: ImportSettings
    notices: tuple[Notice, ...]
    stamp: tuple[int, int]

    def parts(self, progress: Progress = silent) -> Iterator[list[pa.Array]]:
        """The rows in order: for each part one large_string array a column, all of equal length.

        Raises TableError where the file has changed since it was looked through.
        """
        n_kept = len(self.names)
        for body in _bodies(self.path, self.plan, progress):
            if _stamp(self.path) != self.stamp:
                message = _("“{name}” changed while it was read. Try again when it is complete.")
                raise TableError(message.format(name=self.path.name))
            n_rows = len(body.columns[0])
            columns = [column.combine_chunks() for column in body.columns]
            blank = pa.array([""] * n_rows, type=pa.large_string())
            columns += [blank] * (self.n_columns - len(columns))
            yield columns[:n_kept]


def open_stream(
    path: Path, settings: ImportSettings | None = None, progress: Progress = silent
) -> RecordStream | None:
    """Look through a file once; None where it is not one that can be read part by part.

    Those can: delimited text in UTF-8, with rows that are told apart by what stands in the first 64 MB.
    Raises TableError for a file that cannot be read at all.
    """
    if file_kinds.file_kind(path) != file_kinds.CSV:
        return None
    head = file_kinds.read_head(path, HEAD_BYTES)
    is_cut = path.stat().st_size > len(head)
    text = decode(head, settings.encoding if settings else None, is_cut)
    if text is None or text.encoding != UTF8 or any(notice.kind != "nul" for notice in text.notices):
        return None
    if may_be_json(text.data, text.start):
        return None
    plan = plan_table(text, settings or ImportSettings(), is_cut)
    if plan is None:
        return None
    before = _stamp(path)
    try:
        stream = _looked_through(path, plan, progress)
    except _NotStreamable:
        return None
    return stream if _stamp(path) == before else None


def _looked_through(path: Path, plan: TablePlan, progress: Progress) -> RecordStream:
    n_rows, n_columns, is_last_empty = 0, plan.width, True
    whole = plan.oddities()
    for body in _bodies(path, plan, progress):
        n_columns = max(n_columns, len(body.columns))
        is_last_empty = is_last_empty and _is_empty(body.columns[plan.width - 1])
        whole.add_part(body.oddities, n_rows)
        n_rows += len(body.columns[0])
    names, n_kept, notices = names_for(plan, n_columns, lambda: is_last_empty)
    return RecordStream(
        path=path,
        plan=plan,
        names=tuple(names[:n_kept]),
        n_columns=n_columns,
        n_rows=n_rows,
        settings=plan.settings,
        notices=(*plan.notices, *notices, *notices_of(whole)),
        stamp=_stamp(path),
    )


def _is_empty(column: pa.ChunkedArray) -> bool:
    return pc.all(pc.equal(column, "")).as_py() is not False


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _bodies(path: Path, plan: TablePlan, progress: Progress) -> Iterator[DelimitedBody]:
    """The rows part by part. A part goes as far as its last whole row; what is left over begins the next.

    Raises _NotStreamable where the file is no UTF-8 further on, or a row does not come to its end.
    """
    size = path.stat().st_size
    at, line, wanted = plan.start, plan.line, PART_BYTES
    delimiter = plan.guess.dialect.delimiter.encode()
    with path.open("rb") as file:
        while at < size:
            progress.report(at / size)
            file.seek(at)
            window = file.read(wanted + MARGIN_BYTES)
            is_end = at + len(window) >= size
            body = read_body(
                window,
                0,
                line,
                plan.guess.dialect,
                plan.width,
                drops_last=not is_end,
                stop=None if is_end else wanted,
            )
            if not is_end and body.end == 0:
                if wanted >= MOST_BYTES:
                    raise _NotStreamable
                wanted *= 2
                continue
            text = window if is_end else window[: body.end]
            if not is_utf8(text) or (plan.guess.is_single and delimiter in text):
                raise _NotStreamable
            yield body
            if is_end:
                break
            at, line, wanted = at + body.end, body.line, PART_BYTES
    progress.report(1.0)
