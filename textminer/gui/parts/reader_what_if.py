"""What if the text were another: a copy in the reader that can be changed, and is scored as one types."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from textminer.gui.commands import Commands
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.reader_evidence import Evidence
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.flow_layout import FlowLayout
from textminer.gui.widgets.highlighted_text import HighlightedText
from textminer.gui.widgets.pill import Pill
from textminer.translation import _
from textminer.workflows.close_reading import TextReading, read_text

REST_MS = 60  # of the keys, before the text is scored
CLOSE_REST_MS = 500  # before its running score is read, which takes longer


class WhatIf(QWidget):
    """A line that says so while a copy is being changed; `pill` begins and ends that.

    began, ended  the text in the reader has become a copy; the original should stand there again
    read          the changed text has been scored, and then explained: the TextReading
    """

    began = Signal()
    ended = Signal()
    read = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        text: HighlightedText,
        evidence: Evidence,
        commands: Commands,
        jobs: JobBridge,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._evidence = evidence
        self._commands = commands
        self._jobs = jobs
        self.pill = Pill(_("What if…"), is_checkable=True, parent=parent)
        self.pill.setToolTip(_("Change a copy of the text and see what its score becomes"))
        said = plain_label(_("A copy: the document stays as it is."), "small", self)
        self.back = QPushButton(_("Back to the original"), self)
        self.back.setToolTip(_("Esc"))
        set_kind(self.back, "link")
        layout = FlowLayout(self, gap=px(6))
        layout.addWidget(said)
        layout.addWidget(self.back)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._close_rest = QTimer(self, singleShot=True, interval=CLOSE_REST_MS)
        self.hide()
        self.pill.toggled.connect(self._on_toggled)
        self.back.clicked.connect(self.leave)
        self._rest.timeout.connect(self._read)
        self._close_rest.timeout.connect(self._read_closely)
        text.edited.connect(self._on_edited)

    @property
    def is_on(self) -> bool:
        """Whether a copy stands in the reader."""
        return self.pill.isChecked()

    def leave(self) -> None:
        """Give the copy up."""
        self.pill.setChecked(False)

    def _on_toggled(self, is_on: bool) -> None:
        self.setVisible(is_on)
        self._text.set_editable(is_on)
        self._rest.stop()
        self._close_rest.stop()
        if is_on:
            self._text.setFocus()
            self.began.emit()
        else:
            self.ended.emit()

    def _on_edited(self) -> None:
        self._rest.start()
        self._close_rest.start()

    def _read(self) -> None:
        classifier, text = self._commands.classifier, self._text.text()
        if classifier is None or not self.is_on:
            return
        self._jobs.start(
            _("Scoring the changed text"),
            lambda progress: read_text(text, classifier, progress, self._jobs.stream(self._take)),
            lane="what-if",
            replace=True,
            succeeded=self._take,
            failed=self.failed.emit,
        )

    def _take(self, reading: TextReading) -> None:
        if self.is_on and reading.text == self._text.text():
            self.read.emit(reading)

    def _read_closely(self) -> None:
        classifier = self._commands.classifier
        if classifier is not None and self.is_on and self._evidence.isVisible():
            self._evidence.read(self._text.text(), classifier)
