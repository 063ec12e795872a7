"""What stands under the headings of the overview's figures."""

from textminer.analysis.slopes import FEWEST, steepest
from textminer.figures.time_axis import unit_word
from textminer.gui.parts.filter_words import shortened
from textminer.sentiment.by_group import (
    FALLING,
    FEWEST_RANKED,
    HIGHEST,
    LARGEST,
    LOWEST,
    RISING,
    GroupScores,
)
from textminer.sentiment.over_time import Timeline
from textminer.sentiment.side_words import SURE, SideWords
from textminer.translation import _, ngettext_
from textminer.workflows.overview import Overview
from textminer.workflows.overview_ground import SAVED_GROUPS


def so_far(overview: Overview) -> str:
    """ "from 3,200 of 12,431", while documents wait for their scores; "" when none does."""
    if not overview.statuses.get("waiting"):
        return ""
    return _("from {n} of {total}").format(n=f"{overview.n_scored:,}", total=f"{overview.n_documents:,}")


def joined(*parts: str) -> str:
    """What there is of these, with dots between."""
    return " · ".join(part for part in parts if part)


def timeline_note(timeline: Timeline) -> str:
    """How the dates were read and sorted, and what of them could not be."""
    what = _("Mean score {by}, 95 % interval") if timeline.means is not None else _("Documents {by}")
    parts = [what.format(by=unit_word(timeline.bins.unit))]
    dates = timeline.dates
    if dates.is_year_first:
        parts.append(_("read as year first") if dates.is_decided else _("taken as year first"))
    elif dates.is_day_first is not None:
        if dates.is_decided:
            parts.append(_("read as day first") if dates.is_day_first else _("read as month first"))
        else:
            parts.append(_("taken as day first") if dates.is_day_first else _("taken as month first"))
    if dates.n_unread:
        text = ngettext_("{n} cell is no date", "{n} cells are no dates", dates.n_unread)
        parts.append(text.format(n=f"{dates.n_unread:,}"))
    if dates.n_blank:
        text = ngettext_("{n} cell is empty", "{n} cells are empty", dates.n_blank)
        parts.append(text.format(n=f"{dates.n_blank:,}"))
    if timeline.bins.n_outside:
        text = ngettext_("{n} lies far outside", "{n} lie far outside", timeline.bins.n_outside)
        parts.append(text.format(n=f"{timeline.bins.n_outside:,}"))
    return joined(*parts)


def flip_word(timeline: Timeline) -> str:
    """What the button says that reads the dates in the other order; "" where it would change nothing."""
    if timeline.dates.is_day_first is None:
        return ""
    return _("Read as month first") if timeline.dates.is_day_first else _("Read as day first")


def groups_heading(groups: GroupScores) -> str:
    """ "By city"."""
    if groups.column == SAVED_GROUPS:
        return _("By saved group")
    return _("By {column}").format(column=shortened(groups.name) or _("(no name)"))


def order_words() -> dict[str, str]:
    """What each order of the groups is called."""
    return {
        LARGEST: _("largest groups"),
        LOWEST: _("lowest scores"),
        HIGHEST: _("highest scores"),
        FALLING: _("falling most"),
        RISING: _("rising most"),
    }


def groups_note(groups: GroupScores) -> str:
    """What the numbers are, which group falls and which rises most, and how many groups are not shown."""
    if groups.order in (FALLING, RISING):
        return _changing_note(groups)
    what = _("Mean score with its 95 % interval") if groups.means is not None else _("Documents")
    if groups.order in (LOWEST, HIGHEST):
        return joined(what, _("groups of {n} or more documents").format(n=FEWEST_RANKED), _left(groups))
    return joined(what, *_change_words(groups), _left(groups))


def _changing_note(groups: GroupScores) -> str:
    """What is counted as a change; or that there is none."""
    if not groups.grouping.n_groups:
        falls = _("No group of {n} or more documents falls by more than chance may do")
        rises = _("No group of {n} or more documents rises by more than chance may do")
        return (falls if groups.order == FALLING else rises).format(n=FEWEST)
    return joined(_("Change of the mean score over time, where it is more than chance"), _left(groups))


def _left(groups: GroupScores) -> str:
    """How many groups are not shown, and their documents."""
    if not groups.n_groups_left:
        return ""
    n_groups, n_documents = groups.n_groups_left, groups.n_documents_left
    return _("{groups} with {documents}").format(
        groups=ngettext_("{n} more group", "{n} more groups", n_groups).format(n=f"{n_groups:,}"),
        documents=ngettext_("{n} document", "{n} documents", n_documents).format(n=f"{n_documents:,}"),
    )


def _change_words(groups: GroupScores) -> list[str]:
    """ "“Porto” falls by 0.42 over time"."""
    if groups.changes is None:
        return []
    falling, rising = steepest(groups.changes)
    said = ((falling, _("“{group}” falls by {n} over time")), (rising, _("“{group}” rises by {n} over time")))
    return [
        words.format(group=shortened(groups.grouping.names[place], 24), n=f"{abs(groups.changes[place]):.2f}")
        for place, words in said
        if place is not None
    ]


def words_note(sides: tuple[SideWords, ...]) -> str:
    """What the bars count."""
    has_unsure = any(bool((side.scores < SURE).any()) for side in sides)
    return joined(
        _("Bars count the documents that hold them"),
        _("pale: may be chance") if has_unsure else "",
    )
