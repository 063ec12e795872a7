"""From files to a corpus: read, join, find the columns, tell the language."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from textminer.corpus.columns import ColumnRoles, guess_roles
from textminer.corpus.corpus import Corpus, Source
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.languages import detect_language, forget_identifier
from textminer.corpus.ledger import ledger_of
from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import ColumnError, TableError
from textminer.progress import Progress, Stage, patiently, silent
from textminer.storage.joining import join_tables
from textminer.storage.tables import TableRead, read_table, source_hash
from textminer.translation import _
from textminer.workflows.free_memory import give_back, give_back_large_blocks_from_now_on
from textminer.workflows.reopening import as_before_export, as_written, named

LANGUAGE_SAMPLE = 400  # documents that the language is told from


def open_corpus(
    paths: Sequence[Path],
    imports: ImportSettings | None = None,
    roles: ColumnRoles | None = None,
    text_column: str | None = None,
    progress: Progress = silent,
) -> Corpus:
    """Read files as one corpus.

    imports:      what the user decided; None guesses everything
    roles:        what the user decided of the columns, by position; None guesses
    text_column:  header of the text column, where the user named it; wins over `roles`

    Columns that an earlier export of ours added are left out, since scoring writes them anew.
    Raises TableError for a file that cannot be read, ColumnError where no column can be the text.
    """
    if not paths:
        raise TableError(_("No file was given. Name at least one table of texts."))
    give_back_large_blocks_from_now_on()
    reads: list[TableRead] = []
    sources: list[Source] = []
    rows_left = imports.first_rows if imports else None
    for number, path in enumerate(paths):
        stage = Stage(progress, 0.9 * number / len(paths), 0.9 * (number + 1) / len(paths), _("Reading"))
        if rows_left is None or rows_left > 0:
            settings = as_written(path, imports or ImportSettings(), Stage(stage, 0.0, 0.1))
            read = read_table(path, settings, Stage(stage, 0.1, 0.8), rows_left)
            reads.append(as_before_export(read, path, imports.is_guarded if imports else None))
            rows_left = None if rows_left is None else rows_left - len(read.frame)
        sources.append(Source(path, source_hash(path, Stage(stage, 0.8, 1.0))))
    read = reads[0] if len(paths) == 1 else join_tables(reads, [path.name for path in paths[: len(reads)]])
    if rows_left == 0 and imports is not None:
        read = _told_as_cut(read, imports)
    finding = Stage(progress, 0.9, 1.0, _("Finding the columns"))
    corpus = corpus_from_table(read, paths[0].name, roles, text_column, finding)
    forget_identifier()
    give_back()
    return replace(corpus, sources=tuple(sources))


def corpus_from_table(
    read: TableRead,
    name: str,
    roles: ColumnRoles | None = None,
    text_column: str | None = None,
    progress: Progress = silent,
) -> Corpus:
    """A corpus of a table that has been read; the roles that are not given are guessed."""
    progress.report(0.0)
    table = DocumentTable(read.frame, tuple(read.columns))
    if roles is None:
        roles, _guesses = patiently(partial(guess_roles, read.frame, read.columns), progress, 0.0)
    if text_column is not None:
        roles = roles.with_role(column_named(table, text_column, name), "text")
    if roles.text is None:
        raise ColumnError(
            _(
                "No column of {file} seems to hold texts. Say which one it is; the columns are: {columns}."
            ).format(file=name, columns=named(list(table.names)))
        )
    if any(place is not None and place >= table.n_columns for place in asdict(roles).values()):
        raise ColumnError(
            _("{file} has fewer columns than it had; it now has these: {columns}.").format(
                file=name, columns=named(list(table.names))
            )
        )
    progress.report(0.2)
    sample = table.column(roles.text).iloc[:LANGUAGE_SAMPLE].to_list()
    language = patiently(partial(detect_language, sample), progress, 0.2)
    notices = tuple(read.notices)
    ledger = patiently(partial(ledger_of, table, roles.text, notices), progress, 0.4)
    progress.report(1.0)
    return Corpus(
        name=name,
        table=table.with_own(ledger.columns()),
        roles=roles,
        language=language,
        imports=read.settings,
        notices=notices,
        ledger=ledger,
    )


def _told_as_cut(read: TableRead, imports: ImportSettings) -> TableRead:
    """What was read of files of which no more rows were wanted, with a notice that says so."""
    message = _("No more than the first {n} rows were read, as was chosen.").format(n=f"{len(read.frame):,}")
    used = replace(read.settings, first_rows=imports.first_rows)
    return replace(read, notices=(*read.notices, Notice("first-rows", message)), settings=used)


def column_named(table: DocumentTable, name: str, file: str) -> int:
    """Position of the first column with that header, exact or, failing that, without regard to case.

    Raises ColumnError that lists the columns there are.
    """
    if name in table.names:
        return table.names.index(name)
    folded = [header.strip().casefold() for header in table.names]
    if name.strip().casefold() in folded:
        return folded.index(name.strip().casefold())
    raise ColumnError(
        _("{file} has no column “{name}”. Its columns are: {columns}.").format(
            file=file, name=name, columns=named(list(table.names))
        )
    )
