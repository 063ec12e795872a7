"""The columns of the table of key words, and what they are sorted by."""

from collections.abc import Callable

import numpy as np

from textminer.analysis.keyness import SIGNIFICANT
from textminer.gui.parts.filter_words import shortened
from textminer.gui.widgets.column_table import Column, short_number
from textminer.translation import _
from textminer.workflows.comparing import Compared

MOST_TIMES = 999  # beyond, an interval says only that one group hardly has the word


def keyness_columns(compared: Compared) -> list[Column]:
    """Columns over lines of the keyness, from 0."""
    found, words = compared.keyness, compared.matrix.words
    rates, shares = found.rates_per_million(), found.document_shares()
    target, reference = side_names(compared)

    def user(line: int) -> str:
        if found.log_ratios[line] >= 0:
            return shortened(found.names[found.comparisons[int(found.comparison[line])].target], 24)
        return shortened(reference, 24)

    def ratio(line: int) -> str:
        low, high = float(found.lows[line]), float(found.highs[line])
        span = interval_words(low, high) if found.log_ratios[line] >= 0 else interval_words(-high, -low)
        return f"{_multiple(abs(float(found.log_ratios[line])))}× ({span})"

    def chance(line: int) -> str:
        p = float(found.p_values[line])
        return "< 0.001" if p < 0.001 else f"{p:.3f}"

    both = _("{target} / {reference}").format(target=target, reference=reference)
    return [
        Column(_("Word"), lambda line: words[found.words[line]], width=0),
        Column(_("Used more in"), user, width=128),
        Column(_("Times as often (95 %)"), ratio, width=166, number=True),
        Column(
            _("G²"),
            lambda line: short_number(float(found.log_likelihoods[line])),
            width=66,
            number=True,
            heading=_("Keyness: log-likelihood G²"),
        ),
        Column(
            _("p"),
            chance,
            width=74,
            number=True,
            colour=lambda line: "text" if found.p_values[line] < SIGNIFICANT else "secondary",
            heading=_("p, corrected for many tests"),
        ),
        Column(
            _("Per million"),
            lambda line: f"{rates[line, 0]:,.0f} / {rates[line, 1]:,.0f}",
            width=124,
            number=True,
            heading=_("Per million words in {groups}").format(groups=both),
        ),
        Column(_("Documents"), both_shares(shares), width=108, number=True, heading=documents_heading(both)),
    ]


def both_shares(shares: np.ndarray) -> Callable[[int], str]:
    """ "12.3 / 4.1 %" of a line of shares, float (n_lines, 2), 0 to 1."""
    return lambda line: _("{n} / {m} %").format(
        n=f"{100 * shares[line, 0]:.1f}", m=f"{100 * shares[line, 1]:.1f}"
    )


def documents_heading(both: str) -> str:
    """What the shares of both groups are."""
    return _("Documents with the word, as a share of {groups}").format(groups=both)


def sort_keys(compared: Compared, column: int) -> np.ndarray:
    """What a column of `keyness_columns` is sorted by: (n_lines,) numbers."""
    found = compared.keyness
    if column == 0:
        names = [compared.matrix.words[place] for place in found.words.tolist()]
        ranks = np.empty(len(names), dtype=np.int64)
        ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
        return ranks
    rates, shares = found.rates_per_million(), found.document_shares()
    keys = {
        1: np.where(found.log_ratios >= 0, found.comparison, len(found.comparisons)),
        2: found.log_ratios,
        4: found.p_values,
        5: rates[:, 0],
        6: shares[:, 0],
    }
    return keys.get(column, found.log_likelihoods)


def side_names(compared: Compared) -> tuple[str, str]:
    """What target and reference are called in headings."""
    found = compared.keyness
    if len(found.comparisons) != 1:
        return _("group"), _("others")
    pair = found.comparisons[0]
    reference = _("all others") if pair.reference is None else found.names[pair.reference]
    return found.names[pair.target], reference


def interval_words(low: float, high: float) -> str:
    """An interval of binary logarithms as multiples: "0.8 – 4.2"."""
    return f"{_multiple(low)} – {_multiple(high)}"


def _multiple(log_ratio: float) -> str:
    factor = 2.0**log_ratio
    if factor > MOST_TIMES:
        return f"> {MOST_TIMES:,}"
    return f"{factor:.2f}" if factor < 1 else f"{factor:.1f}" if factor < 10 else f"{factor:,.0f}"
