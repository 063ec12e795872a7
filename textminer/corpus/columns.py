"""Which column is the text, which the label, which a date or a group; and how that is guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd

from textminer.translation import _

SAMPLE_ROWS = 2_000  # spread over the file, which may be sorted by label; this many cost milliseconds
MAX_GROUPS = 60  # more distinct values than a reader can compare are no grouping
MAX_LABELS = 20

ROLES = ("text", "label", "title", "date", "group", "id")

_TEXT_NAME = re.compile(
    r"^((full|review|comment|tweet|post|message|content|body)[ _-]?)?"
    r"(text|review|comment|content|body|message|tweet|document|feedback|answer|response|sentence"
    r"|description|verbatim|评论|内容|文本|评价|留言|正文)s?$"
)
_LABEL_NAME = re.compile(
    r"^(([\w -]+[ _-])?(label|sentiment|polarity)s?|(is[ _-]?)?positive|标签|情感|好评)$"
)
_CLASS_NAME = re.compile(r"^(class|target|类别)s?$")  # a label where no column is named more plainly
_DATE_NAME = re.compile(r"(date|time|created|posted|日期|时间|year|month)")
_ID_NAME = re.compile(r"(^|[_\s-])(id|uuid|key|nr|no|number|ticket|编号|序号)$", re.IGNORECASE)
_EMOJI = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001faff]")
_CAMEL_ID_NAME = re.compile(r"[a-z](Id|ID)$")
_TITLE_NAME = re.compile(r"^(title|subject|headline|summary|标题|主题)$")
_DATE_CELL = re.compile(
    r"^\s*([A-Z][a-z]{2,8},? )?"
    r"(\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?|\d{1,2}[-/. ]\d{1,2}([-/. ]|, )\d{2,4}"
    r"|\d{1,2}\.? ?[A-Za-z]{3,9}\.?,? \d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
    r"|[A-Za-z]{3} +\d{1,2} [\d:]{5,8} [\w+-]{3,6} \d{4})([ T,].*)?$"  # the last as Twitter writes it
)


@dataclass(frozen=True)
class ColumnRoles:
    """Which original column, by position, plays which part; None where none does."""

    text: int | None = None
    label: int | None = None
    title: int | None = None
    date: int | None = None
    group: int | None = None
    id: int | None = None

    def role_of(self, column: int) -> str | None:
        """The role that a column plays, or None."""
        for role in ROLES:
            if getattr(self, role) == column:
                return role
        return None

    def with_role(self, column: int, role: str | None) -> Self:
        """The roles after giving `column` the part `role`; column and role leave their old ones."""
        roles = self
        old = self.role_of(column)
        if old is not None:
            roles = replace(roles, **{old: None})
        if role is not None:
            roles = replace(roles, **{role: column})
        return roles


@dataclass(frozen=True)
class ColumnGuess:
    """A guessed role and the reason a user reads beside it."""

    column: int
    role: str
    reason: str


@dataclass(frozen=True)
class _Look:
    """What one column looks like in the sampled rows."""

    column: int
    name: str
    is_named_id: bool
    mean_length: float
    share_filled: float
    share_spaced: float
    n_distinct: int
    share_dates: float
    share_numbers: float
    share_emoji: float
    n_rows: int


def guess_roles(frame: pd.DataFrame, names: Sequence[str]) -> tuple[ColumnRoles, tuple[ColumnGuess, ...]]:
    """Guess each role from the headers and the first rows.

    frame:    (n_documents, n_columns) text
    names:    original headers by position
    returns:  the roles, and one guess with its reason per role that was filled; no text column where
              no column holds words, unless one without any cell is called so
    """
    sample = frame.iloc[sampled_positions(len(frame))]
    looks = [_look(sample.iloc[:, column], column, name) for column, name in enumerate(names)]
    guesses: list[ColumnGuess] = []
    taken: set[int] = set()
    unfilled = [look for look in looks if look.share_filled == 0 and _TEXT_NAME.match(look.name)]
    for guess in (_guess_text, _guess_date, _guess_label, _guess_title, _guess_id, _guess_group):
        found = guess([look for look in looks if look.column not in taken and look.share_filled > 0])
        if found is not None:
            guesses.append(found)
            taken.add(found.column)
        elif guess is _guess_text and unfilled:
            guesses.append(ColumnGuess(unfilled[0].column, "text", _("its name says so")))
    return ColumnRoles(**{guess.role: guess.column for guess in guesses}), tuple(guesses)


def is_date_name(name: str) -> bool:
    """Whether a header says that its column holds dates or times."""
    return bool(_DATE_NAME.search(name.strip().lower()))


def sampled_positions(n_rows: int) -> np.ndarray:
    """The rows that columns are judged by: up to SAMPLE_ROWS, evenly spread; int64, ascending.

    The rows at these positions of a table are themselves sampled whole.
    """
    if n_rows <= SAMPLE_ROWS:
        return np.arange(n_rows, dtype=np.int64)
    return np.unique(np.linspace(0, n_rows - 1, SAMPLE_ROWS, dtype=np.int64))


def _look(cells: pd.Series, column: int, name: str) -> _Look:
    filled = cells[cells.str.strip().str.len() > 0]
    n_filled = max(len(filled), 1)
    lengths = filled.str.len()
    return _Look(
        column=column,
        name=name.strip().lower(),
        is_named_id=bool(_ID_NAME.search(name.strip()) or _CAMEL_ID_NAME.search(name.strip())),
        mean_length=float(lengths.mean()) if len(filled) else 0.0,
        share_filled=len(filled) / max(len(cells), 1),
        share_spaced=float(filled.str.contains(r"\s|[\u3400-\u9fff]{4}", regex=True).sum()) / n_filled,
        n_distinct=int(filled.nunique()),
        share_dates=sum(bool(_DATE_CELL.match(cell)) for cell in filled.iloc[:200])
        / max(min(n_filled, 200), 1),
        share_numbers=float(pd.to_numeric(filled, errors="coerce").notna().sum()) / n_filled,
        share_emoji=sum(bool(_EMOJI.search(cell)) for cell in filled.iloc[:200]) / max(min(n_filled, 200), 1),
        n_rows=len(cells),
    )


def _guess_text(looks: list[_Look]) -> ColumnGuess | None:
    words = [look for look in looks if look.share_numbers < 0.5 and look.share_dates < 0.5]
    prose = [look for look in words if look.share_spaced > 0.3 or look.mean_length > 30]
    named = [look for look in words if _TEXT_NAME.match(look.name) and (look in prose or not prose)]
    if named:
        best = max(named, key=lambda look: look.mean_length)
        return ColumnGuess(best.column, "text", _("its name says so"))
    if not prose and len(looks) == 1 and words:
        return ColumnGuess(words[0].column, "text", _("the only column"))
    if not prose:
        reactions = [look for look in words if look.share_emoji > 0.5]
        if not reactions:
            return None
        return ColumnGuess(reactions[0].column, "text", _("its cells are emoji"))
    best = max(prose, key=lambda look: look.mean_length * look.share_filled)
    return ColumnGuess(best.column, "text", _("longest average text"))


def _guess_date(looks: list[_Look]) -> ColumnGuess | None:
    dated = [look for look in looks if look.share_dates > 0.8]
    if not dated:
        return None
    best = max(dated, key=lambda look: (bool(_DATE_NAME.search(look.name)), look.share_filled))
    return ColumnGuess(best.column, "date", _("its cells are dates"))


def _guess_label(looks: list[_Look]) -> ColumnGuess | None:
    for pattern in (_LABEL_NAME, _CLASS_NAME):
        for look in looks:
            if pattern.match(look.name) and look.n_distinct <= MAX_LABELS:
                return ColumnGuess(look.column, "label", _("its name says so"))
    return None


def _guess_title(looks: list[_Look]) -> ColumnGuess | None:
    for look in looks:
        if _TITLE_NAME.match(look.name) and look.n_distinct > 2:
            return ColumnGuess(look.column, "title", _("its name says so"))
    return None


def _guess_id(looks: list[_Look]) -> ColumnGuess | None:
    for look in looks:
        if look.is_named_id and look.n_distinct > 0.95 * look.n_rows * look.share_filled:
            return ColumnGuess(look.column, "id", _("every row has its own value"))
    return None


def _guess_group(looks: list[_Look]) -> ColumnGuess | None:
    grouping = [
        look
        for look in looks
        if 2 <= look.n_distinct <= min(MAX_GROUPS, max(look.n_rows // 2, 2))
        and look.share_numbers < 0.5
        and look.share_filled > 0.5
    ]
    if not grouping:
        return None
    best = grouping[0]
    reason = _("{n} different values").format(n=best.n_distinct)
    return ColumnGuess(best.column, "group", reason)
