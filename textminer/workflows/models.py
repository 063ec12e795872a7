"""Which model scores a corpus, and how it is loaded."""

from pathlib import Path

from textminer.corpus.corpus import Corpus
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.model_file import find_model, list_models

DEFAULT_MODEL = "english"


def model_for(corpus: Corpus, asked: str = "") -> str:
    """The name of the model to score with: the one asked for, else a shipped one that speaks the language.

    Falls back on the English model, which says "no known word" of what it cannot read.
    """
    if asked:
        return asked
    for card in list_models():
        if card.is_shipped and corpus.language in card.languages:
            return card.name
    return DEFAULT_MODEL


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
