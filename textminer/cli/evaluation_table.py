"""An evaluation as a table for a terminal."""

from textminer.sentiment.calibration import Reliability
from textminer.sentiment.evaluation import Evaluation
from textminer.translation import _, ngettext_
from textminer.workflows.evaluating import EvaluationReport


def report_lines(report: EvaluationReport) -> list[str]:
    """Figures, classes and confusion matrix as lines of text."""
    evaluation = report.evaluation
    count = ngettext_("{n} labelled document", "{n} labelled documents", evaluation.n_labelled)
    scored = _("{share} scored").format(share=f"{evaluation.coverage:.1%}")
    pairs = [
        (_("Documents"), f"{count.format(n=f'{evaluation.n_labelled:,}')}, {scored}"),
        (_("Accuracy"), f"{evaluation.accuracy:.2%}  {_interval(evaluation.interval, '.2%')}"),
        (_("Always “{label}”").format(label=report.majority_label), f"{evaluation.majority:.2%}"),
        (_("Macro-F1"), f"{evaluation.macro_f1:.4f}  {_interval(evaluation.f1_interval, '.4f')}"),
        (
            _("Macro-recall"),
            f"{evaluation.macro_recall:.4f}  {_interval(evaluation.recall_interval, '.4f')}",
        ),
        (_("Calibration error"), _calibration(evaluation)),
        (_("Brier score"), f"{evaluation.brier:.4f}"),
    ]
    if evaluation.lean is not None:
        pairs.append((_("Lean"), f"{evaluation.lean:+.4f}  {lean_words(evaluation.lean)}"))
    if report.neutral_threshold:
        pairs.append((_("Neutral"), _("below {p}").format(p=f"{report.neutral_threshold:.0%}")))
    if evaluation.binary is not None:
        binary = evaluation.binary
        named = " / ".join(figures.label for figures in evaluation.classes if figures.support)
        text = _("accuracy {accuracy}  {interval}, macro-F1 {f1}, calibration error {error}")
        said = text.format(
            accuracy=f"{binary.accuracy:.2%}",
            interval=_interval(binary.interval, ".2%"),
            f1=f"{binary.macro_f1:.4f}",
            error=f"{binary.calibration_error:.4f}",
        )
        pairs.append((_("Best of {labels}").format(labels=named), said))
    width = max(len(name) for name, _value in pairs) + 2
    lines = [f"{name:<{width}}{value}" for name, value in pairs]
    return [*lines, "", *_class_lines(evaluation), "", *_confusion_lines(evaluation)]


def lean_words(lean: float) -> str:
    """What a lean means: which way the model's scores are off on the whole."""
    if abs(lean) < 0.005:
        return _("(as positive as the labels)")
    return _("(more positive than the labels)") if lean > 0 else _("(more negative than the labels)")


def reliability_lines(evaluation: Evaluation) -> list[str]:
    """Confidence beside accuracy, a line for each bin; then of the best of the labelled classes."""
    lines = [_("How far confidence can be believed"), *_bin_lines(evaluation.reliability)]
    if evaluation.binary is not None:
        lines += ["", _("… among the labelled classes"), *_bin_lines(evaluation.binary.reliability)]
    return lines


def _bin_lines(reliability: Reliability) -> list[str]:
    head = f"{_('documents'):>10}{_('confidence'):>12}{_('accuracy'):>10}{_('gap'):>9}"
    bins = zip(reliability.counts, reliability.confidence, reliability.accuracy, strict=True)
    return [head, *(f"{n:>10,}{said:>12.3f}{right:>10.3f}{right - said:>+9.3f}" for n, said, right in bins)]


def _calibration(evaluation: Evaluation) -> str:
    by_chance = _("(chance alone makes {error} of so many documents)")
    if evaluation.calibration_error > 3 * evaluation.reliability.chance_error:
        return f"{evaluation.calibration_error:.4f}"
    chance = by_chance.format(error=f"{evaluation.reliability.chance_error:.4f}")
    return f"{evaluation.calibration_error:.4f}  {chance}"


def _interval(ends: tuple[float, float], form: str) -> str:
    low, high = (format(end, form) for end in ends)
    return _("(95% interval {low} to {high})").format(low=low, high=high)


def _class_lines(evaluation: Evaluation) -> list[str]:
    width = max(12, *(len(label) + 2 for label in evaluation.labels))
    head = f"{_('class'):<{width}}{_('precision'):>10}{_('recall'):>10}{_('F1'):>10}{_('documents'):>12}"
    rows = [
        f"{figures.label:<{width}}{figures.precision:>10.3f}{figures.recall:>10.3f}{figures.f1:>10.3f}"
        f"{figures.support:>12,}"
        for figures in evaluation.classes
    ]
    return [head, *rows]


def _confusion_lines(evaluation: Evaluation) -> list[str]:
    name_width = max(12, *(len(label) + 2 for label in evaluation.labels))
    widths = [max(len(label), 7) + 2 for label in evaluation.labels]
    corner = _("label ↓ predicted →")
    name_width = max(name_width, len(corner) + 2)
    lines = [
        f"{corner:<{name_width}}"
        + "".join(f"{label:>{w}}" for label, w in zip(evaluation.labels, widths, strict=True))
    ]
    for label, counts in zip(evaluation.labels, evaluation.confusion.tolist(), strict=True):
        cells = "".join(f"{count:>{w},}" for count, w in zip(counts, widths, strict=True))
        lines.append(f"{label:<{name_width}}{cells}")
    return lines
