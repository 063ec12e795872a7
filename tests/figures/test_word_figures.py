"""Clouds and trends of words show what they were given."""

import itertools

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from textminer.analysis.frequency import WordFrequencies
from textminer.analysis.time_bins import time_bins
from textminer.figures.style import LIGHT, prepare_matplotlib
from textminer.figures.word_cloud import draw_word_cloud
from textminer.figures.word_trends import draw_word_trends


@pytest.fixture
def figure() -> Figure:
    prepare_matplotlib()
    made = Figure(figsize=(5, 5), layout="constrained")
    FigureCanvasAgg(made)
    return made


def frequencies(words: tuple[str, ...]) -> WordFrequencies:
    counts = np.arange(len(words), 0, -1) ** 2
    spread = np.zeros(len(words))
    return WordFrequencies(
        words, counts, counts, spread, spread, None, None, int(counts.sum()), len(words), 9
    )


WORDS = ("room", "服务", "$$", "breakfast", "👍", "مرحبا", *(f"word{n}" for n in range(40)))


def test_words_of_a_cloud_overlap_nowhere_and_shrink_with_their_counts(figure: Figure) -> None:
    draw_word_cloud(figure, frequencies(WORDS), LIGHT)
    figure.canvas.draw()
    texts = figure.texts
    assert {text.get_gid() for text in texts} >= {"room", "服务", "breakfast", "word20"}
    sizes = [text.get_fontsize() for text in texts]
    assert sizes == sorted(sizes, reverse=True)
    boxes = [text.get_window_extent() for text in texts]
    for one, other in itertools.combinations(boxes, 2):
        across = min(one.x1, other.x1) - max(one.x0, other.x0)
        along = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert min(across, along) <= 0.5
    for box in boxes:
        assert box.x0 >= -0.5
        assert box.y0 >= -0.5
        assert box.x1 <= figure.bbox.width + 0.5
        assert box.y1 <= figure.bbox.height + 0.5


def test_a_cloud_is_the_same_every_time(figure: Figure) -> None:
    places = []
    for _time in range(2):
        draw_word_cloud(figure, frequencies(WORDS), LIGHT)
        places.append([(text.get_text(), text.get_position()) for text in figure.texts])
    assert places[0] == places[1]


def test_no_words_make_an_empty_cloud(figure: Figure) -> None:
    draw_word_cloud(figure, frequencies(()), LIGHT)
    figure.canvas.draw()
    assert not figure.texts


def test_a_trend_has_a_point_for_each_span_with_words(figure: Figure) -> None:
    times = np.array(["2024-01-05", "2024-02-05", "2024-04-05"], dtype="datetime64[s]")
    bins = time_bins(times, np.arange(3), has_clock=False)
    rates = np.full((2, bins.n_bins), np.nan)
    rates[0, :3] = [10.0, 0.0, 5.0]
    rates[1, 0] = 7.0
    draw_word_trends(figure, ("$$", "服务"), bins, rates, LIGHT)
    figure.canvas.draw()
    points = {line.get_gid(): line.get_ydata()[0] for line in figure.axes[0].lines if line.get_gid()}
    assert points == {"0/0": 10.0, "0/1": 0.0, "0/2": 5.0, "1/0": 7.0}


def test_a_trend_of_no_dates_is_empty(figure: Figure) -> None:
    bins = time_bins(np.array(["NaT"], dtype="datetime64[s]"), np.arange(1))
    draw_word_trends(figure, ("a",), bins, np.empty((1, 0)), LIGHT)
    figure.canvas.draw()
    assert not [line for line in figure.axes[0].lines if line.get_gid()]
