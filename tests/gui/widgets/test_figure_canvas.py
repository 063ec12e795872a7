"""How figures reach the window."""

import threading
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from pytestqt.qtbot import QtBot

from textminer.errors import ExportError
from textminer.figures.style import DARK, LIGHT, Colours, style_axes
from textminer.gui.theme import Theme, ThemeMode
from textminer.gui.widgets.figure_canvas import FigureCanvas

threads: list[threading.Thread] = []


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
        canvas.show_figure(draw_bar, lambda: "great\t1")
    return canvas


def test_figures_are_drawn_away_from_the_gui_thread(canvas: FigureCanvas) -> None:
    assert threads[-1] is not threading.main_thread()


def test_a_click_on_a_bar_says_which(qtbot: QtBot, canvas: FigureCanvas) -> None:
    with qtbot.waitSignal(canvas.picked, timeout=1000) as picked:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(220, 150))
    assert picked.args == ["$$great$$"]


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
    assert QGuiApplication.clipboard().text() == "great\t1"
    canvas.copy_picture()
    assert not QGuiApplication.clipboard().image().isNull()


def test_a_figure_that_cannot_be_drawn_leaves_the_last_one(
    qtbot: QtBot, canvas: FigureCanvas, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(figure: Figure, colours: Colours) -> None:
        raise ValueError("no")

    before = canvas.grab().toImage()
    with qtbot.waitSignal(canvas.drawn, timeout=10_000):
        canvas.show_figure(fail)
    assert "could not be drawn" in caplog.text
    assert canvas.grab().toImage() == before
