"""How much each token contributed, in a network of any shape: integrated gradients over the word vectors.

Source: Sundararajan, Taly & Yan (2017), Axiomatic attribution for deep networks.
"""

from collections.abc import Callable

import numpy as np
import torch

from textminer.sentiment.encoding import UNKNOWN
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.threads import use_threads

POINTS = 8  # of a Gauss-Legendre rule along the path, which is as good as some 50 points at equal distances
LARGE, POINTS_OF_LARGE = 5_000_000, 4  # recurrent weights from which on a pass takes seconds, and its points
PART_TOKENS = 4000  # a longer text is read in parts, each as a text of its own: memory and time stay linear
POINTS_AT_ONCE, TOKENS_AT_ONCE = 4, 8000  # whose large weights are fetched together


def path_integrals(
    network: LstmNetwork, vectors: np.ndarray, favoured: int, other: int, check: Callable[[], None]
) -> np.ndarray:
    """What each token adds to the raw margin of class `favoured` against `other`: float64 (T,).

    vectors:  float32 (T, E) of the tokens
    check:    called between points of the path; it may raise to stop

    The path leads from a text of unknown words to the text, so the sum is the difference of their margins.
    """
    use_threads()
    parts = np.split(vectors, range(PART_TOKENS, len(vectors), PART_TOKENS))
    return np.concatenate([_of_part(network, part, favoured, other, check) for part in parts])


def _of_part(
    network: LstmNetwork, vectors: np.ndarray, favoured: int, other: int, check: Callable[[], None]
) -> np.ndarray:
    n_points = POINTS if sum(p.numel() for p in network.layers.parameters()) < LARGE else POINTS_OF_LARGE
    places, weights = np.polynomial.legendre.leggauss(n_points)
    words, lengths = torch.from_numpy(vectors), torch.tensor([len(vectors)])
    base = network.embedding.weight[UNKNOWN].detach().expand_as(words)
    gradient = torch.zeros_like(words)
    shares = torch.from_numpy((places + 1) / 2).float()[:, None, None]
    at_once = max(1, min(POINTS_AT_ONCE, TOKENS_AT_ONCE // len(vectors)))
    for part in torch.arange(n_points).split(at_once):
        check()
        with torch.enable_grad():
            points = (base + shares[part] * (words - base)).requires_grad_(True)
            logits = network.logits(points, lengths.expand(len(part)))
            margin = (logits[:, favoured] - logits[:, other]).sum()
            slopes = torch.autograd.grad(margin, points)[0]
        gradient += torch.einsum("p,pte->te", torch.from_numpy(weights / 2).float()[part], slopes)
    integrals: np.ndarray = (gradient * (words - base)).sum(dim=1).double().numpy()
    return integrals
