"""Before a training: which texts, which labels, how thoroughly."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from textminer.corpus.corpus import Corpus
from textminer.errors import TextMinerError
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.label_words import label_word
from textminer.gui.theme import at_scale, px, set_kind
from textminer.gui.training.bars import Bar, Bars
from textminer.gui.training.parts_bar import PartsCard
from textminer.gui.training.presets import PresetChoice
from textminer.session.session import Session
from textminer.translation import _, ngettext_
from textminer.workflows.known_labels import rating_column
from textminer.workflows.own_labels import CORRECTED, OWN, corpus_to_learn
from textminer.workflows.training import Labelled, TrainingRequest, labelled_documents

MOST_BARS = 12
COLUMN_WIDTH = 720
GAP = 14


class TrainingSetup(QWidget):
    """Two cards. `start_requested` carries the corpus to learn from, its labels and the request."""

    start_requested = Signal(object, object, object)

    def __init__(self, session: Session, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._frame: object = None
        self._labelled: Labelled | None = None
        self._text = QComboBox(self)
        self._label = QComboBox(self)
        self._stars = QCheckBox(_("Read stars as negative, neutral and positive"), self)
        self._summary = QLabel(self)
        self._bars = Bars(self)
        self._notices = QLabel(self)
        self._parts = PartsCard(self)
        self.presets = PresetChoice(self)
        self.start = QPushButton(_("Start training"), self)
        self.reason = QLabel(self)
        self._arrange()
        self._connect()
        self._on_corpus_changed()

    @property
    def labelled(self) -> Labelled | None:
        """The labels of the chosen column, once read; None where they cannot be learnt."""
        return self._labelled

    def choose_label(self, column: int | None) -> None:
        """Choose the label column by its position."""
        self._label.setCurrentIndex(self._label.findData(-1 if column is None else column))

    def source(self) -> int:
        """Where the labels come from: the column, -1 before one is chosen, OWN or CORRECTED."""
        data = self._label.currentData()
        return -1 if data is None else int(data)

    def request(self) -> TrainingRequest | None:
        """What is asked for now; None before a label column is chosen."""
        column, opened = self._column(self._label), self._session.corpus
        if self._label.currentData() in (OWN, CORRECTED) and opened is not None:
            column = opened.table.n_columns
        if column is None:
            return None
        return TrainingRequest(
            label_column=column,
            preset=self.presets.preset,
            cell=self.presets.cell,
            minutes=self.presets.minutes,
            seed=self.presets.seed,
            stars_as_sentiment=self._stars.isChecked(),
        )

    def corpus(self) -> Corpus | None:
        """The corpus of the session, read through the chosen text column, with the labels to be learnt."""
        corpus, column, source = self._session.corpus, self._column(self._text), self.source()
        if corpus is None or column is None:
            return None
        return corpus_to_learn(corpus, self._session.labels, column, source)

    def _arrange(self) -> None:
        what, right = QFrame(), QFrame()
        self._arrange_labels(what)
        self._arrange_presets(right)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(what)
        left.addWidget(self._parts)
        left.addStretch(1)
        content = QWidget()
        set_kind(content, "page")
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for card in (what, self._parts, right):
            set_kind(card, "card")
            at_scale(card, lambda it: it.setMaximumWidth(px(COLUMN_WIDTH)))
        row.addLayout(left, 1)
        row.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)
        area = QScrollArea(self)
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _arrange_labels(self, card: QFrame) -> None:
        layout = QVBoxLayout(card)
        layout.setContentsMargins(18, 16, 18, 18)
        layout.setSpacing(10)
        layout.addWidget(_heading(_("What to learn")))
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setColumnStretch(1, 1)
        for line, (title, box) in enumerate(((_("Texts"), self._text), (_("Labels"), self._label))):
            name = QLabel(title)
            set_kind(name, "secondary")
            name.setBuddy(box)
            box.setAccessibleName(title)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            form.addWidget(name, line, 0)
            form.addWidget(box, line, 1)
        layout.addLayout(form)
        layout.addWidget(self._stars)
        layout.addSpacing(4)
        for label in (self._summary, self._notices):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            set_kind(label, "secondary")
        layout.addWidget(self._summary)
        layout.addWidget(self._bars)
        layout.addWidget(self._notices)

    def _arrange_presets(self, card: QFrame) -> None:
        layout = QVBoxLayout(card)
        layout.setContentsMargins(18, 16, 18, 18)
        layout.setSpacing(10)
        layout.addWidget(_heading(_("How thoroughly")))
        layout.addWidget(self.presets)
        line = QFrame()
        set_kind(line, "line")
        layout.addWidget(line)
        set_kind(self.start, "primary")
        self.reason.setWordWrap(True)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(self.reason, "secondary")
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.start, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.reason, 1)
        layout.addLayout(row)

    def _connect(self) -> None:
        self._session.corpus_changed.connect(self._on_corpus_changed)
        self._session.labels_changed.connect(self._on_labels_given)
        self._text.currentIndexChanged.connect(self._read_labels)
        self._label.currentIndexChanged.connect(self._read_labels)
        self._stars.toggled.connect(self._read_labels)
        self.start.clicked.connect(self._on_start)

    def _on_corpus_changed(self) -> None:
        corpus = self._session.corpus
        frame = None if corpus is None else corpus.table.frame
        if frame is self._frame:
            return
        self._frame = None  # until all is filled in, what is chosen may be a column of the corpus before
        self._stars.setChecked(True)
        self._text.clear()
        self._label.clear()
        self._label.addItem(_("Choose…"), -1)
        for column, name in enumerate(() if corpus is None else corpus.table.names):
            title = name.strip() or _("(column {n})").format(n=column + 1)
            self._text.addItem(title, column)
            self._label.addItem(title, column)
        self._offer_own_labels()
        if corpus is not None:
            self._text.setCurrentIndex(self._text.findData(corpus.text_column))
            label = corpus.roles.label
            self.choose_label(rating_column(corpus) if label is None else label)
        self._frame = frame
        self._read_labels()

    def _on_labels_given(self) -> None:
        self._offer_own_labels()
        if self._label.currentData() in (OWN, CORRECTED):
            self._read_labels()

    def _offer_own_labels(self) -> None:
        """Behind "Choose…": what the user labelled, alone and as corrections of the file's label column."""
        corpus, n = self._session.corpus, len(self._session.labels)
        titles: dict[int, str] = {}
        if corpus is not None and n:
            titles[OWN] = _("Your labels ({n})").format(n=f"{n:,}")
            if corpus.roles.label is not None:
                words = _("“{column}”, corrected by your labels ({n})")
                titles[CORRECTED] = words.format(column=corpus.table.names[corpus.roles.label], n=f"{n:,}")
        for source in (OWN, CORRECTED):
            place = self._label.findData(source)
            if source not in titles and place >= 0:
                self._label.removeItem(place)
            elif place >= 0:
                self._label.setItemText(place, titles[source])
            elif source in titles:
                self._label.insertItem(1 if source == OWN else 2, titles[source], source)

    def _read_labels(self) -> None:
        """Count the labels in a job: a column of a million cells takes a moment."""
        opened = self._session.corpus
        if opened is not None and opened.table.frame is not self._frame:
            return
        corpus, request = self.corpus(), self.request()
        self._labelled = None
        if corpus is None or request is None:
            self._stars.hide()
            self._show(_("Choose the column that holds the labels."))
            return
        self._show(_("Counting the labels…"))
        self._jobs.start(
            _("Counting the labels"),
            lambda progress: labelled_documents(corpus, request.label_column, request.stars_as_sentiment),
            lane="labels",
            replace=True,
            succeeded=self._on_labels,
            failed=self._on_no_labels,
        )

    def _on_labels(self, labelled: Labelled) -> None:
        self._labelled = labelled
        self._stars.setVisible(labelled.are_stars)
        self._show("")

    def _on_no_labels(self, error: BaseException) -> None:
        self._stars.hide()
        if not isinstance(error, TextMinerError):
            raise error
        self._show(str(error))

    def _show(self, reason: str) -> None:
        labelled = self._labelled
        self.reason.setText(reason)
        self.start.setEnabled(labelled is not None)
        for widget in (self._summary, self._bars, self._parts):
            widget.setVisible(labelled is not None)
        self._notices.setVisible(labelled is not None and bool(labelled.notices))
        if labelled is None:
            return
        self._summary.setText(classes_and_documents(labelled))
        self._bars.set_bars(class_bars(labelled))
        request = self.request()
        if request is not None:
            self._parts.show_parts(labelled, request)
        self._notices.setText("\n".join(notice.message for notice in labelled.notices))

    def _on_start(self) -> None:
        corpus, request, labelled = self.corpus(), self.request(), self._labelled
        if corpus is not None and request is not None and labelled is not None:
            self.start_requested.emit(corpus, labelled, request)

    def _column(self, box: QComboBox) -> int | None:
        data = box.currentData()
        return None if data is None or data < 0 else int(data)


def classes_and_documents(labelled: Labelled) -> str:
    """ "5 classes · 4,310 labelled of 12,431"."""
    classes = ngettext_("{n} class", "{n} classes", len(labelled.names)).format(n=len(labelled.names))
    labels = _("{n} labelled of {all}").format(n=f"{labelled.n_labelled:,}", all=f"{len(labelled.classes):,}")
    return f"{classes} · {labels}"


def class_bars(labelled: Labelled) -> list[Bar]:
    """The classes with their counts, in their order; the rest of many in one row."""
    most = max(int(labelled.counts.max()), 1)
    pairs = list(zip(labelled.names, labelled.counts.tolist(), strict=True))
    shown, rest = (pairs, []) if len(pairs) <= MOST_BARS else (pairs[: MOST_BARS - 1], pairs[MOST_BARS - 1 :])
    bars = [Bar(label_word(name), count / most, f"{count:,}") for name, count in shown]
    if rest:
        title = ngettext_("{n} more class", "{n} more classes", len(rest)).format(n=len(rest))
        bars.append(Bar(title, 0.0, f"{sum(count for _name, count in rest):,}"))
    return bars


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    set_kind(label, "heading")
    return label
