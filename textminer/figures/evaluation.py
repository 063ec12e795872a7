"""The confusion matrix."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from textminer.figures.marks import set_mark
from textminer.figures.style import Colours, blend, contrast, style_axes
from textminer.translation import _, ngettext_

LONGEST_NAME = 16


def draw_confusion_matrix(
    figure: Figure, confusion: np.ndarray, names: Sequence[str], colours: Colours
) -> None:
    """Draw counts of documents by label (rows) and prediction (columns), replacing what was drawn.

    confusion:  int (n_classes, n_classes)

    A cell's shade is its share of its row; its gid is "label/prediction" by index, so that a click can be
    followed to the documents.
    """
    figure.clear()
    axes = figure.add_subplot()
    shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    for label in range(len(names)):
        for predicted in range(len(names)):
            share = float(shares[label, predicted])
            ground = blend(colours.accent, colours.surface, 0.08 + 0.72 * share)
            cell = axes.barh(label, 0.94, left=predicted - 0.47, height=0.94, color=ground, edgecolor="none")[
                0
            ]
            n = int(confusion[label, predicted])
            says = ngettext_(
                "{n} document labelled {label} and predicted {prediction}",
                "{n} documents labelled {label} and predicted {prediction}",
                n,
            ).format(n=f"{n:,}", label=names[label], prediction=names[predicted])
            set_mark(cell, f"{label}/{predicted}", says)
            colour = max((colours.text, colours.on_accent), key=lambda ink: contrast(ink, ground))
            axes.annotate(
                f"{confusion[label, predicted]:,}", (predicted, label), ha="center", va="center", color=colour
            )
    shown = [name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…" for name in names]
    places = range(len(names))
    axes.set_xticks(
        list(places),
        shown,
        rotation=0 if len(names) <= 5 else 45,
        ha="center" if len(names) <= 5 else "right",
    )
    axes.set_yticks(list(places), shown)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlabel(_("Predicted"))
    axes.set_ylabel(_("Label"))
    style_axes(axes, colours, grid="")
