"""How much each token contributed: integrated gradients over the word vectors.

Source: Sundararajan, Taly & Yan (2017), Axiomatic attribution for deep networks.
"""

import numpy as np
import torch

from textminer.sentiment.encoding import UNKNOWN
from textminer.sentiment.lstm.network import LstmNetwork

POINTS = 8  # of a Gauss-Legendre rule along the path, which is as good as some 50 points at equal distances
TOKENS_AT_ONCE = 40_000  # bounds the memory for very long documents


def contributions(
    network: LstmNetwork,
    vectors: np.ndarray,
    favoured: int,
    other: int,
    temperature: float = 1.0,
    shift: float = 0.0,
) -> tuple[np.ndarray, float]:
    """Contributions of one document's tokens in log-odds of class `favoured` against `other`, and their sum.

    vectors:      float32 (n_tokens, E) of its words
    temperature:  of the calibration; `shift` is its bias for `favoured` less that for `other`
    returns:      float32 (n_tokens,) and the margin, whose float64 sum they are

    The path leads from a text of unknown words to the text. What the text of unknown words already has, and
    what the sum of a few points misses, is shared out in proportion to the contributions' sizes.
    """
    with torch.enable_grad():
        words, n_tokens = torch.from_numpy(vectors), len(vectors)
        base = network.embedding.weight[UNKNOWN].detach().expand_as(words)
        gradient = torch.zeros_like(words)
        places, weights = np.polynomial.legendre.leggauss(POINTS)
        at_once = max(1, min(POINTS, TOKENS_AT_ONCE // max(n_tokens, 1)))
        for begin in range(0, POINTS, at_once):
            some = slice(begin, begin + at_once)
            shares = torch.from_numpy((places[some] + 1) / 2).to(words.dtype)
            portions = torch.from_numpy(weights[some] / 2).to(words.dtype)
            points = (base + shares[:, None, None] * (words - base)).requires_grad_(True)
            lengths = torch.full((len(shares),), n_tokens)
            logits = network.logits(points, lengths)
            margins = ((logits[:, favoured] - logits[:, other]) * portions).sum() / temperature
            gradient += torch.autograd.grad(margins, points)[0].sum(dim=0)
    parts = (gradient * (words - base)).sum(dim=1).double().numpy()
    with torch.inference_mode():
        logits = network.logits(words[None], torch.tensor([n_tokens]))[0]
    margin = float(logits[favoured] - logits[other]) / temperature + shift
    sizes = np.abs(parts)
    shares_left = sizes / sizes.sum() if sizes.sum() > 0 else np.full(len(parts), 1 / len(parts))
    parts = parts + (margin - parts.sum()) * shares_left
    exact = parts.astype(np.float32)
    return exact, float(exact.astype(np.float64).sum())
