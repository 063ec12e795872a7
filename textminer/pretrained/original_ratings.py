"""Rated reviews whose class does not follow from one column of stars alone."""

import io
import re
from pathlib import Path

import pandas as pd

from textminer.errors import TableError
from textminer.pretrained.downloads import decoded, members, texts
from textminer.pretrained.original_layouts import STARS, column_of, labelled, table_of
from textminer.translation import _

TEN_STARS = {str(stars): "neg" if stars <= 4 else "neu" if stars <= 6 else "pos" for stars in range(1, 11)}
SEATS = {f"{stars}.0": label for stars, label in TEN_STARS.items()}
# lounges were rated by five stars and by ten: six is good on one scale and middling on the other
LOUNGES = {f"{stars}.0": STARS.get(str(stars), "pos") for stars in range(1, 11) if stars != 6}

LARGEST_APP_FILE = 4 * 2**20  # bytes, exclusive: larger ones are not part of the set
LARGEST_FOREIGN_SHARE = 0.05  # of a text's signs, exclusive
_APP_REVIEWS = re.compile(r"(?:^|/)Data/[^/]+/[^/]+/app_reviews_[1-5]\.csv$")
_FOREIGN = re.compile(r"[^\u0000-\u024f\u2000-\u206f\u2600-\u27bf\U0001f000-\U0010ffff]")


def lounges_and_seats(path: Path) -> pd.DataFrame:
    """Skytrax reviews of lounges and seats: those whose stars and recommendation say the same."""
    kinds = {"data/lounge.csv": LOUNGES, "data/seat.csv": SEATS}
    contents = texts(path, tuple(kinds))
    tables = []
    for name, labels in kinds.items():
        table = table_of(contents[name], ",")
        label = column_of(path, table, "overall_rating").map(labels)
        is_recommended = column_of(path, table, "recommended") == "1"
        agrees = (label == "neu") | ((label == "pos") == is_recommended)
        tables.append(labelled(path, table[agrees], "content", "overall_rating", labels, "all"))
    return pd.concat(tables, ignore_index=True)


def app_reviews(path: Path) -> pd.DataFrame:
    """Google Play reviews of payment apps: a file for each app and number of stars, in Latin script.

    Each text once, whatever its capitals; none that was given with different stars.
    """
    contents = sorted(
        (name, data) for name, data in members(path, _APP_REVIEWS.search) if len(data) < LARGEST_APP_FILE
    )
    if not contents:
        message = _("The download {path} has no file {name}.")
        raise TableError(message.format(path=path, name="Data/…/…/app_reviews_1.csv"))
    tables = [
        labelled(path, _with_blanks(decoded(data), ","), "content", "score", STARS, "all")
        for _name, data in contents
    ]
    table = pd.concat(tables, ignore_index=True)
    table = table[table.text.map(_foreign_share) < LARGEST_FOREIGN_SHARE]
    lowered = table.text.str.lower()
    has_one_rating = table.raw.groupby(lowered).transform("nunique") == 1
    return table[has_one_rating & ~lowered.duplicated()].reset_index(drop=True)


def drug_reviews(path: Path) -> pd.DataFrame:
    """Druglib reviews, of ten stars: what is said of benefits, side effects and all else is one text."""
    table = _with_blanks(texts(path, ("drugLibTrain_raw.tsv",))["drugLibTrain_raw.tsv"], "\t")
    benefits, effects, comments = (
        column_of(path, table, f"{part}Review") for part in ("benefits", "sideEffects", "comments")
    )
    whole = table.assign(whole=(benefits + " " + effects + " " + comments).str.strip())
    return labelled(path, whole, "whole", "rating", TEN_STARS, "train").reset_index(drop=True)


def _foreign_share(text: str) -> float:
    return len(_FOREIGN.findall(text)) / len(text)


def _with_blanks(content: str, separator: str) -> pd.DataFrame:
    """A table of strings with quotes; “None”, “N/A” and the like are fields that nobody filled in."""
    return pd.read_csv(io.StringIO(content), sep=separator, dtype=str).fillna("")
