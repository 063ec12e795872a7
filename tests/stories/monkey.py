"""Somebody who tries everything: random clicks, keys, drops, sizes and looks on the real window."""

import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from textminer.app import Application
from textminer.errors import TextMinerError
from textminer.gui.theme import ThemeMode
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.jobs.job import Job
from textminer.progress import Cancelled

PAUSE_MS = 15  # between two acts
BEAT_MS = 5  # of the clock that the window must not hold up
FEWEST_ACTS = 60  # on a machine that is busy with other things, whatever the clock says
MOST_IN_ONE_PLACE = 12  # acts in one dialog, menu or list; then Escape
REACHED = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTextEdit, FigureCanvas,
)  # fmt: skip
TYPED = (
    "good",
    "not * good",
    "bad|great",
    "(",
    "[",
    "*",
    "",
    "12",
    "-1",
    "😀",
    "房间",
    "שלום",
    "a" * 300,
    "\\",
)
KEYS = (
    *"123456789", "Ctrl+F", "Ctrl+K", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+H", "Ctrl+E", "Ctrl+O", "Ctrl+S",
    "Ctrl+A", "Ctrl+C", "Ctrl+G", "Ctrl+Return", "Tab", "Shift+Tab", "Escape", "Return", "Space", "Left", "Right",
    "Up", "Down", "Shift+Down", "Home", "End", "PgUp", "PgDown", "Delete", "P", "N", "U", "F10", "+", "-", "0",
)  # fmt: skip
SIZES = ((1280, 800), (1920, 1080), (1024, 640), (700, 500), (1440, 900))
SCALES = (1.0, 1.0, 1.25, 1.5, 2.0, 0.8)


class Monkey(QObject):
    """Acts until its steps or its seconds are over, and remembers what went wrong.

    files:     what it drops on the window
    failures:  errors of jobs that no sentence was written for
    longest:   seconds of processor time that the window's thread took between two beats of a clock, and what
               had been done before
    """

    def __init__(
        self, app: Application, seed: int, files: Sequence[Path], n_steps: int, seconds: float
    ) -> None:
        super().__init__(app.window)
        self._app = app
        self._chance = random.Random(seed)
        self._files = list(files)
        self._steps_left = n_steps
        self._end = time.monotonic() + seconds
        self._place: QWidget | None = None
        self._acts_in_place = 0
        self.n_done = 0
        self.is_done = False
        self.acts: deque[str] = deque(maxlen=25)
        self.failures: list[str] = []
        self.longest: tuple[float, str] = (0.0, "")
        self._beat_at = time.thread_time()
        app.jobs.finished.connect(self._on_job)
        app.window.installEventFilter(self)

    def start(self) -> None:
        """Begin; `is_done` says when it has ended."""
        QTimer.singleShot(0, self._step)
        QTimer.singleShot(0, self._beat)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Close and watched is self._app.window and not self.is_done:
            event.ignore()  # or there would be nothing left to try
            return True
        return False

    def _beat(self) -> None:
        now = time.thread_time()
        if now - self._beat_at > self.longest[0]:
            self.longest = now - self._beat_at, self.acts[-1] if self.acts else ""
        self._beat_at = now
        if not self.is_done:
            QTimer.singleShot(BEAT_MS, self._beat)  # one timer is not told again inside of what it began

    def _on_job(self, job: Job[object]) -> None:
        if job.error is not None and not isinstance(job.error, TextMinerError | Cancelled):
            self.failures.append(f"{job.title}: {job.details or job.error!r}")

    def _step(self) -> None:
        top = self._top()
        if self._steps_left <= 0 or (time.monotonic() > self._end and self.n_done >= FEWEST_ACTS):
            if top is self._app.window:
                self.is_done = True
                return
            QTimer.singleShot(PAUSE_MS, self._step)
            self._leave(top)
            return
        self._steps_left -= 1
        self.n_done += 1
        QTimer.singleShot(PAUSE_MS, self._step)  # first: what is done may open a loop of its own
        self._acts_in_place = self._acts_in_place + 1 if top is self._place else 0
        self._place = top
        if top is not self._app.window and self._acts_in_place > MOST_IN_ONE_PLACE:
            self._acts_in_place = 0
            self._leave(top)
            return
        acts: list[Callable[[QWidget], None]] = (
            [self._click] * 10 + [self._press] * 5 + [self._type, self._wheel]
        )
        if top is self._app.window:
            acts += [self._show_page] * 2 + [self._drop, self._resize, self._dress, self._enlarge]
        self._chance.choice(acts)(top)

    def _top(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._app.window

    def _leave(self, top: QWidget) -> None:
        self.acts.append(f"leave {type(top).__name__}")
        QTest.keyClick(top, Qt.Key.Key_Escape)
        if top.isVisible() and self._acts_in_place == 0:
            top.close()

    def _reached(self, top: QWidget) -> list[QWidget]:
        return [it for it in top.findChildren(QWidget) if isinstance(it, REACHED) and it.isVisible()]

    def _click(self, top: QWidget) -> None:
        reached = self._reached(top)
        target = self._chance.choice(reached) if reached else top
        if isinstance(target, QAbstractItemView):
            target = target.viewport()
        at = QPoint(
            self._chance.randint(0, max(target.width() - 1, 0)),
            self._chance.randint(0, max(target.height() - 1, 0)),
        )
        self.acts.append(f"click {type(target).__name__} {target.accessibleName()!r} at {at.x()}, {at.y()}")
        button = Qt.MouseButton.RightButton if self._chance.random() < 0.08 else Qt.MouseButton.LeftButton
        keys = (
            Qt.KeyboardModifier.ControlModifier
            if self._chance.random() < 0.1
            else Qt.KeyboardModifier.NoModifier
        )
        if self._chance.random() < 0.1:
            QTest.mouseDClick(target, button, keys, at)
        else:
            QTest.mouseClick(target, button, keys, at)

    def _press(self, top: QWidget) -> None:
        keys = self._chance.choice(KEYS)
        if len(keys) == 1 and keys.isdigit() and self._chance.random() < 0.8:
            keys = f"Ctrl+{keys}"
        target = QApplication.focusWidget()
        if target is None or target.window() is not top.window():
            target = top
        self.acts.append(f"press {keys} in {type(target).__name__}")
        QTest.keySequence(target, keys)

    def _type(self, top: QWidget) -> None:
        fields = [it for it in self._reached(top) if isinstance(it, QLineEdit | QTextEdit) and it.isEnabled()]
        if not fields:
            return
        field, text = self._chance.choice(fields), self._chance.choice(TYPED)
        self.acts.append(f"type {text[:20]!r} in {field.accessibleName()!r}")
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()
            field.insert(text)
        elif not field.isReadOnly():
            field.insertPlainText(text)
        if self._chance.random() < 0.5:
            QTest.keyClick(field, Qt.Key.Key_Return)

    def _wheel(self, top: QWidget) -> None:
        reached = [it for it in self._reached(top) if isinstance(it, QAbstractItemView | FigureCanvas)]
        if not reached:
            return
        target = self._chance.choice(reached)
        target = target.viewport() if isinstance(target, QAbstractItemView) else target
        self.acts.append(f"wheel on {type(target).__name__}")
        middle = QPointF(target.rect().center())
        turn = QPoint(0, self._chance.choice((-360, -120, 120, 360)))
        no_button, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(
            middle, QPointF(target.mapToGlobal(middle.toPoint())), QPoint(), turn, no_button, no_key,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(target, event)

    def _show_page(self, _top: QWidget) -> None:
        self._press_page(self._chance.randint(1, 9))

    def _press_page(self, number: int) -> None:
        self.acts.append(f"page {number}")
        QTest.keyClick(self._app.window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)

    def _drop(self, _top: QWidget) -> None:
        window = self._app.window
        files = self._chance.sample(self._files, self._chance.choice((1, 1, 1, 2)))
        self.acts.append(f"drop {[file.name for file in files]}")
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        copy, button, key = (
            Qt.DropAction.CopyAction,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(window, QDragEnterEvent(QPoint(50, 50), copy, mime, button, key))
        QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), copy, mime, button, key))

    def _resize(self, _top: QWidget) -> None:
        size = self._chance.choice(SIZES)
        self.acts.append(f"resize {size}")
        self._app.window.resize(*size)

    def _dress(self, _top: QWidget) -> None:
        mode = self._chance.choice(list(ThemeMode))
        self.acts.append(f"dress {mode.value}")
        self._app.theme.set_mode(mode)

    def _enlarge(self, _top: QWidget) -> None:
        scale = self._chance.choice(SCALES)
        self.acts.append(f"enlarge {scale}")
        self._app.theme.set_scale(scale)
