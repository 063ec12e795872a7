"""Which models score a corpus, and how they are loaded."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from textminer.corpus.corpus import Corpus
from textminer.corpus.languages import language_named
from textminer.corpus.tokenizer import BETWEEN
from textminer.errors import ModelFileError
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.mixed_classifier import MixedClassifier
from textminer.sentiment.model_file import find_model, list_models, read_card
from textminer.storage.tables import source_hash
from textminer.translation import _
from textminer.workflows.mixed_corpora import joint_model, model_names, name_by_language

DEFAULT_MODEL = "english"


def model_for(corpus: Corpus, asked: str = "", texts: Iterable[list[str]] | None = None) -> str:
    """The name of the model to score with: the one asked for, else one that speaks the corpus's language,
    joined with others of the same classes in whose languages there are rows; see `model_names`.

    texts:  all of them, part by part, where the corpus holds the first alone; None for those it holds

    Only models of the default's classes are chosen unasked, those that ship before the user's own. Falls back
    on the English model; see `language_doubt`.
    """
    if asked:
        return asked
    cards = list_models()
    default = next((card for card in cards if card.is_shipped and card.name == DEFAULT_MODEL), None)
    if default is None:
        return DEFAULT_MODEL
    like_it = [card for card in cards if card.labels == default.labels]
    main = next((card for card in like_it if corpus.language in card.languages), default)
    return joint_model(corpus, main, [card for card in like_it if card is not main], texts)


def language_doubt(corpus: Corpus, name: str) -> str:
    """A sentence where a model has not learnt the corpus's language, so that its scores say little; else "".

    Raises ModelFileError if there is no model of that name or the file is damaged.
    """
    cards = [read_card(find_model(part)) for part in model_names(name)]
    if any(not card.languages or corpus.language in card.languages for card in cards):
        return ""
    return _(
        "These texts seem to be in {language}, which the model “{model}” has not learnt: its scores say "
        "little. Choose the language if it was guessed wrong, or train a model of your own."
    ).format(language=language_named(corpus.language).name, model=cards[0].name)


def check_preferred(name: str) -> None:
    """Raise ModelFileError, with what to do, where the model that the preferences name is there no more."""
    try:
        for part in model_names(name):
            find_model(part)
    except ModelFileError as error:
        told = _("The preferences name it as the model for new corpora; choose another there.")
        raise ModelFileError(f"{error} {told}") from None


def model_stamp(name: str) -> str:
    """What changes when another file stands under a model's name: its path, size and time of change."""
    stamps = []
    for part in model_names(name):
        path = find_model(part)
        found = path.stat()
        stamps.append(f"{path}:{found.st_size}:{found.st_mtime_ns}")
    return " ".join(stamps)


def model_hash(name: str) -> str | None:
    """SHA-256 of a model's file, those of several joined as their names are; None where there is none."""
    try:
        return BETWEEN.join(_hash_of(find_model(part), model_stamp(part)) for part in model_names(name))
    except ModelFileError:
        return None


@cache
def _hash_of(path: Path, _stamp: str) -> str:
    """The hash of a file as it is now: megabytes that each export and each autosave would read."""
    return source_hash(path)


def load_model(name: str) -> SentimentClassifier:
    """Load a model, or several as one, by name or file. Slow the first time: it imports torch.

    Raises ModelFileError if there is none of that name, the file is damaged, or several do not fit together.
    """
    names = model_names(name)
    if len(names) == 1:
        return _load(name)
    name_by_code = name_by_language(name)
    classifiers = {part: _load(part) for part in names}
    return MixedClassifier({code: classifiers[part] for code, part in name_by_code.items()})


def _load(name: str) -> SentimentClassifier:
    path = find_model(name)
    from textminer.sentiment.lstm.loading import load_classifier

    return load_classifier(path)
