"""What a comparison is made from, and which of it can be used again when something changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from textminer.analysis.document_words import DocumentWords
from textminer.analysis.grouping import Grouping
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.gui.parts.filter_words import sentiment_word
from textminer.progress import Progress, Stage
from textminer.sentiment.prediction import Prediction
from textminer.workflows.comparing import (
    SENTIMENT,
    Choice,
    Compared,
    CompareOptions,
    Division,
    compare_groups,
    grouping_of,
    words_of_documents,
)


@dataclass(frozen=True, eq=False)
class ComparisonInputs:
    """What the shown comparison was made from; others are outdated."""

    corpus: Corpus
    tokens: TokenTable
    options: CompareOptions
    division: Division
    sets: Mapping[str, np.ndarray]
    choice: Choice
    positions: np.ndarray

    def groups_the_same(self, other: "ComparisonInputs | None") -> bool:
        """Whether both divide the same documents alike."""
        if other is None or self.division != other.division:
            return False
        if self.division.kind == SENTIMENT and self.corpus is not other.corpus:
            return False
        return self.corpus.table.frame is other.corpus.table.frame and _same_sets(self.sets, other.sets)

    def counts_the_same(self, other: "ComparisonInputs | None") -> bool:
        """Whether both count the same words of all documents."""
        return (
            other is not None
            and self.tokens is other.tokens
            and _counted_alike(self.options.cleaning, other.options.cleaning)
            and self.options.n == other.options.n
            and self.options.fewest_in_matrix == other.options.fewest_in_matrix
        )

    def compares_the_same(self, other: "ComparisonInputs | None") -> bool:
        """Whether both give the same but for the scores."""
        return (
            other is not None
            and self.counts_the_same(other)
            and self.groups_the_same(other)
            and self.options.keyness == other.options.keyness
            and self.choice == other.choice
            and np.array_equal(self.positions, other.positions)
        )

    def equals(self, other: "ComparisonInputs | None") -> bool:
        return other is not None and self.corpus is other.corpus and self.compares_the_same(other)


def compared_from(
    inputs: ComparisonInputs, matrix: DocumentWords | None, grouping: Grouping, progress: Progress
) -> Compared:
    """Compare; the words of the documents are counted unless they are there already."""
    if matrix is None:
        stage = Stage(progress, 0.0, 0.8)
        matrix = words_of_documents(inputs.corpus, inputs.tokens, inputs.options, stage)
    return compare_groups(
        inputs.corpus,
        matrix,
        grouping,
        inputs.choice,
        inputs.options,
        inputs.positions,
        Stage(progress, 0.8, 1.0),
    )


def named_grouping(inputs: ComparisonInputs, prediction: Prediction | None) -> Grouping:
    """The groups, classes of sentiment by what they are called in the user's language."""
    grouping = grouping_of(inputs.corpus, inputs.division, inputs.sets)
    if inputs.division.kind != SENTIMENT:
        return grouping
    names = tuple(sentiment_word(prediction, name) for name in grouping.names)
    return Grouping(names, grouping.codes)


def _counted_alike(one: Cleaning, other: Cleaning) -> bool:
    """Whether both count the same words; themes count no words."""
    return one == replace(other, lists=replace(other.lists, themes=one.lists.themes))


def _same_sets(one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray]) -> bool:
    return list(one) == list(other) and all(np.array_equal(one[name], other[name]) for name in one)
