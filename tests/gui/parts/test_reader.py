"""The reader: the whole text at once, its tints at the very characters, nothing of the data interpreted."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.builders import LABELS, POLARITY, corpus_of, prediction_of
from tests.gui.parts.reading import explain, tinted
from tests.gui.workplace import Workplace
from textminer.gui.parts.reader import ReaderPanel
from textminer.sentiment.prediction import EMPTY, NO_KNOWN_WORD

HTML = "<b>good</b> & <img src=x onerror=alert(1)>"


def test_the_text_is_tinted_at_the_very_characters_also_after_emoji(
    reader: ReaderPanel, workplace: Workplace
) -> None:
    workplace.open(corpus_of(["👩‍👩‍👧 wow 😀 good, é BROKEN lift"]))
    workplace.score()
    explain(reader, workplace)
    assert tinted(reader) == [("😀", 0.5), ("good", 0.5), ("BROKEN", -1.0), ("lift", -0.05)]


def test_the_text_stands_before_its_tints(reader: ReaderPanel, workplace: Workplace) -> None:
    workplace.open(corpus_of(["good", "bad"]))
    workplace.score()
    workplace.session.set_current(1)
    assert reader.text.text() == "bad"
    assert tinted(reader) == []
    explain(reader, workplace)
    assert tinted(reader) == [("bad", -0.67)]


def test_tints_of_a_document_that_was_left_never_arrive(reader: ReaderPanel, workplace: Workplace) -> None:
    workplace.open(corpus_of(["good good", "fine bad"]))
    workplace.score()
    reader._rest.stop()
    reader._explain()
    workplace.session.set_current(1)
    reader._rest.stop()
    workplace.settle()
    assert tinted(reader) == []


def test_why_turns_explaining_off_and_on(reader: ReaderPanel, workplace: Workplace) -> None:
    workplace.open(corpus_of(["good"]))
    workplace.score()
    explain(reader, workplace)
    assert tinted(reader)
    reader.why.click()
    assert tinted(reader) == []
    explain(reader, workplace)
    assert tinted(reader) == []
    reader.why.click()
    workplace.settle()
    assert tinted(reader) == [("good", 0.67)]


def test_a_tinted_word_says_what_it_contributed_in_plain_text(
    reader: ReaderPanel, workplace: Workplace
) -> None:
    workplace.open(corpus_of(["the lift was broken"]))
    workplace.score()
    explain(reader, workplace)
    describe = reader.text._describe
    assert describe is not None
    assert describe(3) == "“broken”: −2.00 log-odds, towards negative"


def test_score_words_and_probabilities_are_told(reader: ReaderPanel, workplace: Workplace) -> None:
    workplace.open(corpus_of(["a", "b", "", "c"], city=["Porto", "", "Faro", "x"]))
    session = workplace.session
    assert reader.heading.text() == "Row 1"
    assert not reader.verdict.number.isVisible()
    session.start_scores(LABELS, POLARITY)
    assert reader.verdict.words.text() == "This document has not been scored yet."
    session.add_scores(np.array([0, 2, 3]), prediction_of([-0.3, EMPTY, NO_KNOWN_WORD]))
    assert reader.verdict.number.text() == "−0.30"
    assert reader.verdict.words.text() == "leaning negative"
    assert (
        reader.verdict.probabilities.text().replace("\u00a0", " ")
        == "negative 53 % · neutral 23 % · positive 23 %"
    )
    assert reader.fields.values() == [("city", "Porto")]
    session.set_current(2)
    assert reader.verdict.words.text() == "This document is empty, so it was not scored."
    assert not reader.text.isVisible()
    assert not reader.verdict.number.isVisible()
    session.set_current(3)
    assert "knows no word" in reader.verdict.words.text()


def test_text_from_data_is_never_read_as_html(reader: ReaderPanel, workplace: Workplace) -> None:
    workplace.open(corpus_of([HTML], **{"<i>name</i>": [HTML]}))
    assert reader.text.toPlainText() == HTML
    assert reader.fields.values() == [("<i>name</i>", HTML)]
    for label in reader.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize(
    "text", ["שלום עולם good", "مرحبا bad", "a\u202eb\u0000c\r\nd\u2028e", "x" * 2_000_000]
)
def test_hostile_text_is_shown_and_kept_exactly(reader: ReaderPanel, workplace: Workplace, text: str) -> None:
    workplace.open(corpus_of([text, "good"], other=[text, "x"]))
    assert reader.text.text() == text
    workplace.session.set_current(1)
    assert reader.text.text() == "good"


def test_a_model_without_polarity_shows_its_class_and_confidence(
    reader: ReaderPanel, workplace: Workplace
) -> None:
    workplace.classifier.labels = ("billing", "login")
    workplace.classifier.polarity = None
    workplace.open(corpus_of(["good"]))
    workplace.score()
    assert reader.verdict.words.text() == "login"
    assert reader.verdict.number.text().endswith("%")
    explain(reader, workplace)
    assert tinted(reader) == [("good", 0.67)]
    assert "login" in reader.reasons.towards.text()


def test_what_was_found_is_marked(reader: ReaderPanel, workplace: Workplace) -> None:
    from textminer.corpus.filter import DocumentFilter

    workplace.open(corpus_of(["😀 the Lift and the lift", "x"]))
    workplace.session.set_filter(DocumentFilter(find="lift"))
    painter = reader.text._painter
    assert painter._mark_starts.tolist() == [7, 20]


def test_a_failed_explanation_says_so_below_the_text(
    reader: ReaderPanel, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from textminer.errors import ModelFileError

    def fail(tokens: object, position: int, progress: object) -> None:
        raise ModelFileError("The model is damaged.")

    workplace.open(corpus_of(["good"]))
    workplace.score()
    monkeypatch.setattr(workplace.classifier, "explain", fail)
    explain(reader, workplace)
    assert reader.reason.text() == "The model is damaged."
    assert reader.reason.isVisible()


def test_a_row_of_many_columns_shows_a_part_and_says_so(reader: ReaderPanel, workplace: Workplace) -> None:
    columns = {f"c{n}": ["x"] for n in range(300)}
    workplace.open(corpus_of(["good"], **columns))
    assert len(reader.fields.values()) == 100
    assert reader.fields._more.text() == "and 200 more columns"
    workplace.open(corpus_of(["good"], **{f"c{n}": ["x"] for n in range(101)}))
    assert reader.fields._more.text() == "and 1 more column"


def test_a_long_text_is_explained_only_when_asked_and_a_very_long_one_not_at_all(
    reader: ReaderPanel, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textminer.gui.parts.reader.LONG_TEXT", 20_000)
    monkeypatch.setattr("textminer.gui.parts.reader.MOST_TEXT", 150_000)
    workplace.open(corpus_of(["good " + "x " * 15_000, "good " * 40_000, "good"]))
    workplace.score()
    explain(reader, workplace)
    assert tinted(reader) == []
    assert reader.explain_button.isVisible()
    assert not reader.evidence.isVisible()
    assert "when the text is explained" in reader.sentences.hint.text()
    reader.explain_button.click()
    workplace.settle()
    assert reader.evidence.isVisible()
    assert tinted(reader) == [("good", 0.67)]
    workplace.session.set_current(1)
    assert not reader.evidence.isVisible()
    assert "too long" in reader.sentences.hint.text()
    explain(reader, workplace)
    assert "too long" in reader.reason.text()
    assert not reader.explain_button.isVisible()
    workplace.session.set_current(2)
    assert not reader.reason.isVisible()


def test_the_other_columns_are_shown_whole_where_there_is_room_and_their_pills_are_not_cut(
    reader: ReaderPanel, workplace: Workplace
) -> None:
    when = "Tue Jun 30 04:57:03 +0000 2015"  # wraps or not, by a few pixels
    for width in (320, 348, 405):
        reader.resize(width, 640)
        workplace.open(corpus_of(["good"], created=[when], company=["A"], sentiment=["pos"]))
        workplace.score()
        workplace.settle()
        assert not reader.fields.verticalScrollBar().isVisible()
        for pill in reader.below.pills:
            assert pill.visibleRegion().boundingRect().height() == pill.height()
    workplace.open(corpus_of(["good"], company=["A"]))
    workplace.settle()
    assert all(pill.visibleRegion().boundingRect().height() == pill.height() for pill in reader.below.pills)
