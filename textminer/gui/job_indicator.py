"""What runs now: name, bar, how far, time left, and Cancel."""

import math

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from textminer.gui.job_bridge import JobBridge
from textminer.gui.theme import px, set_kind
from textminer.gui.widgets.drawings import drawings
from textminer.gui.widgets.elided_label import ElidedLabel
from textminer.jobs.job import Job, JobState
from textminer.translation import _, ngettext_

BAR_WIDTH = 145
BAR_STEPS = 1000
REFRESH_MS = 500  # time left goes on counting while the work says nothing
SHOWN_AFTER_MS = 150  # shorter work would only flicker


class JobIndicator(QWidget):
    """The oldest running job in the status bar; the others in a list above it.

    "Ready" stands there only where no job is left and every figure in sight is drawn.
    """

    def __init__(self, jobs: JobBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._says_drawing = False
        self._row = JobRow(self, is_compact=True)
        self._idle = QLabel(self)
        set_kind(self._idle, "secondary")
        self._more = QPushButton(self)
        self._more.setAccessibleName(_("Show all jobs"))
        set_kind(self._more, "link")
        self._more.clicked.connect(self._toggle_list)
        self._list = _JobList(self)
        self._refresh = QTimer(self, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._render)
        self._delay = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._delay.timeout.connect(self._render)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for widget in (self._idle, self._row, self._more):
            layout.addWidget(widget)
        layout.addStretch(1)
        jobs.started.connect(self._on_started)
        jobs.updated.connect(self._on_updated)
        jobs.finished.connect(self._on_finished)
        drawings.changed.connect(self._on_drawings)
        self._render()

    def _on_started(self) -> None:
        self._refresh.start()
        self._show_soon()

    def _show_soon(self) -> None:
        """Say at once that nothing is ready, and what is under way when it has taken a little."""
        if not self._delay.isActive() and not self._row.isVisible() and not self._says_drawing:
            self._delay.start()
            self._idle.setText("")

    def _on_drawings(self) -> None:
        if drawings.are_under_way:
            self._show_soon()
        elif not self._jobs.active():
            self._delay.stop()
        self._on_updated()

    def _on_updated(self) -> None:
        if not self._delay.isActive():
            self._render()

    def _on_finished(self) -> None:
        if not self._jobs.active():
            self._refresh.stop()
            if not drawings.are_under_way:
                self._delay.stop()
        self._on_updated()

    def _render(self) -> None:
        active = self._jobs.active()
        running = [job for job in active if job.state is JobState.RUNNING]
        first = next(iter(running or active), None)
        self._idle.setVisible(first is None)
        self._says_drawing = first is None and drawings.are_under_way
        self._idle.setText(_("Drawing…") if self._says_drawing else _("Ready"))
        self._row.setVisible(first is not None)
        self._more.setVisible(len(active) > 1)
        if first is not None:
            self._row.show_job(first)
        others = len(active) - 1
        self._more.setText(ngettext_("{n} more", "{n} more", others).format(n=others))
        if self._list.isVisible():
            self._list.show_jobs(active)

    def _toggle_list(self) -> None:
        if self._list.isVisible():
            self._list.hide()
            return
        self._list.show_jobs(self._jobs.active())
        self._list.adjustSize()
        self._list.move(self.mapToGlobal(QPoint(0, -self._list.sizeHint().height() - px(10))))
        self._list.show()


class JobRow(QWidget):
    """One job on one line."""

    def __init__(self, parent: QWidget | None = None, is_compact: bool = False) -> None:
        super().__init__(parent)
        self._job: Job[object] | None = None
        self._title = QLabel(self) if is_compact else ElidedLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(self._title, "secondary" if is_compact else "")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress"))
        self._bar.setFixedWidth(px(BAR_WIDTH))
        self._bar.setRange(0, BAR_STEPS)
        self._detail = QLabel(self)
        self._detail.setTextFormat(Qt.TextFormat.PlainText)
        set_kind(self._detail, "secondary")
        self._cancel = QPushButton(_("Cancel"), self)
        self._cancel.setCursor(Qt.CursorShape.PointingHandCursor)
        set_kind(self._cancel, "link")
        self._cancel.clicked.connect(self._on_cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for widget in (self._title, self._bar, self._detail, self._cancel):
            layout.addWidget(widget)
        if not is_compact:
            self._title.setMinimumWidth(px(180))
            layout.insertStretch(3, 1)

    def show_job(self, job: Job[object]) -> None:
        """Show a job as it is now."""
        self._job = job
        self._title.setText(job.title)
        self._title.setToolTip(job.title)
        self._bar.setValue(round(job.fraction * BAR_STEPS))
        self._bar.setAccessibleName(_("Progress of “{title}”").format(title=job.title))
        self._detail.setText(job_detail(job))
        self._cancel.setEnabled(not job.is_cancelling)
        self._cancel.setAccessibleName(_("Cancel “{title}”").format(title=job.title))

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.show_job(self._job)


class _JobList(QFrame):
    """All jobs, above the status bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_kind(self, "popup")
        self.setAccessibleName(_("Jobs"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 12)
        self._layout.setSpacing(10)
        self._rows: list[JobRow] = []

    def show_jobs(self, jobs: list[Job[object]]) -> None:
        while len(self._rows) < len(jobs):
            self._rows.append(JobRow(self))
            self._layout.addWidget(self._rows[-1])
        for row, job in zip(self._rows, jobs, strict=False):
            row.show_job(job)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(jobs))
        if not jobs:
            self.hide()
        self.adjustSize()


def job_detail(job: Job[object]) -> str:
    """What stands beside the bar: what the work says, or how far it is, and the time left."""
    if job.is_cancelling:
        return _("stopping…")
    if job.state is JobState.QUEUED:
        return _("waiting")
    said = job.message if job.message != job.title else ""
    parts = [said or f"{math.floor(job.fraction * 100)} %"]
    seconds_left = job.seconds_left  # asked once: the job may end between two questions
    if seconds_left is not None:
        parts.append(_("{time} left").format(time=duration(seconds_left)))
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """A span of time in the words of the status bar: "4 s", "3 min", "2 h 5 min"."""
    whole = math.ceil(seconds)
    if whole < 90:
        return _("{n} s").format(n=max(1, whole))
    minutes = math.ceil(whole / 60)
    if minutes < 60:
        return _("{n} min").format(n=minutes)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
