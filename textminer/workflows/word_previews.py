"""What an option or a list of words would change, before it is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix

from textminer.analysis.word_counts import of_documents, totals_of, type_counts
from textminer.corpus.cleaning import Cleaning, cleaned_types
from textminer.corpus.corpus import Corpus
from textminer.corpus.phrases import all_phrase_matches, phrase_sequences
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, Stage, silent, tracked
from textminer.workflows.counting import language_of

SWITCHES = ("drop_stop_words", "drop_numbers", "drop_punctuation", "drop_emoji", "lower_case")
FORMS = ("lemma", "stem")
MOST_TYPES_FOR_FORMS = 50_000  # above, stems of all of them take seconds: they are found when they are chosen
EXAMPLES = 8


@dataclass(frozen=True, eq=False)
class OptionEffects:
    """How many different words each option takes away, against the same options without it.

    fewer_by_option:  by the field of Cleaning
    """

    fewer_by_option: dict[str, int]


@dataclass(frozen=True, eq=False)
class PatternPreview:
    """What patterns fit in the corpus.

    patterns:         (n_patterns,) as they were given
    examples:         (n_patterns,) the most frequent words that fit, "loved 12, loves 3"; "" for a phrase
    counts:           int64 (n_patterns,) occurrences
    document_counts:  int64 (n_patterns,)
    """

    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counts: np.ndarray
    document_counts: np.ndarray


def option_effects(
    corpus: Corpus,
    tokens: TokenTable,
    cleaning: Cleaning,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> OptionEffects:
    """What each option changes in the documents at `positions` (ascending int64; None for all)."""
    counts = type_counts(tokens, Stage(progress, 0.0, 0.3))
    chosen = counts if positions is None else of_documents(counts, positions)
    is_here = np.diff(chosen.indptr) > 0
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


def switched(cleaning: Cleaning, option: str, is_on: bool) -> Cleaning:
    """The same options but for one of SWITCHES or FORMS."""
    change: dict[str, Any] = {option: is_on}
    return replace(cleaning, **change)


def pattern_preview(
    tokens: TokenTable, patterns: Sequence[str], progress: Progress = silent
) -> PatternPreview:
    """Count what each pattern fits in all documents, a word that fits several with each."""
    counts = type_counts(tokens, Stage(progress, 0.0, 0.3))
    totals = totals_of(counts)
    forms = tokens.forms
    numbers: list[np.ndarray] = [np.empty(0, dtype=np.int64)]
    types: list[np.ndarray] = [np.empty(0, dtype=np.int64)]
    examples, phrases = [], []
    for number, pattern in enumerate(tracked(patterns, Stage(progress, 0.3, 0.9))):
        sequences = phrase_sequences(pattern, forms)
        phrases.append([sequence for sequence in sequences if len(sequence) > 1])
        fitting = np.zeros(len(totals), dtype=bool)
        for sequence in sequences:
            if len(sequence) == 1:
                fitting |= sequence[0][0]
        found = np.flatnonzero(fitting & (totals > 0))
        numbers.append(np.full(len(found), number))
        types.append(found)
        examples.append(_examples(tokens, found, totals))
    shape = (counts.shape[1], len(patterns))
    places = (np.concatenate(types), np.concatenate(numbers))
    by_pattern = counts @ csc_matrix((np.ones(len(places[0]), dtype=np.int32), places), shape=shape)
    starts, _ends, of_patterns = all_phrase_matches(tokens, phrases)
    documents = np.searchsorted(tokens.offsets, starts, side="right") - 1
    shape = (tokens.n_documents, len(patterns))
    by_pattern = by_pattern + csc_matrix(
        (np.ones(len(starts), dtype=np.int32), (documents, of_patterns)), shape=shape
    )
    return PatternPreview(
        tuple(patterns), tuple(examples), totals_of(by_pattern), np.diff(by_pattern.indptr).astype(np.int64)
    )


def _examples(tokens: TokenTable, types: np.ndarray, totals: np.ndarray) -> str:
    """The most frequent of some types, without regard to case."""
    forms = tokens.forms.folded
    by_word = np.bincount(forms.ids[types], totals[types], len(forms.words)) if len(types) else np.zeros(0)
    order = np.argsort(-by_word, kind="stable")[:EXAMPLES]
    return ", ".join(f"{forms.words[place]} {int(by_word[place]):,}" for place in order if by_word[place])
