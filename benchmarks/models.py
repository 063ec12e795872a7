"""How good the shipped models are beside what else a user could take, on the same test texts in one run.

    python benchmarks/models.py --data FOLDER [--sets sst2 tweeteval_sentiment] [--documents 2000] [--article]

Beside the shipped models stand VADER and TextBlob (pip install textblob; left out where it is missing), and
baselines learnt from the set's own training split, less the texts that its test split holds too: TF-IDF of
words and word pairs under a logistic regression with balanced classes, NB-weighted 1- to 3-grams (one model a
class), and with --article the article's preset, which takes minutes. For sets without a neutral label the
better of negative and positive is taken of every system. CPU seconds are of scoring, then of learning.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from textminer.corpus.markup import mask_markup
from textminer.corpus.tokenizer import tokenizer_named
from textminer.corpus.vocabulary import Vocabulary
from textminer.pretrained.judging import classes_of, judgement
from textminer.pretrained.labelled_sets import CLASSES, normalised, read_set
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.encoding import encoded, type_counts
from textminer.sentiment.labels import SENTIMENTS, polarity_of
from textminer.sentiment.lexicon import lexicon_prediction, probabilities_of
from textminer.sentiment.model_file import list_models
from textminer.sentiment.ngrams import fit_ngrams
from textminer.sentiment.prediction import EMPTY, SCORED, STATUSES, Prediction
from textminer.workflows.models import load_model

SETS = (
    "sst2", "sst5_sentences", "tweeteval_sentiment", "goemotions", "kaggle_tweet_extraction", "meld",
    "imdb_acl", "zh_chnsenticorp",
)  # fmt: skip
PENALTY = 4.0  # C of the n-grams
Score = Callable[[list[str]], Prediction]


@dataclass(frozen=True)
class Learnt:
    """A baseline after learning."""

    score: Score
    cpu_s: float


def learnable(table: pd.DataFrame, labels: tuple[str, ...]) -> pd.DataFrame:
    """The training split with its class by index, without any text of the test split."""
    test = {normalised(text) for text in table.text[table.split == "test"]}
    learnt = table[(table.split == "train") & table.label.isin(CLASSES)]
    learnt = learnt[[normalised(text) not in test for text in learnt.text]]
    return learnt.assign(number=[labels.index(SENTIMENTS[CLASSES.index(label)]) for label in learnt.label])


def as_prediction(probabilities: np.ndarray, texts: list[str], labels: tuple[str, ...]) -> Prediction:
    """Probabilities (n_documents, n_classes) as a prediction; blank texts are not scored."""
    is_empty = np.array([not text.strip() for text in texts], dtype=bool)
    statuses = np.where(is_empty, STATUSES.index(EMPTY), STATUSES.index(SCORED)).astype(np.int8)
    shares = np.asarray(probabilities, dtype=np.float32)
    shares[is_empty] = np.nan
    return Prediction(labels, shares, statuses, polarity_of(labels))


def textblob_prediction(texts: list[str]) -> Prediction:
    """TextBlob's polarity: neutral where it is 0."""
    from textblob import TextBlob

    polarity = np.array([TextBlob(text).sentiment.polarity for text in texts], dtype=np.float64)
    return as_prediction(probabilities_of(polarity, 1e-9), texts, SENTIMENTS)


def of_model(classifier: SentimentClassifier) -> Score:
    """A shipped model from texts to prediction."""
    tokenizer = tokenizer_named(classifier.tokenizer)
    return lambda texts: classifier.predict(tokenizer.tokenize(mask_markup(texts)))


def tf_idf(learnt: pd.DataFrame, labels: tuple[str, ...], tokenizer: str) -> Score:
    """Logistic regression with balanced classes over TF-IDF of words and pairs of neighbours."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    def words(text: str) -> list[str]:
        return tokenizer_named(tokenizer).tokenize([text]).document_tokens(0)

    vectorizer = TfidfVectorizer(
        tokenizer=words, token_pattern=None, ngram_range=(1, 2), min_df=2, sublinear_tf=True
    )
    model = make_pipeline(vectorizer, LogisticRegression(C=4.0, class_weight="balanced", max_iter=1000))
    model.fit(mask_markup(learnt.text.to_list()), learnt.number)
    return lambda texts: as_prediction(model.predict_proba(mask_markup(texts)), texts, labels)


def nb_ngrams(learnt: pd.DataFrame, labels: tuple[str, ...], tokenizer: str) -> Score:
    """One NB-weighted n-gram model for each class against the rest, their probabilities made to sum to 1."""
    reader = tokenizer_named(tokenizer)
    tokens = reader.tokenize(mask_markup(learnt.text.to_list()))
    vocabulary = Vocabulary.from_counts(tokens.types, type_counts(tokens), 200_000, 2)
    documents, numbers = encoded(tokens, vocabulary), learnt.number.to_numpy()
    wanted = range(1, 2) if len(labels) == 2 else range(len(labels))
    models = [fit_ngrams(documents, numbers == number, inverse_penalty=PENALTY) for number in wanted]

    def score(texts: list[str]) -> Prediction:
        read = encoded(reader.tokenize(mask_markup(texts)), vocabulary)
        shares = np.stack([1 / (1 + np.exp(-model.margins(read))) for model in models], axis=1)
        if len(labels) == 2:
            shares = np.concatenate([1 - shares, shares], axis=1)
        return as_prediction(shares / shares.sum(axis=1, keepdims=True), texts, labels)

    return score


def article(learnt: pd.DataFrame, labels: tuple[str, ...], tokenizer: str) -> Score:
    """The article's network: the last 50 tokens, ten epochs."""
    from textminer.sentiment.lstm.own_labels import train_classifier
    from textminer.sentiment.settings import NetworkSettings, TrainingSettings

    tokens = tokenizer_named(tokenizer).tokenize(mask_markup(learnt.text.to_list()))
    settings = TrainingSettings.of_preset("article", None, None, 1)
    network = NetworkSettings.of_preset("article")
    trained = train_classifier(tokens, learnt.number.to_numpy(), labels, settings, network)
    return of_model(trained.classifier)


def learn(fit: Callable[..., Score], learnt: pd.DataFrame, labels: tuple[str, ...], tokenizer: str) -> Learnt:
    """Fit a baseline and count the CPU seconds it took."""
    begin = time.process_time()
    score = fit(learnt, labels, tokenizer)
    return Learnt(score, time.process_time() - begin)


def show(name: str, split: str, system: str, texts: list[str], table: pd.DataFrame, made: Learnt) -> None:
    """Score the texts and print the line."""
    begin = time.process_time()
    prediction = made.score(texts)
    cpu_s = time.process_time() - begin
    assert prediction.polarity is not None
    classes = classes_of(table, prediction.polarity)
    found = judgement(name, split, classes, system, prediction, cpu_s).evaluation
    low, high = (100 * end for end in found.f1_interval)
    learning = f" + {made.cpu_s:.1f}" if made.cpu_s else ""
    print(
        f"  {system:22} accuracy {100 * found.accuracy:5.2f}  macro-F1 {100 * found.macro_f1:5.2f}"
        f" ({low:.1f} to {high:.1f})  macro-recall {100 * found.macro_recall:5.2f}"
        f"  ECE {100 * found.calibration_error:5.2f}  {cpu_s:.1f}{learning} CPU s",
        flush=True,
    )


def compare(given: argparse.Namespace, name: str) -> None:
    """All systems on one set."""
    language = "zh" if name.startswith("zh_") else "en"
    tokenizer = "jieba" if language == "zh" else "tweet"
    table = read_set(given.data, name)
    judged = table[(table.split == "test") & table.label.isin(CLASSES)]
    if not len(judged):
        print(f"{name}: no test split")
        return
    chosen = np.random.default_rng(0).permutation(len(judged))[: given.documents]
    judged = judged.iloc[np.sort(chosen)]
    labels = tuple(SENTIMENTS[place] for place, label in enumerate(CLASSES) if (judged.label == label).any())
    texts = judged.text.to_list()
    print(f"{name} test: {len(texts)} texts, {len(labels)} classes", flush=True)
    for card in list_models():
        is_able = card.polarity is not None and (card.polarity.neutral is not None or len(labels) == 2)
        if card.is_shipped and language in card.languages and is_able:
            score = of_model(load_model(card.name))
            score(texts[:50])  # what is loaded once is not counted
            show(name, "test", card.name, texts, judged, Learnt(score, 0.0))
    if language == "en":
        lexicon_prediction(texts[:1])
        show(name, "test", "VADER", texts, judged, Learnt(lexicon_prediction, 0.0))
        if find_spec("textblob"):
            textblob_prediction(texts[:1])
            show(name, "test", "TextBlob", texts, judged, Learnt(textblob_prediction, 0.0))
        else:
            print("  TextBlob               not installed (pip install textblob)")
    learnt = learnable(table, labels) if (table.split == "train").any() else table[:0]
    if not len(learnt):
        print("  no training split to learn baselines from")
        return
    learnt = learnt.sample(n=min(given.training, len(learnt)), random_state=0)
    print(f"  learnt from {len(learnt)} of its own training texts:")
    for system, fit in (("TF-IDF + logistic", tf_idf), ("NB-weighted n-grams", nb_ngrams)):
        show(name, "test", system, texts, judged, learn(fit, learnt, labels, tokenizer))
    if given.article:
        show(name, "test", "the article's preset", texts, judged, learn(article, learnt, labels, tokenizer))


def main() -> None:
    """Print the tables."""
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=shape)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="+", default=list(SETS))
    parser.add_argument("--documents", type=int, help="test texts of a set at most, drawn at random")
    parser.add_argument("--training", type=int, default=50_000, help="training texts at most")
    parser.add_argument(
        "--article", action="store_true", help="train the article's preset as well: minutes a set"
    )
    given = parser.parse_args()
    for name in given.sets:
        compare(given, name)


if __name__ == "__main__":
    main()
