"""The change that virtual adversarial training makes is the worst of its size, and learning against it steadies."""

import pytest
import torch
from torch import Tensor

from textminer.sentiment.lstm.adversarial import (
    change_along,
    direction_of_two,
    divergences,
    power_iteration,
    vector_spread,
    virtual_adversarial_losses,
)
from textminer.sentiment.lstm.network import LstmNetwork, Noise
from textminer.sentiment.settings import NetworkSettings

N_TYPES = 20
LENGTHS = torch.tensor([7, 4, 1])


def network_of(n_classes: int = 2, bidirectional: bool = True) -> LstmNetwork:
    settings = NetworkSettings(
        embedding_size=6, hidden_size=5, n_layers=1, bidirectional=bidirectional, dropout=0.4, min_count=1
    )
    network = LstmNetwork(settings, N_TYPES, n_classes)
    network.reset(1)
    with torch.no_grad():
        network.embedding.weight.mul_(20)
        network.head.weight.mul_(3)
    return network


def noise() -> Noise:
    return Noise(3, 4, 0.0)


def ids_of() -> Tensor:
    ids = torch.randint(2, N_TYPES, (3, 8), generator=torch.Generator().manual_seed(2))
    return ids.masked_fill(torch.arange(8) >= LENGTHS[:, None], 0)


def clean_pass(network: LstmNetwork) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Word vectors, logits, and the gradients of a loss by both."""
    x = network.embedding(ids_of())
    x.retain_grad()
    logits = network.logits(x, LENGTHS, noise())
    logits.retain_grad()
    torch.nn.functional.cross_entropy(logits, torch.tensor([0, 1, 1]), label_smoothing=0.1).backward()
    assert x.grad is not None
    assert logits.grad is not None
    return x.detach(), logits.detach(), x.grad, logits.grad


def test_the_gradient_of_two_classes_is_where_the_power_iteration_ends() -> None:
    network = network_of()
    x, logits, gradient, slopes = clean_pass(network)
    spread = torch.linspace(0.5, 1.5, 6)
    short = change_along(direction_of_two(gradient, logits, slopes), LENGTHS, spread, 1.0)
    generator = torch.Generator().manual_seed(5)
    iterated = power_iteration(network, x, LENGTHS, logits, spread, generator, noise)
    long = change_along(iterated, LENGTHS, spread, 1.0)
    likeness = torch.cosine_similarity(short.flatten(1), long.flatten(1)).abs()
    assert (likeness > 0.95).all()


@pytest.mark.parametrize("bidirectional", [False, True])
def test_no_other_change_of_the_size_moves_the_prediction_more(bidirectional: bool) -> None:
    network = network_of(bidirectional=bidirectional)
    x, logits, gradient, slopes = clean_pass(network)
    spread = torch.ones(6)
    norm = 0.3
    change = change_along(direction_of_two(gradient, logits, slopes), LENGTHS, spread, norm)
    worst = virtual_adversarial_losses(network, x, LENGTHS, logits, change, noise)
    generator = torch.Generator().manual_seed(1)
    for _draw in range(50):
        other = change_along(torch.randn(x.shape, generator=generator), LENGTHS, spread, norm)
        assert (virtual_adversarial_losses(network, x, LENGTHS, logits, other, noise) < worst).all()
    after = network.logits(x + 0.1 * change, LENGTHS, noise())
    margins = torch.stack([logits.diff(dim=1), after.diff(dim=1)]).abs()
    assert (margins[1] < margins[0]).all()  # towards the other class


def test_three_classes_take_the_power_iteration() -> None:
    network = network_of(n_classes=3)
    x = network.embedding(ids_of()).detach()
    clean = network.logits(x, LENGTHS, noise()).detach()
    spread, generator = torch.ones(6), torch.Generator().manual_seed(1)
    found = power_iteration(network, x, LENGTHS, clean, spread, generator, noise)
    worst = virtual_adversarial_losses(
        network, x, LENGTHS, clean, change_along(found, LENGTHS, spread, 0.3), noise
    )
    others = [
        virtual_adversarial_losses(
            network, x, LENGTHS, clean,
            change_along(torch.randn(x.shape, generator=generator), LENGTHS, spread, 0.3), noise,
        )
        for _draw in range(20)
    ]  # fmt: skip
    assert (worst > torch.stack(others).mean(dim=0)).all()


def test_the_change_has_its_norm_in_units_of_the_spread_and_spares_the_padding() -> None:
    spread = torch.tensor([0.1, 1.0, 10.0])
    direction = torch.randn(2, 5, 3, generator=torch.Generator().manual_seed(1))
    lengths = torch.tensor([5, 2])
    change = change_along(direction, lengths, spread, 5.0)
    assert torch.allclose((change / spread).flatten(1).norm(dim=1), torch.full((2,), 5.0), atol=1e-5)
    assert (change[1, 2:] == 0).all()
    # also where the gradient's squares are too small to be told from nothing
    assert torch.allclose(change_along(direction * 1e-30, lengths, spread, 5.0), change, atol=1e-4)
    assert (change_along(torch.zeros(2, 5, 3), lengths, spread, 5.0) == 0).all()


def test_growing_the_vectors_grows_the_change() -> None:
    vectors = torch.randn(N_TYPES, 6, generator=torch.Generator().manual_seed(1))
    shares = torch.rand(N_TYPES, generator=torch.Generator().manual_seed(2))
    shares /= shares.sum()
    spread = vector_spread(vectors, shares)
    assert torch.allclose(vector_spread(3 * vectors + 1, shares), 3 * spread, atol=1e-5)
    repeated = vectors.repeat_interleave((shares * 10_000).round().long(), dim=0)
    assert torch.allclose(spread, repeated.std(dim=0), rtol=0.02)


def test_the_same_prediction_diverges_by_nothing_and_the_clean_one_is_held() -> None:
    clean = torch.tensor([[0.3, -1.0]], requires_grad=True)
    assert float(divergences(clean, clean.detach() + 5)) == pytest.approx(0, abs=1e-6)  # logits shift freely
    moved = (clean.detach() + torch.tensor([[0.0, 1.0]])).requires_grad_()
    divergences(clean, moved).sum().backward()
    assert clean.grad is None
    assert moved.grad is not None
    p, q = clean.detach().softmax(1), moved.detach().softmax(1)
    expected = float((p * (p / q).log()).sum())
    assert float(divergences(clean, moved).detach()) == pytest.approx(expected, rel=1e-5)
