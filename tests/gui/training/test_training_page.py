"""The training page before, during and after: what can be started, what is followed, what a click selects."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import corpus_of
from tests.gui.workplace import Workplace
from textminer.corpus.corpus import Corpus
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.positions import PositionSet
from textminer.errors import LabelError
from textminer.gui.training import page as page_module
from textminer.gui.training.page import TrainingPage, TrainingState
from textminer.progress import Progress
from textminer.sentiment.history import HistoryPoint
from textminer.sentiment.model_file import list_models
from textminer.workflows.kept_trainings import training_folder
from textminer.workflows.own_labels import CORRECTED, OWN
from textminer.workflows.training import TrainingRequest, train_on_corpus
from textminer.workflows.unsaved_models import unsaved_folder

N = 60


def tickets(n: int = N) -> Corpus:
    texts = [f"the {('app', 'parcel')[n % 2]} is number {n}" for n in range(n)]
    return corpus_of(
        texts,
        name="tickets.csv",
        team=["app" if n % 2 == 0 else "delivery" for n in range(n)],
        one=["same"] * n,
        stars=[str(1 + n % 5) for n in range(n)],
    )


def short(corpus: Corpus, request: TrainingRequest, *arguments: Any) -> Any:
    """The real training, but of three steps, whatever was asked for."""
    return train_on_corpus(corpus, TrainingRequest(request.label_column, steps=3), *arguments)


@pytest.fixture
def page(qtbot: QtBot, workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> TrainingPage:
    monkeypatch.setattr(page_module, "train_on_corpus", short)
    made = TrainingPage(workplace.session, workplace.commands, workplace.jobs)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    return made


@pytest.fixture
def opened(page: TrainingPage, workplace: Workplace) -> TrainingPage:
    workplace.open(tickets())
    page.setup.choose_label(1)
    workplace.settle()
    return page


@pytest.fixture
def trained(opened: TrainingPage, workplace: Workplace, qtbot: QtBot) -> TrainingPage:
    qtbot.mouseClick(opened.setup.start, Qt.MouseButton.LeftButton)
    workplace.settle()
    return opened


def use_training(monkeypatch: pytest.MonkeyPatch, training: Callable[..., Any]) -> None:
    monkeypatch.setattr(page_module, "train_on_corpus", training)


def test_without_a_corpus_there_is_nothing_to_start(page: TrainingPage) -> None:
    assert page.state is TrainingState.EMPTY


def test_class_counts_stand_there_as_soon_as_a_label_column_is_chosen(opened: TrainingPage) -> None:
    assert opened.state is TrainingState.SETUP
    assert [(bar.name, bar.value) for bar in opened.setup._bars.bars()] == [("app", "30"), ("delivery", "30")]
    assert opened.setup.start.isEnabled()
    assert opened.setup.reason.text() == ""


@pytest.mark.parametrize(
    ("column", "says"), [(2, "same label"), (0, "column of the texts"), (None, "Choose")]
)
def test_start_is_off_and_says_why(
    opened: TrainingPage, workplace: Workplace, column: int | None, says: str
) -> None:
    opened.setup.choose_label(column)
    workplace.settle()
    assert not opened.setup.start.isEnabled()
    assert says in opened.setup.reason.text()
    opened.setup.choose_label(1)
    workplace.settle()
    assert opened.setup.start.isEnabled()


def test_stars_are_offered_as_sentiment_and_can_be_left_as_they_are(
    opened: TrainingPage, workplace: Workplace
) -> None:
    assert not opened.setup._stars.isVisible()
    opened.setup.choose_label(3)
    workplace.settle()
    assert opened.setup._stars.isVisible()
    assert [bar.name for bar in opened.setup._bars.bars()] == ["negative", "neutral", "positive"]
    opened.setup._stars.setChecked(False)
    workplace.settle()
    assert [bar.name for bar in opened.setup._bars.bars()] == ["1", "2", "3", "4", "5"]
    request = opened.setup.request()
    assert request is not None
    assert not request.stars_as_sentiment


def test_what_more_holds_reaches_the_request(opened: TrainingPage) -> None:
    presets = opened.setup.presets
    presets.choose("accurate")
    presets.choose_cell("peephole")
    presets.set_minutes(2.5)
    request = opened.setup.request()
    assert request == TrainingRequest(1, preset="accurate", cell="peephole", minutes=2.5, seed=1)


def test_a_training_shows_its_result_on_the_documents_held_out(trained: TrainingPage) -> None:
    assert trained.state is TrainingState.RESULT
    outcome = trained.outcome
    assert outcome is not None
    figures = outcome.report.evaluation
    assert trained.result.number.text() == f"{100 * figures.accuracy:.1f} %"
    assert trained.result.table.columns_model.rowCount() == 2
    bars = trained.result.bars.bars()
    assert [bar.share for bar in bars] == [figures.accuracy, figures.majority]
    assert bars[0].span == figures.interval
    assert not trained.stop_button.isVisible()
    assert trained.use_button.isVisible()


def test_the_focus_alone_selects_nothing(trained: TrainingPage, workplace: Workplace, qtbot: QtBot) -> None:
    trained.activateWindow()
    trained.result.table.setFocus()
    qtbot.waitUntil(trained.result.table.hasFocus)
    assert workplace.session.selection.tolist() == []
    qtbot.keyClick(trained.result.table, Qt.Key.Key_Down)
    assert len(workplace.session.selection) > 0


def test_another_corpus_takes_away_what_a_click_selected(trained: TrainingPage, workplace: Workplace) -> None:
    trained.result.table.selectRow(0)
    assert trained.result.show_documents.isVisible()
    workplace.open(tickets())
    assert not trained.result.show_documents.isVisible()


def test_a_cell_of_the_matrix_selects_its_documents(trained: TrainingPage, workplace: Workplace) -> None:
    outcome = trained.outcome
    assert outcome is not None
    confusion = outcome.report.evaluation.confusion
    label, predicted = np.argwhere(confusion > 0)[0].tolist()
    trained.result.matrix.picked.emit(f"{label}/{predicted}")
    selected = workplace.session.selection
    assert len(selected) == confusion[label, predicted]
    names = outcome.report.evaluation.labels
    corpus = workplace.session.corpus
    assert corpus is not None
    assert {corpus.table.column(1).iloc[position] for position in selected} == {names[label]}
    assert set(selected.tolist()) <= set(outcome.report.positions.tolist())
    assert workplace.session.current == selected[0]
    assert f"labelled “{names[label]}” and predicted “{names[predicted]}”" in trained.result.chosen.text()
    assert trained.result.show_documents.isVisible()


def test_documents_that_the_filter_hides_are_counted_not_shown(
    trained: TrainingPage, workplace: Workplace
) -> None:
    workplace.session.set_filter(DocumentFilter(positions=PositionSet((0,))))
    trained.result.cell_chosen.emit(0, -1)
    assert "The filter hides" in trained.result.chosen.text()


def test_documents_of_another_corpus_are_not_selected(trained: TrainingPage, workplace: Workplace) -> None:
    workplace.open(tickets())
    trained.result.cell_chosen.emit(0, -1)
    assert len(workplace.session.selection) == 0
    assert "open it again" in trained.result.chosen.text()
    assert trained.state is TrainingState.RESULT


def test_a_model_is_saved_under_the_name_that_was_typed(
    trained: TrainingPage, workplace: Workplace, qtbot: QtBot
) -> None:
    qtbot.mouseClick(trained.save_button, Qt.MouseButton.LeftButton)
    assert trained.save_line.isVisible()
    assert trained.save_line.field.text() == "team"
    trained.save_line.field.setText("who should answer")
    qtbot.mouseClick(trained.save_line.save, Qt.MouseButton.LeftButton)
    workplace.settle()
    names = {card.path.stem for card in list_models() if card.path is not None and not card.is_shipped}
    assert names == {"who should answer"}
    assert "Saved as “who should answer”" in trained.messages.text()
    assert trained.save_button.isVisible()


def test_escape_closes_the_line_for_the_name(trained: TrainingPage, qtbot: QtBot) -> None:
    trained.save_button.click()
    qtbot.keyClick(trained.save_line.field, Qt.Key.Key_Escape)
    assert not trained.save_line.isVisible()
    assert trained.save_button.isVisible()


def test_using_a_model_saves_it_once_and_scores_with_it(
    trained: TrainingPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(workplace.commands, "score", asked.append)
    for _time in range(2):
        trained.use_button.click()
        workplace.settle()
    assert asked == ["team", "team"]
    assert len([card for card in list_models() if not card.is_shipped]) == 1


def test_stop_keeps_and_cancel_drops(
    opened: TrainingPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped_early(
        corpus: Corpus,
        request: TrainingRequest,
        progress: Progress,
        on_history: Any,
        should_stop: Any,
        *rest: Any,
    ) -> Any:
        opened.stop_button.click()
        assert should_stop()
        assert not opened.stop_button.isEnabled()
        return short(corpus, request, progress, on_history, should_stop, *rest)

    use_training(monkeypatch, stopped_early)
    opened.setup.start.click()
    assert opened.state is TrainingState.RUNNING
    workplace.settle()
    assert opened.state is TrainingState.RESULT
    assert opened.outcome is not None
    assert "You stopped it" in opened.result.ending.text()
    opened.again_button.click()
    use_training(monkeypatch, short)
    opened.setup.start.click()
    opened.cancel_button.click()
    workplace.settle()
    assert opened.state is TrainingState.SETUP
    assert "cancelled" in opened.messages.text()


def test_an_error_is_a_sentence_on_the_page(
    opened: TrainingPage, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any) -> Any:
        raise LabelError("These labels cannot be learnt.")

    use_training(monkeypatch, refuse)
    opened.setup.start.click()
    workplace.settle()
    assert opened.state is TrainingState.SETUP
    assert opened.messages.text() == "These labels cannot be learnt."


def test_a_hundred_thousand_points_leave_the_page_answering(opened: TrainingPage, qtbot: QtBot) -> None:
    request, labelled = opened.setup.request(), opened.setup.labelled
    assert request is not None
    assert labelled is not None
    live = opened.run.begin(request, labelled)
    points: list[HistoryPoint] = []
    for step in range(1000):
        points.append(HistoryPoint(step, step / 10, 1.0, 0.5, 0.9, 0.6, 0.1, 100.0))
    many: Sequence[HistoryPoint] = tuple(points)
    for _emit in range(100_000):
        live.take(many)
    opened.run.draw_new_points()
    opened.run.end()
    assert opened.run.card.fact("best") == "step 0 · loss 0.900"
    assert opened.run.card.fact("speed") == "100 documents/s"


def test_a_corpus_opened_while_training_leaves_the_training_alone(
    opened: TrainingPage, workplace: Workplace
) -> None:
    opened.setup.start.click()
    workplace.session.open(tickets(80))
    assert opened.state is TrainingState.RUNNING
    workplace.settle()
    assert opened.outcome is not None
    assert opened.outcome.corpus.table.n_documents == N


def test_the_users_own_labels_can_be_learnt_alone_or_as_corrections(
    page: TrainingPage, workplace: Workplace
) -> None:
    corpus = tickets()
    workplace.open(replace(corpus, roles=replace(corpus.roles, label=1)))
    workplace.settle()
    choices = [page.setup._label.itemText(row) for row in range(page.setup._label.count())]
    assert not any("our labels" in choice for choice in choices)
    workplace.session.set_label(np.arange(0, 12), "negative")
    workplace.session.set_label(np.arange(30, 45), "positive")
    page.setup.choose_label(OWN)
    workplace.settle()
    assert [(bar.name, bar.value) for bar in page.setup._bars.bars()] == [
        ("negative", "12"),
        ("positive", "15"),
    ]
    assert page.setup.start.isEnabled()
    page.setup.choose_label(CORRECTED)
    workplace.settle()
    values = {bar.name: int(bar.value) for bar in page.setup._bars.bars()}
    assert values["negative"] == 12
    assert values["positive"] == 15
    assert sum(values.values()) == 60
    page.setup.choose_label(OWN)
    workplace.settle()
    page.setup.start.click()
    workplace.settle()
    assert page.state is TrainingState.RESULT
    assert page.outcome is not None
    assert page.outcome.labelled.names == ("negative", "positive")
    assert page._is_open(page.outcome.corpus)
    workplace.session.set_label(np.arange(60), None)
    workplace.settle()
    assert page.setup._label.findData(OWN) < 0


def test_stars_are_offered_as_labels_without_being_asked_for(workplace: Workplace, qtbot: QtBot) -> None:
    page = TrainingPage(workplace.session, workplace.commands, workplace.jobs)
    qtbot.addWidget(page)
    workplace.open(corpus_of(["good", "bad"] * 6, city=["A", "B"] * 6, stars=["5", "1"] * 6))
    request = page.setup.request()
    assert request is not None
    assert request.label_column == 2
    workplace.open(corpus_of(["good", "bad"] * 6, city=["A", "B"] * 6, score_text=["fine", "poor"] * 6))
    assert page.setup.request() is None


def test_the_shipped_model_is_judged_on_the_same_rows_and_the_difference_selects(
    opened: TrainingPage, workplace: Workplace, qtbot: QtBot
) -> None:
    opened.setup.choose_label(3)  # stars, read as sentiments
    workplace.settle()
    qtbot.mouseClick(opened.setup.start, Qt.MouseButton.LeftButton)
    workplace.settle()
    outcome, beside = opened.outcome, opened.result.beside
    assert outcome is not None
    assert beside.isVisible()
    assert "english" in beside.verdict.text()
    assert "“english”, as shipped" in opened.result.bars.accessibleName()
    counts = [
        int(pill.text().rpartition(" ")[2])
        for pill in (beside.own_pill, beside.rival_pill, beside.neither_pill)
    ]
    right = int((outcome.report.labels == outcome.report.predicted).sum())
    assert counts[1] + counts[2] == len(outcome.report.positions) - right
    pill, count = (beside.neither_pill, counts[2]) if counts[2] else (beside.own_pill, counts[0])
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    assert len(workplace.session.selection) == count
    assert set(workplace.session.selection) <= set(outcome.report.positions)
    assert f"{count} document" in opened.result.chosen.text()


def test_names_of_teams_are_not_compared_with_a_model_of_sentiment(trained: TrainingPage) -> None:
    assert trained.state is TrainingState.RESULT
    assert not trained.result.beside.isVisible()


def test_the_matrix_is_seen_as_a_whole_however_far_the_rest_scrolls(
    trained: TrainingPage, qtbot: QtBot
) -> None:
    trained.resize(1100, 520)
    area, card = trained.result._area, trained.result._matrix_card
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0, timeout=60_000)
    qtbot.waitUntil(lambda: card.height() <= area.viewport().height(), timeout=60_000)


def test_a_training_that_cannot_be_kept_is_told_at_once_and_no_more_when_it_has_ended(
    opened: TrainingPage, workplace: Workplace, qtbot: QtBot
) -> None:
    training_folder().parent.mkdir(parents=True)
    training_folder().write_bytes(b"a file where the folder has to be")
    told: list[str] = []
    opened.kept_changed.connect(told.append)
    qtbot.mouseClick(opened.setup.start, Qt.MouseButton.LeftButton)
    workplace.settle()
    assert opened.state is TrainingState.RESULT
    assert [bool(doubt) for doubt in told] == [True, False]
    assert str(training_folder()) in told[0]


def unsaved() -> list[str]:
    return [path.stem for path in unsaved_folder().glob("*/*.safetensors")]


def test_a_model_is_kept_for_the_next_start_until_it_is_saved(
    trained: TrainingPage, workplace: Workplace, qtbot: QtBot
) -> None:
    assert unsaved() == ["team"]
    trained._save("team", lambda path: None)
    workplace.settle()
    assert unsaved() == []


def test_training_again_lets_the_unsaved_model_go(
    trained: TrainingPage, workplace: Workplace, qtbot: QtBot
) -> None:
    before = list(unsaved_folder().iterdir())
    qtbot.mouseClick(trained.again_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(trained.setup.start, Qt.MouseButton.LeftButton)
    workplace.settle()
    assert unsaved() == ["team"]
    assert list(unsaved_folder().iterdir()) != before


def test_a_model_that_cannot_be_kept_is_told_until_it_is_saved(
    opened: TrainingPage, workplace: Workplace, qtbot: QtBot
) -> None:
    unsaved_folder().parent.mkdir(parents=True, exist_ok=True)
    unsaved_folder().write_bytes(b"a file where the folder has to be")
    told: list[str] = []
    opened.kept_changed.connect(told.append)
    qtbot.mouseClick(opened.setup.start, Qt.MouseButton.LeftButton)
    workplace.settle()
    assert told[-1].startswith("The model is not kept in case TextMiner ends; save it soon.")
    opened._save("team", lambda path: None)
    workplace.settle()
    assert told[-1] == ""


def test_another_file_of_fewer_columns_is_never_asked_for_a_column_of_the_one_before(
    opened: TrainingPage, workplace: Workplace
) -> None:
    opened.setup.choose_label(3)
    workplace.settle()
    opened.setup._stars.setChecked(False)
    workplace.settle()
    assert opened.setup.labelled is not None
    workplace.open(corpus_of(["good", "bad"], name="narrow.csv"))
    workplace.settle()  # a job that fails for want of that column would fail the test
    assert opened.setup.labelled is None
    assert opened.setup.source() == -1
