"""Is everything readable, light and dark?"""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPalette, QTextLayout
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from textminer.figures.style import DARK, LIGHT, Colours, contrast, tint
from textminer.gui.fonts import font, load_fonts
from textminer.gui.style_sheet import style_sheet
from textminer.gui.theme import Theme, ThemeMode, at_scale, current_colours, dress, px, set_kind
from textminer.resource_files import resource_path

TEXTS = ("text", "secondary", "positive_text", "negative_text")
GROUNDS = ("ground", "surface", "rail", "accent_ground")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), list(itertools.product(TEXTS, GROUNDS)))
def test_every_text_is_readable_on_every_ground(colours: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_accent_is_readable_as_text_and_carries_text(colours: Colours) -> None:
    for ground in ("surface", "ground", "accent_ground"):
        assert contrast(colours.accent, getattr(colours, ground)) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5


@given(strength=st.floats(-3, 3), colours=st.sampled_from([LIGHT, DARK]))
def test_words_stay_readable_on_any_tint(strength: float, colours: Colours) -> None:
    assert contrast(colours.text, tint(strength, colours)) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # WCAG's usual example


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_leaves_no_place_open_and_its_pictures_exist(colours: Colours) -> None:
    sheet = style_sheet(colours, 1.25)
    assert "$" not in sheet
    names = [part.split('"')[0] for part in sheet.split('url("')[1:]]
    assert names
    for name in names:
        assert resource_path("icons", name.rsplit("/", 1)[1]).is_file()


def test_a_switch_of_the_theme_recolours_the_application_at_once(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, ThemeMode.LIGHT)
    button = QPushButton("Open")
    qtbot.addWidget(button)
    with qtbot.waitSignal(theme.changed, timeout=1000):
        theme.set_mode(ThemeMode.DARK)
    assert current_colours() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    theme.set_mode(ThemeMode.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.ground)


def test_the_scale_reaches_fonts_and_lengths(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, ThemeMode.LIGHT)
    theme.set_scale(2.0)
    assert (px(36), qapp.font().pixelSize()) == (72, 26)
    theme.set_scale(1.0)
    assert (px(36), qapp.font().pixelSize()) == (36, 13)


def test_the_fonts_that_ship_are_found(qapp: QApplication) -> None:
    assert load_fonts()[:2] == ["Inter", "Noto Sans CJK SC"]


def test_figures_of_a_column_have_one_width(qapp: QApplication) -> None:
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(font(13, tabular=True))
    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("per_cent", range(80, 201, 5))
def test_radio_buttons_stay_round_at_every_scale(per_cent: int) -> None:
    sheet = style_sheet(LIGHT, per_cent / 100)
    width = _length(sheet, r"QRadioButton::indicator \{ width: (\d+)px; height: \1px; border: 1px")
    radius = _length(sheet, r"QRadioButton::indicator \{ border-radius: (\d+)px")
    assert width / 2 <= radius <= width / 2 + 1  # Qt draws corners square above half of width and edges


def _length(sheet: str, pattern: str) -> int:
    found = re.search(pattern, sheet)
    assert found is not None
    return int(found[1])


@pytest.mark.parametrize("per_cent", range(80, 201, 5))
def test_the_knob_of_a_slider_stays_round_at_every_scale(per_cent: int) -> None:
    sheet = style_sheet(LIGHT, per_cent / 100)
    handle = sheet[sheet.index("QSlider::handle:horizontal {") :]
    edge, width, margin = (
        _length(handle, pattern) for pattern in (r"border: (\d+)px", r"width: (\d+)px", r"margin: -(\d+)px")
    )
    radius = _length(handle, r"border-radius: (\d+)px")
    height = _length(sheet, r"QSlider::groove:horizontal \{ background: [^;]+; height: (\d+)px") + 2 * margin
    assert radius <= min(width + 2 * edge, height) / 2  # Qt draws corners square above half
    assert radius >= min(width + 2 * edge, height) / 2 - 1


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.1, 1.5, 2.0])
def test_all_boxes_of_a_line_are_of_one_height(qtbot: QtBot, qapp: QApplication, scale: float) -> None:
    theme = Theme(qapp, ThemeMode.LIGHT)
    theme.set_scale(scale)
    try:
        boxes = [QComboBox(), QLineEdit(), QSpinBox(), QDoubleSpinBox(), QPushButton("Open")]
        for box in boxes:
            qtbot.addWidget(box)
            dress(box)
            box.ensurePolished()
        assert len({box.sizeHint().height() for box in boxes}) == 1
    finally:
        theme.set_scale(1.0)


def test_texts_are_shown_as_they_are(qapp: QApplication) -> None:
    """Inter has signs of its own for "->" and for an "x" between figures."""

    def glyphs(text: str) -> list[int]:
        layout = QTextLayout(text, font(13))
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        return [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]

    for text in ("->", "2x4", "=>"):
        assert glyphs(text) == [glyph for sign in text for glyph in glyphs(sign)]


def test_lengths_follow_the_scale_as_long_as_their_widget_lives(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, ThemeMode.LIGHT)
    widget, gone = QWidget(), QWidget()
    qtbot.addWidget(widget)
    fitted: list[int] = []
    at_scale(widget, lambda it: it.setMinimumWidth(px(100)))
    at_scale(gone, lambda _it: fitted.append(px(100)))
    del gone
    try:
        theme.set_scale(1.5)
        assert widget.minimumWidth() == 150
    finally:
        theme.set_scale(1.0)
    assert widget.minimumWidth() == 100
    assert fitted == [100]


def test_a_window_that_was_dressed_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, ThemeMode.LIGHT)
    window, plain = QWidget(), QWidget()
    label = QLabel("12", window)
    set_kind(label, "number-positive")
    for widget in (window, plain):
        qtbot.addWidget(widget)
    dress(window)
    window.show()
    try:
        for mode, colours in ((ThemeMode.DARK, DARK), (ThemeMode.LIGHT, LIGHT)):
            theme.set_mode(mode)
            colour = label.palette().color(QPalette.ColorRole.WindowText)
            assert colour == QColor(colours.positive_text)
        theme.set_scale(1.5)
        assert label.font().pixelSize() == 45
        assert plain.styleSheet() == ""
    finally:
        theme.set_mode(ThemeMode.LIGHT)
        theme.set_scale(1.0)


def test_margins_that_a_change_of_colours_takes_away_are_given_back(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(qapp, ThemeMode.LIGHT)
    label = QLabel()
    qtbot.addWidget(label)
    at_scale(label, lambda it: it.setContentsMargins(px(14), 0, 0, 0))
    dress(label)
    label.setContentsMargins(0, 0, 0, 0)  # as Qt's style sheets leave it
    try:
        theme.set_mode(ThemeMode.DARK)
        assert label.contentsMargins().left() == 14
    finally:
        theme.set_mode(ThemeMode.LIGHT)
