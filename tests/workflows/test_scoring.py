"""Scoring a corpus gives the same scores whatever is looked at first, and accounts for every document."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import WordClassifier
from textminer.corpus.token_table import TokenTable
from textminer.progress import Cancelled, Progress, silent
from textminer.sentiment.classifier import OnPart
from textminer.sentiment.prediction import EMPTY, NO_KNOWN_WORD, SCORED, STATUSES, WAITING, Prediction
from textminer.workflows import scoring
from textminer.workflows.scoring import BLOCK_OPERATIONS, FIRST_OPERATIONS, score_texts

CLASSIFIER = WordClassifier({"good": 1.5, "bad": -1.5, "fine": 0.4})
TEXTS = ["good", "bad room", "", "qwerty", "<br />fine, good", "  "]


def test_every_document_gets_a_status() -> None:
    prediction = score_texts(TEXTS, CLASSIFIER).prediction
    found = [STATUSES[status] for status in prediction.statuses]
    assert found == [SCORED, SCORED, EMPTY, NO_KNOWN_WORD, SCORED, EMPTY]


@given(
    st.lists(st.sampled_from(TEXTS), max_size=30),
    st.lists(st.integers(0, 29), max_size=12),
    st.integers(1, 9),
)
@settings(max_examples=60, deadline=None)
def test_what_is_visible_and_the_block_size_change_no_score(
    texts: list[str], seen: list[int], block: int
) -> None:
    whole = score_texts(texts, CLASSIFIER).prediction
    visible = np.array(sorted({position for position in seen if position < len(texts)}), dtype=np.int64)
    parts: list[np.ndarray] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoring, "BLOCK_DOCUMENTS", block)
        pieces = score_texts(
            texts,
            CLASSIFIER,
            on_part=lambda positions, _part: parts.append(positions),
            visible=lambda: visible,
        ).prediction
    np.testing.assert_array_equal(whole.probabilities, pieces.probabilities)
    np.testing.assert_array_equal(whole.statuses, pieces.statuses)
    assert sorted(np.concatenate([*parts, []]).tolist()) == list(range(len(texts)))
    if len(visible):
        assert parts[0].tolist() == visible.tolist()


def test_tokens_of_the_whole_corpus_come_before_its_scores() -> None:
    order: list[str] = []
    score_texts(
        TEXTS,
        CLASSIFIER,
        on_part=lambda _positions, _part: order.append("part"),
        on_tokens=lambda tokens: order.append(f"{tokens.n_documents} documents"),
    )
    assert order == ["6 documents", "part"]


def test_a_cancel_between_two_blocks_ends_the_scoring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "BLOCK_DOCUMENTS", 2)

    class StopAfterTheFirstBlock:
        def __init__(self) -> None:
            self.parts: list[Prediction] = []

        def report(self, fraction: float, message: str = "") -> None:
            if self.parts:
                raise Cancelled

    progress = StopAfterTheFirstBlock()
    with pytest.raises(Cancelled):
        score_texts(TEXTS, CLASSIFIER, progress, on_part=lambda _positions, part: progress.parts.append(part))
    assert len(progress.parts) == 1


def test_no_documents_give_an_empty_prediction() -> None:
    scored = score_texts([], CLASSIFIER)
    assert scored.prediction.n_documents == 0
    assert scored.tokens.n_documents == 0


def test_columns_of_a_waiting_prediction_are_missing_and_of_a_scored_one_sum_up() -> None:
    columns = Prediction.waiting(CLASSIFIER.labels, 2, CLASSIFIER.polarity).columns()
    assert columns["sentiment"].isna().all()
    assert columns["status"].tolist() == [WAITING, WAITING]
    columns = score_texts(["good", ""], CLASSIFIER).prediction.columns()
    probabilities = [columns[f"probability_{label}"][0] for label in CLASSIFIER.labels]
    assert sum(probabilities) == pytest.approx(1)
    assert columns["score"][0] == pytest.approx(probabilities[2] - probabilities[0])
    assert columns["confidence"][0] == max(probabilities)
    assert columns["sentiment"][0] == "positive"
    assert np.isnan(columns["score"][1])


class Stops:
    def report(self, fraction: float, message: str = "") -> None:
        raise Cancelled


def test_a_dear_network_shows_a_few_documents_first_and_asks_more_often_what_is_looked_at() -> None:
    read: list[int] = []
    looks: list[int] = []

    class Dear(WordClassifier):
        @property
        def operations_per_token(self) -> int:
            return int(FIRST_OPERATIONS / 10)

        def predict(
            self, tokens: TokenTable, progress: Progress = silent, on_part: OnPart | None = None
        ) -> Prediction:
            progress.report(0.5)  # each reading can be stopped
            read.append(tokens.n_tokens)
            return super().predict(tokens, progress, on_part)

    def visible() -> np.ndarray:
        looks.append(len(looks))
        return np.arange(40)

    texts = ["good bad fine"] * 200
    dear = score_texts(texts, Dear(CLASSIFIER.weights), visible=visible).prediction
    assert read[0] == 9  # three documents of three tokens
    assert max(read) <= BLOCK_OPERATIONS / (FIRST_OPERATIONS / 10)
    assert len(looks) > 3
    np.testing.assert_array_equal(dear.probabilities, score_texts(texts, CLASSIFIER).prediction.probabilities)
    read.clear()
    with pytest.raises(Cancelled):
        score_texts(texts, Dear(CLASSIFIER.weights), Stops(), visible=visible)
    assert read == []


def test_what_a_block_brings_is_handed_out_before_the_block_ends() -> None:
    class InTwo(WordClassifier):
        def predict(
            self, tokens: TokenTable, progress: Progress = silent, on_part: OnPart | None = None
        ) -> Prediction:
            whole = super().predict(tokens)
            middle = tokens.n_documents // 2
            if on_part is not None:
                for places in (np.arange(middle), np.arange(middle, tokens.n_documents)):
                    part = Prediction(
                        whole.labels, whole.probabilities[places], whole.statuses[places], whole.polarity
                    )
                    on_part(places, part)
            return whole

    parts: list[tuple[np.ndarray, Prediction]] = []
    whole = score_texts(TEXTS, InTwo(CLASSIFIER.weights), on_part=lambda *part: parts.append(part)).prediction
    assert [positions.tolist() for positions, _part in parts] == [[0, 1, 2], [3, 4, 5]]
    for positions, part in parts:
        np.testing.assert_array_equal(part.probabilities, whole.probabilities[positions])
