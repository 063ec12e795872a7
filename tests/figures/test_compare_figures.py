"""What the figures of a comparison show, and what a click on them means."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from textminer.analysis.aspects import AspectTable
from textminer.analysis.document_words import GroupCounts
from textminer.analysis.gap import Gap
from textminer.analysis.keyness import Comparison, Keyness, KeynessOptions, keyness
from textminer.figures.aspects import draw_aspects
from textminer.figures.compare import draw_keyness_bars, shortened, times
from textminer.figures.frequency_scatter import draw_frequency_scatter
from textminer.figures.gap import draw_gap_bars
from textminer.figures.label_placement import placed_labels
from textminer.figures.style import DARK, LIGHT, Colours, prepare_matplotlib

HOSTILE = ("$$", "$x^{", "<b>房间</b>", "x" * 200, "مرحبا")


@pytest.fixture
def figure() -> Figure:
    prepare_matplotlib()
    made = Figure(figsize=(6, 4), layout="constrained")
    FigureCanvasAgg(made)
    return made


def compared(rows: list[list[int]], each: bool = False) -> Keyness:
    counts = np.array(rows, dtype=np.int64).reshape(len(rows), len(rows[0]) if rows else 2)
    n_groups = counts.shape[1]
    counted = GroupCounts(
        tuple(f"group {place}" for place in range(n_groups)),
        counts,
        np.minimum(counts, 90),
        np.full(n_groups, 5_000),
        np.full(n_groups, 100),
    )
    pairs = [Comparison(group) for group in range(n_groups)] if each else [Comparison(0, 1)]
    return keyness(counted, pairs, KeynessOptions(fewest_count=1, fewest_documents=1))


ROWS = [[90, 5], [4, 60], [30, 30], [25, 0], [0, 22]]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_bars_reach_as_far_as_the_log_ratio_and_name_their_word(figure: Figure, colours: Colours) -> None:
    found = compared(ROWS)
    draw_keyness_bars(figure, found, HOSTILE, colours, others="others")
    figure.canvas.draw()
    bars = {int(bar.get_gid()): bar.get_width() for bar in figure.axes[0].patches}
    expected = {int(word): ratio for word, ratio in zip(found.words, found.log_ratios, strict=True) if ratio}
    assert bars == pytest.approx(expected)


def test_each_group_has_a_panel_of_the_words_it_uses_more(figure: Figure) -> None:
    draw_keyness_bars(figure, compared([[90, 5, 5], [4, 60, 9], [3, 9, 70]], each=True), HOSTILE, LIGHT)
    figure.canvas.draw()
    assert [[bar.get_gid() for bar in axes.patches] for axes in figure.axes] == [["0"], ["1"], ["2"]]


def test_emoji_are_drawn_as_they_are() -> None:
    assert shortened("👍") == "👍", "a font for it ships"
    assert shortened("❤️") == "❤"


def test_a_log_ratio_reads_as_times() -> None:
    assert [times(value) for value in (0, 1, -2, 0.5, 5)] == ["1×", "2×", "4×", "1.4×", "32×"]


@pytest.mark.parametrize("by_rank", [False, True])
@pytest.mark.parametrize("by_documents", [False, True])
def test_every_word_has_a_point_that_can_be_followed(
    figure: Figure, by_rank: bool, by_documents: bool
) -> None:
    found = compared(ROWS)
    means = np.array([0.5, -0.5, 0.0, np.nan, 0.2])
    draw_frequency_scatter(
        figure, found, HOSTILE, means, LIGHT, chosen=(1,), by_rank=by_rank, by_documents=by_documents
    )
    figure.canvas.draw()
    points = figure.axes[0].collections[0]
    assert sorted(vars(points)["mark_gids"]) == ["0", "1", "2", "3", "4"]
    across, up = np.asarray(points.get_offsets()).T
    line_of = {int(gid): line for line, gid in enumerate(vars(points)["mark_gids"])}
    assert up[line_of[0]] > across[line_of[0]]
    assert up[line_of[1]] < across[line_of[1]]
    assert up[line_of[2]] == pytest.approx(across[line_of[2]])


def test_no_name_of_a_point_covers_another(figure: Figure) -> None:
    chance = np.random.default_rng(0)
    found = compared(chance.integers(1, 400, (300, 2)).tolist())
    draw_frequency_scatter(figure, found, [f"word{n}" for n in range(300)], None, DARK)
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(boxes) > 10
    for one, other in combinations(boxes, 2):
        overlap = min(one.x1, other.x1) - max(one.x0, other.x0), min(one.y1, other.y1) - max(one.y0, other.y0)
        assert min(overlap) < 1.0


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200)), max_size=30),
    st.lists(st.tuples(st.floats(5, 60), st.floats(5, 20)), min_size=30, max_size=30),
)
def test_names_stay_inside_and_apart(
    points: list[tuple[float, float]], sizes: list[tuple[float, float]]
) -> None:
    where = np.array(points).reshape(-1, 2)
    extents = np.array(sizes[: len(points)]).reshape(-1, 2)
    placed = placed_labels(where, extents, (0, 0, 300, 200), 12)
    assert placed == placed_labels(where, extents, (0, 0, 300, 200), 12)
    assert len(placed) <= 12
    boxes = [(x, y, x + extents[place, 0], y + extents[place, 1]) for place, x, y in placed]
    for left, bottom, right, top in boxes:
        assert left >= 0
        assert bottom >= 0
        assert right <= 300
        assert top <= 200
    for one, other in combinations(boxes, 2):
        assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]


def test_every_mentioned_theme_of_a_group_can_be_followed(figure: Figure) -> None:
    means = np.array([[0.5, np.nan], [-0.2, 0.0]])
    counts = np.array([[3, 0], [2, 5]])
    table = AspectTable(("$$", "房间"), ("x", "y"), counts, counts, means, means, means - 0.1, means + 0.1)
    draw_aspects(figure, table, DARK, chosen=(0, 0))
    figure.canvas.draw()
    cells = {cell.get_gid(): bool(cell.get_picker()) for cell in figure.axes[0].patches}
    assert cells == {"0/0": True, "0/1": False, "1/0": True, "1/1": True}
    words = [text.get_text() for text in figure.axes[0].texts]
    assert words[0].startswith("+0.50")
    assert words[1] == "–"
    assert words[2].startswith("−0.20")
    assert words[3].startswith("0.00")


def test_bars_of_a_gap_are_its_parts(figure: Figure) -> None:
    parts = np.array([0.05, -0.04, 0.01])
    nothing = np.full((3, 2), 0.5)
    gap = Gap(
        np.array([9, 9]), np.array([0.1, 0.0]), 0.1, 0.08, (0.0, 0.2), np.array([2, 0, 1]),
        nothing, nothing, parts, parts, parts * 0, parts - 0.01, parts + 0.01,
    )  # fmt: skip
    draw_gap_bars(figure, gap, HOSTILE, ("$a$", "b"), DARK)
    figure.canvas.draw()
    assert {bar.get_gid(): bar.get_width() for bar in figure.axes[0].patches} == {
        "2": 0.05,
        "0": -0.04,
        "1": 0.01,
    }


def test_bars_of_a_gap_stand_before_their_intervals_are_drawn(figure: Figure) -> None:
    nothing, parts = np.full((2, 2), 0.5), np.array([0.05, -0.04])
    unknown = np.full(2, np.nan)
    gap = Gap(
        np.array([9, 9]), np.array([0.1, 0.0]), 0.1, 0.08, (np.nan, np.nan), np.array([2, 0]),
        nothing, nothing, parts, parts, parts * 0, unknown, unknown,
    )  # fmt: skip
    draw_gap_bars(figure, gap, HOSTILE, ("a", "b"), LIGHT)
    figure.canvas.draw()
    assert [bar.get_width() for bar in figure.axes[0].patches] == [0.05, -0.04]


def test_an_interval_much_wider_than_all_bars_does_not_hide_them(figure: Figure) -> None:
    nothing, parts = np.full((2, 2), 0.5), np.array([0.05, -0.04])
    gap = Gap(
        np.array([9, 9]), np.array([0.1, 0.0]), 0.1, 0.08, (0.0, 0.2), np.array([2, 0]),
        nothing, nothing, parts, parts, parts * 0, parts - 1.5, parts + 1.5,
    )  # fmt: skip
    draw_gap_bars(figure, gap, HOSTILE, ("a", "b"), LIGHT)
    left, right = figure.axes[0].get_xlim()
    assert 0.05 < right == -left < 0.2


def test_nothing_to_compare_draws_empty_axes(figure: Figure) -> None:
    empty = compared([])
    draw_keyness_bars(figure, empty, (), LIGHT)
    figure.canvas.draw()
    draw_frequency_scatter(figure, empty, (), None, LIGHT)
    figure.canvas.draw()


@pytest.mark.parametrize("width", [3.0, 4.5, 7.2])
@pytest.mark.parametrize("name", ["a", "Cancellation of the subscription", "W" * 60])
def test_names_above_both_sides_do_not_touch(width: float, name: str) -> None:
    prepare_matplotlib()
    figure = Figure(figsize=(width, 4), layout="constrained")
    FigureCanvasAgg(figure)
    found = replace(compared(ROWS), names=(name, name))
    draw_keyness_bars(figure, found, HOSTILE, LIGHT, others=name)
    figure.canvas.draw()
    axes = figure.axes[0]
    left, right = axes._left_title.get_window_extent(), axes._right_title.get_window_extent()  # type: ignore[attr-defined]
    assert left.x1 < right.x0
