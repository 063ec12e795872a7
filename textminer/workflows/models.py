"""Which model scores a corpus, and how it is loaded."""

from pathlib import Path

from textminer.corpus.corpus import Corpus
from textminer.corpus.languages import language_named
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.model_file import find_model, list_models, read_card
from textminer.translation import _

DEFAULT_MODEL = "english"


def model_for(corpus: Corpus, asked: str = "") -> str:
    """The name of the model to score with: the one asked for, else a shipped one that speaks the language.

    Falls back on the English model; see `language_doubt`.
    """
    if asked:
        return asked
    for card in list_models():
        if card.is_shipped and corpus.language in card.languages:
            return card.name
    return DEFAULT_MODEL


def language_doubt(corpus: Corpus, name: str) -> str:
    """A sentence where a model has not learnt the corpus's language, so that its scores say little; else "".

    Raises ModelFileError if there is no model of that name or the file is damaged.
    """
    card = read_card(find_model(name))
    if not card.languages or corpus.language in card.languages:
        return ""
    return _(
        "These texts seem to be in {language}, which the model “{model}” has not learnt: its scores say "
        "little about them. Choose the language if it was guessed wrong, or train a model of your own."
    ).format(language=language_named(corpus.language).name, model=card.name)


def model_stamp(name: str) -> str:
    """What changes when another file stands under a model's name: its path, size and time of change."""
    path: Path = find_model(name)
    found = path.stat()
    return f"{path}:{found.st_size}:{found.st_mtime_ns}"


def load_model(name: str) -> SentimentClassifier:
    """Load a model by its name or file. Slow the first time: it imports torch.

    Raises ModelFileError if there is none of that name or the file is damaged.
    """
    path: Path = find_model(name)
    from textminer.sentiment.lstm.scoring import load_classifier

    return load_classifier(path)
