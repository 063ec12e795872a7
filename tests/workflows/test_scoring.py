"""Scoring a corpus gives the same scores whatever is looked at first, and accounts for every document."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import WordClassifier
from textminer.progress import Cancelled
from textminer.sentiment.prediction import EMPTY, NO_KNOWN_WORD, SCORED, STATUSES, WAITING, Prediction
from textminer.workflows import scoring
from textminer.workflows.scoring import score_texts

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
