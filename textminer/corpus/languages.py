"""The languages: which tokenizer, stop words and stemmer each has, and how one is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textminer.resource_files import resource_path
from textminer.translation import _

MIN_SAMPLE_CHARACTERS = 12  # of less, no detector knows the language
_CHINESE_SHARE = 0.3  # of letters; Chinese texts hold Latin names and numbers, other languages hardly a Chinese sign


@dataclass(frozen=True)
class Language:
    """What a language brings to the analysis.

    code:        ISO 639-1
    tokenizer:   name for `tokenizer_named`
    stop_words:  lower case; negations and words that carry sentiment are none
    stem:        a word's stem, or the word itself where the language has no stemmer here
    """

    code: str
    name: str
    tokenizer: str
    stop_words: frozenset[str]
    stem: Callable[[str], str]


_SNOWBALL = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese",
    "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "fi": "finnish", "ru": "russian",
    "ro": "romanian", "hu": "hungarian",
}  # fmt: skip
CODES = ("en", "zh", *sorted(set(_SNOWBALL) - {"en"}))


@lru_cache
def language_named(code: str) -> Language:
    """A language by its code; one that is not known here is read like English, without stop words and stems."""
    return Language(
        code=code,
        name=_language_name(code),
        tokenizer="jieba" if code == "zh" else "tweet",
        stop_words=_stop_words(code),
        stem=_stemmer(code),
    )


def detect_language(texts: Sequence[str]) -> str:
    """Code of the language that most of the texts' characters are in; "en" where there is too little to tell."""
    sample = " ".join(text[:500] for text in texts if text)[:20_000]
    letters = [character for character in sample if character.isalpha()]
    if len(letters) < MIN_SAMPLE_CHARACTERS:
        return "en"
    chinese = sum("\u3400" <= character <= "\u9fff" for character in letters)
    if chinese > _CHINESE_SHARE * len(letters):
        return "zh"
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(CODES))
    code, _score = identifier.classify(sample)
    return str(code)


def _language_name(code: str) -> str:
    names = {
        "en": _("English"), "zh": _("Chinese"), "de": _("German"), "fr": _("French"), "es": _("Spanish"),
        "it": _("Italian"), "pt": _("Portuguese"), "nl": _("Dutch"), "sv": _("Swedish"), "da": _("Danish"),
        "no": _("Norwegian"), "fi": _("Finnish"), "ru": _("Russian"), "ro": _("Romanian"), "hu": _("Hungarian"),
    }  # fmt: skip
    return names.get(code, code)


def _stop_words(code: str) -> frozenset[str]:
    path = resource_path("stop_words", f"{code}.txt")
    if not path.is_file():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _stemmer(code: str) -> Callable[[str], str]:
    if code not in _SNOWBALL:
        return str

    def stem(word: str) -> str:
        return str(_snowball(_SNOWBALL[code]).stem(word))

    return stem


@lru_cache
def _snowball(name: str) -> Any:
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer(name)
