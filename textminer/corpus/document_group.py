"""A set of documents that the user gave a name."""

from dataclasses import dataclass

import numpy as np

from textminer.corpus.positions import ascending


@dataclass(frozen=True, eq=False)
class DocumentGroup:
    """A saved selection: equal to another of the same name and documents.

    positions:  int64 (n,), ascending, each once; cannot be written to
    """

    name: str
    positions: np.ndarray

    def __post_init__(self) -> None:
        positions = ascending(self.positions).copy()
        positions.flags.writeable = False
        object.__setattr__(self, "positions", positions)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DocumentGroup):
            return NotImplemented
        return self.name == other.name and np.array_equal(self.positions, other.positions)

    def __hash__(self) -> int:
        return hash((self.name, len(self.positions)))

    def __len__(self) -> int:
        return len(self.positions)
