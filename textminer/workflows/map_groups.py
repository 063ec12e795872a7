"""Which groups can colour a map."""

from collections.abc import Sequence

from textminer.analysis.cells import repeats, value_counts
from textminer.analysis.grouping import Grouping, grouping_by_sets, grouping_by_values
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_group import DocumentGroup
from textminer.progress import Progress, silent, tracked

MOST_GROUPS = 8  # colours that can be told apart
MOST_COLUMNS = 60  # looked at


def group_columns(corpus: Corpus, progress: Progress = silent) -> list[int]:
    """Positions of the original columns that tell groups."""
    found = []
    for column in tracked(range(min(corpus.table.n_columns, MOST_COLUMNS)), progress):
        if column == corpus.text_column:
            continue
        counted = value_counts(corpus.table, column)
        if counted is not None and repeats(counted, corpus.table.n_documents):
            found.append(column)
    return found


def groups_of(corpus: Corpus, column: int) -> Grouping:
    """The largest groups of a column; documents of smaller ones are in none."""
    return grouping_by_values(corpus.table.column(column)).largest(MOST_GROUPS)


def saved_groups(groups: Sequence[DocumentGroup], n_documents: int) -> Grouping:
    """The largest saved groups; a document of several is in the one that was saved first."""
    sets = {group.name: group.positions for group in groups}
    return grouping_by_sets(sets, n_documents).largest(MOST_GROUPS)
