"""Several models as one: the right one for each row, whatever is looked at first and however it is cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import WordClassifier, corpus_of
from tests.model_files import write_small_model
from textminer.progress import Cancelled
from textminer.sentiment.labels import SENTIMENTS
from textminer.sentiment.mixed_classifier import MixedClassifier
from textminer.sentiment.model_file import models_folder
from textminer.workflows import scoring
from textminer.workflows.explaining import explain_text
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.models import language_doubt, model_for
from textminer.workflows.scoring import score_texts

GERMAN = "Das Hotel war sehr schön, aber das Frühstück hat uns leider nicht geschmeckt."
ENGLISH = WordClassifier({"good": 1.5, "bad": -1.5})
CHINESE = WordClassifier({"好": 2.0, "差": -2.0, "good": -9.0})
CHINESE.tokenizer, CHINESE.name = "jieba", "chinese words"
MIXED = MixedClassifier({"en": ENGLISH, "zh": CHINESE})
TEXTS = ["good", "好", "bad room", "太差", "", "5/5", "qwerty", "good 酒店太差"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), max_size=20), st.integers(0, 19), st.integers(1, 6))
def test_each_row_is_scored_as_by_its_own_model_alone(texts: list[str], seen: int, block: int) -> None:
    parts: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoring, "BLOCK_DOCUMENTS", block)
        scored = score_texts(
            texts,
            MIXED,
            on_part=lambda positions, _part: parts.extend(positions.tolist()),
            visible=lambda: np.array([seen] if seen < len(texts) else [], dtype=np.int64),
        )
    assert sorted(parts) == list(range(len(texts)))
    assert seen >= len(texts) or parts[0] == seen
    for place, text in enumerate(texts):
        is_chinese = any(character in text for character in "好差")
        alone = score_texts([text], CHINESE if is_chinese else ENGLISH).prediction
        assert scored.prediction.statuses[place] == alone.statuses[0]
        np.testing.assert_array_equal(scored.prediction.probabilities[place], alone.probabilities[0])


def test_a_row_is_explained_by_the_model_that_scored_it() -> None:
    explained = explain_text("酒店好 good", MIXED)
    assert explained.model == "chinese words"
    assert explained.margin == pytest.approx(-7.0)
    assert explain_text("good", MIXED).margin == pytest.approx(1.5)


def test_a_cancel_within_a_block_ends_the_scoring() -> None:
    class Stop:
        def report(self, fraction: float, message: str = "") -> None:
            if fraction > 0.5:
                raise Cancelled

    with pytest.raises(Cancelled):
        score_texts(TEXTS, MIXED, Stop())


def test_only_the_models_that_rows_need_are_taken() -> None:
    assert model_for(corpus_of(["good", "bad"])) == "english"
    assert model_for(corpus_of(["good", "好"])) == "english+chinese"
    assert model_for(corpus_of(["good", "好"]), "english") == "english"
    assert model_for(corpus_of(["good", "この映画はとても面白かったです。"])) == "english"
    assert language_doubt(corpus_of(["good", "好"]), "english+chinese") == ""


def test_an_own_model_of_the_same_classes_scores_the_rows_in_its_language() -> None:
    corpus = corpus_of(["good", "好", GERMAN])
    write_small_model(models_folder() / "stars.safetensors", ("de",))
    assert model_for(corpus) == "english+chinese"
    write_small_model(models_folder() / "german.safetensors", ("de",), SENTIMENTS)
    write_small_model(models_folder() / "another.safetensors", ("en", "zh"), SENTIMENTS)
    assert model_for(corpus) == "english+chinese+german"


def test_word_views_read_each_row_in_its_script() -> None:
    assert corpus_tokenizer(corpus_of(["good", "bad"])) == "tweet"
    assert corpus_tokenizer(corpus_of(["good", "好"])) == "en+zh"
