"""Padding, batch mates and order change no row of the network's output."""

import numpy as np
import pytest
import torch

from textminer.corpus.vocabulary import SPECIAL_WORDS
from textminer.sentiment.lstm.network import LstmNetwork, Noise, in_order, reversed_order
from textminer.sentiment.settings import NetworkSettings

CELLS = ("rnn", "lstm", "peephole")


def network_of(cell: str = "lstm", **more: object) -> LstmNetwork:
    settings = NetworkSettings(cell=cell, embedding_size=8, hidden_size=6, **more)  # type: ignore[arg-type]
    network = LstmNetwork(settings, 50, 3)
    network.reset(1)
    with torch.no_grad():
        network.embedding.weight.normal_(generator=torch.Generator().manual_seed(2))
    return network


def batch_of(lengths: list[int], width: int) -> tuple[torch.Tensor, torch.Tensor]:
    chance = np.random.default_rng(sum(lengths))
    ids = np.zeros((len(lengths), width), dtype=np.int64)
    for row, length in enumerate(lengths):
        ids[row, :length] = chance.integers(2, 50, length)
    return torch.from_numpy(ids), torch.tensor(lengths)


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("bidirectional", [True, False])
@pytest.mark.parametrize("pooling", ["max_mean_last", "last"])
@pytest.mark.parametrize("n_layers", [1, 2])
def test_padding_and_batch_mates_do_not_change_a_score(
    cell: str, bidirectional: bool, pooling: str, n_layers: int
) -> None:
    network = network_of(cell, bidirectional=bidirectional, pooling=pooling, n_layers=n_layers)
    ids, lengths = batch_of([9, 3, 1, 12], 30)
    with torch.inference_mode():
        together = network(ids, lengths)
        for row, length in enumerate(lengths.tolist()):
            alone = network(ids[row : row + 1, :length], lengths[row : row + 1])
            assert torch.allclose(alone[0], together[row], atol=1e-5)


def test_what_stands_in_the_padding_does_not_matter() -> None:
    network = network_of()
    ids, lengths = batch_of([9, 3], 12)
    other = ids.clone()
    other[1, 3:] = 7
    with torch.inference_mode():
        assert torch.equal(network(ids, lengths), network(other, lengths))


def test_the_order_of_the_words_matters() -> None:
    network = network_of()
    with torch.inference_mode():
        one, two = network(torch.tensor([[5, 6, 7], [7, 6, 5]]), torch.tensor([3, 3]))
    assert not torch.allclose(one, two, atol=1e-4)


def test_turning_round_twice_gives_the_text_back() -> None:
    lengths = torch.tensor([4, 1, 3])
    x = torch.arange(12.0).reshape(3, 4, 1)
    order = reversed_order(lengths, 4)
    assert in_order(x, order)[0, :, 0].tolist() == [3, 2, 1, 0]
    assert in_order(x, order)[2, :, 0].tolist() == [10, 9, 8, 11]
    assert torch.equal(in_order(in_order(x, order), order), x)


def test_a_sigmoid_is_a_softmax_over_nothing_and_its_log_odds() -> None:
    settings = NetworkSettings.of_preset("article")
    network = LstmNetwork(settings, 30, 2)
    network.reset(1)
    with torch.inference_mode():
        logits = network(torch.randint(0, 30, (4, 50)), torch.full((4,), 50))
    assert network.head.out_features == 1
    assert logits.shape == (4, 2)
    assert (logits[:, 0] == 0).all()


def test_three_classes_never_get_a_sigmoid() -> None:
    assert LstmNetwork(NetworkSettings.of_preset("article"), 30, 3).head.out_features == 3


def test_noise_is_the_same_for_the_same_seed_and_step() -> None:
    network = network_of(dropout=0.5)
    ids, lengths = batch_of([9, 3], 12)
    with torch.inference_mode():
        one, two, other = (network(ids, lengths, Noise(1, step, 0.2)) for step in (4, 4, 5))
    assert torch.equal(one, two)
    assert not torch.equal(one, other)


def test_word_dropout_leaves_padding_alone() -> None:
    ids, _lengths = batch_of([9, 3], 40)
    dropped, silent = Noise(1, 1, 0.5).unread(ids)
    assert not bool(dropped[ids == 0].any())
    assert bool(dropped.any())
    assert bool(silent.any())
    assert bool((dropped | ~silent).all())


WORDS = [
    *SPECIAL_WORDS,
    *(first + last for first in "abcdefghi" for last in ("and", "ing", "est", "ful", "ous")),
]


def network_with_ngrams() -> LstmNetwork:
    network = network_of(subword_buckets=32)
    with torch.no_grad():
        network.embedding_ngrams.weight.normal_(generator=torch.Generator().manual_seed(3))
    return network


def test_training_and_scoring_read_the_same_vectors() -> None:
    network = network_with_ngrams()
    unknown = ("landing", "restful", "没有", "x")
    network.spell((*WORDS, *unknown))
    ids = torch.tensor([[5, 49, 51, 3], [50, 52, 53, 0]])
    with torch.inference_mode():
        trained = network.vectors(ids)
        vectors = network.type_vectors(unknown)
        network.fold_ngrams()
        folded = network.type_vectors(unknown)
    assert torch.allclose(trained, vectors[ids], atol=1e-6)
    assert torch.allclose(vectors, folded, atol=1e-6)
    assert torch.equal(
        network.embedding.weight[0], network_with_ngrams().embedding.weight[0]
    )  # <pad> has none
    assert not torch.allclose(folded[50], folded[51], atol=1e-2)


def test_rounded_vectors_are_those_that_a_file_holds() -> None:
    network = network_with_ngrams()
    network.spell(WORDS)
    network.round_weights()
    for table in (network.embedding.weight, network.embedding_ngrams.weight):
        assert torch.equal(table, table.half().float())


def test_a_dropped_word_keeps_its_ngrams_half_of_the_time() -> None:
    network = network_with_ngrams()
    network.spell(WORDS)
    word, unknown = network.embedding.weight[7], network.embedding.weight[1]
    ids = torch.full((1, 4000), 7)
    with torch.inference_mode():
        ngrams = network.vectors(ids[:, :1])[0, 0] - word
        read = network.vectors(ids, Noise(1, 1, 0.4))[0]
    whole, spelt, silent = (
        torch.isclose(read, wanted, atol=1e-6).all(dim=1).float().mean().item()
        for wanted in (word + ngrams, unknown + ngrams, unknown)
    )
    assert whole == pytest.approx(0.6, abs=0.05)
    assert spelt == pytest.approx(0.2, abs=0.05)
    assert silent == pytest.approx(0.2, abs=0.05)


def test_without_ngrams_a_network_has_no_further_weights() -> None:
    assert not any("ngrams" in name for name in network_of().state_dict())
