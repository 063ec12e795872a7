"""What the reader of any format hands over."""

from dataclasses import dataclass, field

import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings


@dataclass(frozen=True, eq=False)
class RawTable:
    """Names and columns of text by position, and what was done to get them.

    names:     original headers, character for character
    columns:   large_string arrays of equal length without nulls, one per name
    settings:  what was used, as far as it applies to the format
    """

    names: list[str]
    columns: list[pa.ChunkedArray]
    notices: tuple[Notice, ...] = ()
    settings: ImportSettings = field(default_factory=ImportSettings)
    sheets: tuple[str, ...] = ()
