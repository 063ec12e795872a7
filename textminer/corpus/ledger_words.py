"""What became of the rows of a file, in the user's words."""

from textminer.corpus.ledger import DUPLICATE, EMPTY, LOADED, NOT_SCORED, REPAIRED, Ledger, state_counts
from textminer.translation import _, ngettext_

STRIKING = (EMPTY, DUPLICATE, REPAIRED)  # states that a user is told of as soon as the file is open


def state_word(state: str) -> str:
    """What a state is called in a menu."""
    words = {
        LOADED: _("loaded as it stands"),
        REPAIRED: _("repaired"),
        EMPTY: _("empty"),
        DUPLICATE: _("duplicate"),
        NOT_SCORED: _("not scored"),
    }
    return words.get(state, state)


def ledger_line(ledger: Ledger, n_notices: int = 0) -> str:
    """ "12,431 rows · 12 empty · 85 duplicates · 3 repaired"; what there is none of is left out."""
    counts = state_counts(ledger.states)
    parts = [_with_number(ngettext_("{n} row", "{n} rows", ledger.n_documents), ledger.n_documents)]
    for state, words in (
        (EMPTY, ngettext_("{n} empty", "{n} empty", counts[EMPTY])),
        (DUPLICATE, ngettext_("{n} duplicate", "{n} duplicates", counts[DUPLICATE])),
        (REPAIRED, ngettext_("{n} repaired", "{n} repaired", counts[REPAIRED])),
    ):
        if counts[state]:
            parts.append(_with_number(words, counts[state]))
    if n_notices:
        parts.append(_with_number(ngettext_("{n} notice", "{n} notices", n_notices), n_notices))
    return " · ".join(parts)


def striking_states(ledger: Ledger) -> tuple[str, ...]:
    """The states that rows to look at are in; () where every row was loaded as it stands."""
    counts = state_counts(ledger.states)
    return tuple(state for state in STRIKING if counts[state])


def repair_word(kind: str) -> str:
    """What was done to a repaired row, by the kind of repair."""
    words = {
        "short-row": _("it had too few cells; empty ones were added"),
        "long-row": _("it had too many cells; they stand in columns without a name"),
        "trailing-delimiter": _("an empty cell behind its last delimiter was left out"),
        "stray-quote": _("a quotation mark without a partner was read as a character"),
        "lone-cr": _("it has a carriage return without a line feed"),
        "undecodable-bytes": _("bytes that could not be decoded are shown as � with their values"),
        "other-delimiter": _("it was parted by another delimiter than the other rows"),
        "half-character": _("half of a character in it is shown as �"),
        "broken-line": _("it was no JSON object and stands whole in a column without a name"),
    }
    return words.get(kind, kind)


def row_story(ledger: Ledger, position: int) -> str:
    """What became of one row, as the reader says it; "" where it was loaded as it stands."""
    parts = [repair_word(kind) for kind in ledger.repairs_of_row(position)]
    if parts:
        parts = [_("Repaired: {how}").format(how="; ".join(parts))]
    first = int(ledger.firsts[position])
    if first != position:
        parts.append(_("Same text as row {n}").format(n=f"{first + 1:,}"))
    return ". ".join(parts)


def _with_number(words: str, n: int) -> str:
    return words.format(n=f"{n:,}")
