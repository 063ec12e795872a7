"""The network of words: marks that can be clicked, labels that do not lie over each other."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from textminer.analysis.cooccurrence import pairs_of_frequent_words, word_network
from textminer.analysis.word_sequence import WordSequence
from textminer.figures.label_placement import spread_out
from textminer.figures.marks import marks_of
from textminer.figures.network import BETWEEN, draw_word_network, node_colour
from textminer.figures.style import DARK, LIGHT, Colours, prepare_matplotlib


def network():  # type: ignore[no-untyped-def]
    words = pa.array(["cup", "好茶", "שלום", "$$x", "lone"], type=pa.large_string())
    documents = [[0, 1], [0, 1], [1, 2], [1, 2], [2, 3], [2, 3], [4]]
    ids = np.array([word for document in documents for word in document], dtype=np.int32)
    positions = np.repeat(np.arange(7, dtype=np.int32), [len(document) for document in documents])
    pairs = pairs_of_frequent_words(WordSequence(words, ids, positions, 7), 5, 3, minimum=1)
    return word_network(pairs, np.array([0.5, -0.5, np.nan, 0.0, 0.1]))


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_word_and_every_pair_can_be_clicked(colours: Colours) -> None:
    prepare_matplotlib()
    figure = Figure(figsize=(6, 5), layout="constrained")
    made = network()
    draw_word_network(figure, made, colours, chosen=("cup",))
    figure.canvas.draw()
    gids = {
        artist.get_gid()
        for artist in figure.findobj(lambda artist: bool(artist.pickable() and artist.get_gid()))
    }
    pairs = made.pairs
    joined = {
        BETWEEN.join((pairs.words[a], pairs.words[b]))
        for a, b in zip(pairs.firsts.tolist(), pairs.seconds.tolist(), strict=True)
    }
    assert gids == set(made.words) | joined
    assert "lone" not in gids


def test_colours_follow_the_side_of_the_score() -> None:
    assert node_colour(0.9, LIGHT) == LIGHT.positive
    assert node_colour(-0.9, LIGHT) == LIGHT.negative
    assert node_colour(float("nan"), LIGHT) == node_colour(0.0, LIGHT)


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 600)), min_size=2, max_size=25))
@settings(max_examples=40, deadline=None)
def test_boxes_are_pushed_apart_where_there_is_room(centres: list[tuple[float, float]]) -> None:
    boxes = np.tile([40.0, 20.0], (len(centres), 1))
    places = spread_out(np.array(centres), boxes, 900.0, 900.0)
    gaps = np.abs(places[:, None] - places[None])
    overlaps = np.minimum(40.0 - gaps[..., 0], 20.0 - gaps[..., 1])
    np.fill_diagonal(overlaps, 0.0)
    assert overlaps.max() <= 2.0
    assert (places >= 0).all()
    assert (places <= 900).all()


def test_words_that_always_occur_together_are_pushed_apart_in_a_figure_that_is_half_full() -> None:
    cliques = [(80.0, 80.0), (80.0, 200.0), (300.0, 90.0), (190.0, 300.0), (200.0, 210.0)]
    boxes = np.tile([46.0, 34.0], (55, 1))
    places = spread_out(np.repeat(cliques, 11, axis=0), boxes, 400.0, 430.0)
    gaps = np.abs(places[:, None] - places[None])
    overlaps = np.minimum(46.0 - gaps[..., 0], 34.0 - gaps[..., 1])
    np.fill_diagonal(overlaps, 0.0)
    assert overlaps.max() < 0.5


def test_where_words_have_no_room_the_most_frequent_are_drawn_and_it_is_said() -> None:
    prepare_matplotlib()
    n = 40
    words = pa.array([f"{'word' * 3}{place}" for place in range(n)], type=pa.large_string())
    documents = [[place, (place + 1) % n] for place in range(n) for _time in range(1 + (place < 12))]
    ids = np.array([word for document in documents for word in document], dtype=np.int32)
    positions = np.repeat(np.arange(len(documents), dtype=np.int32), 2)
    pairs = pairs_of_frequent_words(WordSequence(words, ids, positions, len(documents)), n, 3, minimum=1)
    made = word_network(pairs, np.zeros(n))
    small, large = Figure(figsize=(3, 2), layout="constrained"), Figure(figsize=(14, 10))
    for figure in (small, large):
        draw_word_network(figure, made, LIGHT)
        figure.canvas.draw()
    shown = {mark.gid for mark in marks_of(small).all if not mark.is_line}
    assert 8 <= len(shown) < n
    total_of = dict(zip(made.words, made.pairs.totals.tolist(), strict=True))
    assert min(total_of[word] for word in shown) >= max(total_of[word] for word in set(made.words) - shown)
    assert f"{len(shown)} of {n} words" in small.axes[0].texts[0].get_text()
    assert len([mark for mark in marks_of(large).all if not mark.is_line]) == n
