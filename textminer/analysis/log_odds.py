"""Which words tell one group of documents from another: weighted log-odds."""

import numpy as np

PRIOR_SHARE = 0.05  # how much the prior weighs, as a share of all that was counted …
MOST_PRIOR = 1_000.0  # … and at most, in occurrences: then it only keeps the rarest words down


def log_odds(target: np.ndarray, reference: np.ndarray, background: np.ndarray) -> np.ndarray:
    """How surely each word is likelier in one group than in another: z of the log-odds-ratio.

    target, reference:  int (n_words,) how often each word was counted in either group
    background:         int (n_words,) how often in all documents, the prior; a word of the groups has one
    returns:            float64 (n_words,) positive where the target has more of the word; |z| > 1.96 is
                        p < .05 for *one* word: rank by it, do not decide by it. 0 where nothing was counted

    An informative Dirichlet prior draws rare words towards what the background says of them, so that one
    occurrence proves nothing.
    Source: Monroe, Colaresi & Quinn (2008), Fightin' words, equations 16, 20 and 22.
    """
    total = float(background.sum())
    if total == 0:
        return np.zeros(len(background))
    weight = min(MOST_PRIOR, PRIOR_SHARE * total)
    prior = background * (weight / total)
    seen = prior > 0
    scores = np.zeros(len(background))
    if seen.sum() < 2:  # a corpus of one single word has no odds
        return scores
    ours, theirs = (target + prior)[seen], (reference + prior)[seen]
    n_ours, n_theirs = target.sum() + weight, reference.sum() + weight
    difference = np.log(ours / (n_ours - ours)) - np.log(theirs / (n_theirs - theirs))
    scores[seen] = difference / np.sqrt(1 / ours + 1 / theirs)
    return scores
