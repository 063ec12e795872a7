"""How good a model is on each labelled set, with VADER beside it: the figures of the cards."""

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from textminer.corpus.markup import mask_markup
from textminer.corpus.tokenizer import tokenizer_named
from textminer.pretrained.labelled_sets import CLASSES, read_set
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.calibration import Reliability
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.evaluation import Evaluation, evaluate
from textminer.sentiment.lexicon import lexicon_prediction
from textminer.sentiment.lstm.loading import load_classifier
from textminer.sentiment.model_file import ModelContents
from textminer.sentiment.prediction import Polarity, Prediction

JUDGED_CHINESE = {
    "zh_chnsenticorp": "test",
    "zh_douban_book_review": "test",
    "zh_weibo_smp2020": "test",
    "zh_weibo_osm2022": "test",
    "zh_waimai_10k": "all",
}
JUDGED = {
    "imdb_acl": "test",
    "imdb_counterfactual": "test",
    "sst2": "test",
    "sst5_sentences": "test",
    "tweeteval_sentiment": "test",
    "goemotions": "test",
    "kaggle_tweet_extraction": "test",
    "meld": "test",
    "yelp_sentences_shen": "test",
    "zomato_restaurants": "all",
    "skytrax_lounge_seat": "all",
    "druglib_train": "train",
}
LIMITS_BY_LANGUAGE = {
    "en": "English only: of a text in another language it knows no word, or guesses from the few it knows.",
    "zh": "Chinese only: of a text in another language it knows no word, or guesses from the few it knows.",
}
LIMITS = (
    "Sarcasm, comparisons, and feelings about someone else's feelings are often missed.",
    "Single sentences out of their context, as in dialogue, are the hardest.",
    "Neutral means “no feeling expressed” in tweets and comments and “three stars” in reviews; where the two "
    "differ, so does the model.",
    "Confidence is calibrated over the mixture of all sets: the calibration error of each says how far off "
    "it is there. Expect more on a domain of your own that is unlike all of them.",
    "The sets are what people wrote on the web; their prejudices were learnt with their words.",
)


@dataclass(frozen=True, eq=False)
class Judgement:
    """One line of the table.

    n_classes:   2 where the set has no neutral label, or the model no neutral class: then the better of
                 negative and positive is taken, which is the sign of the score
    evaluation:  of the system's prediction, on those classes
    cpu_s:       CPU seconds from the texts to the prediction, all threads
    """

    name: str
    split: str
    n_documents: int
    n_classes: int
    system: str
    evaluation: Evaluation
    cpu_s: float

    @property
    def texts_per_cpu_second(self) -> float:
        """How fast it was; other work on the machine slows it by less than it slows the clock."""
        return self.n_documents / max(self.cpu_s, 1e-9)

    def line(self) -> str:
        """The line in aligned columns, percentages."""
        judged = self.evaluation
        lean = "" if judged.lean is None else f"  lean {100 * judged.lean:+6.2f}"
        return (
            f"{self.name:24} {self.split:5} {self.n_documents:7} {self.n_classes} {self.system:8}"
            f" accuracy {_figure(judged.accuracy, judged.interval)}"
            f"  macro-F1 {_figure(judged.macro_f1, judged.f1_interval)}"
            f"  macro-recall {_figure(judged.macro_recall, judged.recall_interval)}"
            f"  ECE {100 * judged.calibration_error:5.2f}  Brier {judged.brier:.3f}"
            f"{lean}  scored {100 * judged.coverage:6.2f}  {self.texts_per_cpu_second:6.0f}/cpu-s"
        )

    def reliability_line(self) -> str:
        """Confidence and accuracy of each bin, percentages."""
        bins: Reliability = self.evaluation.reliability
        pairs = zip(bins.confidence, bins.accuracy, strict=True)
        cells = " ".join(f"{100 * said:.0f}/{100 * right:.0f}" for said, right in pairs)
        return f"{'':24} {self.system} says/is right: {cells}"

    def values(self) -> dict[str, Any]:
        """Plain values for JSON, shares from 0 to 1."""
        told = {
            "set": self.name,
            "split": self.split,
            "documents": self.n_documents,
            "classes": self.n_classes,
            "system": self.system,
            "texts_per_cpu_second": self.texts_per_cpu_second,
        }
        return {**told, **self.evaluation.to_dict()}


def judge(
    data: Path, model: Path, splits: dict[str, str] | None = None, progress: Progress = silent
) -> list[Judgement]:
    """Judge a model on each set, beside VADER where the texts are English.

    splits:  which split of which set; the test splits and the sets kept apart by default. A split is read
             whole, whatever was trained on; a model without a neutral class is judged on the rest of it
    """
    classifier = load_classifier(model)
    judgements = []
    is_english = "en" in classifier.card.languages
    wanted = splits or (JUDGED if is_english else JUDGED_CHINESE)
    for done, (name, split) in enumerate(wanted.items()):
        stage = Stage(progress, done / len(wanted), (done + 1) / len(wanted), name)
        table = read_set(data, name)
        table = table[table.split == split]
        judgements += judge_texts(name, split, table, classifier, is_english, stage)
    return judgements


def judge_texts(
    name: str, split: str, table: pd.DataFrame, classifier: SentimentClassifier, with_vader: bool,
    progress: Progress = silent,
) -> list[Judgement]:  # fmt: skip
    """Judge a model, and VADER if asked, on a table of text and label, whose class the model has."""
    if classifier.polarity is None:
        raise ValueError(f"{classifier.name} has no polarity")
    known = classes_of(table, classifier.polarity)
    texts = table.text[known >= 0].to_list()
    classes = known[known >= 0]
    begin = time.process_time()
    tokens = tokenizer_named(classifier.tokenizer).tokenize(mask_markup(texts))
    prediction = classifier.predict(tokens, progress)
    cpu_s = time.process_time() - begin
    judgements = [judgement(name, split, classes, "model", prediction, cpu_s)]
    if with_vader:
        begin = time.process_time()
        prediction = lexicon_prediction(texts)
        cpu_s = time.process_time() - begin
        assert prediction.polarity is not None
        classes = classes_of(table[known >= 0], prediction.polarity)
        judgements.append(judgement(name, split, classes, "VADER", prediction, cpu_s))
    return judgements


def judgement(
    name: str, split: str, classes: np.ndarray, system: str, prediction: Prediction, cpu_s: float
) -> Judgement:
    """What a prediction is worth; classes int (n_documents,) by the index of the prediction's labels."""
    whole = evaluate(classes, prediction)
    judged = whole.binary or whole
    return Judgement(name, split, len(classes), len(np.unique(classes)), system, judged, cpu_s)


def classes_of(table: pd.DataFrame, polarity: Polarity) -> np.ndarray:
    """The labels of a set by a model's index: int64 (n_documents,), -1 for none or one the model has not."""
    neutral = -1 if polarity.neutral is None else polarity.neutral
    index = dict(zip(CLASSES, (polarity.negative, neutral, polarity.positive), strict=True))
    return np.array([index.get(label, -1) for label in table.label], dtype=np.int64)


def with_figures(contents: ModelContents, judgements: list[Judgement], command: str) -> ModelContents:
    """The model with its figures first on the card, VADER's macro-F1 beside those for which there is one."""
    vader = {judged.name: judged for judged in judgements if judged.system == "VADER"}
    figures: dict[str, dict[str, Any]] = {}
    for judged in judgements:
        if judged.system == "VADER":
            continue
        found = judged.evaluation
        values: dict[str, Any] = {
            "accuracy": round(found.accuracy, 4),
            "accuracy_interval": [round(end, 4) for end in found.interval],
            "macro_f1": round(found.macro_f1, 4),
            "macro_f1_interval": [round(end, 4) for end in found.f1_interval],
        }
        if judged.name in vader:
            values["macro_f1_of_vader"] = round(vader[judged.name].evaluation.macro_f1, 4)
        figures[f"{judged.name} {judged.split}"] = {
            **values,
            "macro_recall": round(found.macro_recall, 4),
            "macro_recall_interval": [round(end, 4) for end in found.recall_interval],
            "calibration_error": round(found.calibration_error, 4),
            "brier": round(found.brier, 4),
            "lean": None if found.lean is None else round(found.lean, 4),
            "coverage": round(found.coverage, 4),
            "documents": judged.n_documents,
            "classes": judged.n_classes,
            "texts_per_cpu_second": round(judged.texts_per_cpu_second),
        }
    facts = {"figures": figures, "judged by": command, "limits": list(limits_of(contents.card.languages))}
    kept = {name: value for name, value in contents.card.facts.items() if name not in facts}
    return replace(contents, card=replace(contents.card, facts={**facts, **kept}))


def limits_of(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Where a shipped model fails, in sentences for its card."""
    return (*(LIMITS_BY_LANGUAGE[code] for code in languages if code in LIMITS_BY_LANGUAGE), *LIMITS)


def _figure(share: float, interval: tuple[float, float]) -> str:
    low, high = (100 * end for end in interval)
    return f"{100 * share:5.2f} ({low:.1f}-{high:.1f})"
