"""How sure the model must be before a document counts as positive or negative, and what that does."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSlider, QVBoxLayout, QWidget, QWidgetAction

from textminer.gui.parts.filter_words import sentiment_word
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.pill import Pill
from textminer.sentiment.prediction import Polarity
from textminer.sentiment.score_words import percent
from textminer.session.session import Session
from textminer.translation import _

SURELY = 99  # per cent; no model is surer in whole numbers
APPLY_MS = 40  # while the slider moves, the views follow this often
WIDTH = 300


class NeutralMenu(QMenu):
    """A slider over the neutral threshold with the counts that it gives, followed by the whole window."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inside = QWidget(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self._inside)
        self.value = plain_label("", "strong", self._inside)
        self.reset = Pill(_("Reset"), parent=self._inside)
        self._counts = QGridLayout()
        self._apply = QTimer(self, singleShot=True, interval=APPLY_MS)
        self._arrange()
        self.slider.valueChanged.connect(self._on_moved)
        self._apply.timeout.connect(self._take)
        self.reset.clicked.connect(lambda: self.slider.setValue(self.slider.minimum()))
        self.aboutToShow.connect(self.fill)
        session.scores_changed.connect(self._on_scores_changed)

    def fill(self) -> None:
        """Show the threshold that holds."""
        prediction = self._session.prediction
        if prediction is None or prediction.polarity is None:
            return
        self._inside.setMinimumWidth(px(WIDTH))
        # below the least that a most probable class can have, no threshold changes anything
        self.slider.setRange(100 // len(prediction.labels), SURELY)
        self.slider.setValue(round(100 * self._session.neutral_threshold))
        self._render()

    def threshold(self) -> float:
        """What the slider says: 0 at its left end."""
        value = self.slider.value()
        return 0.0 if value == self.slider.minimum() else value / 100

    def counts(self) -> dict[str, int]:
        """How many documents count as each class under the slider, by what the class is called."""
        prediction = self._session.prediction
        if prediction is None or prediction.polarity is None:
            return {}
        threshold = self.threshold()
        then = prediction.with_neutral_threshold(threshold)
        counts = prediction.class_counts(threshold)
        names = _in_order(then.class_labels, prediction.polarity)
        return {sentiment_word(then, name): counts[name] for name in names}

    def _on_moved(self) -> None:
        self._render()
        if self.threshold() != self._session.neutral_threshold:
            self._apply.start()

    def _take(self) -> None:
        self._session.set_neutral_threshold(self.threshold())

    def _on_scores_changed(self) -> None:
        if self.isVisible():
            self._render()

    def _render(self) -> None:
        threshold = self.threshold()
        least = _("at least {p}").format(p=percent(threshold))
        self.value.setText(least if threshold else _("the most probable class counts"))
        self.slider.setAccessibleDescription(self.value.text())
        self.reset.setEnabled(threshold > 0)
        while (item := self._counts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        kinds = ("negative", "secondary", "positive")
        counts = self.counts()
        for column, (name, count) in enumerate(counts.items()):
            kind = kinds[column] if len(counts) == 3 else kinds[2 * column]
            self._counts.addWidget(plain_label(f"{count:,}", "strong", self._inside), 0, column)
            self._counts.addWidget(plain_label(name, kind, self._inside), 1, column)
            self._counts.setColumnStretch(column, 1)

    def _arrange(self) -> None:
        self.slider.setAccessibleName(_("Least probability of positive and negative"))
        self.slider.setPageStep(5)
        question = plain_label(_("How probable must positive or negative be?"), "heading", self._inside)
        rest = plain_label(
            _("Documents below it count as neutral: here, in filters and in exports."), "small", self._inside
        )
        rest.setWordWrap(True)
        said = QHBoxLayout()
        said.addWidget(self.value, 1)
        said.addWidget(self.reset)
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        layout.addWidget(question)
        layout.addWidget(rest)
        layout.addLayout(said)
        layout.addWidget(self.slider)
        layout.addLayout(self._counts)
        action = QWidgetAction(self)
        action.setDefaultWidget(self._inside)
        self.addAction(action)


class NeutralPill(Pill):
    """ "Neutral below 60 %": opens the menu; there is one only where a model has a polarity."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._session = session
        self.neutral_menu = NeutralMenu(session, self)
        self.setMenu(self.neutral_menu)
        self.setToolTip(_("How sure the model must be of positive or negative"))
        for signal in (session.corpus_changed, session.scores_changed):
            signal.connect(self._render)
        self._render()

    def _render(self) -> None:
        prediction, threshold = self._session.prediction, self._session.neutral_threshold
        self.setVisible(prediction is not None and prediction.polarity is not None)
        words = _("Neutral below {p}").format(p=percent(threshold)) if threshold else _("Neutral threshold")
        self.setText(words)
        state = percent(threshold) if threshold else _("none")
        self.setAccessibleName(_("Neutral threshold: {state}").format(state=state))
        kind = "pill-on" if threshold else "pill"
        if self.property("kind") != kind:
            set_kind(self, kind)


def _in_order(labels: tuple[str, ...], polarity: Polarity) -> list[str]:
    """Negative, neutral where there is one, positive."""
    neutral = polarity.neutral if polarity.neutral is not None else len(labels) - 1
    places = (polarity.negative, neutral, polarity.positive)
    return list(dict.fromkeys(labels[place] for place in places))
