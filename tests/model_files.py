"""Small model files, for tests."""

from pathlib import Path

import numpy as np

from textminer.corpus.vocabulary import SPECIAL_WORDS, Vocabulary
from textminer.sentiment.calibration import Calibration
from textminer.sentiment.labels import polarity_of
from textminer.sentiment.model_file import ModelCard, models_folder, write_model
from textminer.sentiment.settings import NetworkSettings


def write_small_model(
    path: Path,
    languages: tuple[str, ...] = ("en",),
    labels: tuple[str, ...] = ("negative", "positive"),
) -> Path:
    """A model file that passes every check of the file itself; its one weight fits no network."""
    vocabulary = Vocabulary.from_words([*SPECIAL_WORDS, "good", "bad"])
    card = ModelCard(
        name=path.stem,
        labels=labels,
        polarity=polarity_of(labels),
        tokenizer="tweet",
        masks_markup=True,
        network=NetworkSettings(),
        calibration=Calibration(),
        n_types=len(vocabulary.words),
        languages=languages,
        description="Trained on three words.",
        facts={"figures": {"accuracy": 0.75}, "history": {"points": [1, 2, 3]}},
    )
    write_model(path, card, vocabulary, {"embedding.weight": np.ones((7, 2), dtype=np.float32)})
    return path


def own_model(name: str) -> Path:
    """A small model among the user's own."""
    return write_small_model(models_folder() / f"{name}.safetensors")
