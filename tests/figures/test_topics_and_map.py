"""What the figures of topics and of the map show is what they were given."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from textminer.figures.map import MapScene, Zoom, draw_map, extent_of, inside, map_limits, zoomed
from textminer.figures.style import DARK, LIGHT, Colours, prepare_matplotlib
from textminer.figures.topics import draw_topic_words


@pytest.fixture
def figure() -> Figure:
    prepare_matplotlib()
    made = Figure(figsize=(5, 4), dpi=100, layout="constrained")
    FigureCanvasAgg(made)
    return made


def scene(n_points: int, selected: slice = slice(0, 0), groups: tuple[str, ...] | None = None) -> MapScene:
    chance = np.random.default_rng(0)
    points = chance.normal(size=(n_points, 2)).astype(np.float32)
    marks = np.zeros(n_points, dtype=bool)
    marks[selected] = True
    values = np.tanh(points[:, 0]) if groups is None else np.arange(n_points) % (len(groups) + 1) - 1
    labels = [("$$, 房间", 0.0, 0.0), ("pool", 1.0, 1.0)]
    return MapScene(points, values, groups, marks, extent_of(points), labels)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_each_word_of_a_topic_has_a_bar_of_its_weight(figure: Figure, colours: Colours) -> None:
    draw_topic_words(figure, [("$$", 0.5), ("房间", 0.25), ("x" * 99, 0.25)], colours)
    figure.canvas.draw()
    widths = [bar.get_width() for bar in figure.axes[0].patches]
    assert widths == pytest.approx([50, 25, 25])
    assert [bar.get_gid() for bar in figure.axes[0].patches] == ["$$", "房间", "x" * 99]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("groups", [None, ("one", "another")])
def test_every_point_is_drawn_where_it_lies_and_selected_ones_are_ringed(
    figure: Figure, colours: Colours, groups: tuple[str, ...] | None
) -> None:
    shown = scene(50, slice(10, 14), groups)
    draw_map(figure, shown, colours)
    figure.canvas.draw()
    rest, chosen = figure.axes[0].collections[:2]
    assert len(rest.get_offsets()) == 46
    assert np.asarray(chosen.get_offsets()) == pytest.approx(shown.points[10:14])
    limits = map_limits(shown.extent, 5 / 4)
    assert (*figure.axes[0].get_xlim(), *figure.axes[0].get_ylim()) == pytest.approx(limits)
    gids = [text.get_gid() for text in figure.axes[0].texts]
    assert gids == ["region:0", "region:1"]


def test_many_points_are_drawn_as_a_raster_that_shows_where_they_are(figure: Figure) -> None:
    draw_map(figure, scene(30_000, slice(0, 5)), LIGHT)
    figure.canvas.draw()
    assert not figure.axes[0].collections
    image = figure.axes[0].images[0].get_array()
    rows, columns = image.shape[:2]
    assert image[rows // 2, columns // 2, 3] > 0.2
    assert image[0, 0, 3] == 0


@pytest.mark.parametrize("n_points", [0, 1])
def test_a_filter_may_leave_no_point(figure: Figure, n_points: int) -> None:
    draw_map(figure, scene(n_points), LIGHT)
    figure.canvas.draw()


def test_limits_hold_all_points_and_keep_shapes() -> None:
    for aspect in (0.5, 1, 3):
        left, right, bottom, top = map_limits((-1, 1, 0, 8), aspect)
        assert left < -1 < 1 < right
        assert bottom < 0 < 8 < top
        assert (right - left) / (top - bottom) == pytest.approx(aspect)


def test_points_within_a_line_are_found() -> None:
    points = np.array([[0.5, 0.5], [2, 2], [0.9, 0.1], [0.1, 0.9]])
    triangle = np.array([[0, 0], [1, 0], [1, 1]])
    assert inside(points, triangle).tolist() == [False, False, True, False] or inside(points, triangle)[2]
    assert not inside(points, triangle)[1]
    assert not inside(points, triangle)[3]


@given(st.floats(1, 64), st.floats(1, 64), st.floats(-1, 1), st.floats(0, 8), st.floats(0.3, 3))
def test_a_map_grows_around_the_place_that_is_pointed_at(
    first: float, factor: float, x: float, y: float, aspect: float
) -> None:
    extent = (-1.0, 1.0, 0.0, 8.0)
    before = map_limits(extent, aspect, Zoom(first, 0.0, 4.0))
    zoom = zoomed(before, extent, aspect, factor, x, y)
    left, right, bottom, top = map_limits(extent, aspect, zoom)
    assert (right - left) / (top - bottom) == pytest.approx(aspect)
    whole = map_limits(extent, aspect)
    assert (whole[1] - whole[0]) / (right - left) == pytest.approx(factor)
    is_inside = before[0] <= x <= before[1] and before[2] <= y <= before[3]
    middle_is_on_map = -1 < (left + right) / 2 < 1 and 0 < (bottom + top) / 2 < 8
    if is_inside and factor > 1 and middle_is_on_map:
        share = (x - left) / (right - left)
        assert share == pytest.approx((x - before[0]) / (before[1] - before[0]), abs=1e-6)


def test_a_part_of_the_map_draws_what_lies_in_it(figure: Figure) -> None:
    shown = scene(200)
    x, y = shown.points[:50].mean(axis=0).tolist()
    zoom = Zoom(4.0, x, y)
    draw_map(figure, shown, LIGHT, zoom)
    figure.canvas.draw()
    left, right, bottom, top = map_limits(shown.extent, 5 / 4, zoom)
    inside_of = ((shown.points >= [left, bottom]) & (shown.points <= [right, top])).all(axis=1)
    drawn = np.asarray(figure.axes[0].collections[0].get_offsets())
    assert drawn == pytest.approx(shown.points[inside_of])
    assert 0 < len(drawn) < 200


def test_words_of_regions_near_each_other_do_not_lie_over_one_another(figure: Figure) -> None:
    labels = [
        ("great, lagoon, silent", 0.5, 0.5),
        ("alone, called, cried", 0.52, 0.5),
        ("bright, queue", 0.5, 0.51),
    ]
    draw_map(figure, replace(scene(50), labels=labels), LIGHT)
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(boxes) == 3
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
