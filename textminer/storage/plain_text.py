"""Plain text as a table of one column: a document a line, a paragraph or the whole file."""

import re

import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.progress import Progress
from textminer.storage.delimited import Oddities, notices_of
from textminer.storage.raw_table import RawTable
from textminer.storage.text_encoding import DecodedText
from textminer.translation import ngettext_

LINE, PARAGRAPH, FILE = "line", "paragraph", "file"
_BETWEEN_PARAGRAPHS = re.compile(rb"(?>\r\n|\n|\r)(?:[ \t]*(?>\r\n|\n|\r))+")


def read_plain_text(
    text: DecodedText,
    settings: ImportSettings,
    progress: Progress,
    max_rows: int | None = None,
    is_head: bool = False,
) -> RawTable:
    """A single column, every character of a document kept but the line ends around it.

    is_head:  the file goes on after `text`; the document that its end cuts is left out
    """
    unit = settings.one_text or LINE
    data = text.data[text.start :]
    notices: tuple[Notice, ...] = ()
    if unit == FILE:
        documents = [data]
    elif unit == PARAGRAPH:
        documents = _paragraphs(data, is_head)
        notices = (_paragraphs_notice(len(documents)),)
    else:
        documents = _lines(data, is_head)
        blank = [at + 1 for at, line in enumerate(documents[:max_rows]) if not line]
        notices = notices_of(Oddities(blank=blank))
    column = pa.array(documents[:max_rows], type=pa.large_binary()).cast(pa.large_string())
    progress.report(1.0)
    used = ImportSettings(encoding=text.encoding, has_header=False, has_bom=text.has_bom, one_text=unit)
    return RawTable(["text"], [pa.chunked_array([column])], notices, used)


def _lines(data: bytes, is_head: bool) -> list[bytes]:
    newline = b"\n" if b"\n" in data else b"\r"
    lines = data.split(newline)
    if newline == b"\n" and any(line.endswith(b"\r") for line in lines):
        lines = [line[:-1] if line.endswith(b"\r") else line for line in lines]
    if is_head:
        lines.pop()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _paragraphs(data: bytes, is_head: bool) -> list[bytes]:
    """The stretches between blank lines; a blank line is no document."""
    found = [part.strip(b"\r\n") for part in _BETWEEN_PARAGRAPHS.split(data)]
    if is_head:
        found.pop()
    return [part for part in found if part.strip()]


def _paragraphs_notice(n: int) -> Notice:
    message = ngettext_(
        "Blank lines part the file into {n} paragraph; they are no documents.",
        "Blank lines part the file into {n} paragraphs; they are no documents.",
        n,
    )
    return Notice("paragraphs", message.format(n=f"{n:,}"))
