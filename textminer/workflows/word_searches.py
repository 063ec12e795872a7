"""What to look for in the concordance to find a counted word again."""

import numpy as np

from textminer.analysis.word_counts import places_of_words
from textminer.corpus.cleaning import cleaned_types, phrase_name
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.corpus.type_forms import is_wild
from textminer.workflows.counting import WordOptions, language_of

MOST_FORMS = 40  # of one word: stems have the most


def search_for(corpus: Corpus, tokens: TokenTable, options: WordOptions, word: str) -> str:
    """A pattern of the concordance for a word, run of words or theme: "room|rooms", "waiter*|rude".

    word:  as it was counted with these options; of a theme its single words, or else its first phrase
    """
    lists = options.cleaning.lists
    if options.are_themes:
        patterns = next((theme.patterns for theme in lists.themes if theme.name == word), ())
        single = [pattern for pattern in patterns if " " not in pattern.strip()]
        return "|".join(single) if single else (patterns[0] if patterns else word)
    phrases = {phrase_name(phrase): phrase for phrase in lists.phrases}
    cleaned = cleaned_types(tokens.forms, options.cleaning, language_of(corpus, tokens))
    folded = tokens.forms.folded
    words = word.split(" ") if options.n > 1 else [word]
    parts = []
    for part, place in zip(words, places_of_words(cleaned.words, words).tolist(), strict=True):
        if part in phrases:
            parts.append(phrases[part])
            continue
        types = np.flatnonzero(cleaned.ids == place) if place >= 0 else np.empty(0, dtype=np.int64)
        forms = [folded.words[place] for place in np.unique(folded.ids[types])[:MOST_FORMS].tolist()]
        parts.append("|".join(_literal(form) for form in forms) or _literal(part))
    return " ".join(parts)


def _literal(form: str) -> str:
    """A word with its signs meaning themselves."""
    escaped = form.replace("\\", "\\\\").replace("|", "\\|")
    if is_wild(form) or form in ("*", "+") or any(sign in form for sign in "*?+"):
        escaped = "".join(f"\\{sign}" if sign in "*?+" else sign for sign in escaped)
    return escaped
