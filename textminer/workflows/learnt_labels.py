"""Whether a model is judged by the labels it learnt from, and how right it is on those it never saw."""

from dataclasses import dataclass
from typing import Any

from textminer.corpus.corpus import Corpus
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.model_file import ModelCard
from textminer.translation import _
from textminer.workflows.known_labels import KnownLabels

LEARNT_FROM = "learnt_from"  # in a card's facts: the file and the header of the column of labels


@dataclass(frozen=True)
class HeldOut:
    """Accuracy on the held-out part, 0 to 1, its 95 % interval and documents."""

    accuracy: float
    interval: tuple[float, float]
    n_documents: int


def learnt_label_name() -> str:
    """What the column of the user's own labels is called where they are learnt."""
    return _("Your label")


def held_out_of(
    classifier: SentimentClassifier | None, corpus: Corpus, labels: KnownLabels
) -> HeldOut | None:
    """How the model did on its held-out part, if it learnt from these labels of this file; None where not."""
    card = getattr(classifier, "card", None)
    if not isinstance(card, ModelCard):
        return None
    learnt = _mapping(card.facts.get(LEARNT_FROM))
    name = learnt_label_name() if labels.column is None else labels.name.strip()
    figures = _mapping(card.facts.get("figures"))
    if (learnt.get("file"), learnt.get("labels")) != (corpus.name, name) or "accuracy" not in figures:
        return None
    low, high = figures["accuracy_interval"]
    return HeldOut(float(figures["accuracy"]), (float(low), float(high)), int(figures["documents"]))


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
