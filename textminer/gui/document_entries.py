"""What the entry palette offers for the open documents, beyond the menus."""

from collections.abc import Callable
from functools import partial

from textminer.gui.palette import PaletteEntry
from textminer.gui.parts.filter_words import shortened
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.label_words import KEYS, is_of_sentiment, label_word, labels_to_give
from textminer.gui.parts.labelling import Labelling
from textminer.sentiment.agreement import DISAGREES
from textminer.session.session import Session
from textminer.translation import _


def document_entries(
    session: Session, filtering: Filtering, labelling: Labelling, show_documents: Callable[[], object]
) -> list[PaletteEntry]:
    """Labels, selection, filters and groups, in as far as there is something to do with them now."""
    if session.corpus is None:
        return []
    entries: list[PaletteEntry] = []
    by_key = is_of_sentiment(session)
    if session.current is not None:
        place = (_("Label"), _("row {row}").format(row=f"{session.current + 1:,}"))
        for label in labels_to_give(session):
            title = _("Label as {label}").format(label=label_word(label))
            keys = KEYS.get(label, "") if by_key else ""
            entries.append(PaletteEntry(title, partial(labelling.give, label), place, keys))
        if session.labels.of(session.current) is not None:
            entries.append(PaletteEntry(_("Remove label"), partial(labelling.give, None), place, "0"))
    if n := len(session.selection):
        place = (_("Selection"), _("{n} selected").format(n=f"{n:,}"))
        entries.append(PaletteEntry(_("Clear selection"), session.clear_selection, place))
        entries.append(PaletteEntry(_("Filter to selection"), filtering.to_selection, place))
    if not session.filter.is_empty:
        entries.append(PaletteEntry(_("Clear filters"), filtering.clear, (_("Filter"),)))

    def show_disagreements() -> None:
        filtering.change(agreement=(DISAGREES,))
        show_documents()

    title = _("Show where label and prediction disagree")
    entries.append(PaletteEntry(title, show_disagreements, (_("Filter"),)))
    for group in session.groups:
        place = (_("Group"), f"{len(group):,}")
        name = shortened(group.name)
        act = partial(filtering.to_group, group)
        entries.append(PaletteEntry(_("Filter to group “{name}”").format(name=name), act, place))
        act_select = partial(session.select, group.positions, group.name)
        entries.append(PaletteEntry(_("Select group “{name}”").format(name=name), act_select, place))
    return entries
