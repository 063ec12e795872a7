"""A session into a project file and back; what has become of its source meanwhile."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from textminer.analysis.ordering import SortKey
from textminer.corpus.columns import ColumnRoles
from textminer.corpus.corpus import Corpus, Source
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.ledger import ledger_of
from textminer.corpus.recipe import Recipe
from textminer.corpus.row_changes import RowChanges, changes_between, moved_positions, row_hashes
from textminer.errors import ColumnError, ProjectError, TableError, TextMinerError
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.prediction import STATUSES, WAITING, Prediction
from textminer.sentiment.scored_corpus import with_prediction
from textminer.storage.projects import Project, read_project
from textminer.storage.tables import frame_of, source_hash
from textminer.translation import _, ngettext_
from textminer.workflows.models import model_hash
from textminer.workflows.opening import open_corpus
from textminer.workflows.rereading import open_as_recorded


class SourceMissing(ProjectError):
    """A source of a project is not where it was.

    name:  what the file was called
    """

    def __init__(self, sentence: str, name: str) -> None:
        super().__init__(sentence)
        self.name = name


@dataclass(frozen=True, eq=False)
class OpenedProject:
    """A project with its documents.

    prediction:  the saved scores; None where there were none, or they are of other documents
    groups:      the saved ones, of documents that are still there
    labels:      the saved ones, of documents that are still there
    changes:     what differs in the source since it was saved; None where it is the very same
    doubts:      sentences on what is not as it was when the project was saved
    """

    project: Project
    corpus: Corpus
    prediction: Prediction | None
    filter: DocumentFilter
    groups: tuple[DocumentGroup, ...] = ()
    labels: GivenLabels = field(default_factory=GivenLabels)
    changes: RowChanges | None = None
    doubts: tuple[str, ...] = ()


def project_of(
    corpus: Corpus,
    recipe: Recipe,
    prediction: Prediction | None = None,
    sort: SortKey | None = None,
    current: int | None = None,
    hashes: np.ndarray | None = None,
    progress: Progress = silent,
) -> Project:
    """What a project file holds of a session.

    hashes:  the corpus's row hashes, where they are known already
    """
    is_without_source = any(source.path is None for source in corpus.sources) or not corpus.sources
    return Project(
        name=corpus.name,
        sources=() if is_without_source else corpus.sources,
        columns=corpus.table.names,
        row_hashes=row_hashes(corpus.table, progress) if hashes is None else hashes,
        recipe=recipe,
        prediction=prediction,
        model_sha256=model_hash(recipe.model) if recipe.model else None,
        sort=sort,
        current=current,
        table=_cells(corpus.table) if is_without_source else None,
    )


def open_project(path: Path, sources: tuple[Path, ...] = (), progress: Progress = silent) -> OpenedProject:
    """Read a project and its source again.

    sources:  where the files lie now, in the order of the project's, if the user had to say so

    Raises ProjectError for a file that is none, SourceMissing where a source is not where it was, TableError
    where it can no longer be read.
    """
    project = read_project(path)
    places = sources or source_paths(project.sources)
    for place in places:
        if not place.is_file():
            message = _(
                "The file that “{project}” is about is not at {place} any more. Say where it is, and the "
                "project opens as it was."
            )
            raise SourceMissing(message.format(project=path.name, place=place), place.name)
    if places:
        corpus = _read_again(project, places, Stage(progress, 0.0, 0.8, _("Reading")))
    else:
        corpus = _pasted(project)
    corpus = replace(corpus, name=project.name if not sources else corpus.name)
    return _joined(project, corpus, Stage(progress, 0.8, 1.0))


def _read_again(project: Project, places: tuple[Path, ...], progress: Progress) -> Corpus:
    """The sources as they were read, or as they are guessed where they have changed too much for that."""
    try:
        return open_as_recorded(places, project.recipe, progress)
    except (TableError, ColumnError):
        if tuple(source_hash(place) for place in places) == _hashes(project.sources):
            raise
        return open_corpus(places, progress=progress)


def _joined(project: Project, corpus: Corpus, progress: Progress) -> OpenedProject:
    changes = _changes(project, corpus, progress)
    wanted = project.recipe.filter
    if changes is not None:
        sentence = _("The file has changed since the project was saved: {changes}. It is scored anew.")
        doubts: tuple[str, ...] = (sentence.format(changes=changes.sentence),)
        kept = replace(wanted, positions=None)  # rows may have moved
        groups, labels, lost = _moved(project, corpus)
        opened = OpenedProject(project, corpus, None, _fitting(kept, corpus), groups, labels)
        return replace(opened, changes=changes, doubts=doubts + lost)
    prediction = project.prediction
    if prediction is not None:
        prediction = prediction.with_neutral_threshold(project.recipe.neutral_threshold)
    if prediction is not None and bool((prediction.statuses == STATUSES.index(WAITING)).any()):
        prediction = None  # scoring had not come to its end: begin again
    return OpenedProject(
        project,
        corpus,
        prediction,
        _fitting(wanted, with_prediction(corpus, prediction, project.labels)),
        project.groups,
        project.labels,
        doubts=_model_doubts(project) if prediction is not None else (),
    )


def _moved(
    project: Project, corpus: Corpus
) -> tuple[tuple[DocumentGroup, ...], GivenLabels, tuple[str, ...]]:
    """Groups and labels where their rows stand now, and what is said of labels whose rows are gone."""
    if not project.groups and not project.labels:
        return (), project.labels, ()
    place_of = moved_positions(project.row_hashes, row_hashes(corpus.table))
    groups = []
    for group in project.groups:
        places = place_of[group.positions]
        groups.append(DocumentGroup(group.name, places[places >= 0]))
    labels = GivenLabels()
    for name in project.labels.names:
        places = place_of[project.labels.positions_of(name)]
        labels = labels.with_label(places[places >= 0], name)
    n = len(project.labels) - len(labels)
    words = ngettext_(
        "{n} label was of a row that is not there any more.",
        "{n} labels were of rows that are not there any more.",
        n,
    )
    return tuple(groups), labels, (words.format(n=f"{n:,}"),) if n else ()


def _changes(project: Project, corpus: Corpus, progress: Progress) -> RowChanges | None:
    is_same = _hashes(corpus.sources) == _hashes(project.sources)
    if (
        is_same
        and corpus.table.names == project.columns
        and corpus.table.n_documents == len(project.row_hashes)
    ):
        return None
    found = changes_between(project.row_hashes, row_hashes(corpus.table, progress))
    if corpus.table.names == project.columns and found == RowChanges((), 0, 0):
        return None  # other bytes, such as other line ends, but the very same table
    return found


def _fitting(wanted: DocumentFilter, corpus: Corpus) -> DocumentFilter:
    """The filter, or the empty one where it asks for what this corpus has not."""
    try:
        wanted.mask(corpus.table, corpus.text_column)
    except (TextMinerError, IndexError, TypeError, ValueError):
        return DocumentFilter()
    return wanted


def _model_doubts(project: Project) -> tuple[str, ...]:
    now = model_hash(project.recipe.model)
    if now == project.model_sha256:
        return ()
    if now is None:
        message = _("The model “{model}” is not here any more: the scores are those that were saved.")
    else:
        message = _(
            "The model “{model}” is another than when the project was saved; the scores are the saved ones."
        )
    return (message.format(model=Path(project.recipe.model).stem),)


def _pasted(project: Project) -> Corpus:
    if project.table is None:
        raise ProjectError(
            _("The project names no file and holds no documents, so there is nothing to open.")
        )
    table = DocumentTable(frame_of(project.table.columns), project.columns)
    roles = project.recipe.roles or ColumnRoles()
    if roles.text is None:
        raise ProjectError(_("The project does not say which column holds the texts."))
    ledger = ledger_of(table, roles.text)
    return Corpus(
        name=project.name,
        table=table.with_own(ledger.columns()),
        roles=roles,
        language=project.recipe.language or "en",
        imports=project.recipe.imports,
        ledger=ledger,
    )


def _cells(table: DocumentTable) -> pa.Table:
    places = range(table.n_columns)
    columns = [pa.array(table.column(place), type=pa.large_string(), from_pandas=True) for place in places]
    return pa.table(columns, names=[str(place) for place in places])


def source_paths(sources: tuple[Source, ...]) -> tuple[Path, ...]:
    """Where the sources of a corpus lie."""
    return tuple(source.path for source in sources if source.path is not None)


def _hashes(sources: tuple[Source, ...]) -> tuple[str, ...]:
    return tuple(source.sha256 for source in sources)
