"""A receipt run again: whether the same documents give the same export, and which rows differ where not."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from textminer.atomic import scratch_folder
from textminer.corpus.corpus import Corpus
from textminer.corpus.recipe import ImportSettings, Recipe
from textminer.corpus.row_changes import rows_named
from textminer.errors import TableError
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.scored_corpus import with_prediction
from textminer.storage.exports import ExportOptions, export_table
from textminer.storage.receipts import Receipt, read_receipt
from textminer.storage.tables import read_table, source_hash
from textminer.translation import _, ngettext_
from textminer.workflows.export_differences import Difference, compare
from textminer.workflows.exporting import labels_of_spans, rows_of
from textminer.workflows.mixed_corpora import with_model_column
from textminer.workflows.models import load_model, model_hash
from textminer.workflows.rereading import open_as_recorded
from textminer.workflows.scoring import score_texts


@dataclass(frozen=True)
class Replay:
    """What came of running a receipt again.

    export:         its name
    n_rows:         rows of the export
    differing:      positions of the rows, in the export, that are not what they were; ascending
    documents:      the same rows as positions in what the export was made from, as far as they are there
    source_sha256:  of the files it was made from now, in their order
    largest:        the largest difference between two numbers that count as equal
    differences:    the first cells that differ, row by row
    is_known:       whether it is known which rows differ: the export has to be there
    doubts:         sentences on what is not as it was when the receipt was written
    """

    export: str
    n_rows: int
    differing: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()
    source_sha256: tuple[str, ...] = ()
    largest: float = 0.0
    differences: tuple[Difference, ...] = ()
    is_known: bool = True
    doubts: tuple[str, ...] = ()

    @property
    def is_identical(self) -> bool:
        """Whether every row is what it was."""
        return self.is_known and not self.differing

    @property
    def sentence(self) -> str:
        """ "identical", or in how many rows it differs and which are the first."""
        if not self.is_known:
            return _("differs; the export is not beside its receipt, so it is not known in which rows")
        if self.differing:
            n = len(self.differing)
            words = ngettext_("differs in {n} row (row {rows})", "differs in {n} rows (rows {rows})", n)
            return words.format(n=f"{n:,}", rows=rows_named(self.differing))
        if self.largest:
            return _("identical, but for numbers that differ by at most {largest:.0e}").format(
                largest=self.largest
            )
        return _("identical")


def replay_receipt(path: Path, files: Sequence[Path], progress: Progress = silent) -> Replay:
    """Read and score the files as a receipt says, and compare the outcome with the export beside it.

    files:  what the export was made from; or the export itself, whose sources then lie beside it

    Raises TableError where the receipt, the files or the export cannot be read, ModelFileError where the
    model is gone.
    """
    receipt = read_receipt(path)
    recipe = _recipe(path, receipt)
    export = _export_of(path, receipt, files)
    sources = _sources(receipt, files, export)
    doubts = _doubts(receipt, sources)
    corpus = open_as_recorded(sources, recipe, Stage(progress, 0.0, 0.2, _("Reading")))
    classifier = load_model(recipe.model)
    scored = score_texts(corpus.text_cells(), classifier, Stage(progress, 0.2, 0.8, _("Scoring")))
    prediction = scored.prediction.with_neutral_threshold(recipe.neutral_threshold)
    labels = labels_of_spans(receipt.labels, corpus.table.n_documents)
    corpus = with_model_column(with_prediction(corpus, prediction, labels), recipe.model)
    rows = _rows(corpus, receipt)
    replay = Replay(
        _name(path, receipt),
        len(rows),
        source_sha256=tuple(source.sha256 for source in corpus.sources),
        doubts=doubts,
    )
    with scratch_folder() as folder:
        again = folder / replay.export
        _write_again(corpus, receipt, again, Stage(progress, 0.8, 0.88, _("Writing")))
        comparing = Stage(progress, 0.88, 1.0, _("Comparing"))
        digest = source_hash(again, Stage(comparing, 0.0, 0.1))
        was = receipt.export_sha256 if export is None else source_hash(export, Stage(comparing, 0.1, 0.2))
        if digest == was:
            return replay
        if export is None:
            return replace(replay, is_known=False)
        settings = _settings(receipt, recipe)
        before = read_table(export, settings, Stage(comparing, 0.2, 0.6))
        now = read_table(again, settings, Stage(comparing, 0.6, 1.0))
        found = compare(before, now, len(receipt.own_columns))
    documents = rows[[position for position in found.differing if position < len(rows)]]
    return replace(
        replay,
        differing=found.differing,
        documents=tuple(documents.tolist()),
        largest=found.largest,
        differences=found.differences,
    )


def sources_of(path: Path, known: Sequence[Path] = ()) -> tuple[list[Path], list[str]]:
    """The files that a receipt was written for, and the names of those that are not to be found.

    known:  files that may be among them, such as those that are open

    A file counts by its name, beside the receipt or among the known ones.
    Raises TableError for a file that is no receipt.
    """
    found, missing = [], []
    for source in read_receipt(path).sources:
        name = Path(source.name).name
        places = [place for place in (path.with_name(name), *known) if place.name == name and place.is_file()]
        if places:
            found.append(places[0])
        else:
            missing.append(name)
    return found, missing


def _recipe(path: Path, receipt: Receipt) -> Recipe:
    try:
        return Recipe.from_dict(dict(receipt.recipe))
    except (TypeError, KeyError, ValueError, AttributeError):
        raise TableError(
            _("The receipt “{name}” was written by another version of TextMiner and cannot be run.").format(
                name=path.name
            )
        ) from None


def _export_of(path: Path, receipt: Receipt, files: Sequence[Path]) -> Path | None:
    """The export that a receipt belongs to; None where it is not there."""
    if len(files) == 1 and _is_export(receipt, files[0]):
        return files[0]
    beside = path.with_name(_name(path, receipt))
    return beside if beside.is_file() else None


def _name(path: Path, receipt: Receipt) -> str:
    """What the export is called; a receipt must not lead to another folder."""
    name = receipt.export_name
    if not name or Path(name).name != name:
        raise TableError(_("“{name}” is no receipt of TextMiner's, or is damaged.").format(name=path.name))
    return name


def _is_export(receipt: Receipt, file: Path) -> bool:
    """Whether a file is the export itself, perhaps changed since, and not what it was made from."""
    if not file.is_file() or file.name in {source.name for source in receipt.sources}:
        return False
    return file.name == receipt.export_name or source_hash(file) == receipt.export_sha256


def _sources(receipt: Receipt, files: Sequence[Path], export: Path | None) -> list[Path]:
    """What is to be read: the files, or those beside the export where only that was named."""
    if export is None or list(files) != [export]:
        return list(files)
    beside = [export.with_name(Path(source.name).name) for source in receipt.sources]
    missing = [path.name for path in beside if not path.is_file()]
    if missing or not beside:
        raise TableError(
            _(
                "“{export}” is the export itself. Name the file that it was made from ({sources}), or put "
                "that beside it."
            ).format(export=export.name, sources=", ".join(missing))
        )
    return beside


def _doubts(receipt: Receipt, sources: Sequence[Path]) -> tuple[str, ...]:
    doubts = []
    known = [source.sha256 for source in receipt.sources]
    for number, path in enumerate(sources):
        if number >= len(known) or source_hash(path) != known[number]:
            doubts.append(
                _(
                    "“{name}” is not the file, or no longer the file, that the receipt was written for."
                ).format(name=path.name)
            )
    model = str(receipt.recipe.get("model", ""))
    if receipt.model_sha256 is not None and model_hash(model) != receipt.model_sha256:
        doubts.append(
            _("The model “{model}” is another than the one that the receipt names.").format(
                model=Path(model).stem
            )
        )
    return tuple(doubts)


def _write_again(corpus: Corpus, receipt: Receipt, target: Path, progress: Progress) -> None:
    options = ExportOptions.like(corpus.imports)
    for field, usual in dataclasses.asdict(options).items():
        told = receipt.options.get(field, usual)
        if type(told) is type(usual):
            options = dataclasses.replace(options, **{field: told})
    keys = [key for key in receipt.own_columns if key in corpus.table.own]
    rows = rows_of(receipt.rows)
    if rows is not None:
        rows = rows[rows < corpus.table.n_documents]
    export_table(corpus.table, target, rows, keys, options, progress)


def _rows(corpus: Corpus, receipt: Receipt) -> np.ndarray:
    """The positions of the documents that were exported."""
    rows = rows_of(receipt.rows)
    return np.arange(corpus.table.n_documents) if rows is None else rows


def _settings(receipt: Receipt, recipe: Recipe) -> ImportSettings:
    """How the export is read, old and new alike: as it was written."""
    encoding = receipt.options.get("encoding", recipe.imports.encoding)
    if receipt.options.get("restores_bytes"):
        encoding = None  # it may hold bytes that no encoding can decode
    return ImportSettings(encoding=encoding, has_header=True, is_guarded=False)
