"""The shipped `english` model: reviews, tweets, comments and short sentences in one network."""

from textminer.pretrained.labelled_sets import ENGLISH, UNLABELLED_REVIEWS
from textminer.pretrained.recipe import MixtureRecipe
from textminer.sentiment.settings import NetworkSettings

RECIPE = MixtureRecipe(
    name="english",
    languages=("en",),
    description=(
        "Negative, neutral or positive: English reviews, tweets, comments and short sentences. "
        "Bidirectional LSTMs, taught by 19 labelled sets and by public sentence encoders that learnt from "
        "them."
    ),
    sources=(*ENGLISH, UNLABELLED_REVIEWS),
    tokenizer="tweet",
    sentence_ends=(".", "!", "?", "...", "…"),
    network=NetworkSettings(
        cell="lstm", embedding_size=128, hidden_size=128, n_layers=1, bidirectional=True,
        pooling="max_mean_last", dropout=0.4, max_vocabulary=40_000, min_count=3,
        subword_buckets=16_384,
    ),
    run=40,
    taught_by=(
        "all-MiniLM-L6-v2 and all-mpnet-base-v2 (Apache-2.0), tuned on the nine sets of short texts; their "
        "own training text is not known in full and holds Reddit comments (docs/models.md)"
    ),
)  # fmt: skip
