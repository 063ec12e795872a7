"""Which documents a model learns from and which it is judged by; what belongs together never parts."""

from dataclasses import dataclass

import numpy as np

from textminer.corpus.token_table import TokenTable


@dataclass(frozen=True, eq=False)
class Split:
    """Positions of three parts, each int64, ascending; together every labelled document.

    validation:  for early stopping and calibration
    held_out:    for the figures shown: neither learnt from nor chosen by
    """

    training: np.ndarray
    validation: np.ndarray
    held_out: np.ndarray


def stratified_split(classes: np.ndarray, groups: np.ndarray, share: float, seed: int) -> Split:
    """Split the labelled documents so that no group parts and each part has its share of each class.

    classes:  int (n_documents,) class indices, -1 for unlabelled documents, which are in no part
    groups:   int (n_documents,) documents of one group stay together
    share:    of documents for validation, and again for the held-out part

    A class with at least three groups has at least one in each part; a rarer one stays in training.
    """
    chance = np.random.default_rng(seed)
    labelled = np.flatnonzero(classes >= 0)
    _names, first, members = np.unique(groups[labelled], return_index=True, return_inverse=True)
    group_class = classes[labelled][first]  # a group of several classes counts as its first document's
    sizes = np.bincount(members, minlength=len(first))
    part_of_group = np.zeros(len(first), dtype=np.int8)
    for index in np.unique(group_class):
        own = chance.permutation(np.flatnonzero(group_class == index))
        if len(own) < 3:
            continue
        wanted = share * sizes[own].sum()
        # cut where the running size first reaches the share; one group at least, and one left to learn from
        ends = np.cumsum(sizes[own])
        n_validation = int(np.clip(np.searchsorted(ends, wanted) + 1, 1, len(own) - 2))
        rest = ends[n_validation:] - ends[n_validation - 1]
        n_held_out = int(np.clip(np.searchsorted(rest, wanted) + 1, 1, len(own) - n_validation - 1))
        part_of_group[own[:n_validation]] = 1
        part_of_group[own[n_validation : n_validation + n_held_out]] = 2
    part = part_of_group[members]
    return Split(labelled[part == 0], labelled[part == 1], labelled[part == 2])


def groups_of_equal_texts(tokens: TokenTable) -> np.ndarray:
    """A number per document, equal where the words are equal: case and signs aside; int64 (n_documents,)."""
    used = np.unique(tokens.ids)
    number_of_word: dict[str, int] = {}
    word_of_type = np.full(tokens.n_types, -1, dtype=np.int64)
    for type_id in used.tolist():
        word = "".join(letter for letter in tokens.types[type_id].casefold() if letter.isalnum())
        if word:
            word_of_type[type_id] = number_of_word.setdefault(word, len(number_of_word))
    words = word_of_type[tokens.ids]
    number_of_text: dict[bytes, int] = {}
    groups = np.empty(tokens.n_documents, dtype=np.int64)
    for position in range(tokens.n_documents):
        own = words[tokens.offsets[position] : tokens.offsets[position + 1]]
        kept = own[own >= 0]
        # texts of signs alone ("!!!", ":)") are compared by their signs
        key = kept.tobytes() if len(kept) else b"signs" + tokens.document_ids(position).tobytes()
        groups[position] = number_of_text.setdefault(key, len(number_of_text))
    return groups
