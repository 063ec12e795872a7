"""The frequency table."""

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QFontMetrics

from textminer.analysis.frequency import WordFrequencies
from textminer.gui.fonts import BODY_PX, font
from textminer.gui.widgets.column_table import Column
from textminer.sentiment.score_words import mean_with_interval
from textminer.translation import _, ngettext_

CELL_PADDING = 28


def word_columns(frequencies: WordFrequencies, are_themes: bool = False) -> list[Column]:
    """Columns over places in the frequency list, from 0."""
    rates = frequencies.rates_per_million()
    columns = [
        Column(_("Theme") if are_themes else _("Word"), lambda place: frequencies.words[place], width=0),
        Column(_("Count"), _whole(frequencies.counts), width=_width(frequencies.counts, 74), number=True),
        Column(_("Per million"), _whole(rates.round()), width=96, number=True),
        Column(
            _("Documents"),
            _whole(frequencies.document_counts),
            width=_width(frequencies.document_counts, 96),
            number=True,
        ),
    ]
    if not np.isnan(frequencies.dispersions).all():
        columns.append(Column(_("Dispersion"), _decimal(frequencies.dispersions), width=94, number=True))
    means, margins = frequencies.mean_scores, frequencies.score_margins
    if means is not None and margins is not None:
        columns.append(
            Column(
                _("Mean score"),
                lambda place: mean_with_interval(float(means[place]), float(margins[place])),
                score=lambda place: None if np.isnan(means[place]) else float(means[place]),
                width=192,
            )
        )
    return columns


def sort_keys(frequencies: WordFrequencies, column: int) -> np.ndarray:
    """What a column of `word_columns` is sorted by: (n_words,) numbers."""
    if column == 0:
        ranks = np.empty(len(frequencies.words), dtype=np.int64)
        ranks[sorted(range(len(frequencies.words)), key=frequencies.words.__getitem__)] = np.arange(
            len(frequencies.words)
        )
        return ranks
    keys = [frequencies.counts, frequencies.counts, frequencies.document_counts]
    if not np.isnan(frequencies.dispersions).all():
        keys.append(frequencies.dispersions)
    if frequencies.mean_scores is not None:
        keys.append(frequencies.mean_scores)
    return keys[column - 1] if column <= len(keys) else frequencies.counts


def scope_sentence(found: WordFrequencies, are_themes: bool) -> str:
    """What the table holds: how many words, of how many documents."""
    documents = ngettext_("{n} document", "{n} documents", found.n_documents)
    if are_themes:
        words = ngettext_("{n} theme", "{n} themes", found.n_words)
        said = _("{words} among {tokens} words of {documents}")
    else:
        words = ngettext_("{n} different word", "{n} different words", found.n_words)
        said = _("{words}, {tokens} counted in {documents}")
    said = said.format(
        words=words.format(n=f"{found.n_words:,}"),
        tokens=f"{found.n_tokens:,}",
        documents=documents.format(n=f"{found.n_documents:,}"),
    )
    if len(found.words) < found.n_words:
        said += " · " + _("the {n} most frequent are listed").format(n=f"{len(found.words):,}")
    return said


def _width(values: np.ndarray, at_least: int) -> int:
    """Room for the largest of some whole numbers, in pixels at scale 1."""
    largest = f"{int(values.max(initial=0)):,}"
    figures = QFontMetrics(font(BODY_PX, tabular=True))
    return max(at_least, figures.horizontalAdvance(largest) + CELL_PADDING)


def _whole(values: np.ndarray) -> Callable[[int], str]:
    return lambda place: f"{int(values[place]):,}"


def _decimal(values: np.ndarray) -> Callable[[int], str]:
    return lambda place: "" if np.isnan(values[place]) else f"{values[place]:.2f}"
