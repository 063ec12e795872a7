"""How often each theme is spoken of in each document."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_matrix

from textminer.analysis.word_counts import ones_at, type_counts
from textminer.corpus.phrases import all_phrase_matches, phrase_sequences
from textminer.corpus.token_table import TokenTable
from textminer.corpus.type_forms import TypeForms
from textminer.corpus.word_lists import Theme
from textminer.progress import Progress, silent, tracked


@dataclass(frozen=True, eq=False)
class ThemeCounts:
    """Mentions of themes.

    names:   (n_themes,)
    counts:  int32 sparse (n_documents, n_themes), no zeros stored
    """

    names: tuple[str, ...]
    counts: csc_matrix


def theme_counts(tokens: TokenTable, themes: Sequence[Theme], progress: Progress = silent) -> ThemeCounts:
    """Count the tokens that fit a theme; a phrase counts as one, whatever words of it fit by themselves.

    Patterns are compared with the words as they are written, without regard to case.
    """
    counts = type_counts(tokens, progress)
    forms = tokens.forms
    fitting = np.zeros((len(themes), len(forms.kinds)), dtype=bool)
    phrases = []
    for number, theme in enumerate(tracked(themes, progress)):
        fitting[number], sequences = theme_types(theme, forms)
        phrases.append(sequences)
    numbers, types = np.nonzero(fitting)
    ones = np.ones(len(types), dtype=np.int32)
    found = counts @ csc_matrix((ones, (types, numbers)), shape=(counts.shape[1], len(themes)))
    starts, ends, of_themes = all_phrase_matches(tokens, phrases)
    if len(starts):
        order = np.lexsort((-ends, starts, of_themes))
        found = found + _of_phrases(tokens, starts[order], ends[order], of_themes[order], fitting)
        found.eliminate_zeros()
    return ThemeCounts(tuple(theme.name for theme in themes), csc_matrix(found))


def theme_types(theme: Theme, forms: TypeForms) -> tuple[np.ndarray, list[list[tuple[np.ndarray, bool]]]]:
    """Which types fit a theme by themselves, bool (n_types,), and the sequences of its phrases."""
    fitting = np.zeros(len(forms.kinds), dtype=bool)
    phrases = []
    for pattern in theme.patterns:
        for sequence in phrase_sequences(pattern, forms):
            if len(sequence) == 1:
                fitting |= sequence[0][0]
            else:
                phrases.append(sequence)
    return fitting, phrases


def _of_phrases(
    tokens: TokenTable, starts: np.ndarray, ends: np.ndarray, themes: np.ndarray, fitting: np.ndarray
) -> csc_matrix:
    """One for each phrase, less the words of it that count by themselves.

    starts, ends, themes:  sorted by theme and start, the longest first; overlapping ones count once
    """
    is_counted = np.ones(len(starts), dtype=bool)
    reached = np.maximum.accumulate(themes * (tokens.n_tokens + 1) + ends)
    is_counted[1:] = (themes * (tokens.n_tokens + 1) + starts)[1:] >= reached[:-1]
    starts, ends, themes = starts[is_counted], ends[is_counted], themes[is_counted]
    lengths = ends - starts
    places = np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
    owners = np.repeat(themes, lengths)
    is_single = fitting[owners, tokens.ids[places]]
    n_themes = len(fitting)
    return ones_at(tokens, starts, themes, n_themes) - ones_at(
        tokens, places[is_single], owners[is_single], n_themes
    )
