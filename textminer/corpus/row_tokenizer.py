"""Tokens of texts in several languages: each text is read by the tokenizer of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from textminer.corpus.languages import language_named
from textminer.corpus.row_languages import row_languages
from textminer.corpus.text_block import Texts, as_strings
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import BETWEEN, tokenizer_named
from textminer.progress import Progress, Stage, silent


class RowTokenizer:
    """Several tokenizers that fill one table, which says of each document in which language it was read.

    among:  codes as in `row_languages`
    """

    def __init__(self, among: Sequence[str]) -> None:
        self.name = BETWEEN.join(among)
        self._among = tuple(among)
        self._name_by_code = {code: language_named(code).tokenizer for code in among}
        self._tokenizers = {
            name: tokenizer_named(name) for name in dict.fromkeys(self._name_by_code.values())
        }

    def tokenize(self, texts: Texts, progress: Progress = silent) -> TokenTable:
        """Tokens of every text, in order. Tables of several calls do not share their types."""
        strings = as_strings(texts)
        languages = row_languages(strings, self._among)
        places, parts, n_done = [], [], 0
        for name, tokenizer in self._tokenizers.items():
            codes = [code for code in self._among if self._name_by_code[code] == name]
            positions = np.flatnonzero(np.isin(languages, codes))
            n_before, n_done = n_done, n_done + len(positions)
            stage = Stage(progress, n_before / max(len(strings), 1), n_done / max(len(strings), 1))
            table = tokenizer.tokenize([strings[position] for position in positions.tolist()], stage)
            places.append(positions)
            parts.append(replace(table, tokenizer=self.name))
        table = TokenTable.concatenate(parts).take(np.argsort(np.concatenate(places)))
        return replace(table, languages=languages)
