"""Documents in groups: by the cells of a column, by named sets of documents."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from textminer.corpus.text_cells import text_array


@dataclass(frozen=True, eq=False)
class Grouping:
    """Which group each document is in; a document is in one group or in none.

    names:  (n_groups,) what the user reads, each once
    codes:  int32 (n_documents,) place of each document's group among the names, -1 for none
    """

    names: tuple[str, ...]
    codes: np.ndarray

    @property
    def n_groups(self) -> int:
        """How many groups there are, empty ones included."""
        return len(self.names)

    def sizes(self) -> np.ndarray:
        """Documents in each group: int64 (n_groups,)."""
        return np.bincount(self.codes[self.codes >= 0], minlength=self.n_groups)

    def positions(self, group: int) -> np.ndarray:
        """The documents of one group, ascending int64."""
        return np.flatnonzero(self.codes == group)

    def restricted(self, positions: np.ndarray) -> "Grouping":
        """The same groups with only the documents at `positions` in them; emptied groups keep their names."""
        codes = np.full(len(self.codes), -1, dtype=np.int32)
        codes[positions] = self.codes[positions]
        return Grouping(self.names, codes)

    def largest(self, n_groups: int) -> "Grouping":
        """The `n_groups` largest groups, largest first, ties in their old order; the rest is in none."""
        return self.in_order(np.argsort(-self.sizes(), kind="stable")[:n_groups])

    def in_order(self, places: np.ndarray) -> "Grouping":
        """The same groups in another order, the one at places[0] first; what is not named is in no group."""
        place_of = np.full(self.n_groups + 1, -1, dtype=np.int32)
        place_of[places] = np.arange(len(places))
        return Grouping(tuple(self.names[place] for place in places), place_of[self.codes])


def grouping_by_values(cells: pd.Series) -> Grouping:
    """Documents with equal cells together, groups in order of their first document.

    cells:  text (n_documents,); blanks at the edges do not tell groups apart; a blank cell is in no group
    """
    encoded = pc.dictionary_encode(text_array(cells))
    names = encoded.dictionary.to_pylist()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    if "" not in names:
        return Grouping(tuple(names), codes)
    blank = names.index("")
    moved = np.where(codes > blank, codes - 1, codes).astype(np.int32)
    moved[codes == blank] = -1
    return Grouping(tuple(names[:blank] + names[blank + 1 :]), moved)


def grouping_by_sets(positions_by_name: Mapping[str, np.ndarray], n_documents: int) -> Grouping:
    """Named sets of documents as groups; a document that is in several counts for the first of them."""
    codes = np.full(n_documents, -1, dtype=np.int32)
    for place, positions in reversed(list(enumerate(positions_by_name.values()))):
        codes[positions] = place
    return Grouping(tuple(positions_by_name), codes)
