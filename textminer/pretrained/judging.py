"""How good a model is on each labelled set, with VADER beside it: the figures of the cards."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from textminer.corpus.markup import mask_markup
from textminer.corpus.tokenizer import tokenizer_named
from textminer.pretrained.labelled_sets import CLASSES, read_set
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.evaluation import evaluate
from textminer.sentiment.lexicon import lexicon_prediction
from textminer.sentiment.lstm.scoring import load_classifier
from textminer.sentiment.model_file import ModelContents
from textminer.sentiment.prediction import Prediction

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


@dataclass(frozen=True)
class Judgement:
    """One line of the table; all 0 to 1.

    n_classes:  2 where the set has no neutral label: then the better of negative and positive is taken
    """

    name: str
    split: str
    n_documents: int
    n_classes: int
    system: str
    accuracy: float
    macro_f1: float
    macro_recall: float
    calibration_error: float
    brier: float
    coverage: float

    def line(self) -> str:
        """The line in aligned columns, percentages."""
        return (
            f"{self.name:24} {self.split:5} {self.n_documents:7} {self.n_classes} {self.system:8}"
            f" accuracy {100 * self.accuracy:5.2f}  macro-F1 {100 * self.macro_f1:5.2f}"
            f"  macro-recall {100 * self.macro_recall:5.2f}  ECE {100 * self.calibration_error:5.2f}"
            f"  Brier {self.brier:.3f}  scored {100 * self.coverage:6.2f}"
        )

    def values(self) -> dict[str, object]:
        """Plain values for JSON."""
        return asdict(self)


def judge(
    data: Path, model: Path, splits: dict[str, str] | None = None, progress: Progress = silent
) -> list[Judgement]:
    """Judge a three-class model on each set, beside VADER where the texts are English.

    splits:  which split of which set; the test splits and the sets kept apart by default. A split is read
             whole, whatever was trained on
    """
    classifier = load_classifier(model)
    tokenizer = tokenizer_named(classifier.tokenizer)
    judgements = []
    is_english = "en" in classifier.card.languages
    wanted = splits or (JUDGED if is_english else JUDGED_CHINESE)
    for done, (name, split) in enumerate(wanted.items()):
        stage = Stage(progress, done / len(wanted), (done + 1) / len(wanted), name)
        table = read_set(data, name)
        table = table[(table.split == split) & table.label.isin(CLASSES)]
        texts = table.text.to_list()
        classes = np.array([CLASSES.index(label) for label in table.label])
        ours = classifier.predict(tokenizer.tokenize(mask_markup(texts)), stage)
        judgements.append(_judgement(name, split, classes, "model", ours))
        if is_english:
            judgements.append(_judgement(name, split, classes, "VADER", lexicon_prediction(texts)))
    return judgements


def with_figures(contents: ModelContents, judgements: list[Judgement], command: str) -> ModelContents:
    """The model with its figures first on the card, VADER's macro-F1 beside those for which there is one."""
    vader = {judged.name: judged for judged in judgements if judged.system == "VADER"}
    figures: dict[str, dict[str, float]] = {}
    for judged in judgements:
        if judged.system == "VADER":
            continue
        found: dict[str, float] = {
            "accuracy": round(judged.accuracy, 4),
            "macro_f1": round(judged.macro_f1, 4),
        }
        if judged.name in vader:
            found["macro_f1_of_vader"] = round(vader[judged.name].macro_f1, 4)
        figures[f"{judged.name} {judged.split}"] = {
            **found,
            "macro_recall": round(judged.macro_recall, 4),
            "calibration_error": round(judged.calibration_error, 4),
            "documents": judged.n_documents,
            "classes": judged.n_classes,
        }
    facts = {"figures": figures, "judged by": command}
    kept = {name: value for name, value in contents.card.facts.items() if name not in facts}
    return replace(contents, card=replace(contents.card, facts={**facts, **kept}))


def _judgement(name: str, split: str, classes: np.ndarray, system: str, prediction: Prediction) -> Judgement:
    whole = evaluate(classes, prediction)
    judged = whole.binary or whole
    n_classes = len(np.unique(classes))
    return Judgement(
        name, split, len(classes), n_classes, system, judged.accuracy, judged.macro_f1, judged.macro_recall,
        judged.calibration_error, judged.brier, judged.coverage,
    )  # fmt: skip
