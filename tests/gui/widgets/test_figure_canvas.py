"""How figures reach the window."""

import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from textminer.errors import ExportError
from textminer.figures.marks import set_mark
from textminer.figures.style import DARK, LIGHT, Colours, style_axes
from textminer.gui.theme import Theme, ThemeMode
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.gui.widgets.figure_sheet import FigureSheet

threads: list[threading.Thread] = []
BAR, CROSS = "a bar", "a cross"  # what the marks stand for


def draw_bar(figure: Figure, colours: Colours) -> None:
    threads.append(threading.current_thread())
    figure.clear()
    axes = figure.add_subplot()
    axes.barh([0], [1], height=0.8, color=colours.accent, picker=True)[0].set_gid("$$great$$")
    axes.set_yticks([0], ["$$great$$"])
    style_axes(axes, colours)


@pytest.fixture
def canvas(qtbot: QtBot) -> FigureCanvas:
    canvas = FigureCanvas("Most frequent words")
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    with qtbot.waitSignal(canvas.drawn, timeout=30_000):
        canvas.show_figure(draw_bar, BAR, lambda: pd.DataFrame({"word": ["great"], "n": [1234.5]}))
    return canvas


def test_figures_are_drawn_away_from_the_gui_thread(canvas: FigureCanvas) -> None:
    assert threads[-1] is not threading.main_thread()


def test_a_click_on_a_bar_says_which(qtbot: QtBot, canvas: FigureCanvas) -> None:
    with qtbot.waitSignal(canvas.picked, timeout=1000) as picked:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(220, 150))
    assert picked.args == ["$$great$$"]


def test_a_drawing_of_something_else_cannot_be_picked_from(qtbot: QtBot, canvas: FigureCanvas) -> None:
    picked: list[str] = []
    canvas.picked.connect(picked.append)
    canvas.show_figure(draw_bar, canvas)  # the bar on the screen stands for what was shown before
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(220, 150))
    assert not picked
    qtbot.waitUntil(lambda: canvas.is_current, timeout=30_000)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(220, 150))
    assert picked == ["$$great$$"]


def test_a_click_means_what_is_on_the_screen_while_the_same_is_drawn_anew(
    qtbot: QtBot, canvas: FigureCanvas
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def draw_slowly(figure: Figure, colours: Colours) -> None:
        figure.clear()
        begun.set()
        may_end.wait(30)
        draw_bar(figure, colours)

    picked: list[str] = []
    canvas.picked.connect(picked.append)
    canvas.activated.connect(picked.append)
    try:
        canvas.show_figure(draw_slowly, BAR)
        qtbot.waitUntil(begun.is_set, timeout=30_000)
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(220, 150))
        qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(220, 150))
    finally:
        may_end.set()
    assert picked == ["$$great$$"] * len(picked)
    assert len(picked) >= 2
    qtbot.waitUntil(lambda: canvas.is_current, timeout=30_000)


def test_a_figure_follows_the_theme(qtbot: QtBot, qapp: object, canvas: FigureCanvas) -> None:
    theme = Theme(qapp, ThemeMode.LIGHT)
    for mode, colours in ((ThemeMode.DARK, DARK), (ThemeMode.LIGHT, LIGHT)):
        theme.set_mode(mode)
        qtbot.waitUntil(
            lambda ground=colours.surface: canvas.grab().toImage().pixelColor(2, 2) == QColor(ground),
            timeout=10_000,
        )


@pytest.mark.parametrize(("kind", "magic"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_pictures_are_saved_in_the_format_of_their_name(
    canvas: FigureCanvas, tmp_path: Path, kind: str, magic: bytes
) -> None:
    target = tmp_path / f"words.{kind}"
    canvas.save_picture(target)
    assert target.read_bytes().startswith(magic)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_picture_that_cannot_be_saved_says_why(canvas: FigureCanvas, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.png, \.svg, \.pdf"):
        canvas.save_picture(tmp_path / "words.docx")
    with pytest.raises(ExportError, match="nowhere"):
        canvas.save_picture(tmp_path / "nowhere" / "words.png")


def test_picture_and_data_can_be_copied(canvas: FigureCanvas) -> None:
    canvas.copy_data()
    assert QGuiApplication.clipboard().text() == "word\tn\ngreat\t1234.5\n"
    canvas.copy_picture()
    assert not QGuiApplication.clipboard().image().isNull()


def test_a_picture_for_print_is_on_white_whatever_the_theme(
    qapp: object, canvas: FigureCanvas, qtbot: QtBot, tmp_path: Path
) -> None:
    theme = Theme(qapp, ThemeMode.DARK)
    qtbot.waitUntil(lambda: canvas.is_current, timeout=10_000)
    shown = canvas.grab().toImage().pixelColor(2, 2)
    canvas.copy_picture(for_print=True)
    copied = QGuiApplication.clipboard().image()
    assert copied.pixelColor(2, 2) == QColor("#ffffff") != shown
    assert copied.size() == canvas.size() * canvas.devicePixelRatioF()
    canvas.save_picture(tmp_path / "print.png", for_print=True)
    assert QImage(str(tmp_path / "print.png")).pixelColor(2, 2) == QColor("#ffffff")
    canvas.copy_picture()
    assert QGuiApplication.clipboard().image().pixelColor(2, 2) == shown
    theme.set_mode(ThemeMode.LIGHT)


def draw_cross(figure: Figure, colours: Colours) -> None:
    """Five points: one in the middle, one to each side, the one to the right a little too high."""
    figure.clear()
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(-2, 2)
    axes.set_ylim(-2, 2)
    for name, (x, y) in {
        "middle": (0, 0), "left": (-1, 0), "right": (1, 0.1), "up": (0, 1), "down": (0, -1),
    }.items():  # fmt: skip
        set_mark(axes.scatter([x], [y], s=60, color=colours.accent), name, f"{name} mark")
    set_mark(axes.plot([-1, 1], [0, 0.1], color=colours.line)[0], "line", "left to right", reach=4)


@pytest.fixture
def cross(qtbot: QtBot) -> FigureCanvas:
    canvas = FigureCanvas("Cross")
    qtbot.addWidget(canvas)
    canvas.resize(400, 400)
    canvas.show()
    with qtbot.waitSignal(canvas.drawn, timeout=30_000):
        canvas.show_figure(draw_cross, CROSS)
    return canvas


def test_keys_walk_the_marks_and_say_what_they_are(qtbot: QtBot, cross: FigureCanvas) -> None:
    def pressed(*keys: Qt.Key) -> str:
        for key in keys:
            qtbot.keyClick(cross, key)
        assert cross.mark is not None
        return cross.mark.gid

    assert [mark.gid for mark in cross.marks] == ["middle", "left", "right", "up", "down", "line"]
    assert pressed(Qt.Key.Key_Home) == "middle"
    assert pressed(Qt.Key.Key_Right) == "right"
    assert pressed(Qt.Key.Key_Right) == "right"
    assert pressed(Qt.Key.Key_Left, Qt.Key.Key_Left) == "left"
    assert pressed(Qt.Key.Key_Up) == "up"
    assert pressed(Qt.Key.Key_Down, Qt.Key.Key_Down) == "down"
    assert cross.accessibleDescription() == "down mark (5 of 6)"
    assert pressed(Qt.Key.Key_PageDown) == "line"
    assert pressed(Qt.Key.Key_PageUp) == "down"
    assert pressed(Qt.Key.Key_End) == "line"


def test_enter_picks_and_enter_twice_or_with_control_activates(qtbot: QtBot, cross: FigureCanvas) -> None:
    heard: list[str] = []
    cross.picked.connect(lambda gid: heard.append(f"picked {gid}"))
    cross.activated.connect(lambda gid: heard.append(f"activated {gid}"))
    qtbot.keyClick(cross, Qt.Key.Key_Return)
    assert heard == []
    qtbot.keyClick(cross, Qt.Key.Key_Home)
    qtbot.keyClick(cross, Qt.Key.Key_Space)
    qtbot.keyClick(cross, Qt.Key.Key_Space)
    assert heard == ["picked middle"] * 2
    heard.clear()
    qtbot.keyClick(cross, Qt.Key.Key_Return)
    qtbot.keyClick(cross, Qt.Key.Key_Return)
    assert heard == ["picked middle", "activated middle"]
    heard.clear()
    qtbot.keyClick(cross, Qt.Key.Key_Right)
    qtbot.keyClick(cross, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["picked right", "activated right"]


def test_the_mark_under_the_keys_is_seen_and_stays_when_the_figure_is_drawn_anew(
    qtbot: QtBot, cross: FigureCanvas
) -> None:
    before = cross.grab().toImage()
    cross.activateWindow()
    qtbot.waitUntil(cross.isActiveWindow)
    cross.clearFocus()
    cross.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(cross.hasFocus)
    assert cross.mark is not None
    qtbot.keyClick(cross, Qt.Key.Key_Down)
    corners = cross.mark.outlines[0]
    centre = corners.mean(axis=0)
    shown = cross.grab().toImage()
    rows, columns = np.mgrid[-14:15, -14:15]
    around = [(int(centre[0] + x), int(centre[1] + y)) for x, y in zip(columns.flat, rows.flat, strict=True)]
    assert any(shown.pixel(*place) != before.pixel(*place) for place in around)
    with qtbot.waitSignal(cross.drawn, timeout=10_000):
        cross.show_figure(draw_cross, CROSS)
    assert cross.mark.gid == "down"


def test_the_keys_of_the_clipboard_copy_picture_and_data(qtbot: QtBot, canvas: FigureCanvas) -> None:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(canvas, Qt.Key.Key_C, control)
    assert not QGuiApplication.clipboard().image().isNull()
    qtbot.keyClick(canvas, Qt.Key.Key_C, control | shift)
    assert QGuiApplication.clipboard().text().startswith("word\tn\n")


def test_a_figure_that_cannot_be_drawn_leaves_the_last_one(
    qtbot: QtBot, canvas: FigureCanvas, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(figure: Figure, colours: Colours) -> None:
        raise ValueError("no")

    before = canvas.grab().toImage()
    with qtbot.waitSignal(canvas.drawn, timeout=10_000):
        canvas.show_figure(fail, BAR)
    assert "could not be drawn" in caplog.text
    assert canvas.grab().toImage() == before


def test_a_figure_that_has_hardly_any_room_is_laid_out_and_drawn_smaller() -> None:
    def draw(figure: Figure, colours: Colours) -> None:
        figure.clear()
        axes = figure.add_subplot()
        axes.set_title("a title")
        axes.set_xlabel("points of the mean score,\nwith 95 % interval")
        axes.set_xticks([0, 1])

    picture = (
        FigureSheet().submit(draw, LIGHT, 604, 60, 150).result(60)
    )  # what cannot be laid out is a warning
    assert (picture.width, picture.height) == (604, 60)
