"""How much each token contributed: integrated gradients over the word vectors.

Source: Sundararajan, Taly & Yan (2017), Axiomatic attribution for deep networks.
"""

import numpy as np
import torch

from textminer.sentiment.encoding import UNKNOWN
from textminer.sentiment.lstm.network import LstmNetwork

STEPS = 16  # points of the path; the sum then misses the margin by about a hundredth, which is shared out
TOKENS_AT_ONCE = 40_000  # bounds the memory for very long documents


def contributions(
    network: LstmNetwork,
    ids: np.ndarray,
    favoured: int,
    other: int,
    temperature: float = 1.0,
    shift: float = 0.0,
) -> tuple[np.ndarray, float]:
    """Contributions of one document's tokens in log-odds of class `favoured` against `other`, and their sum.

    ids:          int (n_tokens,) as the network reads them
    temperature:  of the calibration; `shift` is its bias for `favoured` less that for `other`
    returns:      float32 (n_tokens,) and the margin, whose float64 sum they are

    The path leads from a text of unknown words to the text. What the text of unknown words already has, and what
    the sum of a few points misses, is shared out in proportion to the contributions' sizes.
    """
    with torch.enable_grad():
        words = torch.from_numpy(ids.astype(np.int64))
        vectors = network.embedding.weight[words].detach()
        base = network.embedding.weight[UNKNOWN].detach().expand_as(vectors)
        gradient = torch.zeros_like(vectors)
        at_once = max(1, min(STEPS, TOKENS_AT_ONCE // max(len(ids), 1)))
        for begin in range(0, STEPS, at_once):
            shares = (torch.arange(begin, min(begin + at_once, STEPS)) + 0.5) / STEPS
            points = (base + shares[:, None, None] * (vectors - base)).requires_grad_(True)
            lengths = torch.full((len(shares),), len(ids))
            logits = network.logits(points, lengths)
            margins = (logits[:, favoured] - logits[:, other]).sum() / temperature
            gradient += torch.autograd.grad(margins, points)[0].sum(dim=0)
    parts = (gradient / STEPS * (vectors - base)).sum(dim=1).double().numpy()
    with torch.inference_mode():
        logits = network(words[None, :], torch.tensor([len(ids)]))[0]
    margin = float(logits[favoured] - logits[other]) / temperature + shift
    sizes = np.abs(parts)
    shares_left = sizes / sizes.sum() if sizes.sum() > 0 else np.full(len(parts), 1 / len(parts))
    parts = parts + (margin - parts.sum()) * shares_left
    exact = parts.astype(np.float32)
    return exact, float(exact.astype(np.float64).sum())
