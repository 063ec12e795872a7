"""What one import brought: the documents, where they came from and how they were read."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from textminer.corpus.columns import ColumnRoles
from textminer.corpus.document_table import Document, DocumentTable
from textminer.corpus.ledger import Ledger
from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings


@dataclass(frozen=True)
class Source:
    """A file that documents came from.

    sha256:  of the bytes that were read; "" where the documents were pasted
    """

    path: Path | None
    sha256: str = ""


@dataclass(frozen=True, eq=False)
class Corpus:
    """All documents of one import with their columns, roles and origin.

    name:      what the header of the window says
    language:  code of the language that most documents are in
    imports:   the settings the file was read with, every guess filled in
    ledger:    what became of each row; None for documents that came from no file
    """

    name: str
    table: DocumentTable
    roles: ColumnRoles
    language: str
    sources: tuple[Source, ...] = ()
    imports: ImportSettings = field(default_factory=ImportSettings)
    notices: tuple[Notice, ...] = ()
    ledger: Ledger | None = None

    @property
    def text_column(self) -> int:
        """Position of the column that is read; a corpus without one cannot be made."""
        if self.roles.text is None:
            raise ValueError("a corpus needs a text column")
        return self.roles.text

    def text_cells(self) -> pa.ChunkedArray:
        """Every document's text as the table holds it, for what reads all: large_string (n_documents,)."""
        return self.table.cells(self.text_column)

    def texts(self) -> list[str]:
        """Every document's text, in order; (n_documents,)."""
        return self.table.texts(self.text_column)

    def document(self, position: int) -> Document:
        """One document by its position."""
        return self.table.document(position, self.text_column)

    def with_table(self, table: DocumentTable) -> "Corpus":
        """The same corpus with more of our columns."""
        return replace(self, table=table)
