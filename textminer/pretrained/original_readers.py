"""The labelled sets whose files have a layout of their own: reviews in files or tags, trees, emotions."""

import html
import re
from pathlib import Path

import pandas as pd

from textminer.errors import TableError
from textminer.pretrained.downloads import decoded, members, texts
from textminer.pretrained.original_layouts import SPLITS, Row, lines_of, row_of
from textminer.translation import _

FIVE = {"0": "neg", "1": "neg", "2": "neu", "3": "pos", "4": "pos"}

_REVIEW = re.compile(r"(?:^|/)(train|test)/(pos|neg|unsup)/(\d+)_(\d+)\.txt$")
_ADDRESSES = re.compile(r"(?:^|/)(train|test)/urls_(pos|neg|unsup)\.txt$")
_FILM = re.compile(r"tt\d+")


def large_movie_reviews(path: Path) -> pd.DataFrame:
    """Large Movie Review Dataset (Maas 2011): a file a review, and the films' addresses for each folder."""
    rows: list[Row] = []
    places: list[tuple[str, str, int]] = []  # of each row: part, kind, line in the list of films
    films: dict[tuple[str, str], list[str]] = {}
    for name, data in members(path):
        if match := _ADDRESSES.search(name):
            lines = data.decode("utf-8").splitlines()
            addresses = [_FILM.search(line) for line in lines]
            films[match[1], match[2]] = [film[0] if film else "" for film in addresses]
        elif match := _REVIEW.search(name):
            part, kind, number, rating = match.groups()
            is_labelled = kind != "unsup"
            rows.append(
                {
                    "text": data.decode("utf-8"),
                    "label": kind if is_labelled else None,
                    "raw": rating if is_labelled else "",
                    "split": part if is_labelled else "unsup",
                    "id": f"{part}/{kind}/{number}_{rating}.txt",
                }
            )
            places.append((part, kind, int(number)))
    for row, (part, kind, line) in zip(rows, places, strict=True):
        known = films.get((part, kind), [])
        if line >= len(known):
            message = _("The download {path} does not say which film the review {id} is of.")
            raise TableError(message.format(path=path, id=row["id"]))
        row["movie"] = known[line]
    rows.sort(key=lambda row: str(row["id"]))
    return pd.DataFrame(rows)


def treebank_sentences(path: Path) -> pd.DataFrame:
    """Stanford Sentiment Treebank (Socher 2013): the sentences, labelled by the roots of their trees."""
    rows: list[Row] = []
    for split, lines in _trees(path).items():
        for line in lines:
            *_parts, (label, words) = phrases_of(line)
            rows.append(row_of(detokenized(words), FIVE[label], label, split))
    return pd.DataFrame(rows)


def treebank_phrases(path: Path) -> pd.DataFrame:
    """The same treebank: every labelled part of the training sentences, each text once."""
    rows = [
        row_of(detokenized(words), FIVE[label], label, "train")
        for line in _trees(path)["train"]
        for label, words in phrases_of(line)[:-1]
    ]
    return pd.DataFrame(rows).drop_duplicates(["text"]).reset_index(drop=True)


def phrases_of(tree: str) -> list[tuple[str, list[str]]]:
    """Label and words of every part of a bracketed tree; the whole comes last."""
    found: list[tuple[str, list[str]]] = []
    open_parts: list[tuple[str, list[str]]] = []
    for token in re.findall(r"\(|\)|[^\s()]+", tree):
        if token == "(":
            open_parts.append(("", []))
        elif token == ")":
            label, words = open_parts.pop()
            found.append((label, words))
            if open_parts:
                open_parts[-1][1].extend(words)
        elif not open_parts[-1][0]:
            open_parts[-1] = (token, open_parts[-1][1])
        else:
            open_parts[-1][1].append(token)
    return found


def detokenized(words: list[str]) -> str:
    """A treebank's tokens as a text that people would write."""
    text = " ".join(words)
    for token, sign in (("-LRB-", "("), ("-RRB-", ")"), ("-LSB-", "["), ("-RSB-", "]")):
        text = text.replace(token, sign).replace(token.lower(), sign)
    text = text.replace("\\/", "/").replace("\\*", "*")
    text = re.sub(r'" ([^"]*) "', r'"\1"', text.replace("``", '"').replace("''", '"'))  # a pair of quotes
    text = re.sub(r" ([.,!?;:%)\]]|n't\b|'(?:s|re|ve|ll|d|m)\b)", r"\1", text)
    text = re.sub(r"(?<=\S) - (?=\S)", "-", text)
    return re.sub(r"([(\[$]) ", r"\1", text)


PLEASANT = (
    "admiration", "amusement", "approval", "caring", "desire", "excitement", "gratitude", "joy", "love",
    "optimism", "pride", "relief",
)  # fmt: skip
UNPLEASANT = (
    "anger", "annoyance", "disappointment", "disapproval", "disgust", "embarrassment", "fear", "grief",
    "nervousness", "remorse", "sadness",
)  # fmt: skip
AMBIGUOUS = ("confusion", "curiosity", "realization", "surprise")
EMOTIONS = (*sorted((*PLEASANT, *UNPLEASANT, *AMBIGUOUS)), "neutral")  # by their numbers in the files


def emotions(path: Path) -> pd.DataFrame:
    """GoEmotions (Demszky 2020): the paper's groups of emotions become the classes.

    Left out are comments with emotions of both groups, and those with nothing but ambiguous ones.
    """
    rows: list[Row] = []
    contents = texts(path, tuple(f"original/{part}.tsv" for part in SPLITS))
    for part, split in SPLITS.items():
        for line in lines_of(contents[f"original/{part}.tsv"]):
            text, numbers, identifier = line.rsplit("\t", 2)
            names = [EMOTIONS[int(number)] for number in numbers.split(",")]
            is_pleasant, is_unpleasant = ({*names} & {*group} != set() for group in (PLEASANT, UNPLEASANT))
            if is_pleasant == is_unpleasant and (is_pleasant or "neutral" not in names):
                continue
            label = "pos" if is_pleasant else "neg" if is_unpleasant else "neu"
            rows.append({**row_of(text, label, ",".join(names), split), "id": identifier})
    return pd.DataFrame(rows)


def pros_and_cons(path: Path) -> pd.DataFrame:
    """Pros and Cons (Ganapathibhotla & Liu 2008), as NLTK distributes it: a phrase a line, in a tag."""
    names = {"IntegratedCons.txt": ("neg", "Cons"), "IntegratedPros.txt": ("pos", "Pros")}
    contents = texts(path, tuple(names))
    rows: list[Row] = []
    for name, (label, raw) in names.items():
        for phrase in re.findall(rf"<{raw}>(.*?)</{raw}>", contents[name], flags=re.DOTALL):
            if phrase.strip():
                rows.append(row_of(html.unescape(phrase.strip()), label, raw, "all"))
    return pd.DataFrame(rows)


def multi_domain_reviews(path: Path) -> pd.DataFrame:
    """Multi-Domain Sentiment (Blitzer 2007): reviews in tags, a folder a domain; stars 1, 2 against 4, 5."""
    rows: list[Row] = []
    for name, data in members(path):
        match = re.search(r"(books|dvd|electronics|kitchen[^/]*)/(?:negative|positive)\.review$", name)
        if match is None:
            continue
        for review in decoded(data).split("<review>")[1:]:
            text, stars = (_tagged(review, tag) for tag in ("review_text", "rating"))
            if text and stars:
                label = "pos" if float(stars) > 3 else "neg"
                rows.append(
                    {**row_of(html.unescape(text), label, stars, "all"), "domain": match[1].split("_")[0]}
                )
    return pd.DataFrame(rows)


def _tagged(content: str, tag: str) -> str:
    match = re.search(rf"<{tag}>(.*?)</{tag}>", content, flags=re.DOTALL)
    return match[1].strip() if match else ""


def _trees(path: Path) -> dict[str, list[str]]:
    """The bracketed trees of each split, from the treebank's repository or from the older archive."""
    contents = texts(path, tuple(f"{part}.txt" for part in SPLITS))
    return {
        split: [line for line in lines_of(contents[f"{part}.txt"]) if line.strip()]
        for part, split in SPLITS.items()
    }
