"""The classifier in a model file: of one network, or of two that share the documents by their length."""

from dataclasses import replace
from pathlib import Path

from textminer.sentiment.lstm.by_length import LengthClassifier
from textminer.sentiment.lstm.scoring import LstmClassifier, classifier_of
from textminer.sentiment.model_file import SHORT, ModelContents, read_model


def load_classifier(path: Path) -> LstmClassifier | LengthClassifier:
    """The classifier in a model file.

    Raises ModelFileError for a damaged or foreign file, or where its weights do not fit its settings.
    """
    contents = read_model(path)
    if contents.card.short is None:
        return classifier_of(contents)
    return LengthClassifier(contents.card, classifier_of(_longer(contents)), classifier_of(_short(contents)))


def _longer(contents: ModelContents) -> ModelContents:
    """The network that reads the longer documents, as a model of its own."""
    weights = {name: value for name, value in contents.weights.items() if not name.startswith(SHORT)}
    return replace(contents, card=replace(contents.card, short=None), weights=weights)


def _short(contents: ModelContents) -> ModelContents:
    """The network that reads the short documents, as a model of its own: the word vectors are the same."""
    short = contents.card.short
    assert short is not None
    weights = {
        name.removeprefix(SHORT): value
        for name, value in contents.weights.items()
        if name.startswith((SHORT, "embedding"))
    }
    card = replace(contents.card, short=None, network=short.network, calibration=short.calibration)
    return replace(contents, card=card, weights=weights)
