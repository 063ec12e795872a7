"""Parts of one document read as documents of their own: its prefixes, its sentences."""

import numpy as np

from textminer.corpus.token_table import TokenTable
from textminer.sentiment.encoding import gather_spans


def prefixes_of(tokens: TokenTable, lengths: np.ndarray) -> TokenTable:
    """The first tokens of a document, as many as each length says, as one document each.

    tokens:   of one document
    lengths:  int64 (n_prefixes,) tokens of each, 0 to n_tokens
    """
    return _passages(tokens, np.zeros(len(lengths), dtype=np.int64), np.asarray(lengths, dtype=np.int64))


def sentences_of(tokens: TokenTable, spans: np.ndarray) -> tuple[TokenTable, np.ndarray]:
    """The tokens of each span of characters as a document of its own.

    tokens:   of one document
    spans:    int (n_spans, 2) first character and the one after the last, ascending
    returns:  the table, and int64 (n_spans, 2) first token and the one after the last of each
    """
    starts = tokens.starts.astype(np.int64)
    places = np.stack([np.searchsorted(starts, spans[:, 0]), np.searchsorted(starts, spans[:, 1])], axis=1)
    return _passages(tokens, places[:, 0], places[:, 1]), places.astype(np.int64)


def _passages(tokens: TokenTable, firsts: np.ndarray, ends: np.ndarray) -> TokenTable:
    if tokens.n_documents != 1:
        raise ValueError(f"passages are of one document, not of {tokens.n_documents}")
    places, offsets = gather_spans(firsts, ends)
    languages = tokens.languages
    return TokenTable(
        tokens.types,
        tokens.ids[places],
        offsets,
        tokens.starts[places],
        tokens.ends[places],
        tokens.tokenizer,
        None if languages is None else np.repeat(languages, len(firsts)),
    )
