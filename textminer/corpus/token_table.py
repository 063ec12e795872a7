"""Which tokens stand where: flat type ids, document offsets and character spans, the base of all counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from textminer.corpus.offsets import offsets_of, repeated
from textminer.corpus.type_forms import TypeForms, type_forms


@dataclass(frozen=True, eq=False)
class TokenTable:
    """Every token of some documents, as raw forms (before any cleaning), in reading order.

    types:     n_types strings          the distinct raw forms; a token's id is its form's place here
    ids:       int32 (n_tokens,)        the type of each token
    offsets:   int64 (n_documents + 1,) tokens of document i are offsets[i]:offsets[i + 1]
    starts:    int32 (n_tokens,)        first character of the token in its own document's text
    ends:      int32 (n_tokens,)        one past its last character
    tokenizer: name of the tokenizer that made it
    languages: str (n_documents,)       code of the language each document was read in, where the tokenizer
                                        tells them apart row by row; else None

    Spans count characters as Python does (code points), so text[start:end] is what the reader sees. It
    differs from the token only where NLTK rewrites: `&amp;` is the token `&`, `"` may be the token
    ``` `` ```, and of four and more equal signs in a row it keeps three.
    Tables of one tokenizer share one list of types, which grows as more text is read: it can be longer than
    what these tokens need, never shorter.
    """

    types: Sequence[str]
    ids: np.ndarray
    offsets: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    tokenizer: str
    languages: np.ndarray | None = None

    @property
    def n_documents(self) -> int:
        """How many documents, empty ones included."""
        return len(self.offsets) - 1

    @property
    def n_tokens(self) -> int:
        """How many tokens in all documents."""
        return len(self.ids)

    @property
    def n_types(self) -> int:
        """How many distinct forms are known; more than occur here in a part of a larger table."""
        return len(self.types)

    @cached_property
    def forms(self) -> TypeForms:
        """How the types are written; found once, 0.3 s for 100,000 types."""
        return type_forms(self.types)

    def lengths(self) -> np.ndarray:
        """Tokens in each document: int64 (n_documents,)."""
        return np.diff(self.offsets)

    def document_ids(self, position: int) -> np.ndarray:
        """Type ids of one document, a view: int32 (n_tokens_of_it,)."""
        return self.ids[self.offsets[position] : self.offsets[position + 1]]

    def document_tokens(self, position: int) -> list[str]:
        """Raw tokens of one document, in reading order."""
        types = self.types
        return [types[type_id] for type_id in self.document_ids(position).tolist()]

    def document_spans(self, position: int) -> np.ndarray:
        """Character spans of one document's tokens: int32 (n_tokens_of_it, 2)."""
        tokens = slice(self.offsets[position], self.offsets[position + 1])
        return np.stack([self.starts[tokens], self.ends[tokens]], axis=1)

    def take(self, positions: np.ndarray | Sequence[int]) -> TokenTable:
        """The table of some documents, in the order given; a position may repeat. Shares the types."""
        wanted = np.asarray(positions, dtype=np.int64)
        lengths = self.lengths()[wanted]
        offsets = offsets_of(lengths)
        shift = self.offsets[:-1][wanted] - offsets[:-1]
        source = np.arange(offsets[-1], dtype=np.int64) + repeated(shift, lengths)
        made = TokenTable(
            self.types,
            self.ids[source],
            offsets,
            self.starts[source],
            self.ends[source],
            self.tokenizer,
            None if self.languages is None else self.languages[wanted],
        )
        return made.with_forms_of(self)

    def with_forms_of(self, other: TokenTable) -> TokenTable:
        """This table; where the other one shares its types and knows their forms, they are taken over."""
        if self.types is other.types and "forms" in vars(other):
            vars(self)["forms"] = other.forms
        return self

    @staticmethod
    def concatenate(parts: Sequence[TokenTable]) -> TokenTable:
        """One table of the documents of all parts, in their order.

        Parts that share one list of types are joined without touching an id; else the forms are united.
        Raises ValueError without parts, or where two tokenizers made them.
        """
        if not parts:
            raise ValueError("no parts to concatenate")
        if len({part.tokenizer for part in parts}) > 1:
            raise ValueError("parts of different tokenizers")
        types, ids = _common_types(parts)
        ends_before = np.cumsum([0] + [part.n_tokens for part in parts])
        offsets = [part.offsets[1:] + before for part, before in zip(parts, ends_before, strict=False)]
        languages = [part.languages for part in parts if part.languages is not None]
        return TokenTable(
            types,
            np.concatenate(ids),
            np.concatenate([np.zeros(1, np.int64), *offsets]),
            np.concatenate([part.starts for part in parts]),
            np.concatenate([part.ends for part in parts]),
            parts[0].tokenizer,
            np.concatenate(languages) if len(languages) == len(parts) else None,
        )


def _common_types(parts: Sequence[TokenTable]) -> tuple[Sequence[str], list[np.ndarray]]:
    """One list of types for all parts, and each part's ids in it."""
    first = parts[0].types
    if all(part.types is first for part in parts):
        return first, [part.ids for part in parts]
    id_by_type: dict[str, int] = {}
    ids = []
    for part in parts:
        new_ids = np.fromiter(
            (id_by_type.setdefault(form, len(id_by_type)) for form in part.types), np.int32, len(part.types)
        )
        ids.append(new_ids[part.ids])
    return list(id_by_type), ids
