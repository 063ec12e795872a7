"""Naive-Bayes-weighted n-grams under a logistic regression: the baseline that a network has to beat.

Source: Wang & Manning (2012), Baselines and bigrams: simple, good sentiment and topic classification.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from textminer.sentiment.encoding import EncodedDocuments

BITS = 21  # of a key for each of three words: up to two million types
MIN_DOCUMENTS = 2  # an n-gram seen in one document only cannot generalise


@dataclass(frozen=True, eq=False)
class NgramModel:
    """A fitted two-class model.

    keys:     uint64 (n_features,) ascending, the known n-grams
    weights:  float32 (n_features,) log-odds that each adds
    """

    keys: np.ndarray
    weights: np.ndarray
    bias: float

    def margins(self, documents: EncodedDocuments, n_max: int = 3) -> np.ndarray:
        """Log-odds of the second class for each document: float64 (n_documents,)."""
        keys, owners = _distinct_keys(documents, n_max)
        columns = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[columns] == keys
        shares = self.weights[columns[known]].astype(np.float64)
        return self.bias + np.bincount(owners[known], shares, minlength=documents.n_documents)


def fit_ngrams(
    documents: EncodedDocuments, is_second: np.ndarray, n_max: int = 3, inverse_penalty: float = 4.0
) -> NgramModel:
    """Fit the two-class model.

    documents:        ids below two million, with 1- to n_max-grams as features, each counted once a document
    is_second:        bool (n_documents,) whether a document is of the second class; both must occur
    inverse_penalty:  C of the logistic regression
    """
    keys, owners = _distinct_keys(documents, n_max)
    distinct, columns, counts = np.unique(keys, return_inverse=True, return_counts=True)
    frequent = counts >= MIN_DOCUMENTS
    new_column = np.cumsum(frequent) - 1
    kept = frequent[columns]
    owners, columns = owners[kept], new_column[columns[kept]]
    n_features = int(frequent.sum())
    in_second = np.bincount(columns, is_second[owners], minlength=n_features) + 1
    in_first = np.bincount(columns, ~is_second[owners], minlength=n_features) + 1
    ratios = np.log(in_second / in_second.sum()) - np.log(in_first / in_first.sum())
    # document vectors of length one, so that long reviews do not count more than short ones
    values = ratios[columns]
    norms = np.sqrt(np.bincount(owners, values**2, minlength=documents.n_documents))
    scale = np.median(norms[norms > 0]) if np.any(norms > 0) else 1.0
    features = sparse.csr_matrix(
        (values / scale, (owners, columns)), shape=(documents.n_documents, n_features)
    )
    model = LogisticRegression(solver="liblinear", dual=True, C=inverse_penalty, max_iter=200, random_state=1)
    model.fit(features, is_second)
    weights = (model.coef_[0] * ratios / scale).astype(np.float32)
    return NgramModel(distinct[frequent], weights, float(model.intercept_[0]))


def _distinct_keys(documents: EncodedDocuments, n_max: int) -> tuple[np.ndarray, np.ndarray]:
    """All n-grams of all documents, each once a document: uint64 keys and int64 owners."""
    ids = documents.ids.astype(np.uint64) + 1
    owners = np.repeat(np.arange(documents.n_documents), documents.lengths)
    keys, key_owners = [], []
    key = ids
    for n in range(n_max):
        if n:
            same = owners[n:] == owners[: len(owners) - n]
            key = (key[:-1] << np.uint64(BITS)) | ids[n:]
            keys.append(key[same])
            key_owners.append(owners[n:][same])
        else:
            keys.append(key)
            key_owners.append(owners)
    all_keys, all_owners = np.concatenate(keys), np.concatenate(key_owners)
    order = np.lexsort((all_keys, all_owners))
    all_keys, all_owners = all_keys[order], all_owners[order]
    first = np.ones(len(all_keys), dtype=bool)
    first[1:] = (all_keys[1:] != all_keys[:-1]) | (all_owners[1:] != all_owners[:-1])
    return all_keys[first], all_owners[first]
