"""An evaluation as a table for a terminal."""

from textminer.sentiment.evaluation import Evaluation
from textminer.translation import _, ngettext_
from textminer.workflows.evaluating import EvaluationReport


def report_lines(report: EvaluationReport) -> list[str]:
    """Figures, classes and confusion matrix as lines of text."""
    evaluation = report.evaluation
    low, high = (f"{end:.2%}" for end in evaluation.interval)
    count = ngettext_("{n} labelled document", "{n} labelled documents", evaluation.n_labelled)
    scored = _("{share} scored").format(share=f"{evaluation.coverage:.1%}")
    interval = _("(95% interval {low} to {high})").format(low=low, high=high)
    pairs = [
        (_("Documents"), f"{count.format(n=f'{evaluation.n_labelled:,}')}, {scored}"),
        (_("Accuracy"), f"{evaluation.accuracy:.2%}  {interval}"),
        (_("Always “{label}”").format(label=report.majority_label), f"{evaluation.majority:.2%}"),
        (_("Macro-F1"), f"{evaluation.macro_f1:.4f}"),
        (_("Macro-recall"), f"{evaluation.macro_recall:.4f}"),
        (_("Calibration error"), f"{evaluation.calibration_error:.4f}"),
        (_("Brier score"), f"{evaluation.brier:.4f}"),
    ]
    if evaluation.binary is not None:
        binary = evaluation.binary
        named = " / ".join(figures.label for figures in evaluation.classes if figures.support)
        text = _("accuracy {accuracy}, macro-F1 {f1}")
        pairs.append(
            (
                _("Best of {labels}").format(labels=named),
                text.format(accuracy=f"{binary.accuracy:.2%}", f1=f"{binary.macro_f1:.4f}"),
            )
        )
    width = max(len(name) for name, _value in pairs) + 2
    lines = [f"{name:<{width}}{value}" for name, value in pairs]
    return [*lines, "", *_class_lines(evaluation), "", *_confusion_lines(evaluation)]


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
