"""Of two networks in one file, the length of a document alone says which one reads it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.sentiment.lstm.tiny_models import WORDS, tiny_classifier
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.errors import ModelFileError
from textminer.sentiment.calibration import Calibration
from textminer.sentiment.lstm.by_length import LengthClassifier
from textminer.sentiment.lstm.loading import load_classifier
from textminer.sentiment.lstm.scoring import LstmClassifier
from textminer.sentiment.model_file import SHORT, ShortNetwork, read_card, read_model, write_model
from textminer.workflows.model_facts import card_lines

LONGEST = 5
TEXTS = [
    "good film", " ".join(WORDS[3:8]), " ".join(WORDS[3:9]), "", "bad", "qqq zzz",
    "the goood film was not very bad at all", "the storyy was good",
]  # fmt: skip


def tokens_of(texts: list[str]) -> TokenTable:
    return tokenizer_named("tweet").tokenize(texts)


@pytest.fixture
def longer() -> LstmClassifier:
    return tiny_classifier(subword_buckets=64)


@pytest.fixture
def short(longer: LstmClassifier) -> LstmClassifier:
    """A network of another size and another seed over the same word vectors, calibrated otherwise."""
    other = tiny_classifier(subword_buckets=64, hidden_size=11)
    weights = {
        name: value if name.startswith("embedding") else value[..., ::-1] * np.float32(2)
        for name, value in other.weights.items()
    }
    weights |= {name: value for name, value in longer.weights.items() if name.startswith("embedding")}
    card = replace(other.card, calibration=Calibration(0.5, tuple([0.1] + [-0.05] * (len(other.labels) - 1))))
    return LstmClassifier(card, longer.vocabulary, weights)


@pytest.fixture
def path(longer: LstmClassifier, short: LstmClassifier, tmp_path: Path) -> Path:
    second = {
        SHORT + name: value for name, value in short.weights.items() if not name.startswith("embedding")
    }
    card = replace(
        longer.card, short=ShortNetwork(LONGEST, short.card.network, short.card.calibration), precision="half"
    )
    path = tmp_path / "two.safetensors"
    write_model(path, card, longer.vocabulary, {**longer.weights, **second})
    return path


def test_each_document_is_scored_by_the_network_for_its_length(
    path: Path, longer: LstmClassifier, short: LstmClassifier
) -> None:
    both = load_classifier(path)
    assert isinstance(both, LengthClassifier)
    tokens = tokens_of(TEXTS)
    is_short = tokens.lengths() <= LONGEST
    assert is_short.any()
    assert not is_short.all()
    found = both.predict(tokens)
    of_short, of_longer = short.predict(tokens), longer.predict(tokens)
    expected = np.where(is_short[:, None], of_short.probabilities, of_longer.probabilities)
    assert found.probabilities == pytest.approx(expected, abs=1e-3, nan_ok=True)  # half precision
    assert (found.statuses == of_longer.statuses).all()
    apart = np.abs(of_short.probabilities - of_longer.probabilities)[found.is_scored]
    assert apart.max() > 0.01  # else the test could not fail


def test_order_changes_no_score_and_parts_cover_every_document(path: Path) -> None:
    both = load_classifier(path)
    order = np.random.default_rng(0).permutation(len(TEXTS))
    here = both.predict(tokens_of(TEXTS))
    seen: list[np.ndarray] = []
    there = both.predict(
        tokens_of([TEXTS[place] for place in order]), on_part=lambda where, part: seen.append(where)
    )
    assert here.probabilities[order] == pytest.approx(there.probabilities, abs=1e-5, nan_ok=True)
    assert sorted(np.concatenate(seen).tolist()) == list(range(len(TEXTS)))


@pytest.mark.parametrize("position", [0, 6])
def test_explanations_and_prefixes_are_those_of_the_network_that_scored(path: Path, position: int) -> None:
    both = load_classifier(path)
    tokens = tokens_of(TEXTS)
    prediction = both.predict(tokens)
    polarity = both.polarity
    assert polarity is not None
    probabilities = prediction.probabilities[position]
    margin = float(np.log(probabilities[polarity.positive] / probabilities[polarity.negative]))
    explained = both.explain(tokens, position)
    assert explained.margin == pytest.approx(margin, abs=1e-4)
    assert float(explained.contributions.astype(np.float64).sum()) == explained.margin
    one = tokens.take(np.array([position]))
    prefixes = next(both.predict_prefixes(one, [np.array([1, one.n_tokens])]))
    assert prefixes.probabilities[-1] == pytest.approx(probabilities, abs=1e-5)


def test_all_documents_lie_in_one_space(path: Path, longer: LstmClassifier) -> None:
    tokens = tokens_of(TEXTS)
    seen = load_classifier(path).representation(tokens)
    assert seen == pytest.approx(longer.representation(tokens), abs=1e-2, nan_ok=True)


def test_the_file_comes_back_as_it_was_and_a_missing_part_is_told(path: Path, tmp_path: Path) -> None:
    contents = read_model(path)
    again = tmp_path / "again.safetensors"
    write_model(again, contents.card, contents.vocabulary, contents.weights)
    assert again.read_bytes() == path.read_bytes()
    weights = {name: value for name, value in contents.weights.items() if name != f"{SHORT}head.bias"}
    write_model(again, contents.card, contents.vocabulary, weights)
    with pytest.raises(ModelFileError, match="do not fit"):
        load_classifier(again)


def test_the_card_names_both_networks(path: Path) -> None:
    facts = dict(card_lines(read_card(path)))
    assert facts["Network"].startswith("LSTM 6 (11 for texts of up to 5 tokens), both directions")
