"""Every word by how often both groups use it."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from textminer.figures.frequency_scatter import draw_frequency_scatter
from textminer.gui.theme import at_scale, px
from textminer.gui.widgets.card import Card
from textminer.gui.widgets.current_stack import CurrentStack
from textminer.gui.widgets.empty_state import EmptyState
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.translation import _
from textminer.workflows.comparing import Compared

LEAST_HEIGHT = 200


class ScatterView(QWidget):
    """`words_chosen` carries the places of words whose documents are asked for."""

    words_chosen = Signal(object)
    documents_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: Compared | None = None
        self._by_documents = False
        self._chosen: frozenset[int] = frozenset()
        self.canvas = FigureCanvas(_("Words by their frequency in both groups"), self)
        self.scale = QComboBox(self)
        self.scale.setAccessibleName(_("Scale of the axes"))
        self.scale.addItem(_("logarithmic"), False)
        self.scale.addItem(_("by rank"), True)
        self._stack = CurrentStack(self)
        self._arrange()
        self.scale.currentIndexChanged.connect(lambda _index: self._draw())
        self.canvas.picked.connect(lambda gid: self.words_chosen.emit(np.array([int(gid)])))
        self.canvas.activated.connect(lambda _gid: self.documents_wanted.emit())

    def show_compared(self, compared: Compared, by_documents: bool) -> None:
        """Show other results."""
        self._compared, self._by_documents = compared, by_documents
        self._stack.setCurrentIndex(1 if len(compared.keyness.comparisons) == 1 else 0)
        self._draw()

    def show_chosen(self, words: frozenset[int]) -> None:
        """Let the points of these words stand out."""
        if words != self._chosen:
            self._chosen = words
            self._draw()

    def _draw(self) -> None:
        compared, chosen, by_documents = self._compared, self._chosen, self._by_documents
        if compared is None or len(compared.keyness.comparisons) != 1:
            return
        others, by_rank = _("all others"), bool(self.scale.currentData())
        self.canvas.show_figure(
            lambda figure, colours: draw_frequency_scatter(
                figure,
                compared.keyness,
                compared.matrix.words,
                compared.mean_scores,
                colours,
                chosen,
                others,
                by_rank,
                by_documents,
            ),
            compared.matrix,
            lambda: compared.keyness.frame(compared.matrix.words, others),
        )

    def _arrange(self) -> None:
        card = Card(
            _("Words by their frequency in both groups"),
            _(
                "On the line both groups use a word equally. Colour: mean score of the documents with "
                "the word, orange below 0, blue above. A click selects the documents."
            ),
        )
        card.heading_row.addWidget(self.scale)
        card.body.addWidget(self.canvas, 1)
        at_scale(self.canvas, lambda it: it.setMinimumHeight(px(LEAST_HEIGHT)))
        sentence = _("The two axes are two groups, or one and all others.")
        self._stack.addWidget(EmptyState("git-compare", _("Choose two groups"), sentence, parent=self))
        self._stack.addWidget(card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
