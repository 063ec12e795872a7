"""From a scored corpus to a file and the receipt beside it."""

from pathlib import Path

import numpy as np

from textminer.corpus.corpus import Corpus
from textminer.corpus.recipe import Recipe
from textminer.progress import Progress, silent
from textminer.storage.exports import ExportOptions, ExportResult, export_table
from textminer.storage.receipts import make_receipt, write_receipt


def export_scored(
    corpus: Corpus,
    target: Path,
    recipe: Recipe,
    rows: np.ndarray | None = None,
    options: ExportOptions | None = None,
    progress: Progress = silent,
) -> ExportResult:
    """Write the documents at `rows` (ascending int64; None for all) with all their columns, then the receipt.

    Raises ExportError if either cannot be written; what stood at `target` is then untouched.
    """
    result = export_table(
        corpus.table, target, rows, list(corpus.table.own), options or ExportOptions(), progress
    )
    write_receipt(make_receipt(corpus, recipe, result), result.path)
    return result
