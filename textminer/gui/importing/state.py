"""What the page shows, decided in one place from what is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from textminer.corpus.columns import ColumnRoles
from textminer.corpus.recipe import ImportSettings
from textminer.gui.importing.preview import Preview
from textminer.storage.file_kinds import CSV, FOLDER, JSON, ODS, PARQUET, SQL, TEXT, XLSX
from textminer.storage.folders import TEXT_ENDINGS
from textminer.storage.text_encoding import encoding_name
from textminer.translation import _, ngettext_

RoleChoice = tuple[int, str | None]

_SETTINGS_BY_KIND = {
    CSV: ("encoding", "delimiter", "header", "sheet", "rows"),
    TEXT: ("encoding", "delimiter", "sheet", "one_text", "rows"),
    JSON: ("encoding", "sheet", "rows"),
    PARQUET: ("rows",),
    XLSX: ("header", "sheet", "rows"),
    ODS: ("header", "sheet", "rows"),
    SQL: ("encoding", "sheet", "rows"),
    FOLDER: ("encoding", "rows"),
}
_ROW_CHOICES = (1_000, 10_000, 100_000, 1_000_000)
_KIND_BY_ENDING = {
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".xls": XLSX,
    ".ods": ODS,
    ".parquet": PARQUET,
    ".json": JSON,
    ".jsonl": JSON,
    ".sql": SQL,
}


@dataclass(frozen=True)
class ImportInputs:
    """All that the page knows.

    name:        of the file, or of what was pasted
    files:       all files, the first of which is shown; empty where something was pasted
    decided:     what the user chose; None stands for a guess
    choices:     roles that the user gave, in that order
    preview:     the last that was read, also while another is being read
    """

    name: str = ""
    files: tuple[Path, ...] = ()
    decided: ImportSettings = field(default_factory=ImportSettings)
    choices: tuple[RoleChoice, ...] = ()
    preview: Preview | None = None
    error: str = ""
    is_reading: bool = False


@dataclass(frozen=True)
class ImportState:
    """What is to be seen.

    caption:          which rows these are
    settings:         which of "encoding", "delimiter", "header", "sheet", "one_text" and "rows" apply
    row_choices:      how many of the first rows may be asked for instead of all
    encoding_guess:   name of what was guessed, "" where nothing was
    delimiter_guess:  the character that was guessed, "" for one document a line, None where nothing was
    obstacle:         why it cannot be analysed yet, as a sentence; "" if it can
    summary:          what the columns will be used for
    """

    caption: str
    settings: frozenset[str]
    decided: ImportSettings
    encoding_guess: str
    delimiter_guess: str | None
    has_header: bool
    sheets: tuple[str, ...]
    sheet: str
    row_choices: tuple[int, ...]
    notices: tuple[str, ...]
    roles: ColumnRoles
    reasons: Mapping[int, str]
    error: str
    obstacle: str
    summary: str


def import_state(inputs: ImportInputs) -> ImportState:
    """The page for what is known."""
    preview = inputs.preview
    roles, reasons = chosen_roles(preview, inputs.choices)
    used = preview.settings if preview is not None else inputs.decided
    error = "" if inputs.is_reading else inputs.error
    return ImportState(
        caption=_caption(inputs),
        settings=_applying(inputs),
        decided=inputs.decided,
        encoding_guess=_guessed_encoding(inputs),
        delimiter_guess=_guessed_delimiter(inputs),
        has_header=used.has_header is not False,
        sheets=preview.sheets if preview is not None else (),
        sheet=inputs.decided.sheet or used.sheet or "",
        row_choices=_row_choices(inputs),
        notices=()
        if error or preview is None
        else (*_about_memory(inputs), *_about_more_files(inputs), *preview.notices),
        roles=roles,
        reasons=reasons,
        error=error,
        obstacle=_obstacle(inputs, roles, error),
        summary=_summary(preview, roles),
    )


def chosen_roles(
    preview: Preview | None, choices: Sequence[RoleChoice]
) -> tuple[ColumnRoles, Mapping[int, str]]:
    """The guessed roles with the user's choices laid over them, and the reason for each by column."""
    if preview is None:
        return ColumnRoles(), {}
    roles = preview.roles
    reasons = dict(preview.reasons)
    for column, role in choices:
        roles = roles.with_role(column, role)
        reasons[column] = _("chosen by you")
    return roles, {column: why for column, why in reasons.items() if roles.role_of(column) is not None}


def kept_choices(
    before: Preview | None, after: Preview, choices: tuple[RoleChoice, ...]
) -> tuple[RoleChoice, ...]:
    """The choices that still mean the same columns after reading again; none where the columns are others."""
    if (
        before is None
        or len(before.columns) != len(after.columns)
        or before.settings.sheet != after.settings.sheet
    ):
        return ()
    return choices


def settings_to_read_with(inputs: ImportInputs) -> ImportSettings:
    """What the whole file is to be read with.

    What the user saw of the header and the sheet holds; a text encoding or delimiter that was guessed from
    the first rows is guessed again from all of them. Of several files only what the user chose holds for all.
    """
    if inputs.preview is None or len(inputs.files) > 1:
        return inputs.decided
    used = inputs.preview.settings
    return replace(inputs.decided, has_header=used.has_header, sheet=used.sheet)


def role_title(role: str | None) -> str:
    """What users call a role."""
    titles = {
        "text": _("Text"),
        "label": _("Label"),
        "title": _("Title"),
        "date": _("Date"),
        "group": _("Group"),
        "id": _("Id"),
    }
    return titles[role] if role is not None else _("No role")


def _caption(inputs: ImportInputs) -> str:
    preview = inputs.preview
    if inputs.is_reading:
        return _("Reading the first rows of {file} …").format(file=inputs.name)
    if inputs.error or preview is None:
        return inputs.name
    n = len(preview.rows)
    if preview.is_whole:
        return ngettext_("The only row of {file}", "All {n} rows of {file}", n).format(n=n, file=inputs.name)
    return _("First {n} rows of {file}").format(n=n, file=inputs.name)


def _applying(inputs: ImportInputs) -> frozenset[str]:
    if not inputs.files:
        return frozenset()
    preview = inputs.preview
    kind = preview.kind if preview is not None else _KIND_BY_ENDING.get(inputs.files[0].suffix.lower(), CSV)
    applying = set(_SETTINGS_BY_KIND[kind])
    if preview is not None and len(preview.sheets) < 2:
        applying.discard("sheet")
    if preview is None:
        applying -= {"header", "sheet"}  # of a file that could not be read they are unknown
    if not _row_choices(inputs):
        applying.discard("rows")
    if inputs.files[0].suffix.lower() in TEXT_ENDINGS and kind in (CSV, TEXT):
        applying.add("one_text")
        if inputs.decided.one_text is not None:
            applying.discard("delimiter")
    return frozenset(applying)


def _guessed_encoding(inputs: ImportInputs) -> str:
    preview = inputs.preview
    if preview is None or inputs.decided.encoding is not None or preview.settings.encoding is None:
        return ""
    return encoding_name(preview.settings.encoding)


def _guessed_delimiter(inputs: ImportInputs) -> str | None:
    preview = inputs.preview
    if preview is None or inputs.decided.delimiter is not None:
        return None
    delimiter = preview.settings.delimiter or ""
    is_single = len(preview.columns) == 1 and not delimiter.isprintable()  # it stands nowhere in the file
    return "" if is_single else delimiter


def _about_more_files(inputs: ImportInputs) -> tuple[str, ...]:
    more = [path.name for path in inputs.files[1:]]
    if not more:
        return ()
    sentence = ngettext_(
        "{names} will be read too, and joined by the names of the columns.",
        "{n} more files will be read too, and joined by the names of the columns: {names}.",
        len(more),
    )
    shown = ", ".join(more[:5]) + (", …" if len(more) > 5 else "")
    return (sentence.format(n=len(more), names=shown),)


def _row_choices(inputs: ImportInputs) -> tuple[int, ...]:
    """Round numbers of first rows that are fewer than the file seems to have, and what fits into memory."""
    preview, chosen = inputs.preview, inputs.decided.first_rows
    choices = set() if chosen is None else {chosen}
    if preview is not None and preview.need is not None and (not preview.is_whole or len(inputs.files) > 1):
        estimated = preview.need.text / preview.row_bytes
        choices |= {n for n in _ROW_CHOICES if n < estimated}
        if not preview.need.fits:
            choices.add(preview.need.rows_that_fit(preview.row_bytes))
    return tuple(sorted(choices))


def _about_memory(inputs: ImportInputs) -> tuple[str, ...]:
    """A warning before the work where all rows will hardly fit."""
    preview, chosen = inputs.preview, inputs.decided.first_rows
    if preview is None or preview.need is None or preview.need.fits:
        return ()
    fitting = preview.need.rows_that_fit(preview.row_bytes)
    if chosen is not None and chosen <= fitting:
        return ()
    sentence = _(
        "All rows may take {predicted} GB of memory, and {free} GB are free. "
        "Choose under “Rows” to read the first {n} only."
    )
    in_gb = {
        name: f"{size / 1e9:,.1f}"
        for name, size in (("predicted", preview.need.predicted), ("free", preview.need.free))
    }
    return (sentence.format(n=f"{fitting:,}", **in_gb),)


def _obstacle(inputs: ImportInputs, roles: ColumnRoles, error: str) -> str:
    if inputs.is_reading:
        return _("Reading the first rows …")
    if error or inputs.preview is None:
        return _("There is nothing to analyse yet.")
    if not inputs.preview.rows:
        return _("The table has no rows.")
    if roles.text is None and len(inputs.preview.sheets) > 1:
        return _("No column of this sheet seems to hold texts. Choose another sheet, or “Text” above one.")
    if roles.text is None:
        return _("No column seems to hold texts. Choose “Text” above the one that does.")
    return ""


def _summary(preview: Preview | None, roles: ColumnRoles) -> str:
    if preview is None:
        return ""
    parts = [
        _("{role}: {column}").format(role=role_title(role), column=preview.columns[column] or _("(no name)"))
        for role in ("text", "label", "title", "date", "group", "id")
        if (column := getattr(roles, role)) is not None
    ]
    return "   ·   ".join(parts)
