"""Which language texts are in, and what that decides: tokenizer, stop words, stemmer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.text_block import Texts, as_strings
from textminer.resource_files import resource_path
from textminer.translation import _

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_LETTERS = 25
"""Below so many letters only the script is trusted: byte sequences tell nothing from a word or two."""
SAMPLE_CHARACTERS = 20_000
"""Of all texts together, that the language is told from."""
CHARACTERS_OF_ONE = 400
"""Of each text, so that one long text does not speak for all."""

TEXTS_AT_ONCE = 50_000  # handed to Arrow while the window has to wait: 5 ms
SURE = 0.9
"""How probable one of all languages must be before a single text counts as written in it."""
SCRIPTS = {
    "zh": r"\p{Han}",
    "ja": r"[\p{Hiragana}\p{Katakana}]",
    "ko": r"\p{Hangul}",
    "ru": r"\p{Cyrillic}",
    "ar": r"\p{Arabic}",
    "he": r"\p{Hebrew}",
    "el": r"\p{Greek}",
    "hi": r"\p{Devanagari}",
}
"""What counts as a letter of scripts that tell their language, by its code; all other languages are Latin."""

_SNOWBALL = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}
"""NLTK's Snowball stemmers by our codes; all of them work without data files."""

_LEMMATIZED = frozenset({*_SNOWBALL, "pl", "tr"})
"""Languages of which simplemma brings a dictionary, each read in 0.2 to 1 s when it is first asked."""


@dataclass(frozen=True, eq=False)
class Language:
    """A language that texts may be in.

    code:       two letters, ISO 639-1
    name:       in the user's language
    tokenizer:  name for `tokenizer_named`
    stop_words: lower-cased forms that say little by themselves; negations and words of praise or blame are
                not among them, for they decide a sentiment; empty where no list ships
    """

    code: str
    name: str
    tokenizer: str
    stop_words: frozenset[str]

    @property
    def has_stemmer(self) -> bool:
        """Whether words of the language can be brought to their stems."""
        return self.code in _SNOWBALL

    @property
    def has_lemmatizer(self) -> bool:
        """Whether words of the language can be brought to their lemmas."""
        return self.code in _LEMMATIZED

    def lemmatizer(self) -> Callable[[str], str] | None:
        """From a lower-cased word to the form under which a dictionary has it; None where there is none.

        Looks at the word alone, so that a form that is a word of its own stays: "running", "better", "saw".
        """
        if not self.has_lemmatizer:
            return None
        from simplemma import lemmatize

        code = "nb" if self.code == "no" else self.code
        return lambda word: str(lemmatize(word, code)).lower() if word[:1].isalpha() else word

    def stemmer(self) -> Callable[[str], str] | None:
        """From a lower-cased word to its stem, NLTK's Snowball; None where there is none. Imports NLTK."""
        if not self.has_stemmer:
            return None
        from nltk.stem.snowball import SnowballStemmer

        stem: Callable[[str], str] = SnowballStemmer(_SNOWBALL[self.code]).stem
        return stem


def language_codes() -> tuple[str, ...]:
    """Codes of all languages that can be told and chosen, English and Chinese first."""
    return tuple(_names())


def language_named(code: str) -> Language:
    """The language of a code; an unknown code is treated as English without stop words under its own name."""
    names = _names()
    tokenizer = "jieba" if code == "zh" else "tweet"
    return Language(code, names.get(code, code), tokenizer, _stop_words(code))


def language_of_all(codes: Sequence[str]) -> Language:
    """One language for texts in several: stop words of all, stemmer and lemmatizer of the first with one."""
    languages = [language_named(code) for code in codes]
    stemming = next((each for each in languages if each.has_stemmer or each.has_lemmatizer), languages[0])
    stop_words = frozenset[str]().union(*(language.stop_words for language in languages))
    return Language(stemming.code, languages[0].name, languages[0].tokenizer, stop_words)


def detect_language(texts: Texts) -> str:
    """The code of the language that most of some texts is written in; "en" where there is too little to tell.

    texts: a sample is enough; the first 400 characters of each are read, 20,000 in all
    """
    sample, size = [], 0
    for text in as_strings(texts):
        piece = text[:CHARACTERS_OF_ONE]
        sample.append(piece)
        size += len(piece)
        if size >= SAMPLE_CHARACTERS:
            break
    joined = "\n".join(sample)
    scripts = {name: int(letters([joined], pattern)[0]) for name, pattern in SCRIPTS.items()}
    n_letters = int(letters([joined], r"\pL")[0])
    # a character of these scripts carries about as much as a short word does in letters
    if 2 * scripts["zh"] + scripts["ja"] > 0.3 * n_letters:
        return "ja" if scripts["ja"] > 0.15 * (scripts["zh"] + scripts["ja"]) else "zh"
    if scripts["ko"] > 0.3 * n_letters:
        return "ko"
    if n_letters < MIN_LETTERS:
        return "en"
    code, _confidence = _identifier().classify(joined)
    return str(code)


def code_of(text: str) -> str:
    """The code of the language that one text is surely in; "" where there is doubt."""
    code, confidence = _identifier().classify(text)
    return str(code) if confidence >= SURE else ""


def letters(texts: list[str], pattern: str) -> np.ndarray:
    """How many characters of each text match: int (n_documents,)."""
    array = arrow_strings(texts)  # to take out whole runs is twice as fast as to count single characters
    rest = pc.replace_substring_regex(array, pattern=f"(?:{pattern})+", replacement="")
    return np.asarray(pc.subtract(pc.utf8_length(array), pc.utf8_length(rest)))


def arrow_strings(texts: list[str]) -> pa.Array:
    """The texts as Arrow holds them; a lone surrogate, which no UTF-8 can hold, becomes a question mark."""
    try:
        parts = [texts[start : start + TEXTS_AT_ONCE] for start in range(0, len(texts), TEXTS_AT_ONCE)]
        return pa.concat_arrays([pa.array(part, type=pa.large_string()) for part in parts or [[]]])
    except UnicodeEncodeError:
        return pa.array([text.encode("utf-8", "replace").decode() for text in texts], type=pa.large_string())


def forget_identifier() -> None:
    """Let go what tells languages by their letters, 60 MB; who asks for one again has it read again."""
    _identifier.cache_clear()


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """Our own instance, of the languages we name alone; loads its model from the package, 0.3 s."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
    from py3langid.modelio import load_model

    by_class, of_classes, classes, steps, rows, output = load_model(MODEL_DIR / MODEL_FILE)
    own = [place for place, code in enumerate(classes) if code in _names()]
    codes = [classes[place] for place in own]
    return LanguageIdentifier(
        by_class[:, own], of_classes[own], codes, steps, output, norm_probs=True, tk_row=rows
    )


@cache
def _stop_words(code: str) -> frozenset[str]:
    path = resource_path("stop_words", f"{code}.txt")
    return frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()


def _names() -> dict[str, str]:
    """The languages we know by code, in the user's language, in the order of a menu."""
    return {
        "en": _("English"),
        "zh": _("Chinese"),
        "ar": _("Arabic"),
        "da": _("Danish"),
        "nl": _("Dutch"),
        "fi": _("Finnish"),
        "fr": _("French"),
        "de": _("German"),
        "el": _("Greek"),
        "he": _("Hebrew"),
        "hi": _("Hindi"),
        "hu": _("Hungarian"),
        "it": _("Italian"),
        "ja": _("Japanese"),
        "ko": _("Korean"),
        "no": _("Norwegian"),
        "pl": _("Polish"),
        "pt": _("Portuguese"),
        "ro": _("Romanian"),
        "ru": _("Russian"),
        "es": _("Spanish"),
        "sv": _("Swedish"),
        "tr": _("Turkish"),
    }
