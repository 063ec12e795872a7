"""Files larger than memory: read, scored and written part by part."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from textminer.atomic import BeforeNaming, atomic_path
from textminer.corpus.columns import ColumnRoles, guess_roles, sampled_positions
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.languages import detect_language
from textminer.corpus.ledger import Ledger, are_blank, repairs_of, states_of
from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings, Recipe
from textminer.errors import ColumnError, ExportError
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.prediction import Prediction
from textminer.sentiment.scored_corpus import with_prediction
from textminer.storage.csv_export import (
    byte_order_mark,
    csv_texts,
    encoding_replaced,
    guard_notice,
    n_guarded_in,
)
from textminer.storage.disk_sentence import disk_sentence
from textminer.storage.exports import (
    CSV_ENDINGS,
    ExportOptions,
    ExportResult,
    distinct_names,
    outgoing_of,
    own_names,
    written_keys,
)
from textminer.storage.formula_guard import unguarded, unguarded_cells
from textminer.storage.json_export import json_lines
from textminer.storage.receipts import Receipt, Source, columns_of_ours, receipt_beside
from textminer.storage.record_stream import RecordStream, open_stream
from textminer.storage.tables import frame_of, source_hash
from textminer.storage.text_encoding import encoded, known_encoding
from textminer.translation import _
from textminer.workflows.exporting import receipt_for
from textminer.workflows.free_memory import give_back_large_blocks_from_now_on
from textminer.workflows.mixed_corpora import with_model_column
from textminer.workflows.opening import LANGUAGE_SAMPLE, column_named, named
from textminer.workflows.reopening import as_written, was_guarded
from textminer.workflows.scoring import BLOCK_DOCUMENTS, score_texts

STREAM_FROM_BYTES = 256 * 2**20  # smaller files fit into memory, and are read once instead of four times
PART_DOCUMENTS = 2 * BLOCK_DOCUMENTS  # whole blocks, so that the network sees the very batches as at once
ENDINGS = (*CSV_ENDINGS, ".jsonl", ".ndjson")


@dataclass(frozen=True, eq=False)
class StreamedFile:
    """A file that was looked through, with what its documents are going to be read as.

    columns:  which columns of the file there are, by position: without those that an earlier export added
    head:     a corpus of documents from all over the file, for choosing a model
    ledger:   of all rows, before any is scored
    """

    stream: RecordStream
    columns: tuple[int, ...]
    is_guarded: bool
    head: Corpus
    ledger: Ledger
    sha256: str

    def texts(self) -> Iterator[list[str]]:
        """All texts, part by part: another reading of the file."""
        for columns in _columns(self, silent):
            yield columns[self.head.text_column].to_pylist()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the reader had to decide or repair."""
        return self.head.notices


def can_stream(files: list[Path], output: Path, imports: ImportSettings) -> bool:
    """Whether a file is so large that it is scored part by part, as far as its name and size tell."""
    return (
        len(files) == 1
        and imports.first_rows is None
        and imports.one_text is None
        and output.suffix.lower() in ENDINGS
        and files[0].is_file()
        and files[0].stat().st_size >= STREAM_FROM_BYTES
    )


def look_through(
    path: Path,
    imports: ImportSettings | None = None,
    text_column: str | None = None,
    progress: Progress = silent,
) -> StreamedFile | None:
    """Find out all that has to be known of a file before its documents are scored; three readings of it.

    Memory grows by some 40 bytes a row, for the ledger. None where the file cannot be read part by part.
    Raises TableError or ColumnError as `open_corpus` does.
    """
    give_back_large_blocks_from_now_on()
    settings = as_written(path, imports or ImportSettings(), Stage(progress, 0.0, 0.1))
    stream = open_stream(path, settings, Stage(progress, 0.1, 0.3))
    if stream is None or stream.n_rows == 0:
        return None
    told = None if imports is None else imports.is_guarded
    is_guarded = was_guarded(path) if told is None else told
    ours = columns_of_ours(path, stream.names)
    columns = tuple(place for place, name in enumerate(stream.names) if name not in ours)
    bare = StreamedFile(stream, columns, is_guarded, _nothing(path), _no_rows(), "")
    head = _head(bare, path, text_column, ours, Stage(progress, 0.3, 0.6))
    ledger = _ledger(bare, head.text_column, Stage(progress, 0.6, 0.9))
    return replace(bare, head=head, ledger=ledger, sha256=source_hash(path, Stage(progress, 0.9, 1.0)))


def score_stream(
    file: StreamedFile,
    classifier: SentimentClassifier,
    target: Path,
    recipe: Recipe,
    options: ExportOptions,
    progress: Progress = silent,
) -> tuple[ExportResult, int]:
    """Score the documents part by part and append each part to the output, all or nothing, then the receipt.

    The bytes are those that scoring the whole file at once gives. Returns the result and how many documents
    have a score. Raises ExportError where the disk refuses.
    """
    writer = _Writer(file, classifier, recipe)
    scoring = Stage(progress, 0.0, 0.95, _("Scoring"))
    replaced: list[Notice] = []

    def receipt_of(digest: str) -> Receipt:
        sources, n_rows = (Source(file.stream.path.name, file.sha256),), file.stream.n_rows
        own = writer.own_names
        return receipt_for(sources, n_rows, writer.originals, recipe, target, own, digest, options)

    try:
        with receipt_beside(target, receipt_of, Stage(progress, 0.95, 1.0)) as before_naming:
            try:
                _write(target, writer, options, scoring, before_naming)
            except UnicodeEncodeError as error:
                replaced.append(encoding_replaced(options.encoding, error))
                writer = _Writer(file, classifier, recipe)
                in_utf8 = replace(options, encoding="utf-8", restores_bytes=False)
                _write(target, writer, in_utf8, scoring, before_naming)
    except OSError as error:
        raise ExportError(disk_sentence(target, error)) from error
    notices = [*writer.notices, *replaced]
    if options.for_spreadsheets and target.suffix.lower() in CSV_ENDINGS:
        notices.append(guard_notice(writer.n_guarded))
    return ExportResult(target, file.stream.n_rows, writer.own_names, tuple(notices)), writer.n_scored


class _Writer:
    """Documents on their way from the file to the output; what they bore on the way is counted."""

    def __init__(self, file: StreamedFile, classifier: SentimentClassifier, recipe: Recipe) -> None:
        self._file = file
        self._classifier = classifier
        self._recipe = recipe
        self.originals = file.head.table.names
        empty = Prediction.waiting(classifier.labels, 0, classifier.polarity)
        self.own_names = own_names(self.originals, written_keys(self._corpus([], 0, empty).table))
        self.notices: tuple[Notice, ...] = ()
        self.n_guarded = 0
        self.n_scored = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The header of the output."""
        return (*self.originals, *self.own_names.values())

    def parts(self, progress: Progress) -> Iterator[list[pa.Array]]:
        """The columns of the output, part by part."""
        n_rows, start = self._file.stream.n_rows, 0
        text_column = self._file.head.text_column
        for columns in _in_documents(_columns(self._file, silent), PART_DOCUMENTS):
            n_part = len(columns[0])
            said = _("{done} of {total}").format(done=f"{start:,}", total=f"{n_rows:,}")
            stage = Stage(progress, start / n_rows, (start + n_part) / n_rows, said)
            prediction = score_texts(columns[text_column], self._classifier, stage).prediction
            corpus = self._corpus(columns, start, prediction)
            outgoing = outgoing_of(corpus.table, None, self.own_names)
            self.n_guarded += n_guarded_in(outgoing.columns)
            self.n_scored += int(prediction.is_scored.sum())
            start += n_part
            yield [column.combine_chunks() for column in outgoing.columns]

    def _corpus(self, columns: list[pa.Array], start: int, prediction: Prediction) -> Corpus:
        n_part = len(columns[0]) if columns else 0
        head = self._file.head
        arrays = columns or [pa.array([], type=pa.large_string())] * len(self.originals)
        frame = frame_of([pa.chunked_array([array]) for array in arrays])
        ledger = self._file.ledger.part(start, start + n_part)
        corpus = replace(head, table=DocumentTable(frame, self.originals), ledger=ledger)
        scored = with_prediction(corpus, prediction.with_neutral_threshold(self._recipe.neutral_threshold))
        return with_model_column(scored, self._recipe.model)


def _write(
    target: Path, writer: _Writer, options: ExportOptions, progress: Progress, before_naming: BeforeNaming
) -> None:
    ending = target.suffix.lower()
    with atomic_path(target, before_naming=before_naming) as temporary, temporary.open("wb") as output:
        if ending in CSV_ENDINGS:
            header = pa.array(writer.names, type=pa.large_string())
            writer.n_guarded += n_guarded_in([header])
            encoding = known_encoding(options.encoding)
            output.write(byte_order_mark(encoding, options.with_bom))
            delimiter = options.delimiter if ending == ".csv" else "\t"
            for text in csv_texts(writer.names, writer.parts(progress), delimiter, options):
                output.write(encoded(text, encoding) if options.restores_bytes else text.encode(encoding))
        else:
            names, writer.notices = distinct_names(writer.names)
            for line in json_lines(names, writer.parts(progress)):
                output.write(line)


def _columns(file: StreamedFile, progress: Progress) -> Iterator[list[pa.Array]]:
    """The columns that are the file's own, part by part, as they were before an export of ours."""
    for part in file.stream.parts(progress):
        columns = [part[place] for place in file.columns]
        yield [unguarded_cells(column) for column in columns] if file.is_guarded else columns


def _in_documents(parts: Iterator[list[pa.Array]], n_documents: int) -> Iterator[list[pa.Array]]:
    """The same rows in parts of so many; the last one may be smaller."""
    waiting: list[list[pa.Array]] = []
    n_waiting = 0
    for part in parts:
        waiting.append(part)
        n_waiting += len(part[0])
        while n_waiting >= n_documents:
            joined = [pa.concat_arrays(list(chunks)) for chunks in zip(*waiting, strict=True)]
            yield [column.slice(0, n_documents) for column in joined]
            waiting = [[column.slice(n_documents) for column in joined]]
            n_waiting -= n_documents
    if n_waiting:
        yield [pa.concat_arrays(list(chunks)) for chunks in zip(*waiting, strict=True)]


def _head(
    file: StreamedFile, path: Path, text_column: str | None, ours: set[str], progress: Progress
) -> Corpus:
    """A corpus of documents from all over the file, by which its roles and its language are guessed."""
    names = tuple(file.stream.names[place] for place in file.columns)
    names = tuple(map(unguarded, names)) if file.is_guarded else names
    wanted = sampled_positions(file.stream.n_rows)
    sampled, first, start = [], None, 0
    for columns in _columns(file, progress):
        n_part = len(columns[0])
        if first is None or len(first[0]) < LANGUAGE_SAMPLE:
            columns_now = [column.slice(0, LANGUAGE_SAMPLE) for column in columns]
            first = (
                columns_now
                if first is None
                else [pa.concat_arrays([one, two]) for one, two in zip(first, columns_now, strict=True)]
            )
        inside = wanted[(wanted >= start) & (wanted < start + n_part)] - start
        sampled.append([column.take(pa.array(inside)) for column in columns])
        start += n_part
    assert first is not None
    frame = frame_of([pa.chunked_array(list(chunks)) for chunks in zip(*sampled, strict=True)])
    roles, _guesses = guess_roles(frame, names)
    table = DocumentTable(frame, names)  # spread over the file: other languages may stand further on
    if text_column is not None:
        roles = roles.with_role(column_named(table, text_column, path.name), "text")
    if roles.text is None:
        raise ColumnError(
            _(
                "No column of {file} seems to hold texts. Say which one it is; the columns are: {columns}."
            ).format(file=path.name, columns=named(list(names)))
        )
    language = detect_language(first[roles.text].slice(0, LANGUAGE_SAMPLE).to_pylist())
    settings = replace(file.stream.settings, is_guarded=True) if file.is_guarded else file.stream.settings
    notices = file.stream.notices
    if ours:
        message = _("Written by TextMiner earlier, so they will be replaced: {columns}.")
        shown = named([name for name in file.stream.names if name in ours])
        notices = (*notices, Notice("our-columns", message.format(columns=shown)))
    return Corpus(path.name, table, roles, language, (), settings, notices)


def _ledger(file: StreamedFile, text_column: int, progress: Progress) -> Ledger:
    """The ledger of all rows. Two texts are the same where 128 bits of their BLAKE2 hashes are."""
    hashes, blanks = [], []
    for columns in _columns(file, progress):
        texts = columns[text_column]
        blanks.append(are_blank(texts))
        digests = b"".join(
            hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest() for text in texts.to_pylist()
        )
        hashes.append(np.frombuffer(digests, dtype="V16"))
    is_empty = np.concatenate(blanks)
    firsts = np.where(is_empty, np.arange(len(is_empty)), _firsts(np.concatenate(hashes)))
    repairs = repairs_of(file.stream.notices, len(is_empty))
    return Ledger(states_of(is_empty, firsts, repairs), firsts, repairs)


def _firsts(hashes: np.ndarray) -> np.ndarray:
    """The first position of each hash: int64 (n_rows,)."""
    halves = hashes.view(np.uint64).reshape(-1, 2)
    order = np.lexsort((np.arange(len(halves)), halves[:, 1], halves[:, 0]))
    ordered = halves[order]
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    firsts = np.empty(len(order), dtype=np.int64)
    firsts[order] = order[np.maximum.accumulate(np.where(is_new, np.arange(len(order)), 0))]
    return firsts


def _nothing(path: Path) -> Corpus:
    table = DocumentTable(pd.DataFrame(index=pd.RangeIndex(0)), ())
    return Corpus(path.name, table, ColumnRoles(), "en")


def _no_rows() -> Ledger:
    return Ledger(np.empty(0, dtype=np.int8), np.empty(0, dtype=np.int64))
