"""The figures on a model's card, set by set, and what it learnt from: for the page of models."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textminer.sentiment.model_file import ModelCard
from textminer.translation import _
from textminer.workflows.model_sets import set_facts


@dataclass(frozen=True)
class FigureRow:
    """How good a model is on one set; shares 0 to 1, None where the card does not say.

    title:          what the set is, in words
    split:          which of its splits; "" for the part of a user's own rows that was held out
    is_unlearnt:  whether no text of the set was learnt from, by what the card says
    n_classes:      2 where the better of negative and positive was taken
    vader:          macro-F1 of VADER on the same texts
    speed:          texts for each second of CPU time
    """

    title: str
    split: str
    is_unlearnt: bool
    n_documents: int | None
    n_classes: int | None
    accuracy: float
    accuracy_interval: tuple[float, float] | None
    macro_f1: float | None
    macro_f1_interval: tuple[float, float] | None
    vader: float | None
    calibration_error: float | None
    brier: float | None
    speed: float | None


@dataclass(frozen=True)
class LearntSet:
    """A set that a model learnt from: its texts in words, how many, and its terms."""

    title: str
    n_documents: int
    terms: str


def figure_rows(card: ModelCard) -> list[FigureRow]:
    """The card's figures in its order; cards of earlier versions have fewer of them."""
    figures = card.facts.get("figures")
    if not isinstance(figures, dict):
        return []
    if isinstance(figures.get("accuracy"), int | float):
        return [_row(_("its held-out part"), "", False, figures)]
    learnt = {str(name).partition("/")[0] for name in _mapping(card.facts.get("sets"))}
    rows = []
    for key, values in figures.items():
        if isinstance(values, dict) and isinstance(values.get("accuracy"), int | float):
            name, _blank, split = str(key).rpartition(" ")
            title = set_facts(name or split).title
            is_unlearnt = bool(learnt) and name not in learnt
            rows.append(_row(title, split if name else "", is_unlearnt, values))
    return rows


def learnt_sets(card: ModelCard) -> list[LearntSet]:
    """What the model learnt from, the largest first; nothing for a user's own model."""
    counts: dict[str, int] = {}
    for key, values in _mapping(card.facts.get("sets")).items():
        name, _slash, part = str(key).partition("/")
        label = f"{name}/unsup" if part == "unsup" else name
        counts[label] = counts.get(label, 0) + int(_mapping(values).get("training") or 0)
    found = []
    for label, n_documents in counts.items():
        name, _slash, unlabelled = label.partition("/")
        facts = set_facts(name)
        title = _("{set}, without labels").format(set=facts.title) if unlabelled else facts.title
        found.append(LearntSet(title, n_documents, facts.terms or _("unknown")))
    return sorted(found, key=lambda each: -each.n_documents)


def figure_text(share: float | None, interval: tuple[float, float] | None = None) -> str:
    """A share in per cent, with the ends of its interval: "92.4 (92.1–92.7)"; "" for none."""
    if share is None:
        return ""
    if interval is None:
        return f"{100 * share:.1f}"
    low, high = interval
    return f"{100 * share:.1f} ({100 * low:.1f}–{100 * high:.1f})"


def limits_of(card: ModelCard) -> list[str]:
    """Where the model fails, as far as its card says."""
    limits = card.facts.get("limits")
    return [str(limit) for limit in limits] if isinstance(limits, list) else []


def _row(title: str, split: str, is_unlearnt: bool, values: Mapping[str, Any]) -> FigureRow:
    documents, classes = values.get("documents"), values.get("classes")
    return FigureRow(
        title=title,
        split=split,
        is_unlearnt=is_unlearnt,
        n_documents=documents if isinstance(documents, int) else None,
        n_classes=classes if isinstance(classes, int) else None,
        accuracy=float(values["accuracy"]),
        accuracy_interval=_ends(values.get("accuracy_interval", values.get("interval"))),
        macro_f1=_number(values.get("macro_f1")),
        macro_f1_interval=_ends(values.get("macro_f1_interval")),
        vader=_number(values.get("macro_f1_of_vader")),
        calibration_error=_number(values.get("calibration_error")),
        brier=_number(values.get("brier")),
        speed=_number(values.get("texts_per_cpu_second")),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _ends(value: Any) -> tuple[float, float] | None:
    if isinstance(value, list | tuple) and len(value) == 2:
        low, high = (_number(end) for end in value)
        if low is not None and high is not None:
            return low, high
    return None
