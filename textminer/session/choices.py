"""What the user has decided about the documents: the part of the session that can be undone."""

from dataclasses import dataclass, field, replace

import numpy as np

from textminer.corpus.cleaning import Cleaning
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.topic_names import TopicNames


@dataclass(frozen=True)
class Choices:
    """One frozen value, so that undoing a step is taking the value from before it.

    neutral_threshold:  how probable positive or negative must be, 0 to 1, or else a document is neutral
    groups:             saved selections, each name once, in the order in which they were saved
    labels:             the user's own labels
    cleaning:           which words are counted and under which form, wherever words are shown
    topic_names:        the user's own
    """

    filter: DocumentFilter = field(default_factory=DocumentFilter)
    neutral_threshold: float = 0.0
    groups: tuple[DocumentGroup, ...] = ()
    labels: GivenLabels = field(default_factory=GivenLabels)
    cleaning: Cleaning = field(default_factory=lambda: Cleaning(drop_stop_words=True))
    topic_names: TopicNames = field(default_factory=TopicNames)

    def group(self, name: str) -> DocumentGroup | None:
        """The group of a name, or None."""
        return next((group for group in self.groups if group.name == name), None)

    def with_group(self, name: str, positions: np.ndarray) -> "Choices":
        """With a group more; one of the same name gives way in its place."""
        new = DocumentGroup(name, positions)
        if self.group(name) is None:
            return replace(self, groups=(*self.groups, new))
        return replace(self, groups=tuple(new if group.name == name else group for group in self.groups))

    def without_group(self, name: str) -> "Choices":
        """With a group less."""
        return replace(self, groups=tuple(group for group in self.groups if group.name != name))

    def with_group_renamed(self, name: str, new_name: str) -> "Choices":
        """With another name for a group; one that bore the new name already is let go."""
        kept = tuple(group for group in self.groups if group.name not in {new_name} - {name})
        return replace(
            self,
            groups=tuple(
                DocumentGroup(new_name, group.positions) if group.name == name else group for group in kept
            ),
        )

    def with_label(self, positions: np.ndarray, label: str | None) -> "Choices":
        """With a label for some documents; None takes theirs away."""
        return replace(self, labels=self.labels.with_label(positions, label))
