"""The page of topics: three views of what documents have to do with each other."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.filter_bar import FilterBar
from textminer.gui.parts.filtering import Filtering
from textminer.gui.theme import px
from textminer.gui.topics.duplicates_view import DuplicatesView
from textminer.gui.topics.map_view import MapView
from textminer.gui.topics.topics_view import TopicsView
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.segments import Segments
from textminer.sentiment.classifier import SentimentClassifier
from textminer.session.session import Session
from textminer.translation import _

ONE_ROW = 840  # width from which views and options stand side by side


class TopicsPage(QWidget):
    """Shows one of its views; each works only while it is looked at.

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
        filtering = Filtering(session, jobs, self)
        self.segments = Segments([_("Topics"), _("Map"), _("Near duplicates")], _("View"), self)
        self.topics = TopicsView(session, jobs, self)
        self.map = MapView(session, jobs, classifier, self)
        self.duplicates = DuplicatesView(session, filtering, jobs, self)
        self._options = CurrentStack(self)
        self._stack = CurrentStack(self)
        for view in (self.topics, self.map, self.duplicates):
            self._options.addWidget(view.options)
            self._stack.addWidget(view)
            view.document_requested.connect(self.document_requested)
        self.segments.chosen.connect(self._options.setCurrentIndex)
        self.segments.chosen.connect(self._stack.setCurrentIndex)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(px(10))
        self._line.addWidget(self.segments)
        self._line.addWidget(self._options, 1)
        self._options.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(FilterBar(session, filtering, jobs, self))
        layout.addLayout(self._line)
        layout.addWidget(self._stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        has_room = self.width() >= px(ONE_ROW)
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.LeftToRight if has_room else ways.TopToBottom)
