"""A model file gives back the very same model, or is refused with a sentence."""

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from tests.sentiment.lstm.tiny_models import tiny_classifier
from textminer.corpus.tokenizer import tokenizer_named
from textminer.errors import ModelFileError
from textminer.resource_files import resource_path
from textminer.sentiment.lstm.loading import load_classifier
from textminer.sentiment.model_file import (
    PRECISIONS,
    as_stored,
    find_model,
    list_models,
    models_folder,
    read_card,
    read_model,
    write_model,
)

TEXTS = ["the film was not very good !", "a long story", "awful :)", ""]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    contents = tiny_classifier().contents()
    path = tmp_path / "tiny.safetensors"
    write_model(path, contents.card, contents.vocabulary, contents.weights)
    return path


@pytest.mark.parametrize("cell", ["rnn", "lstm", "peephole"])
def test_loading_gives_identical_probabilities(tmp_path: Path, cell: str) -> None:
    classifier = tiny_classifier(cell=cell)
    contents = classifier.contents()
    path = tmp_path / "model.safetensors"
    write_model(path, contents.card, contents.vocabulary, contents.weights)
    tokens = tokenizer_named("tweet").tokenize(TEXTS)
    before, after = classifier.predict(tokens), load_classifier(path).predict(tokens)
    assert np.array_equal(before.probabilities, after.probabilities, equal_nan=True)
    assert (before.labels, before.polarity) == (after.labels, after.polarity)


def test_the_card_is_read_as_it_was_written(saved: Path) -> None:
    written, card = tiny_classifier().card, read_card(saved)
    assert card.path == saved
    assert card.size_bytes == saved.stat().st_size
    for name in ("name", "labels", "polarity", "tokenizer", "network", "calibration", "languages", "facts"):
        assert getattr(card, name) == getattr(written, name)


def test_writing_twice_gives_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    contents = read_model(saved)
    again = tmp_path / "again.safetensors"
    write_model(again, contents.card, contents.vocabulary, contents.weights)
    assert again.read_bytes() == saved.read_bytes()


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("separate", [False, True])
def test_a_model_is_stored_in_fewer_bits_once_for_all(tmp_path: Path, precision: str, separate: bool) -> None:
    contents = tiny_classifier(n_layers=2, separate_directions=separate).contents()
    card = replace(contents.card, precision=precision)
    one, two = tmp_path / "one.safetensors", tmp_path / "two.safetensors"
    write_model(one, card, contents.vocabulary, contents.weights)
    first = read_model(one)
    assert first.card.precision == precision
    for name, weight in first.weights.items():
        assert np.array_equal(weight, as_stored(name, contents.weights[name], precision))
        assert np.allclose(weight, contents.weights[name], atol=0.3 * np.abs(contents.weights[name]).max())
    write_model(two, first.card, first.vocabulary, first.weights)
    assert replace(read_card(two), path=one, size_bytes=0) == replace(first.card, path=one, size_bytes=0)
    assert one.read_bytes() == two.read_bytes()


def test_every_flipped_bit_is_refused(saved: Path) -> None:
    whole = saved.read_bytes()
    chance = np.random.default_rng(0)
    n_header = int.from_bytes(whole[:8], "little")
    places = [*chance.integers(0, len(whole), 150), 0, 7, 8, 8 + n_header - 1, 8 + n_header, len(whole) - 1]
    for place in map(int, places):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << int(chance.integers(8))
        if _header_blank(whole, n_header, place):
            continue
        saved.write_bytes(bytes(damaged))
        with pytest.raises(ModelFileError):
            read_model(saved)


def _header_blank(whole: bytes, n_header: int, place: int) -> bool:
    """Whether the byte is one of the blanks that fill the header up: they carry nothing."""
    return 8 <= place < 8 + n_header and whole[place : 8 + n_header].strip() == b""


@pytest.mark.parametrize("size", [0, 4, 8, 100, 2000, -1])
def test_a_cut_file_is_refused(saved: Path, size: int) -> None:
    saved.write_bytes(saved.read_bytes()[:size])
    with pytest.raises(ModelFileError, match="tiny"):
        read_model(saved)


def test_foreign_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "foreign.safetensors"
    save_file({"x": np.zeros(3, dtype=np.float32)}, path)
    for reader in (read_card, read_model):
        with pytest.raises(ModelFileError, match="not a TextMiner model"):
            reader(path)
    path.write_bytes(pickle.dumps({"weights": [1.0]}))
    with pytest.raises(ModelFileError):
        read_model(path)
    path.write_bytes((2**62).to_bytes(8, "little") + b"{}")
    with pytest.raises(ModelFileError):
        read_card(path)
    with pytest.raises(ModelFileError):
        read_card(tmp_path)


def test_models_are_found_by_name_and_by_path(saved: Path) -> None:
    folder = models_folder()
    folder.mkdir(parents=True)
    mine = folder / "mine.safetensors"
    mine.write_bytes(saved.read_bytes())
    assert find_model("mine") == mine
    assert find_model(str(saved)) == saved
    assert mine in [card.path for card in list_models()]


def test_a_missing_model_is_named_with_those_that_are_there(saved: Path) -> None:
    folder = models_folder()
    folder.mkdir(parents=True)
    (folder / "mine.safetensors").write_bytes(saved.read_bytes())
    with pytest.raises(ModelFileError, match=r"nosuch.*mine"):
        find_model("nosuch")
    with pytest.raises(ModelFileError, match="no model file"):
        find_model("folder/nosuch.safetensors")


def test_a_file_that_is_no_model_does_not_hide_the_others(saved: Path) -> None:
    (saved.parent / "broken.safetensors").write_bytes(b"?")
    assert [card.name for card in list_models((saved.parent,))] == ["tiny"]


def test_reading_a_card_loads_no_torch(saved: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from textminer.sentiment.model_file import read_card;"
        f"read_card(Path({str(saved)!r})); print('torch' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=os.environ.copy(), capture_output=True, text=True
    )
    assert done.stdout.strip() == "False", done.stderr


def test_the_shipped_model_is_whole_and_knows_its_polarity() -> None:
    contents = read_model(resource_path("models", "english.safetensors"))
    assert contents.card.labels == ("negative", "neutral", "positive")
    assert contents.card.is_shipped
    assert contents.card.size_bytes < 16_500_000
    classifier = load_classifier(resource_path("models", "english.safetensors"))
    texts = ["A wonderful film, I loved every minute.", "Terrible service and cold food.", "<3 this phone"]
    score = classifier.predict(tokenizer_named(classifier.tokenizer).tokenize(texts)).score()
    assert score is not None
    assert (np.sign(score) == [1, -1, 1]).all()
