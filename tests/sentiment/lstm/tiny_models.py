"""A small classifier of known words with drawn weights, for tests of scoring, explaining and saving."""

import torch

from textminer.corpus.vocabulary import SPECIAL_WORDS, Vocabulary
from textminer.sentiment.calibration import Calibration
from textminer.sentiment.labels import polarity_of
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.scoring import LstmClassifier
from textminer.sentiment.model_file import ModelCard, as_stored
from textminer.sentiment.settings import NetworkSettings

WORDS = [
    "good",
    "bad",
    "fine",
    "awful",
    "the",
    "film",
    "was",
    "not",
    "very",
    "a",
    ".",
    "!",
    "story",
    "long",
    "short",
    ":)",
]


def tiny_classifier(
    labels: tuple[str, ...] = ("negative", "neutral", "positive"), seed: int = 1, **network: object
) -> LstmClassifier:
    """A classifier with random weights over WORDS; `network` are network settings."""
    settings = NetworkSettings(**{"embedding_size": 8, "hidden_size": 6, **network})  # type: ignore[arg-type]
    vocabulary = Vocabulary.from_words((*SPECIAL_WORDS, *WORDS))
    lstm = LstmNetwork(settings, len(vocabulary), len(labels))
    lstm.reset(seed)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        lstm.head.weight.normal_(generator=generator)
        drawn = torch.empty_like(lstm.embedding.weight).normal_(generator=generator)
        lstm.embedding.weight.copy_(torch.from_numpy(as_stored("embedding.weight", drawn.numpy())))
        if settings.subword_buckets:
            drawn = torch.empty_like(lstm.embedding_ngrams.weight).normal_(generator=generator)
            rounded = as_stored("embedding_ngrams.weight", drawn.numpy())
            lstm.embedding_ngrams.weight.copy_(torch.from_numpy(rounded))
    biases = tuple(0.1 * place for place in range(len(labels)))
    card = ModelCard(
        name="tiny",
        labels=labels,
        polarity=polarity_of(labels),
        tokenizer="tweet",
        masks_markup=True,
        network=settings,
        calibration=Calibration(1.3, biases),
        n_types=len(vocabulary),
        languages=("en",),
        facts={"figures": {"accuracy": 0.5}},
    )
    return LstmClassifier(card, vocabulary, lstm.stored_weights())
