"""The shipped `chinese` model: reviews of hotels, books and shops, and microblogs, in one network."""

from textminer.pretrained.labelled_sets import CHINESE
from textminer.pretrained.recipe import MixtureRecipe
from textminer.sentiment.settings import NetworkSettings

RECIPE = MixtureRecipe(
    name="chinese",
    languages=("zh",),
    description=(
        "Negative, neutral or positive: Chinese reviews and microblogs. "
        "A bidirectional LSTM over jieba's words, taught by 5 labelled sets and by a public sentence encoder "
        "that learnt from them."
    ),
    sources=CHINESE,
    tokenizer="jieba",
    sentence_ends=("。", "！", "？", "…", "!", "?", "～"),
    network=NetworkSettings(
        cell="lstm", embedding_size=128, hidden_size=128, n_layers=1, bidirectional=True,
        pooling="max_mean_last", dropout=0.5, max_vocabulary=28_000, min_count=2,
        subword_buckets=16_384,
    ),
    run=12,
    taught_by=(
        "multilingual-e5-small (MIT), tuned on each half of the labelled texts and labelling the other; its "
        "own training text is not known in full (docs/models.md)"
    ),
    epoch_documents=60_000,
    minutes=20.0,
    word_dropout=0.2,
    cross_fits=True,
)  # fmt: skip
