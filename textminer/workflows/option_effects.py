"""What each option would change, before it is chosen."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from textminer.corpus.cleaning import Cleaning, cleaned_types
from textminer.corpus.corpus import Corpus
from textminer.corpus.offsets import repeated
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent
from textminer.workflows.counting import language_of

SWITCHES = ("drop_stop_words", "drop_numbers", "drop_punctuation", "drop_emoji", "lower_case")
FORMS = ("lemma", "stem")
MOST_TYPES_FOR_FORMS = 50_000  # above, stems of all of them take seconds: they are found when they are chosen


@dataclass(frozen=True, eq=False)
class OptionEffects:
    """How many different words each option takes away, against the same options without it.

    fewer_by_option:  by the field of Cleaning
    """

    fewer_by_option: dict[str, int]


def option_effects(
    corpus: Corpus,
    tokens: TokenTable,
    cleaning: Cleaning,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> OptionEffects:
    """What each option changes in the documents at `positions` (ascending int64; None for all)."""
    is_here = np.zeros(len(tokens.forms.kinds), dtype=bool)
    if positions is None or len(positions) == tokens.n_documents:
        is_here[tokens.ids] = True
    else:
        is_here[tokens.ids[_is_in(tokens, positions)]] = True
    language = language_of(corpus, tokens)

    def n_words(options: Cleaning) -> int:
        ids = cleaned_types(tokens.forms, options, language, Stage(progress, 0.3, 0.9), False).ids
        return int(np.count_nonzero(np.bincount(ids[is_here & (ids >= 0)]))) if is_here.any() else 0

    fewer = {}
    for name in SWITCHES:
        fewer[name] = n_words(switched(cleaning, name, False)) - n_words(switched(cleaning, name, True))
    plain = replace(cleaning, lemma=False, stem=False)
    if len(tokens.forms.kinds) <= MOST_TYPES_FOR_FORMS:
        for name, has_any in (("lemma", language.has_lemmatizer), ("stem", language.has_stemmer)):
            if has_any:
                fewer[name] = n_words(plain) - n_words(switched(plain, name, True))
    return OptionEffects(fewer)


def _is_in(tokens: TokenTable, positions: np.ndarray) -> np.ndarray:
    """Which tokens are of these documents: bool (n_tokens,)."""
    is_chosen = np.zeros(tokens.n_documents, dtype=bool)
    is_chosen[positions] = True
    return repeated(is_chosen, tokens.lengths())


def switched(cleaning: Cleaning, option: str, is_on: bool) -> Cleaning:
    """The same options but for one of SWITCHES or FORMS."""
    change: dict[str, Any] = {option: is_on}
    return replace(cleaning, **change)
