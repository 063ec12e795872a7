"""What was done, in one frozen and serialisable description."""

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any, Self

from textminer.corpus.cleaning import Cleaning
from textminer.corpus.columns import ColumnRoles
from textminer.corpus.filter import DocumentFilter


@dataclass(frozen=True)
class ImportSettings:
    """How bytes become a table. None means: guess it.

    encoding:    Python's name of the text encoding
    delimiter:   one character
    quote:       one character, or "" where the file does not quote
    has_header:  whether the first record holds the names
    sheet:       name of the sheet in a workbook
    is_guarded:  whether cells were guarded for spreadsheets by an export; None lets its receipt say
    newline:     what ends the records; told by the reader, so that an export ends them alike
    has_bom:     whether the file begins with a byte order mark; told by the reader
    one_text:    what one document of a plain text file is: a "line", a "paragraph" or the whole "file"
    first_rows:  no more rows than these are read; None reads all
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    has_header: bool | None = None
    sheet: str | None = None
    is_guarded: bool | None = None
    newline: str | None = None
    has_bom: bool | None = None
    one_text: str | None = None
    first_rows: int | None = None


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a result, but for the file itself: two equal recipes give the same scores.

    model:              name of a shipped model or path of a model file
    tokenizer:          the tokenizer of the word views; a model brings its own
    neutral_threshold:  how probable positive or negative must be, 0 to 1, or else a document counts as
                        neutral; 0 takes the most probable class
    """

    imports: ImportSettings = field(default_factory=ImportSettings)
    roles: ColumnRoles | None = None
    language: str | None = None
    tokenizer: str | None = None
    cleaning: Cleaning = field(default_factory=Cleaning)
    model: str = "english"
    neutral_threshold: float = 0.0
    filter: DocumentFilter = field(default_factory=DocumentFilter)

    def to_json(self) -> str:
        """The recipe as stable JSON: equal recipes give equal text."""
        values = dataclasses.asdict(self)
        return json.dumps(values, ensure_ascii=False, sort_keys=True, indent=2, default=list)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """A recipe from what `to_json` wrote; unknown keys of later versions raise TypeError."""
        values = dict(values)
        values["imports"] = ImportSettings(**values.get("imports", {}))
        if values.get("roles") is not None:
            values["roles"] = ColumnRoles(**values["roles"])
        values["cleaning"] = Cleaning.from_dict(values.get("cleaning", {}))
        values["neutral_threshold"] = values.get("neutral_threshold") or 0.0  # receipts before it have null
        values["filter"] = DocumentFilter.from_dict(values.get("filter", {}))
        return cls(**values)
