"""What documents can be divided by: columns, sentiment, saved groups, the selection as it was asked for."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from textminer.gui.compare.chooser import DivisionOffer
from textminer.gui.job_bridge import JobBridge
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.comparing import (
    COLUMN,
    GROUPS,
    SELECTION,
    SENTIMENT,
    SINCE,
    TIME,
    Division,
    column_divisions,
)


class Divisions(QObject):
    """Looks for the columns that divide in a job, once for each import; `found` when it has."""

    found = Signal()

    def __init__(self, session: Session, jobs: JobBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._by_column: tuple[Division, ...] | None = None  # not looked for yet
        self._columns_of: object = None
        self._looked_in: object = None
        self._kept_selection = np.empty(0, dtype=np.int64)

    def suits_corpus(self) -> bool:
        """Whether what is offered is of the import that is open; forgets what is not."""
        corpus = self._session.corpus
        frame = None if corpus is None else corpus.table.frame
        if frame is self._columns_of:
            return True
        self._by_column, self._columns_of = None, frame
        self._kept_selection = np.empty(0, dtype=np.int64)
        return False

    def look(self) -> None:
        """Find the columns that can divide the documents, unless that has been done or is under way."""
        corpus, frame = self._session.corpus, self._columns_of
        if corpus is None or self._looked_in is frame:
            return
        self._looked_in = frame

        def take(divisions: tuple[Division, ...]) -> None:
            if self._columns_of is frame:
                self._by_column = divisions
                self.found.emit()

        self._jobs.start(
            _("Looking for groups"),
            lambda progress: column_divisions(corpus, progress),
            lane="compare-columns",
            replace=True,
            succeeded=take,
        )

    def offers(self) -> list[DivisionOffer]:
        """What can be chosen now; nothing before the columns have been looked at."""
        corpus, session = self._session.corpus, self._session
        if corpus is None or self._by_column is None:
            return []
        names = corpus.table.names
        offers = []
        for division in self._by_column:
            name = names[division.column].strip() or _("(no name)")
            if division.kind == TIME:
                name = _("{column} (time)").format(column=name)
            elif division.kind == SINCE:
                name = _("{column} (before and since)").format(column=name)
            offers.append(DivisionOffer(division, name))
        if session.prediction is not None:
            offers.append(DivisionOffer(Division(SENTIMENT), _("Sentiment")))
        if session.groups:
            offers.append(DivisionOffer(Division(GROUPS), _("Saved groups")))
        if len(session.selection) or len(self._kept_selection):
            offers.append(DivisionOffer(Division(SELECTION), _("The selection")))
        return offers

    def preferred(self) -> Division | None:
        """What is chosen while the user has chosen nothing: the group, the label, or before and since a day.

        Not what the filter leaves one group of: it would divide nothing.
        """
        corpus, offered = self._session.corpus, self._by_column
        if corpus is None or offered is None:
            return None
        held = {each.column for each in self._session.filter.conditions if len(each.values) == 1}
        roles = (corpus.roles.group, corpus.roles.label)
        whole = [Division(COLUMN, role) for role in roles if role is not None and role not in held]
        wanted = [division for division in whole if division in offered]
        if held:
            wanted += [division for division in offered if division.kind == SINCE]
            wanted += [division for division in offered if division.column not in held]
        return next(iter(wanted), None)

    def keep_selection(self) -> None:
        """The selection is compared as it is when the user asks for it: a click on a word changes it."""
        if len(self._session.selection):
            self._kept_selection = self._session.selection

    def sets(self, division: Division) -> dict[str, np.ndarray]:
        """Positions of the documents of each group by its name, where no column holds them."""
        if division.kind == SELECTION:
            return {_("the selection"): self._kept_selection}
        if division.kind == GROUPS:
            return {group.name: group.positions for group in self._session.groups}
        return {}
