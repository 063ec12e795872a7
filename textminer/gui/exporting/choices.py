"""What can be chosen of an export, and the file that is proposed for it."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from textminer.corpus.corpus import Corpus
from textminer.storage.exports import ExportOptions
from textminer.storage.text_encoding import encoding_name
from textminer.translation import _

SAME, UTF8, UTF8_BOM = "same", "utf-8", "utf-8-bom"


@dataclass(frozen=True)
class ExportFormat:
    """A format by the ending of its files."""

    ending: str
    title: str


def export_formats() -> tuple[ExportFormat, ...]:
    """The formats, the commonest first."""
    return (
        ExportFormat(".csv", _("CSV")),
        ExportFormat(".xlsx", _("Excel")),
        ExportFormat(".parquet", _("Parquet")),
        ExportFormat(".jsonl", _("JSON Lines")),
    )


def text_encodings(corpus: Corpus) -> list[tuple[str, str]]:
    """Text encodings of a CSV file to choose from, with what they are called; the source's own first."""
    choices = [(UTF8, _("UTF-8")), (UTF8_BOM, _("UTF-8 with byte order mark, for Excel"))]
    encoding = corpus.imports.encoding
    if not encoding:
        return choices
    own = UTF8_BOM if corpus.imports.has_bom else UTF8
    is_utf8 = encoding_name(encoding) == encoding_name("utf-8")
    name = dict(choices)[own] if is_utf8 else encoding_name(encoding)
    same = _("Same as the source ({encoding})").format(encoding=name)
    return [(SAME, same), *(choice for choice in choices if not (is_utf8 and choice[0] == own))]


def export_options(
    corpus: Corpus, text_encoding: str, for_spreadsheets: bool, cuts_long_cells: bool
) -> ExportOptions:
    """The options of a choice; delimiter, quotes and line ends are the source's."""
    delimiter = corpus.imports.delimiter or ","
    if text_encoding == SAME and corpus.imports.encoding:
        like = ExportOptions.like(corpus.imports, for_spreadsheets)
        return replace(like, cuts_long_cells=cuts_long_cells)
    return ExportOptions(
        delimiter=delimiter,
        with_bom=text_encoding == UTF8_BOM,
        newline=corpus.imports.newline or "\n",
        quote=corpus.imports.quote or '"',
        for_spreadsheets=for_spreadsheets,
        cuts_long_cells=cuts_long_cells,
    )


def proposed_target(corpus: Corpus, ending: str) -> Path:
    """Beside the source where that folder can be written to, otherwise in the user's home."""
    source = corpus.sources[0].path if corpus.sources else None
    folder = Path.home() if source is None else source.resolve().parent
    if not os.access(folder, os.W_OK):
        folder = Path.home()
    stem = Path(corpus.name).stem or _("documents")
    return folder / f"{stem}-scored{ending}"


def is_source(corpus: Corpus, target: Path) -> bool:
    """Whether the target is a file that the documents came from."""
    for source in corpus.sources:
        try:
            if source.path is not None and target.exists() and source.path.samefile(target):
                return True
        except OSError:
            continue
    return False
