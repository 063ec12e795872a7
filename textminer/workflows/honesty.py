"""What the honesty card says: how far the figures of the overview can be trusted."""

from dataclasses import dataclass

import numpy as np

from textminer.sentiment.prediction import EMPTY, NO_KNOWN_WORD, WAITING
from textminer.sentiment.score_words import percent, signed, status_word
from textminer.translation import _, ngettext_
from textminer.workflows.overview import Judged, Overview
from textminer.workflows.overview_marks import DISAGREEING, MISTAKEN, UNSCORED, mark


@dataclass(frozen=True)
class HonestyLine:
    """One line: a name and its value.

    tip:   what it means
    mark:  whose documents a click on the value selects, as in workflows.overview_marks; "" for none
    """

    name: str
    value: str
    tip: str = ""
    mark: str = ""


def honesty_lines(overview: Overview) -> list[HonestyLine]:
    """The lines, as far as they are known."""
    lines = [
        HonestyLine(
            _("Scored"),
            _("{n} of {total}").format(n=f"{overview.n_scored:,}", total=f"{overview.n_documents:,}"),
            _("All figures here are about the scored documents"),
        )
    ]
    reasons = [
        f"{overview.statuses[status]:,} {status_word(status)}"
        for status in (EMPTY, NO_KNOWN_WORD)
        if overview.statuses.get(status)
    ]
    if reasons:
        lines.append(
            HonestyLine(_("Not scored"), " · ".join(reasons), _("Select these documents"), mark(UNSCORED))
        )
    if overview.unknown_rate is not None:
        lines.append(
            HonestyLine(
                _("Unknown words"),
                percent(overview.unknown_rate, 1),
                _("Share of the words that the model has not learnt; at most it reads their letters"),
            )
        )
    if overview.judged is not None:
        lines += _judged_lines(overview.judged)
    return lines


def _judged_lines(judged: Judged) -> list[HonestyLine]:
    evaluation = judged.evaluation
    low, high = evaluation.interval
    n = ngettext_("{n} label", "{n} labels", evaluation.n_scored).format(n=f"{evaluation.n_scored:,}")
    held_out = judged.held_out
    lines = []
    if held_out is not None:
        arms = 50 * (held_out.interval[1] - held_out.interval[0])
        lines.append(
            HonestyLine(
                _("Accuracy on documents it never saw"),
                f"{percent(held_out.accuracy, 1)} ± {arms:.1f}",
                _("The model was judged by {n} labelled documents that it did not learn from").format(
                    n=f"{held_out.n_documents:,}"
                ),
            )
        )
    name = _("Accuracy on {labels}") if held_out is None else _("On {labels}, most of them learnt")
    lines.append(
        HonestyLine(
            name.format(labels=n),
            f"{percent(evaluation.accuracy, 1)} ± {50 * (high - low):.1f}",
            _(
                "Share of the labelled documents that the model puts where “{name}” does, 95 % interval "
                "{low} to {high}; always saying the commonest label would be right in {majority}"
            ).format(
                name=judged.labels.name,
                low=percent(low),
                high=percent(high),
                majority=percent(evaluation.majority),
            )
            + ". "
            + ngettext_(
                "A click selects the {n} document that it puts elsewhere",
                "A click selects the {n} documents that it puts elsewhere",
                len(judged.mistaken),
            ).format(n=f"{len(judged.mistaken):,}"),
            mark(MISTAKEN) if len(judged.mistaken) else "",
        )
    )
    error = evaluation.calibration_error
    parts = [] if np.isnan(error) else [_("{n} points").format(n=f"{100 * error:.1f}")]
    name = _("Calibration error")
    if evaluation.lean is not None:
        name = _("Calibration error · lean")
        parts.append(signed(evaluation.lean))
    tip = _(
        "How far the stated confidence is from how often the model is right, in percentage points on average"
    )
    if evaluation.lean is not None:
        tip += ". " + _(
            "Lean: how much more positive the model sees the documents than their labels do, −2 to +2"
        )
    lines.append(HonestyLine(name, " · ".join(parts), tip))
    if len(judged.disagreeing):
        name = _("Stars and text disagree") if judged.labels.are_stars else _("Label and text disagree")
        found = ngettext_("show {n} document", "show {n} documents", len(judged.disagreeing))
        lines.append(
            HonestyLine(
                name,
                found.format(n=f"{len(judged.disagreeing):,}"),
                _("One says positive, the other negative: show these documents alone"),
                mark(DISAGREEING),
            )
        )
    return lines


def nothing_scored(overview: Overview) -> str:
    """Why no document has a score, and what can be done; "" where one has, or may still get one."""
    statuses = overview.statuses
    if overview.n_scored or not overview.n_documents or statuses.get(WAITING) or not statuses:
        return ""
    n_empty, n_unknown = statuses.get(EMPTY, 0), statuses.get(NO_KNOWN_WORD, 0)
    parts = []
    if n_empty:
        words = ngettext_("{n} is empty.", "{n} are empty.", n_empty)
        parts.append(words.format(n=f"{n_empty:,}"))
        parts.append(_("If another column holds the texts, open the file again and choose it."))
    if n_unknown:
        words = ngettext_(
            "{n} holds no word that the model knows.", "{n} hold no word that the model knows.", n_unknown
        )
        parts.append(words.format(n=f"{n_unknown:,}"))
        parts.append(
            _("If the language was guessed wrong, choose another; or train a model on labels of your own.")
        )
    return " ".join(parts)
