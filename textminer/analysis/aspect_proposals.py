"""Themes that the documents themselves suggest: what they speak of often, and of which opinions differ."""

import numpy as np

from textminer.analysis.document_words import DocumentWords
from textminer.corpus.languages import Language
from textminer.corpus.token_table import TokenTable
from textminer.corpus.type_forms import PUNCTUATION
from textminer.corpus.word_lists import Theme


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


DETERMINERS = {
    "en": "the a an my our your their his her its this that these those no any every",
    "de": "der die das den dem des ein eine einen einem einer mein meine unser unsere kein keine",
    "fr": "le la les l' un une des mon ma mes notre nos leur ce cette ces au du",
    "es": "el la los las un una mi mis nuestro nuestra su sus este esta del al",
    "it": "il lo la i gli le un una mio mia nostro nostra questo questa del della",
    "pt": "o a os as um uma meu minha nosso nossa este esta do da no na",
    "nl": "de het een mijn onze ons hun dit dat deze die geen",
    "zh": "的 这 那 这个 那个 个 家 份",
}
SAYING_LITTLE = _words(
    "lot bit thing things way ways couple few rest time times day days year years end fact reason kind sort "
    "one ones first last same only most more best worst part point case hand moment second other others "
    "little people back"
)
FIRST_IN_CLAUSE = "zh"  # which has hardly any determiners
SHARE_OF_NOUNS = 0.12  # of a word's occurrences that must stand between a determiner and a pause
SHARE_OF_DOCUMENTS = 0.01
FEWEST_DOCUMENTS = 3


def proposed_themes(
    tokens: TokenTable,
    words: DocumentWords,
    language: Language,
    scores: np.ndarray | None,
    most: int = 8,
) -> tuple[Theme, ...]:
    """Words that behave as nouns do, the most promising first, each with its plural where that ends in s.

    words:   single words of the same documents, in lower case, without stop words
    scores:  float (n_documents,), NaN where a document has none; None without any

    A noun is told without a tagger: it stands after a determiner and before a stop word or a sign, as in
    "the staff was" (an adjective stands before another word of content); in Chinese, also first in a clause
    and before another word. Ranked by how many documents hold it times how much their scores differ, so that
    what people disagree about comes first. In languages whose determiners are not known, every frequent word
    of two letters and more is taken for one.
    """
    floor = max(FEWEST_DOCUMENTS, int(SHARE_OF_DOCUMENTS * words.n_documents))
    n_held = np.diff(words.offsets)
    order = np.argsort(-n_held * _spread(words, scores), kind="stable")
    nouns = _share_between(tokens, language)
    n_held_by = {
        word: n for word, n in zip(words.words, n_held.tolist(), strict=True) if n >= FEWEST_DOCUMENTS
    }
    chosen: list[Theme] = []
    taken: set[str] = set()
    for place in order.tolist():
        word = words.words[place]
        stem = word[:-1] if _is_plural(word) and word[:-1] in n_held_by else word
        if n_held[place] < floor or stem in taken or word in SAYING_LITTLE or len(word) < 2:
            continue
        if nouns.get(word, 0.0) < SHARE_OF_NOUNS:
            continue
        taken.add(stem)
        plural = stem + "s"
        patterns = (stem, plural) if plural in n_held_by else (stem,)
        chosen.append(Theme(stem, patterns))
        if len(chosen) == most:
            break
    return tuple(chosen)


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss")  # "bass" is not two of "bas"


def _spread(words: DocumentWords, scores: np.ndarray | None) -> np.ndarray:
    """Standard deviation of the scores of the documents with each word; 1 where none are known."""
    if scores is None or np.isnan(scores).all():
        return np.ones(words.n_words)
    known = ~np.isnan(scores[words.documents])
    places = words.entry_words()[known]
    held = scores[words.documents[known]].astype(np.float64)
    n = np.maximum(np.bincount(places, minlength=words.n_words), 1)
    means = np.bincount(places, held, words.n_words) / n
    return np.sqrt(np.maximum(np.bincount(places, held**2, words.n_words) / n - means**2, 0.0))


def _share_between(tokens: TokenTable, language: Language) -> dict[str, float]:
    """By folded word, the share of its occurrences between a determiner and a stop word or sign."""
    folded = tokens.forms.folded
    known = DETERMINERS.get(language.code, "").split()
    if not known or not tokens.n_tokens:
        return dict.fromkeys(folded.words, 1.0)
    ids = folded.ids[tokens.ids]
    is_determiner = np.isin(np.array(folded.words, dtype=object), known)
    pauses = np.array([word in language.stop_words for word in folded.words], dtype=bool)
    is_sign = tokens.forms.kinds[tokens.ids] == PUNCTUATION
    firsts = tokens.offsets[:-1][tokens.lengths() > 0]
    lasts = tokens.offsets[1:][tokens.lengths() > 0] - 1
    fits = np.zeros(len(ids), dtype=bool)
    fits[1:] = is_determiner[ids[:-1]]
    fits[firsts] = False
    if language.code == FIRST_IN_CLAUSE:
        fits[1:] |= is_sign[:-1]
        fits[firsts] = True
        fits[:-1] &= ~is_sign[1:]
        fits[lasts] = False
    else:
        is_last = np.zeros(len(ids), dtype=bool)
        is_last[lasts] = True
        fits[:-1] &= (pauses[ids] | is_sign)[1:] | is_last[:-1]
    n_words = len(folded.words)
    shares = np.bincount(ids[fits], minlength=n_words) / np.maximum(np.bincount(ids, minlength=n_words), 1)
    return dict(zip(folded.words, shares.tolist(), strict=True))
