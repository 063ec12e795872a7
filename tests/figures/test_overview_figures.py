"""The overview's figures draw what they were given, and every mark can be followed."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from tests.builders import prediction_of
from textminer.analysis.document_words import document_words
from textminer.analysis.grouping import grouping_by_sets
from textminer.analysis.score_spread import score_spread
from textminer.corpus.dates import DateColumn
from textminer.corpus.tokenizer import tokenizer_named
from textminer.figures.overview import draw_groups, draw_score_spread, draw_side_words, draw_timeline
from textminer.figures.style import DARK, LIGHT, Colours, prepare_matplotlib
from textminer.sentiment.by_group import group_scores
from textminer.sentiment.class_counts import class_counts
from textminer.sentiment.over_time import timeline
from textminer.sentiment.shares import class_shares
from textminer.sentiment.side_words import side_words

SCORES = np.random.default_rng(3).uniform(-1, 1, 400)
NAMES = ("$$", "房间", "مدينة", "x" * 90)


@pytest.fixture
def figure() -> Figure:
    prepare_matplotlib()
    made = Figure(figsize=(5, 3), layout="constrained")
    FigureCanvasAgg(made)
    return made


def gids(figure: Figure) -> set[str]:
    return {str(artist.get_gid()) for artist in figure.findobj(lambda artist: bool(artist.pickable()))}


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("n", [400, 1, 0])
def test_every_figure_draws_and_its_marks_have_names(figure: Figure, colours: Colours, n: int) -> None:
    prediction = prediction_of(SCORES[:n].tolist())
    classes, positions = prediction.classes(), np.arange(n)
    shares = class_shares(prediction, classes)
    scores = prediction.score()
    assert scores is not None
    spread = score_spread(scores, positions)
    counts = class_counts(spread.codes, 20, classes, 3)
    for selected in (None, counts // 2):
        draw_score_spread(figure, spread, counts, shares, colours, selected)
        figure.canvas.draw()
        assert gids(figure) == {f"score/{place}" for place in np.flatnonzero(spread.counts)}
    times = np.datetime64("2024-01-01", "s") + (positions * 86_400).astype("timedelta64[s]")
    dates = DateColumn(times, None, True, 0, 0, False)
    over_time = timeline(dates, 0, "seen", positions, scores, classes, 3)
    draw_timeline(figure, over_time, shares, colours, over_time.class_counts // 2)
    figure.canvas.draw()
    assert gids(figure) == {f"time/{place}" for place in range(over_time.bins.n_bins)}
    grouping = grouping_by_sets({name: positions[place::4] for place, name in enumerate(NAMES)}, n)
    groups = group_scores(grouping, 0, "city", positions, scores, classes, 3)
    draw_groups(figure, groups, shares, colours, groups.class_counts // 2)
    figure.canvas.draw()
    n_groups = groups.grouping.n_groups
    expected = {f"group/{place}" for place in range(n_groups)}
    filled = np.argwhere(groups.class_counts > 0).tolist()
    assert gids(figure) == expected | {f"group/{place}/{index}" for place, index in filled}
    texts = [f"all {'loud' if score > 0 else 'quiet'}" for score in SCORES[:n]]
    words = document_words(tokenizer_named("tweet").tokenize(texts))
    sides = side_words(words, shares, classes)
    draw_side_words(figure, sides, shares, colours, "word/0/0")
    figure.canvas.draw()
    assert gids(figure) == {
        f"word/{number}/{place}" for number, side in enumerate(sides) for place in range(len(side.words))
    }


def test_bars_of_a_bin_are_as_high_as_its_documents(figure: Figure) -> None:
    prediction = prediction_of(SCORES.tolist())
    classes = prediction.classes()
    spread = score_spread(prediction.score(), np.arange(400))  # type: ignore[arg-type]
    counts = class_counts(spread.codes, 20, classes, 3)
    draw_score_spread(figure, spread, counts, class_shares(prediction, classes), LIGHT)
    heights = [bar.get_height() for container in figure.axes[0].containers for bar in container]
    assert sum(heights) == 400
