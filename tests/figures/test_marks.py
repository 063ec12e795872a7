"""The marks of a figure: each name once, where it is drawn, with what is said of it."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from textminer.figures.marks import NO_MARKS, marks_of, set_mark, set_marks
from textminer.figures.style import LIGHT, PRINT, contrast, fitting_label


@pytest.fixture
def figure() -> Figure:
    made = Figure(figsize=(4, 2), dpi=100)
    FigureCanvasAgg(made)
    axes = made.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, 4)
    axes.set_ylim(0, 2)
    set_mark(axes.plot([1, 3], [1, 1])[0], "line", "one and the other", reach=4)
    set_mark(axes.barh([0.5], [2], height=0.5)[0], "bar", "a bar")
    set_marks(axes.scatter([1, 3], [1.5, 1.5], s=100), ["one", "other"], ["the one", "the other"])
    set_mark(axes.text(3, 0.5, "name"), "bar")
    axes.barh([1], [1])
    set_mark(axes.barh([1.8], [1], visible=False)[0], "hidden")
    made.canvas.draw()
    return made


def test_each_name_is_one_mark_with_all_its_outlines_and_lines_come_last(figure: Figure) -> None:
    marks = {mark.gid: mark for mark in marks_of(figure).all}
    assert list(marks) == ["bar", "one", "other", "line"]
    assert [mark.says for mark in marks.values()] == ["a bar", "the one", "the other", "one and the other"]
    assert [mark.is_line for mark in marks.values()] == [False, False, False, True]
    assert len(marks["bar"].outlines) == 2


def test_outlines_are_pixels_from_the_upper_left_corner(figure: Figure) -> None:
    marks = {mark.gid: mark for mark in marks_of(figure).all}
    bar = marks["bar"].outlines[0]
    assert bar.min(axis=0) == pytest.approx([0, 125], abs=1)
    assert bar.max(axis=0) == pytest.approx([200, 175], abs=1)
    assert marks["other"].outlines[0].mean(axis=0) == pytest.approx([300, 50], abs=1)
    half = np.sqrt(100) / 2 * 100 / 72
    assert np.ptp(marks["one"].outlines[0], axis=0) == pytest.approx([2 * half, 2 * half], abs=1)
    assert marks["line"].outlines[0] == pytest.approx(np.array([[100, 100], [300, 100]]), abs=1)


def test_the_mark_at_a_pixel_is_the_topmost_and_nearest_one_and_stays_when_the_figure_is_cleared(
    figure: Figure,
) -> None:
    marks = marks_of(figure)
    figure.clear()
    assert marks.at(100, 150) == "bar"
    assert marks.at(100, 120) == ""
    assert marks.at(100, 50) == "one"
    assert marks.at(300, 50) == "other"
    assert marks.at(200, 100 + 4) == "line"
    assert marks.at(200, 100 + 4 * 100 / 72 + 1) == ""
    assert marks.at(90, 100) == ""
    assert NO_MARKS.at(0, 0) == ""


def test_the_sides_differ_in_print_without_colour() -> None:
    assert contrast(PRINT.positive, PRINT.negative) > 2.5 > contrast(LIGHT.positive, LIGHT.negative)
    assert PRINT.surface == PRINT.ground == "#ffffff"


def test_a_long_name_of_an_axis_is_broken_once_and_keeps_its_words() -> None:
    name = "Points of the mean score, with 95 % interval"
    narrow, wide = fitting_label(name, Figure(figsize=(2, 2))), fitting_label(name, Figure(figsize=(9, 2)))
    assert wide == name
    assert narrow.replace("\n", " ") == name
    assert narrow.count("\n") == 1
