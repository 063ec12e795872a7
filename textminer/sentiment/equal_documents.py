"""Which encoded documents are the same, so that each is read once."""

import numpy as np

from textminer.sentiment.encoding import EncodedDocuments, gather_spans


def equal_documents(
    documents: EncodedDocuments, positions: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which documents are the same, token by token.

    positions:  int64 (n,) ascending, of documents with a token each
    returns:    int64 (n_distinct,) the first position of each distinct document; int64 (n,) all positions,
                those of one text together; and int64 (n_distinct + 1,) where those of each begin
    """
    spans, offsets = gather_spans(documents.offsets[positions], documents.offsets[positions + 1])
    ids, lengths = documents.ids[spans], np.diff(offsets)
    within = np.arange(len(ids), dtype=np.uint64) - np.repeat(offsets[:-1], lengths).astype(np.uint64)
    sums = np.add.reduceat(_mixed(ids.astype(np.uint64) ^ (within << np.uint64(32))), offsets[:-1])
    _sums, first, group = np.unique(sums, return_index=True, return_inverse=True)
    # sums may agree by chance: then the texts differ, in length or in a token
    like = first[group]
    is_equal = lengths == lengths[like]
    of_equals = np.repeat(is_equal, lengths)
    others = np.repeat(offsets[like], lengths)[of_equals] + within[of_equals].astype(np.int64)
    differing = np.bincount(
        np.repeat(np.arange(len(like)), lengths)[of_equals], ids[of_equals] != ids[others], len(like)
    )
    is_equal &= differing == 0
    group[~is_equal] = len(first) + np.arange(int((~is_equal).sum()))
    order = np.argsort(group, kind="stable")
    begins = np.flatnonzero(np.diff(group[order], prepend=-1))
    return positions[order[begins]], positions[order], np.append(begins, len(order))


def _mixed(keys: np.ndarray) -> np.ndarray:
    """Keys uint64 scattered over all values, different ones to different ones.

    Source: Steele, Lea & Flood (2014), Fast splittable pseudorandom number generators (SplitMix64).
    """
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))
