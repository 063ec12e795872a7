"""Files read again as a recipe says they were read before."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from textminer.corpus.corpus import Corpus
from textminer.corpus.recipe import Recipe
from textminer.errors import TableError
from textminer.progress import Progress, silent
from textminer.workflows.opening import open_corpus


def open_as_recorded(paths: Sequence[Path], recipe: Recipe, progress: Progress = silent) -> Corpus:
    """The corpus that a recipe was made of, if the files are what they were.

    A recipe holds what the reader found, not only what a user chose. A file with bytes that its text encoding
    cannot hold is refused under an encoding that is demanded, but was read, with marks, under one that was
    guessed: so the guess gets a second chance.
    Raises TableError or ColumnError as `open_corpus` does.
    """
    try:
        corpus = open_corpus(paths, recipe.imports, recipe.roles, progress=progress)
    except TableError:
        guessing = replace(recipe.imports, encoding=None)
        corpus = open_corpus(paths, guessing, recipe.roles, progress=progress)
        if corpus.imports.encoding != recipe.imports.encoding:
            raise
    return corpus if recipe.language is None else replace(corpus, language=recipe.language)
