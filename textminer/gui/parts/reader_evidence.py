"""What the reader shows of a text's course: the running score, and the sentences on their own."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from textminer.corpus.text_direction import is_read_from_right
from textminer.errors import TextMinerError
from textminer.gui.job_bridge import JobBridge
from textminer.gui.parts.evidence_river import EvidenceRiver
from textminer.gui.theme import set_kind
from textminer.gui.widgets.card import plain_label
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.jobs.job import Job
from textminer.progress import Progress
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.score_words import class_word, percent, signed
from textminer.translation import _
from textminer.workflows.close_reading import RunningScores, Sentences, read_closely

SHOWN_CHARACTERS = 60  # of a word or a sentence, in the line that tells of it


class Evidence(QWidget):
    """Reads a text closely in a job; the curve becomes finer while the job goes on.

    place_chosen       first character and the one after the last of what was chosen
    sentences_changed  there are other sentences: see `sentences`
    """

    place_chosen = Signal(int, int)
    sentences_changed = Signal()

    def __init__(self, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job[RunningScores] | None = None
        self._text = ""
        self._running: RunningScores | None = None
        self._sentences: Sentences | None = None
        self._title = plain_label("", "small", self)
        self.readout = ElidedLabel(self)
        set_kind(self.readout, "small")
        self.river = EvidenceRiver(_("Running score, word by word"), self)
        above = QHBoxLayout()
        above.setSpacing(10)
        above.addWidget(self._title)
        above.addStretch(1)
        above.addWidget(self.readout)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(above)
        layout.addWidget(self.river)
        self.river.pointed.connect(self._tell_point)
        self.river.point_chosen.connect(self._choose_point)
        self.river.sentence_pointed.connect(self._tell_sentence)
        self.river.sentence_chosen.connect(self.choose_sentence)
        self.forget()

    @property
    def text(self) -> str:
        """The text that was read."""
        return self._text

    @property
    def running(self) -> RunningScores | None:
        """The running score as far as it has been read; None before."""
        return self._running

    @property
    def sentences(self) -> Sentences | None:
        """The sentences of the text; None before they have been read."""
        return self._sentences

    def forget(self) -> None:
        """Show nothing, and give up what is being read."""
        self._stop()
        had_sentences = self._sentences is not None
        self._text, self._running, self._sentences = "", None, None
        self.river.clear()
        self.readout.setText("")
        self._title.setText(_("Running score, word by word"))
        if had_sentences:
            self.sentences_changed.emit()

    def read(self, text: str, classifier: SentimentClassifier) -> None:
        """Read a text from the beginning; what is shown of another stays until there is something to show."""
        self._stop()

        def work(progress: Progress) -> RunningScores:
            return read_closely(
                text,
                classifier,
                progress,
                on_sentences=self._jobs.stream(lambda found: self._take_sentences(text, found)),
                on_running=self._jobs.stream(lambda found: self._take_running(text, found)),
            )

        self._job = self._jobs.start(
            _("Reading word by word"), work, lane="evidence", replace=True, failed=self._on_failed
        )

    def choose_sentence(self, number: int) -> None:
        """Show a sentence in the text."""
        if self._sentences is not None:
            start, end = self._sentences.spans[number].tolist()
            self.place_chosen.emit(start, end)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _take_sentences(self, text: str, found: Sentences) -> None:
        self._text, self._sentences, self._running = text, found, None
        self.river.set_mirrored(is_read_from_right(text))
        self.river.set_sentences(found.tokens, sentence_values(found))
        self.sentences_changed.emit()

    def _take_running(self, text: str, found: RunningScores) -> None:
        self._running = found
        has_polarity = found.prediction.polarity is not None
        title = _("Running score, word by word")
        if not has_polarity and found.n_tokens and found.prediction.is_scored[-1]:
            best = int(found.prediction.probabilities[-1].argmax())
            title = _("Probability of “{label}”, word by word").format(
                label=class_word(found.prediction, best)
            )
        self._title.setText(title)
        self.river.set_curve(found.n_tokens, found.lengths, found.values(), -1.0 if has_polarity else 0.0)

    def _tell_point(self, number: int) -> None:
        said = ""
        if number >= 0 and self._running is not None:
            running = self._running
            last = int(running.lengths[number]) - 1
            word = _shortened(self._text[running.starts[last] : running.ends[last]])
            value = float(running.values()[number])
            if np.isnan(value):
                amount = "–"
            elif running.prediction.polarity is None:
                amount = percent(value)
            else:
                amount = signed(value)
            said = _("{score} after “{word}”").format(score=amount, word=word)
        self._say(said)

    def _tell_sentence(self, number: int) -> None:
        if number < 0 or self._sentences is None:
            if self.river.mark < 0:
                self._say("")
            return
        start, end = self._sentences.spans[number].tolist()
        value = sentence_values(self._sentences)[number]
        amount = "–" if np.isnan(value) else signed(float(value))
        self._say(f"{amount}  {_shortened(self._text[start:end])}")

    def _say(self, words: str) -> None:
        self.readout.setText(words)
        self.river.setAccessibleDescription(words)

    def _choose_point(self, number: int) -> None:
        if self._running is not None:
            last = int(self._running.lengths[number]) - 1
            self.place_chosen.emit(int(self._running.starts[last]), int(self._running.ends[last]))

    def _on_failed(self, error: BaseException) -> None:
        self._job = None
        self._title.setText(
            str(error) if isinstance(error, TextMinerError) else _("The running score could not be read.")
        )


def sentence_values(sentences: Sentences) -> np.ndarray:
    """The score of each sentence, -1 to 1: float (n_sentences,); NaN where there is none."""
    score = sentences.prediction.score()
    return np.full(len(sentences.spans), np.nan) if score is None else score


def _shortened(text: str) -> str:
    line = " ".join(text[: 4 * SHOWN_CHARACTERS].split())
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"
