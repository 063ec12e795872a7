"""Whether spans stand at the very characters they are given for, whatever the text."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from textminer.figures.style import LIGHT, tint
from textminer.gui.theme import Theme, ThemeMode, dress
from textminer.gui.widgets.highlighted_text import HighlightedText
from textminer.gui.widgets.shown_text import MAX_PARAGRAPH, shown_text, utf16_offsets

ODD = "a b\r\n\r\n\r\U0001f600é\u2028\u2029\ufdd0\x00\ud83d服مر<b>&amp;"


def utf16(text: str) -> list[bytes]:
    data = text.encode("utf-16-le", "surrogatepass")
    return [data[place : place + 2] for place in range(0, len(data), 2)]


@given(text=st.text(alphabet=st.one_of(st.characters(), st.sampled_from(ODD)), max_size=60))
@example(text=ODD)
def test_every_character_stands_where_its_offset_says(text: str) -> None:
    shown = shown_text(text)
    units = utf16("\n".join(shown.parts))
    assert len(units) == shown.units[-1]
    for place, character in enumerate(text):
        if character.isalnum():
            assert units[shown.units[place]] == utf16(character)[0]


@pytest.mark.parametrize(
    "text", ["word " * 5000, "x" * 20_000, "\U0001f600" * 9000, "short\n" + "long " * 3000 + "\nshort"]
)
def test_no_paragraph_is_too_long_to_lay_out_and_offsets_still_hold(text: str) -> None:
    shown = shown_text(text)
    whole = "\n".join(shown.parts)
    assert max(len(paragraph) for paragraph in whole.split("\n")) <= MAX_PARAGRAPH
    units = utf16(whole)
    for place in range(0, len(text), 97):
        if text[place] not in " \n":
            assert units[shown.units[place]] == utf16(text[place])[0]


def test_characters_beyond_the_first_plane_take_two_units() -> None:
    assert utf16_offsets("a\U0001f600b").tolist() == [0, 1, 3, 4]
    assert utf16_offsets("").tolist() == [0]


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> HighlightedText:
    Theme(qapp, ThemeMode.LIGHT)
    view = HighlightedText("Document")
    qtbot.addWidget(view)
    dress(view)
    view.resize(400, 300)
    view.show()
    return view


def ground_at(view: HighlightedText, unit: int) -> str:
    """The tint behind a UTF-16 unit of the document, "" for none."""
    block = view.document().findBlock(unit)
    for part in block.layout().formats():
        if (
            part.start <= unit - block.position() < part.start + part.length
            and part.format.background().color().alpha()
        ) and part.format.hasProperty(part.format.Property.BackgroundBrush):
            return str(part.format.background().color().name())
    return ""


def test_a_word_is_tinted_at_its_very_characters(view: HighlightedText) -> None:
    text = "\U0001f600\U0001f600 Breakfast was great\r\nthe lift was broken"
    view.set_text(text)
    starts = np.array([text.index("great"), text.index("broken")])
    view.set_tints(starts, starts + np.array([5, 6]), np.array([1.0, -1.0]))
    shown = view.toPlainText()
    units = utf16_offsets(shown)
    for word, strength in (("great", 1.0), ("broken", -1.0)):
        first = int(units[shown.index(word)])
        colour = QColor(tint(strength, LIGHT)).name()
        assert [ground_at(view, first + step) for step in (-1, 0, len(word) - 1)] == ["", colour, colour]


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)
)
@example(text="a\r\nb\rc\nd")
def test_what_is_copied_is_the_text_itself(text: str) -> None:
    QApplication.instance() or QApplication([])
    view = HighlightedText("Document")
    view.set_text(text)
    cursor = view.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    view.setTextCursor(cursor)
    assert view.selected_text() == text


def test_text_is_never_read_as_html(view: HighlightedText) -> None:
    view.set_text("<b>bold</b> &amp; <img src='x'>")
    assert view.toPlainText() == "<b>bold</b> &amp; <img src='x'>"
    assert view.text() == "<b>bold</b> &amp; <img src='x'>"


def test_a_new_text_has_no_tints_of_the_last(view: HighlightedText) -> None:
    view.set_text("great")
    view.set_tints(np.array([0]), np.array([5]), np.array([1.0]))
    view.set_text("other")
    assert ground_at(view, 2) == ""


def test_a_long_text_comes_whole_and_can_be_gone_to_at_once(qtbot: QtBot, view: HighlightedText) -> None:
    text = "a word " * 60_000
    view.set_text(text)
    assert len(view.toPlainText()) < len(text) // 2
    view.show_character(len(text) - 5)
    assert view.textCursor().position() == len(text) - 5
    qtbot.waitUntil(lambda: len(view.toPlainText()) == len(text), timeout=20_000)


def test_tints_follow_the_theme(qapp: QApplication, view: HighlightedText) -> None:
    view.set_text("great")
    view.set_tints(np.array([0]), np.array([5]), np.array([1.0]))
    light = ground_at(view, 2)
    theme = Theme(qapp, ThemeMode.DARK)
    assert ground_at(view, 2) not in ("", light)
    theme.set_mode(ThemeMode.LIGHT)
    assert ground_at(view, 2) == light


def tinted_words(view: HighlightedText) -> list[str]:
    units = view.toPlainText().encode("utf-16-le")
    painter = view._painter
    spans = zip(painter._starts.tolist(), painter._ends.tolist(), strict=True)
    return [units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass") for start, end in spans]


@settings(max_examples=60, deadline=None)
@given(
    place=st.integers(0, 20),
    length=st.integers(0, 8),
    typed=st.text(alphabet="ab \n\U0001f600服", max_size=5),
)
def test_an_edit_leaves_the_tints_at_the_words_it_did_not_touch(place: int, length: int, typed: str) -> None:
    view = HighlightedText("text")
    text = "one \U0001f600 three four 服务 six"
    words = [(0, 3), (4, 5), (6, 11), (12, 16), (17, 19), (20, 23)]
    view.set_text(text)
    view.set_editable(True)
    spans = np.array(words)
    view.set_tints(spans[:, 0], spans[:, 1], np.ones(len(words)))
    first, last = place, min(place + length, len(text))
    cursor = view.textCursor()
    cursor.setPosition(int(view._units[first]))
    cursor.setPosition(int(view._units[last]), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(typed)
    assert view.text() == text[:first] + typed + text[last:]
    untouched = [
        text[start:end] for start, end in words if view.text() == text or end <= first or start >= last
    ]
    assert tinted_words(view) == untouched


def test_only_an_editable_text_tells_of_edits(qtbot: QtBot, view: HighlightedText) -> None:
    view.set_text("good " * 20_000)
    told: list[str] = []
    view.edited.connect(lambda: told.append(view.text()))
    view.set_editable(True)
    assert view.toPlainText().count("good") == 20_000
    qtbot.keyClicks(view, "so ")
    assert told[-1].startswith("so good good")
    view.set_text("bad")
    assert view.isReadOnly()
    qtbot.keyClicks(view, "no")
    assert view.toPlainText() == view.text() == "bad"
    assert len(told) == 3


def test_the_first_line_is_whole_when_a_long_text_is_first_shown(qtbot: QtBot) -> None:
    view = HighlightedText("text")
    qtbot.addWidget(view)
    view.set_text("Words of a review that is long. " * 80)
    view.resize(300, 200)
    view.show()
    qtbot.waitExposed(view)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0, timeout=60_000)
    assert view.verticalScrollBar().value() == 0
