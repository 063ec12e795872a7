"""The overview's figures are those of its documents, and each mark leads to the documents it counts."""

from dataclasses import replace

import numpy as np
import pytest

from tests.builders import POLARITY, WordClassifier, corpus_of, prediction_of
from textminer.corpus.corpus import Corpus
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.tokenizer import tokenizer_named
from textminer.sentiment.by_group import FALLING, HIGHEST, LOWEST, RISING, GroupScores
from textminer.sentiment.prediction import EMPTY, Prediction
from textminer.sentiment.shares import class_shares
from textminer.workflows.overview import Overview, overview
from textminer.workflows.overview_ground import OWN_LABELS, OverviewOptions, overview_ground
from textminer.workflows.overview_marks import documents_of, selected_counts

TEXTS = [
    "good lift",
    "bad lift",
    "good bed",
    "bad room",
    "",
    "great view",
    "broken lift",
    "good good",
    "ok",
    "bad bad",
]
SCORES = (0.8, -0.7, 0.6, -0.9, EMPTY, 0.9, -0.8, 0.7, 0.02, -0.6)
DATES = [
    "31/01/2024",
    "01/02/2024",
    "02/02/2024",
    "?",
    "",
    "05/03/2024",
    "06/03/2024",
    "07/03/2024",
    "08/04/2024",
    "09/04/2024",
]
STARS = ["5", "1", "4", "2", "3", "5", "5", "4", "3", "1"]
CITIES = ["Rome", "Rome", "Rome", "Oslo", "Oslo", "Oslo", "Rome", "", "Bern", "Bern"]


@pytest.fixture
def corpus() -> Corpus:
    return corpus_of(TEXTS, seen=DATES, stars=STARS, city=CITIES)


def look(
    corpus: Corpus,
    prediction: Prediction,
    options: OverviewOptions = OverviewOptions(),  # noqa: B008
    positions: np.ndarray | None = None,
    given: GivenLabels | None = None,
) -> Overview:
    tokens = tokenizer_named("tweet").tokenize(corpus.texts())
    classifier = WordClassifier({"good": 1, "great": 1, "bad": -1, "broken": -1})
    ground = overview_ground(corpus, prediction, tokens, classifier, options, given)
    everything = np.arange(corpus.table.n_documents)
    return overview(corpus, prediction, ground, everything if positions is None else positions)


def test_shares_count_the_scored_documents_with_wilsons_interval(corpus: Corpus) -> None:
    found = look(corpus, prediction_of(SCORES))
    assert [(share.role, share.count) for share in found.shares] == [
        ("positive", 5),
        ("neutral", 0),
        ("negative", 4),
    ]
    assert sum(share.share for share in found.shares) == pytest.approx(1)
    assert (found.n_scored, found.n_documents, found.unscored.tolist()) == (9, 10, [4])


def test_the_interval_of_a_share_is_the_published_one() -> None:
    """Newcombe (1998), Two-sided confidence intervals for the single proportion, table I: 81 of 263 and 15 of 148."""
    for n_positive, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
    ):
        scores = [0.9] * n_positive + [-0.9] * (n - n_positive)
        prediction = prediction_of(scores)
        positive = class_shares(prediction, prediction.classes())[0]
        assert positive.interval == pytest.approx((low, high), abs=1e-4)


def test_every_mark_leads_to_the_documents_it_counts(corpus: Corpus) -> None:
    prediction = prediction_of(SCORES)
    found = look(corpus, prediction)
    scores = prediction.score()
    assert scores is not None
    for share in found.shares:
        assert len(documents_of(found, f"class/{share.index}")) == share.count
    assert found.spread is not None
    for place, count in enumerate(found.spread.counts):
        positions = documents_of(found, f"score/{place}")
        low, high = found.spread.edges[place : place + 2]
        assert len(positions) == count
        assert all(low - 1e-6 <= scores[position] <= high + 1e-6 for position in positions)
    assert found.timeline is not None
    for place in range(found.timeline.bins.n_bins):
        assert len(documents_of(found, f"time/{place}")) == (found.timeline.bins.codes == place).sum()
    assert found.groups is not None
    for place, name in enumerate(found.groups.grouping.names):
        positions = documents_of(found, f"group/{place}")
        assert {CITIES[position] for position in positions} == {name}
        for share in found.shares:
            part = documents_of(found, f"group/{place}/{share.index}")
            assert len(part) == found.groups.class_counts[place, share.index]
    for number, side in enumerate(found.sides):
        for place, word in enumerate(side.words):
            positions = documents_of(found, f"word/{number}/{place}")
            assert len(positions) == side.document_counts[place]
            assert all(word in TEXTS[position] for position in positions)
    assert documents_of(found, "unscored").tolist() == [4]


def test_groups_stand_by_their_mean_score_and_dates_are_read_day_first(corpus: Corpus) -> None:
    found = look(corpus, prediction_of(SCORES))
    groups, timeline = found.groups, found.timeline
    assert groups is not None
    assert groups.name == "city"
    assert groups.means is not None
    assert (np.diff(groups.means.means) <= 0).all()
    assert dict(zip(groups.grouping.names, groups.sizes.tolist(), strict=True)) == {
        "Rome": 4,
        "Oslo": 3,
        "Bern": 2,
    }
    assert timeline is not None
    dates = timeline.dates
    assert (dates.is_day_first, dates.is_decided, dates.n_unread, dates.n_blank) == (True, True, 1, 1)
    assert timeline.n_undated == 2


def test_more_groups_than_are_shown_are_counted() -> None:
    cities = [f"c{number % 20}" for number in range(60)] + ["c0"] * 5
    corpus = corpus_of(["good"] * 65, city=cities)
    groups = look(corpus, prediction_of([0.5] * 65)).groups
    assert groups is not None
    assert (groups.grouping.n_groups, groups.n_groups_left, groups.n_documents_left) == (10, 10, 30)
    assert groups.sizes.sum() == 65 - 30


def test_the_words_of_each_side_are_on_their_side() -> None:
    texts = ["good lift room"] * 30 + ["bad lift room"] * 30
    found = look(corpus_of(texts), prediction_of([0.8] * 30 + [-0.8] * 30))
    negative, positive = found.sides
    assert (negative.share.role, negative.words, negative.document_counts.tolist()) == (
        "negative",
        ("bad",),
        [30],
    )
    assert (positive.share.role, positive.words) == ("positive", ("good",))


def test_the_share_of_unknown_words_leaves_punctuation_out() -> None:
    found = look(corpus_of(["good lift !", "bad bad", "..."]), prediction_of([0.5, -0.5, EMPTY]))
    assert found.unknown_rate == pytest.approx(1 / 4)


def test_stars_judge_the_model_and_show_where_they_contradict_it(corpus: Corpus) -> None:
    judged = look(corpus, prediction_of(SCORES)).judged
    assert judged is not None
    assert (judged.labels.name, judged.labels.are_stars) == ("stars", True)
    assert judged.evaluation.n_scored == 9
    assert judged.evaluation.accuracy == pytest.approx(7 / 9)
    assert judged.disagreeing.tolist() == [6]


def test_own_labels_judge_the_model_where_no_column_does_or_when_asked_for(corpus: Corpus) -> None:
    given = GivenLabels({0: "positive", 1: "positive"})
    prediction = prediction_of(SCORES)
    assert look(corpus, prediction, given=given).judged.labels.name == "stars"  # type: ignore[union-attr]
    chosen = look(corpus, prediction, OverviewOptions(label_column=OWN_LABELS), given=given).judged
    assert chosen is not None
    assert chosen.evaluation.accuracy == 0.5
    assert chosen.disagreeing.tolist() == [1]
    plain = corpus_of(TEXTS)
    assert look(plain, prediction, given=given).judged is not None
    assert look(plain, prediction).judged is None


def test_a_column_of_zeros_and_ones_is_no_label_unless_it_says_so() -> None:
    numbers = ["0", "1"] * 5
    prediction = prediction_of(SCORES)
    assert look(corpus_of(TEXTS, verified=numbers), prediction).judged is None
    named = look(corpus_of(TEXTS, sentiment=numbers), prediction).judged
    assert named is not None


def test_only_documents_that_pass_the_filter_count(corpus: Corpus) -> None:
    found = look(corpus, prediction_of(SCORES), positions=np.array([1, 3, 4]))
    assert found.n_documents == 3
    assert [share.count for share in found.shares] == [0, 0, 2]
    assert found.groups is not None
    assert found.groups.sizes.sum() == 3
    assert found.judged is not None
    assert found.judged.evaluation.n_scored == 2


def test_the_selection_is_counted_in_every_figure(corpus: Corpus) -> None:
    found = look(corpus, prediction_of(SCORES))
    whole = selected_counts(found, np.arange(10))
    assert whole.spread is not None
    assert whole.groups is not None
    assert whole.timeline is not None
    assert (whole.spread == found.spread_counts).all()
    assert (whole.groups == found.groups.class_counts).all()  # type: ignore[union-attr]
    assert (whole.timeline == found.timeline.class_counts).all()  # type: ignore[union-attr]


def test_classes_that_are_no_sentiment_are_shown_by_their_size() -> None:
    prediction = prediction_of(
        [0.9, -0.9, -0.8, 0.7, -0.6], labels=("billing", "app", "delivery"), polarity=None
    )
    found = look(corpus_of(["good", "bad", "bad", "good", "bad"], team=["a", "b", "a", "b", "a"]), prediction)
    assert [(share.name, share.count) for share in found.shares] == [
        ("billing", 3),
        ("delivery", 2),
        ("app", 0),
    ]
    assert not found.has_polarity
    assert found.spread is not None
    assert found.spread.edges[0] == 0
    assert found.groups is not None
    assert found.groups.means is None


def test_a_neutral_threshold_moves_documents_to_a_class_of_its_own() -> None:
    prediction = prediction_of(
        [0.9, 0.1, -0.1],
        labels=("negative", "positive"),
        polarity=replace(POLARITY, neutral=None, positive=1),
    )
    found = look(corpus_of(["good", "good", "bad"]), prediction.with_neutral_threshold(0.9))
    assert {share.role: share.count for share in found.shares} == {"positive": 1, "neutral": 2, "negative": 0}


@pytest.mark.parametrize("scores", [[], [EMPTY], [None, None], [0.4]])
def test_corpora_of_next_to_nothing_have_an_overview(scores: list[float | str | None]) -> None:
    found = look(corpus_of(["good"] * len(scores), city=["x"] * len(scores)), prediction_of(scores))
    assert found.n_documents == len(scores)
    assert sum(found.statuses.values()) == len(scores)


def test_groups_are_ordered_by_score_and_by_change() -> None:
    """Twelve shops of 24 documents: the third has the worst scores, the fifth falls, the rest is noise."""
    chance = np.random.default_rng(2)
    shops = np.repeat(np.arange(12), 24)
    days = np.tile(np.arange(24) * 15, 12)
    scores = np.clip(0.3 + chance.normal(0, 0.1, 288) - 0.6 * (shops == 2), -0.98, 0.98)
    scores[shops == 4] = np.linspace(0.9, -0.5, 24) + chance.normal(0, 0.05, 24)
    corpus = corpus_of(
        ["good lift"] * 288,
        shop=[f"S{shop}" for shop in shops],
        seen=[str(np.datetime64("2024-01-01") + int(day)) for day in days],
    )
    prediction = prediction_of(scores.tolist())

    def groups(order: str) -> GroupScores:
        found = look(corpus, prediction, OverviewOptions(group_order=order)).groups
        assert found is not None
        return found

    lowest, highest = groups(LOWEST), groups(HIGHEST)
    assert lowest.grouping.names[0] == "S2"
    assert lowest.means is not None
    assert lowest.means.means.tolist() == sorted(lowest.means.means.tolist())
    assert lowest.n_groups_left == 2
    assert "S2" not in highest.grouping.names
    falling = groups(FALLING)
    assert falling.grouping.names == ("S4",)
    assert falling.changes is not None
    assert falling.changes[0] == pytest.approx(-1.4, abs=0.1)
    assert groups(RISING).grouping.n_groups == 0


def test_labels_that_say_nothing_of_sentiment_are_put_aside(corpus: Corpus) -> None:
    said = [
        "positive",
        "negative",
        "irrelevant",
        "negative",
        "",
        "positive",
        "neutral",
        "positive",
        "n/a",
        "irrelevant",
    ]
    judged = look(corpus_of(TEXTS, sentiment=said), prediction_of(SCORES)).judged
    assert judged is not None
    assert (judged.labels.classes >= 0).tolist() == [
        word in ("positive", "neutral", "negative") for word in said
    ]
