"""What the figures show is what they were given."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from textminer.analysis.frequency import WordFrequencies
from textminer.figures.evaluation import draw_confusion_matrix
from textminer.figures.style import DARK, LIGHT, Colours, prepare_matplotlib
from textminer.figures.training import MAX_POINTS, draw_accuracy_curves, draw_loss_curves
from textminer.figures.words import draw_word_bars
from textminer.sentiment.history import HistoryPoint
from textminer.translation import left_to_right

HOSTILE = ("$$", "$x^{", "<b>房间</b>", "x" * 200, "مرحبا")


@pytest.fixture
def figure() -> Figure:
    prepare_matplotlib()
    made = Figure(figsize=(5, 4), layout="constrained")
    FigureCanvasAgg(made)
    return made


def frequencies(words: tuple[str, ...]) -> WordFrequencies:
    counts = np.arange(len(words), 0, -1)
    return WordFrequencies(
        words, counts, counts, counts * 0.1, counts * 0.1, None, None, int(counts.sum()), len(words), 10
    )


def points(n: int) -> list[HistoryPoint]:
    return [
        HistoryPoint(step, step / 10, 1 / (step + 1), 0.5, 0.7, 0.5 + step / (4 * n), 1.0, 10.0)
        for step in range(n)
    ]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_word_has_a_bar_of_its_count_that_can_be_followed(figure: Figure, colours: Colours) -> None:
    draw_word_bars(figure, frequencies(HOSTILE), colours)
    figure.canvas.draw()
    bars = {bar.get_gid(): bar.get_width() for bar in figure.axes[0].patches}
    assert bars == {word: 5 - place for place, word in enumerate(HOSTILE)}


def test_words_of_no_documents_draw_an_empty_figure(figure: Figure) -> None:
    draw_word_bars(figure, frequencies(()), LIGHT)
    figure.canvas.draw()
    assert not figure.axes[0].patches


def test_drawing_again_replaces_what_was_drawn(figure: Figure) -> None:
    draw_word_bars(figure, frequencies(("a", "b")), LIGHT)
    draw_word_bars(figure, frequencies(("c",)), LIGHT)
    assert [bar.get_gid() for bar in figure.axes[0].patches] == ["c"]


def test_loss_curves_hold_the_points_of_the_history(figure: Figure) -> None:
    draw_loss_curves(figure, points(30), LIGHT)
    figure.canvas.draw()
    training, validation = figure.axes[0].lines
    assert training.get_ydata()[-1] == pytest.approx(1 / 30)
    assert list(validation.get_ydata()) == [0.7] * 30


def test_long_histories_are_thinned_but_keep_their_ends(figure: Figure) -> None:
    draw_loss_curves(figure, points(3000), LIGHT)
    steps = figure.axes[0].lines[0].get_xdata()
    assert len(steps) <= MAX_POINTS
    assert (steps[0], steps[-1]) == (0, 2999)


def test_the_step_that_is_kept_is_marked_and_not_the_most_accurate_one(figure: Figure) -> None:
    losses = [0.9, 0.5, 0.6, 0.7]
    history = [replace(point, validation_loss=loss) for point, loss in zip(points(4), losses, strict=True)]
    draw_accuracy_curves(figure, history, DARK)
    figure.canvas.draw()
    marked = figure.axes[0].lines[2]
    assert marked.get_xdata()[0] == 1
    assert history[3].validation_accuracy > history[1].validation_accuracy


def test_a_history_of_one_point_or_none_can_be_drawn(figure: Figure) -> None:
    for history in ([], points(1)):
        draw_loss_curves(figure, history, LIGHT)
        draw_accuracy_curves(figure, history, LIGHT)
        figure.canvas.draw()


def test_every_cell_of_a_confusion_matrix_can_be_followed(figure: Figure) -> None:
    draw_confusion_matrix(figure, np.array([[5, 1], [0, 7]]), ["bad", "$$"], LIGHT)
    figure.canvas.draw()
    assert {cell.get_gid() for cell in figure.axes[0].patches} == {"0/0", "0/1", "1/0", "1/1"}
    assert {text.get_text() for text in figure.axes[0].texts} == {"5", "1", "0", "7"}


@pytest.mark.parametrize(("width", "height"), [(5.0, 4.0), (2.5, 2.0), (1.2, 0.9), (9.0, 8.0)])
def test_names_of_words_never_overlap(width: float, height: float) -> None:
    prepare_matplotlib()
    figure = Figure(figsize=(width, height), layout="constrained")
    canvas = FigureCanvasAgg(figure)
    draw_word_bars(figure, frequencies(tuple(f"word {n}" for n in range(40))), LIGHT)
    canvas.draw()
    boxes = [label.get_window_extent() for label in figure.axes[0].get_yticklabels()]
    assert all(upper.y0 >= lower.y1 - 1 for upper, lower in itertools.pairwise(boxes)) or len(boxes) <= 4


def test_a_training_without_points_names_no_steps(figure: Figure) -> None:
    for draw in (draw_loss_curves, draw_accuracy_curves):
        draw(figure, [], LIGHT)
        figure.canvas.draw()
        assert not [label for label in figure.axes[0].get_xticklabels() if label.get_text()]


def drawn(text: str) -> np.ndarray:
    """A line as it is drawn: uint8 (height, width)."""
    prepare_matplotlib()
    figure = Figure(figsize=(4, 2), dpi=100)
    canvas = FigureCanvasAgg(figure)
    figure.text(0.1, 0.5, text, fontsize=20)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].min(axis=2)


def width_of(image: np.ndarray) -> int:
    return int(np.ptp(np.flatnonzero((image < 128).any(axis=0))))


def test_arabic_letters_are_joined_and_read_from_the_right() -> None:
    word = "سيئة"
    assert width_of(drawn(word)) < 0.9 * width_of(drawn("\u200c".join(word)))  # a non-joiner keeps them apart
    latin = drawn("w")
    end = np.flatnonzero((latin < 128).any(axis=0)).max() + 1
    assert np.array_equal(drawn("سي w")[:, :end], latin[:, :end])  # what comes last stands at the left


def test_a_line_of_ours_keeps_its_direction_whatever_name_it_begins_with() -> None:
    assert left_to_right("Beirut (48)") == "Beirut (48)"
    assert left_to_right("بيروت (48)") == "\u200eبيروت (48)"
    first = np.flatnonzero((drawn("w") < 128).any(axis=0)).min()
    assert np.flatnonzero((drawn(left_to_right("w سي")) < 128).any(axis=0)).min() == first
