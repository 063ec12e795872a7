"""Which tokens stand where: flat type ids, document offsets and character spans, the base of all counting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from textminer.corpus.growing_array import GrowingArray
from textminer.corpus.offsets import offsets_of, repeated
from textminer.corpus.type_forms import TypeForms, type_forms

NARROW = np.uint16  # a million short rows: 70 MB of memory less


@dataclass(frozen=True, eq=False)
class TokenTable:
    """Every token of some documents, as raw forms (before any cleaning), in reading order.

    types:     n_types strings          the distinct raw forms; a token's id is its form's place here
    ids:       int32 (n_tokens,)        the type of each token
    offsets:   int64 (n_documents + 1,) tokens of document i are offsets[i]:offsets[i + 1]
    starts:    int32 (n_tokens,)        first character of the token in its own document's text; uint16 where
                                        no text is longer than that can tell: widen it before you reckon
    ends:      as starts                one past its last character
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
        return np.stack([self.starts[tokens], self.ends[tokens]], axis=1).astype(np.int32)

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
    def concatenate(parts: Iterable[TokenTable]) -> TokenTable:
        """One table of the documents of all parts, in their order; a part is needed only when it is its turn.

        Parts that share one list of types are joined without touching an id; else the forms are united.
        Raises ValueError without parts, or where two tokenizers made them.
        """
        ids, offsets = GrowingArray(), GrowingArray(np.int64)
        starts, ends, is_narrow = GrowingArray(NARROW), GrowingArray(NARROW), True
        offsets.extend(np.zeros(1, np.int64))
        tokenizer, types, n_parts = "", _CommonTypes(), 0
        languages: list[np.ndarray] = []
        for part in parts:
            if n_parts and part.tokenizer != tokenizer:
                raise ValueError("parts of different tokenizers")
            tokenizer, n_parts = part.tokenizer, n_parts + 1
            offsets.extend(part.offsets[1:] + len(ids))
            ids.extend(types.ids_of(part))
            if is_narrow and part.ends.max(initial=0) > np.iinfo(NARROW).max:
                is_narrow = False
                starts.widen(np.int32)
                ends.widen(np.int32)
            starts.extend(part.starts)
            ends.extend(part.ends)
            if part.languages is not None:
                languages.append(part.languages)
        if not n_parts:
            raise ValueError("no parts to concatenate")
        are_told = len(languages) == n_parts
        return TokenTable(
            types.forms, ids.taken(), offsets.taken(), starts.taken(), ends.taken(), tokenizer,
            np.concatenate(languages) if are_told else None,
        )  # fmt: skip


class _CommonTypes:
    """One list of types for all parts that are met: the very list of the first, as long as all share it."""

    def __init__(self) -> None:
        self.forms: Sequence[str] = []
        self._shared: Sequence[str] | None = None
        self._id_by_form: dict[str, int] | None = None

    def ids_of(self, part: TokenTable) -> np.ndarray:
        """A part's ids by the common list: int32 (n_tokens,)."""
        if self._shared is None:
            self.forms = self._shared = part.types
        if part.types is self._shared and self._id_by_form is None:
            return part.ids
        if self._id_by_form is None:
            self._id_by_form = {form: place for place, form in enumerate(self.forms)}
        known = self._id_by_form
        ids = np.fromiter(
            (known.setdefault(form, len(known)) for form in part.types), np.int32, len(part.types)
        )
        self.forms = list(known)
        return ids[part.ids]
