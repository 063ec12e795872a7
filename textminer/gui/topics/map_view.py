"""The map of documents as the model sees them: regions, lasso, the document under the pointer."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from textminer.analysis.document_map import PointIndex
from textminer.corpus.corpus import Corpus
from textminer.corpus.map_look import NEIGHBOURS
from textminer.corpus.token_table import TokenTable
from textminer.figures.map import MapScene, inside
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.nothing_words import hint
from textminer.gui.theme import at_scale, px
from textminer.gui.topics.documents_table import DocumentsTable, beginnings
from textminer.gui.topics.map_canvas import STEP, MapCanvas
from textminer.gui.topics.map_options import MapOptionsBar
from textminer.gui.widgets.card import Card, plain_label
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.halves import Halves
from textminer.progress import Progress
from textminer.sentiment.classifier import SentimentClassifier
from textminer.session.session import Session
from textminer.translation import _, ngettext_
from textminer.workflows.document_map import DocumentMap, map_documents
from textminer.workflows.map_groups import group_columns
from textminer.workflows.map_scene import colouring, map_cells, map_scene

REDRAW_MS = 40  # a click may change filter and selection
RECOLOUR_MS = 500  # scores stream in several times a second
LISTED = 5_000  # documents beside the map
LEAST_WIDTH = 230  # of these


@dataclass(frozen=True, eq=False)
class _Inputs:
    """What a map is made of; maps of others are outdated."""

    tokens: TokenTable
    classifier: SentimentClassifier
    layout: str

    def equals(self, other: "_Inputs | None") -> bool:
        return (
            other is not None
            and self.tokens is other.tokens
            and self.classifier is other.classifier
            and self.layout == other.layout
        )


class MapView(QWidget):
    """Makes the map once, of all documents; filter, colours and selection only draw it again.

    document_requested  the user wants to read the current document
    """

    document_requested = Signal()

    def __init__(
        self,
        session: Session,
        jobs: JobBridge,
        classifier: Callable[[], SentimentClassifier | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._classifier = classifier
        self._wanted: _Inputs | None = None
        self._map: DocumentMap | None = None
        self._shown: DocumentMap | None = None  # the map that the canvas has: parts of another may come in
        self._index: PointIndex | None = None
        self._columns_of: Corpus | None = None
        self._columns: list[int] = []
        self.options = MapOptionsBar(self)
        self.canvas = MapCanvas(self)
        self.documents = DocumentsTable(session, self)
        self._documents_card = Card(_("Documents"), is_flush=True, parent=self)
        self._note = plain_label("", "small", self)
        self._empty = EmptyState("chart-scatter", "", parent=self)
        self._stack = CurrentStack(self)
        self._redraw = QTimer(self, singleShot=True)
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def map(self) -> DocumentMap | None:
        """What is shown; None while there is none."""
        return self._map

    def refresh(self) -> None:
        """Make the map if there is none of these texts by this model, and somebody is looking."""
        inputs = self._inputs()
        if inputs is None:
            self._wanted = self._map = self._shown = self._index = None
            waiting = self._session.corpus is not None
            self._say(
                _("Waiting for the model…") if waiting else _("No map yet"),
                "" if waiting else _("Open a file to see how the model sees its documents."),
            )
        elif self.isVisible() and not inputs.equals(self._wanted):
            self._make(inputs)
        elif self.isVisible() and self._map is not None:
            self._redraw.start(REDRAW_MS)

    def select_inside(self, corners: np.ndarray, adds: bool = False) -> None:
        """Select the documents within a drawn line; corners float (n_corners, 2) on the map."""
        drawn, scope, before = self._shown, self._session.in_scope, self._session.selection
        if drawn is None:
            return

        def found(_progress: Progress) -> np.ndarray:
            placed = scope[np.isfinite(drawn.points[scope, 0])]
            chosen = placed[inside(drawn.points[placed], corners)]
            return np.union1d(before, chosen) if adds else chosen

        self._jobs.start(
            _("Selecting"), found, lane="map-selection", replace=True, succeeded=self._session.select
        )

    def select_region(self, region: int) -> None:
        """Select the documents of a region."""
        if self._shown is not None:
            regions = self._shown.regions
            self._session.select(np.flatnonzero(regions.codes == region), ", ".join(regions.words[region]))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._list_colours()
        self.refresh()

    def _inputs(self) -> _Inputs | None:
        tokens, classifier = self._session.tokens, self._classifier()
        if self._session.corpus is None or tokens is None or classifier is None:
            return None
        return _Inputs(tokens, classifier, self.options.look().layout)

    def _make(self, inputs: _Inputs) -> None:
        corpus = self._session.corpus
        assert corpus is not None
        self._wanted = inputs
        self._map = self._shown = self._index = None
        self._say(_("Making the map…"))
        stream = self._jobs.stream(lambda drawn: self._take(inputs, drawn))
        self._jobs.start(
            _("Making the map"),
            lambda progress: map_documents(
                corpus, inputs.tokens, inputs.classifier, inputs.layout, stream, progress
            ),
            lane="map",
            replace=True,
            succeeded=lambda drawn: self._take(inputs, drawn),
            cancelled=lambda: self._forget(inputs),
        )

    def _take(self, inputs: _Inputs, drawn: DocumentMap) -> None:
        if inputs is not self._wanted:
            return
        self._map = drawn
        if not drawn.n_placed:
            self._say(
                _("No map here"),
                hint(self._session, _("A map needs a few documents that the model can read.")),
            )
            return
        self._draw()

    def _forget(self, inputs: _Inputs) -> None:
        """The user cancelled: what there is stays, and the map is made anew on request."""
        if inputs is self._wanted and self._map is None:
            self._say(_("The map was not made"), _("Choose how it is laid out to make it."))

    def _draw(self) -> None:
        """Draw the documents that count; the index that finds them is made in the same job."""
        drawn, corpus, scope = self._map, self._session.corpus, self._session.in_scope
        if drawn is None or corpus is None:
            return
        selection, colour = self._session.selection, self.options.look().colour
        grouping_of = colouring(corpus, colour, self._session.groups)

        def prepared(_progress: Progress) -> tuple[MapScene, PointIndex]:
            scene = map_scene(drawn, corpus, scope, selection, grouping_of)
            return scene, PointIndex(drawn.points, scope)

        self._jobs.start(
            _("Drawing the map"),
            prepared,
            lane="map-drawing",
            replace=True,
            succeeded=lambda found: self._show(drawn, scope, *found),
        )

    def _show(self, drawn: DocumentMap, scope: np.ndarray, scene: MapScene, index: PointIndex) -> None:
        if drawn is not self._map:
            return
        self._index, self._shown = index, drawn
        self._stack.setCurrentIndex(1)
        self.canvas.show_map(scene, drawn, lambda: map_cells(drawn, scope, scene))
        self._note.setText(self._said(drawn))
        self._show_current()
        self._list_documents()

    def _list_documents(self) -> None:
        selection = self._session.selection
        card = self._documents_card
        if len(selection):
            card.set_heading(_("Selected documents"))
        else:
            card.set_heading(
                _("Documents"),
                _("Draw a line around points, or click the words of a region, to select."),
            )
        shown = selection if len(selection) else self._session.in_scope
        self.documents.show_documents(shown[:LISTED])

    def _show_current(self) -> None:
        drawn, current = self._map, self._session.current
        place = None
        if drawn is not None and current is not None and current < len(drawn.points):
            x, y = drawn.points[current].tolist()
            place = (x, y) if x == x else None
        self.canvas.set_current(place)

    def _said(self, drawn: DocumentMap) -> str:
        """What the map can say, and what it cannot."""
        said = [
            _(
                "Documents that the model reads alike lie together, in sentiment above all; what they are "
                "about moves them less."
            )
        ]
        if drawn.layout == NEIGHBOURS:
            said.append(_("Neighbours say much, distances across the map and its directions little."))
            if drawn.n_laid_out < drawn.n_placed:
                said.append(
                    _("{n} documents are laid out, the others stand beside those they are most like.").format(
                        n=f"{drawn.n_laid_out:,}"
                    )
                )
        else:
            said.append(_("The two directions in which documents differ most; all others are left out."))
        n_left = len(drawn.points) - drawn.n_placed - drawn.n_unread
        if n_left > 0:
            said.append(_("{n} are not placed yet.").format(n=f"{n_left:,}"))
        if drawn.n_unread:
            said.append(
                ngettext_(
                    "{n} document that the model cannot read is left out.",
                    "{n} documents that the model cannot read are left out.",
                    drawn.n_unread,
                ).format(n=f"{drawn.n_unread:,}")
            )
        said.append(_("The wheel, + and − zoom; dragged with Ctrl, the map moves."))
        return " ".join(said)

    def _say(self, heading: str, sentence: str = "") -> None:
        self._empty.set_text(heading, sentence)
        self._stack.setCurrentIndex(0)

    def _list_colours(self) -> None:
        """What can colour the map: scores, the groups of a column, saved groups."""
        corpus = self._session.corpus
        if corpus is None:
            return
        if self._columns_of is None or corpus.table.frame is not self._columns_of.table.frame:
            self._columns_of, self._columns = corpus, []
            self._find_columns(corpus)
        columns = [(corpus.table.names[column], column) for column in self._columns]
        self.options.show_look(self._session.map_look, columns, bool(self._session.groups))

    def _find_columns(self, corpus: Corpus) -> None:
        def take(columns: list[int]) -> None:
            if corpus is self._columns_of:
                self._columns = columns
                self._list_colours()

        def forget() -> None:
            if corpus is self._columns_of:
                self._columns_of = None

        self._jobs.start(
            _("Looking for groups"),
            lambda progress: group_columns(corpus, progress),
            lane="map-columns",
            replace=True,
            succeeded=take,
            cancelled=forget,
        )

    def _on_look(self) -> None:
        if self.isVisible():
            self._list_colours()
        self.refresh()

    def _nearest(self, x: float, y: float, within: float) -> int | None:
        return None if self._index is None else self._index.nearest(x, y, within)

    def _on_clicked(self, x: float, y: float, within: float) -> None:
        position = self._nearest(x, y, within)
        if position is not None:
            self._session.set_current(position)
        else:
            self._session.clear_selection()

    def _on_double_clicked(self, x: float, y: float, within: float) -> None:
        position = self._nearest(x, y, within)
        if position is not None:
            self._session.set_current(position)
            self.document_requested.emit()

    def _on_pointed_at(self, x: float, y: float, within: float) -> None:
        position = self._nearest(x, y, within)
        self.canvas.setToolTip("" if position is None else beginnings(self._session)(position))

    def _on_picked(self, gid: str) -> None:
        kind, _colon, place = gid.partition(":")
        if kind == "region":
            self.select_region(int(place))

    def _on_scores(self) -> None:
        if self._map is None or self._inputs() is None:
            self.refresh()
        elif self.isVisible() and not self._redraw.isActive():
            self._redraw.start(RECOLOUR_MS)

    def _on_corpus(self) -> None:
        if self.isVisible():
            self._list_colours()
        self.refresh()

    def _connect(self) -> None:
        session = self._session
        session.corpus_changed.connect(self._on_corpus)
        for signal in (session.tokens_changed, session.filter_changed, session.selection_changed):
            signal.connect(self.refresh)
        session.scores_changed.connect(self._on_scores)
        session.current_changed.connect(self._show_current)
        self._redraw.timeout.connect(self._draw)
        session.groups_changed.connect(self._on_look)
        session.map_look_changed.connect(self._on_look)
        options, canvas = self.options, self.canvas
        options.changed.connect(lambda: session.set_map_look(options.look()))
        options.in_button.clicked.connect(lambda: canvas.zoom_by(STEP))
        options.out_button.clicked.connect(lambda: canvas.zoom_by(1 / STEP))
        options.whole_button.clicked.connect(canvas.show_all)
        canvas.zoom_changed.connect(lambda: options.show_zoom(canvas.zoom.factor > 1))
        self.canvas.lassoed.connect(self.select_inside)
        self.canvas.clicked.connect(self._on_clicked)
        self.canvas.double_clicked.connect(self._on_double_clicked)
        self.canvas.pointed_at.connect(self._on_pointed_at)
        self.canvas.cleared.connect(session.clear_selection)
        self.canvas.picked.connect(self._on_picked)
        self.canvas.activated.connect(lambda _gid: self.document_requested.emit())
        self.documents.opened.connect(self.document_requested)

    def _arrange(self) -> None:
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._cards())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack, 1)

    def _cards(self) -> QWidget:
        map_card = Card(parent=self)
        map_card.body.addWidget(self.canvas, 1)
        self._note.setWordWrap(True)
        map_card.body.addWidget(self._note)
        at_scale(self._documents_card, lambda it: it.setMinimumWidth(px(LEAST_WIDTH)))
        self._documents_card.body.addWidget(self.documents, 1)
        return Halves(map_card, self._documents_card, (640, 480), (420, 280))
