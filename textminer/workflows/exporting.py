"""From a scored corpus to a file and the receipt beside it."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.recipe import Recipe
from textminer.errors import ExportError
from textminer.progress import Progress, Stage, silent
from textminer.storage.disk_sentence import disk_sentence
from textminer.storage.exports import ExportOptions, ExportResult, export_table, own_names, written_keys
from textminer.storage.receipts import Receipt, Source, receipt_beside, receipt_path, versions
from textminer.translation import _
from textminer.workflows.mixed_corpora import with_model_column
from textminer.workflows.models import model_hash


def export_scored(
    corpus: Corpus,
    target: Path,
    recipe: Recipe,
    rows: np.ndarray | None = None,
    options: ExportOptions | None = None,
    progress: Progress = silent,
    labels: GivenLabels | None = None,
) -> ExportResult:
    """Write the documents at `rows` (ascending int64; None for all) with all their columns, then the receipt.

    options:  None writes CSV as the source was written
    labels:   that the user gave, for the receipt

    Raises ExportError if either cannot be written; what stood at `target` is then untouched, and its receipt.
    """
    options = options or ExportOptions.like(corpus.imports)
    corpus = with_model_column(corpus, recipe.model)
    table, keys = corpus.table, written_keys(corpus.table)
    sources = tuple(
        Source(source.path.name if source.path else corpus.name, source.sha256) for source in corpus.sources
    )

    def receipt_of(digest: str) -> Receipt:
        own = own_names(table.names, keys)
        spans = spans_of(rows)
        n_rows = table.n_documents
        receipt = receipt_for(sources, n_rows, table.names, recipe, target, own, digest, options, spans)
        return replace(receipt, labels=spans_by_label(labels or GivenLabels()))

    hashing = Stage(progress, 0.9, 1.0, _("Writing"))
    writing = Stage(progress, 0.0, 0.9, _("Writing"))
    try:
        with receipt_beside(target, receipt_of, hashing) as before_naming:
            return export_table(table, target, rows, keys, options, writing, before_naming)
    except OSError as error:  # of the receipt that stands there
        raise ExportError(disk_sentence(receipt_path(target), error)) from error


def export_frame(frame: pd.DataFrame, target: Path) -> ExportResult:
    """Write a table of results, such as word counts, in the format its ending names.

    Raises ExportError if it cannot be written.
    """
    columns = {str(name): frame[name].reset_index(drop=True) for name in frame.columns}
    table = DocumentTable(pd.DataFrame(index=pd.RangeIndex(len(frame))), (), columns)
    return export_table(table, target)


def spans_of(rows: np.ndarray | None) -> tuple[tuple[int, int], ...] | None:
    """Ascending positions as half-open spans; None for all."""
    if rows is None:
        return None
    breaks = np.flatnonzero(np.diff(rows) != 1) + 1
    runs = np.split(rows, breaks) if len(rows) else []
    return tuple((int(run[0]), int(run[-1]) + 1) for run in runs)


def rows_of(spans: tuple[tuple[int, int], ...] | None) -> np.ndarray | None:
    """The positions in spans, ascending int64; None for all."""
    if spans is None:
        return None
    return np.concatenate([np.empty(0, dtype=np.int64), *(np.arange(*span) for span in spans)])


def spans_by_label(labels: GivenLabels) -> dict[str, tuple[tuple[int, int], ...]]:
    """The documents of each label as half-open spans."""
    return {name: spans_of(labels.positions_of(name)) or () for name in labels.names}


def labels_of_spans(spans: Mapping[str, tuple[tuple[int, int], ...]], n_documents: int) -> GivenLabels:
    """The labels of documents in spans; those behind the last document are left out."""
    labels = GivenLabels()
    for name, places in spans.items():
        rows = rows_of(places)
        if rows is not None:
            labels = labels.with_label(rows[(rows >= 0) & (rows < n_documents)], name)
    return labels


def receipt_for(
    sources: tuple[Source, ...],
    n_rows: int,
    columns: tuple[str, ...],
    recipe: Recipe,
    target: Path,
    own: Mapping[str, str],
    export_sha256: str,
    options: ExportOptions,
    rows: tuple[tuple[int, int], ...] | None = None,
) -> Receipt:
    """The receipt of an export, as `Receipt` explains its fields."""
    return Receipt(
        sources=sources,
        n_rows=n_rows,
        columns=columns,
        recipe=json.loads(recipe.to_json()),
        own_columns=dict(own),
        export_name=target.name,
        export_sha256=export_sha256,
        model=recipe.model,
        model_sha256=model_hash(recipe.model),
        options=dataclasses.asdict(options),
        rows=rows,
        versions=versions(),
    )
