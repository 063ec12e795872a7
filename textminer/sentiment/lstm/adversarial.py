"""Virtual adversarial training: the small change of the word vectors that moves a prediction most.

Shapes: B documents in the batch, T tokens, E embedding, C classes, V types.
Source: Miyato, Dai & Goodfellow (2017), Adversarial training methods for semi-supervised text classification.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from textminer.sentiment.lstm.network import LstmNetwork, Noise

NORM = 5.0  # of a document's whole change, in units of the vectors' spread: the paper's
PROBE = 0.1  # norm of the change that the power iteration begins with: that of the paper's code

NewNoise = Callable[[], Noise | None]
"""Gives the dropout of a step, each time the same: every pass of the step silences the same values."""


def vector_spread(embedding: Tensor, shares: Tensor) -> Tensor:
    """Standard deviation of each dimension of the word vectors (V, E) over running text: (E,).

    shares:  (V,) of each type in the text; they sum to 1

    Changes are measured in it, so that a network gains nothing by growing its vectors. The paper divides the
    vectors themselves; to scale the change instead is the same and leaves the network as it is.
    """
    with torch.no_grad():
        mean = shares @ embedding
        return (shares @ (embedding - mean).square()).sqrt()


def direction_of_two(gradient: Tensor, logits: Tensor, slopes: Tensor) -> Tensor:
    """Where a prediction of two classes moves fastest, towards the other class: (B, T, E).

    gradient:  (B, T, E) of a loss by the word vectors; each document's loss depends on its own margin alone
    logits:    (B, 2)
    slopes:    (B, 2) of the same loss by the logits

    The divergence of two classes depends on the vectors through the margin alone, so that its power iteration
    ends at the margin's gradient, whatever it begins with. That is the gradient of the loss which the step
    needs anyway, but for the sign: the passes of the iteration are saved. Of the two signs, the one that
    lowers the greater probability diverges more.
    """
    margins = (logits[:, 1] - logits[:, 0]).detach()
    return -torch.sign(margins * slopes[:, 1])[:, None, None] * gradient


def power_iteration(
    network: LstmNetwork, x: Tensor, lengths: Tensor, clean: Tensor, spread: Tensor,
    generator: torch.Generator, new_noise: NewNoise,
) -> Tensor:  # fmt: skip
    """The same direction for any number of classes, up to its sign, by one more forward and backward pass.

    x:      (B, T, E) word vectors
    clean:  (B, C) logits of them under the same dropout
    """
    drawn = torch.empty(x.shape, device=x.device).normal_(generator=generator)
    probe = change_along(drawn, lengths, spread, PROBE).requires_grad_()
    logits = network.logits(x.detach() + probe, lengths, new_noise())
    (gradient,) = torch.autograd.grad(divergences(clean, logits).sum(), probe)
    return gradient


def change_along(direction: Tensor, lengths: Tensor, spread: Tensor, norm: float = NORM) -> Tensor:
    """The steepest change of a norm along a gradient by the word vectors, none behind a document: (B, T, E).

    spread:  (E,) the unit of each dimension, from `vector_spread`
    """
    columns = torch.arange(direction.shape[1], device=direction.device)
    inside = (columns < lengths[:, None])[:, :, None]
    steepest = (direction.detach() * spread).masked_fill(~inside, 0.0)
    tiny = torch.finfo(steepest.dtype).tiny
    steepest = steepest / steepest.abs().amax(dim=(1, 2), keepdim=True).clamp_min(tiny)  # squares may vanish
    length = steepest.square().sum(dim=(1, 2), keepdim=True).sqrt().clamp_min(tiny)
    return norm * spread * (steepest / length)


def virtual_adversarial_losses(
    network: LstmNetwork, x: Tensor, lengths: Tensor, clean: Tensor, change: Tensor, new_noise: NewNoise
) -> Tensor:
    """How far the prediction moves when the word vectors are changed, in nats: (B,)."""
    return divergences(clean, network.logits(x + change, lengths, new_noise()))


def divergences(clean: Tensor, changed: Tensor) -> Tensor:
    """Kullback-Leibler divergence of predictions, held fixed, from changed ones, in nats: (B, C) to (B,)."""
    held = F.log_softmax(clean.detach(), dim=1)
    return F.kl_div(F.log_softmax(changed, dim=1), held, reduction="none", log_target=True).sum(dim=1)
