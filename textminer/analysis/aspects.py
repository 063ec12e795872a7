"""What is said about themes: the clauses that mention them, and their sentiment by group."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from textminer.analysis.grouping import Grouping
from textminer.analysis.means import group_means
from textminer.analysis.themes import theme_types
from textminer.analysis.word_counts import places_of_words
from textminer.corpus.phrases import all_phrase_matches
from textminer.corpus.token_table import TokenTable
from textminer.corpus.word_lists import Theme

ENDS_A_CLAUSE = "^[.!?;。！？；…]+$"  # a token of these signs alone ends one


# words that set what follows against what was said: "good room but bad food" is two clauses
BEGINS_A_CLAUSE = (
    "but", "however", "although", "though", "yet", "whereas", "aber", "jedoch", "obwohl", "mais", "cependant",
    "pero", "sin", "aunque", "ma", "però", "mas", "porém", "maar", "echter", "但", "但是", "不过", "可是",
    "然而", "只是", "却",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Clauses:
    """Sentences, cut before words such as "but".

    starts, ends:  int64 (n_clauses,) place of the first token, and one past the last
    documents:     int64 (n_clauses,) ascending
    """

    starts: np.ndarray
    ends: np.ndarray
    documents: np.ndarray


@dataclass(frozen=True, eq=False)
class Mentions:
    """Which clauses speak of which themes; each pair once.

    themes, clauses:  int64 (n_mentions,) places, sorted by theme, then clause
    """

    themes: np.ndarray
    clauses: np.ndarray


@dataclass(frozen=True, eq=False)
class AspectTable:
    """Sentiment of themes in groups; a document counts once, with the mean score of its clauses.

    themes, groups:  names
    n_mentions:      int64 (n_themes, n_groups) clauses
    n_documents:     int64 (n_themes, n_groups) documents with a scored mention
    shares:          float64 (n_themes, n_groups) share of the group's documents with a mention, 0 to 1
    means:           float64 (n_themes, n_groups) mean score of these documents' mentions, NaN without any
    lows, highs:     float64 (n_themes, n_groups) 95 % interval of the mean (Student's t) within the -1 to 1
                     that a score can have, NaN below two documents
    """

    themes: tuple[str, ...]
    groups: tuple[str, ...]
    n_mentions: np.ndarray
    n_documents: np.ndarray
    shares: np.ndarray
    means: np.ndarray
    lows: np.ndarray
    highs: np.ndarray

    def frame(self) -> pd.DataFrame:
        """A row for each theme and group, as a user exports it."""
        n_themes, n_groups = self.means.shape
        return pd.DataFrame(
            {
                "theme": np.repeat(np.array(self.themes, dtype=object), n_groups),
                "group": np.tile(np.array(self.groups, dtype=object), n_themes),
                "clauses": self.n_mentions.ravel(),
                "documents": self.n_documents.ravel(),
                "document_share": self.shares.ravel(),
                "mean_score": self.means.ravel(),
                "low": self.lows.ravel(),
                "high": self.highs.ravel(),
            }
        )


def clauses_of(tokens: TokenTable) -> Clauses:
    """Cut documents into clauses by their tokens: after signs like a full stop, before words like "but"."""
    forms = tokens.forms
    ends_one = pc.match_substring_regex(forms.exact.array, ENDS_A_CLAUSE).to_numpy(zero_copy_only=False)
    begins_one = np.zeros(forms.folded.n_words, dtype=bool)
    begins = places_of_words(forms.folded.array, BEGINS_A_CLAUSE)
    begins_one[begins[begins >= 0]] = True
    is_sign = ends_one[forms.exact.ids][tokens.ids] if tokens.n_tokens else np.zeros(0, dtype=bool)
    is_first = begins_one[forms.folded.ids][tokens.ids] if tokens.n_tokens else np.zeros(0, dtype=bool)
    is_first[1:] |= is_sign[:-1] & ~is_sign[1:]
    is_first[tokens.offsets[:-1][tokens.lengths() > 0]] = True
    starts = np.flatnonzero(is_first)
    documents = np.searchsorted(tokens.offsets, starts, side="right") - 1
    return Clauses(starts, np.append(starts[1:], tokens.n_tokens)[: len(starts)], documents)


def mentions_of(tokens: TokenTable, themes: Sequence[Theme], clauses: Clauses) -> Mentions:
    """Find the clauses in which a word or phrase of each theme begins."""
    n_clauses = max(len(clauses.starts), 1)
    keys = [np.empty(0, dtype=np.int64)]
    for number, theme in enumerate(themes):
        fitting, phrases = theme_types(theme, tokens.forms)
        places = np.flatnonzero(fitting[tokens.ids])
        begun, _ends, _numbers = all_phrase_matches(tokens, [phrases])
        found = np.searchsorted(clauses.starts, np.concatenate([places, begun]), side="right") - 1
        keys.append(np.unique(found) + number * n_clauses)
    themes_of, clauses_of_them = np.divmod(np.concatenate(keys), n_clauses)
    return Mentions(themes_of, clauses_of_them)


def aspect_table(
    themes: Sequence[Theme],
    mentions: Mentions,
    clauses: Clauses,
    clause_scores: np.ndarray,
    grouping: Grouping,
) -> AspectTable:
    """How each group speaks of each theme.

    clause_scores:  float (n_clauses,), NaN where a clause has none; the document's own score for each of its
                    clauses where only these are known
    """
    n_groups, n_documents = grouping.n_groups, max(len(grouping.codes), 1)
    shape = (len(themes), n_groups)
    documents = clauses.documents[mentions.clauses]
    codes = grouping.codes[documents].astype(np.int64)
    inside = codes >= 0
    cells = mentions.themes[inside] * n_groups + codes[inside]
    n_mentions = np.bincount(cells, minlength=shape[0] * n_groups).reshape(shape)
    pairs, owner = np.unique(mentions.themes[inside] * n_documents + documents[inside], return_inverse=True)
    scores = clause_scores[mentions.clauses[inside]].astype(np.float64)
    is_scored = ~np.isnan(scores)
    sums = np.bincount(owner[is_scored], scores[is_scored], len(pairs))
    n_scored = np.bincount(owner[is_scored], minlength=len(pairs))
    of_pairs = np.divide(sums, n_scored, out=np.full(len(pairs), np.nan), where=n_scored > 0)
    pair_themes, pair_documents = np.divmod(pairs, n_documents)
    pair_cells = pair_themes * n_groups + grouping.codes[pair_documents]
    found = group_means(of_pairs, pair_cells, shape[0] * n_groups)
    n_mentioning = np.bincount(pair_cells, minlength=shape[0] * n_groups).reshape(shape)
    return AspectTable(
        tuple(theme.name for theme in themes),
        grouping.names,
        n_mentions,
        found.counts.reshape(shape),
        n_mentioning / np.maximum(grouping.sizes(), 1),
        found.means.reshape(shape),
        np.maximum(found.lows, -1.0).reshape(shape),
        np.minimum(found.highs, 1.0).reshape(shape),
    )


def documents_of_cell(
    mentions: Mentions, clauses: Clauses, grouping: Grouping, theme: int, group: int
) -> np.ndarray:
    """The documents of a group that mention a theme: ascending int64."""
    documents = np.unique(clauses.documents[mentions.clauses[mentions.themes == theme]])
    return documents[grouping.codes[documents] == group]


def with_group(grouping: Grouping, target: int, reference: int | None, others: str) -> Grouping:
    """Two groups of many: one, and another or all others under a name of their own."""
    if reference is not None:
        return grouping.in_order(np.array([target, reference]))
    codes = np.where(grouping.codes < 0, -1, np.where(grouping.codes == target, 0, 1)).astype(np.int32)
    return replace(grouping, names=(grouping.names[target], others), codes=codes)
