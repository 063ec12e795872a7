"""How texts come to the tokenizers: runs of documents as one array of UTF-8 bytes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import pandas as pd

BLOCK_CHARACTERS = 1 << 21
"""Characters of a block, about: few enough to answer a cancel at once and to stay in the caches."""

_NO_LENGTHS = np.empty(0, np.int64)

Texts: TypeAlias = "Sequence[Any] | pd.Series | pa.Array | pa.ChunkedArray"
"""Texts in any form that documents are held in; whatever is not a string counts as an empty text."""


@dataclass(frozen=True, eq=False)
class TextBlock:
    """The texts of some documents, one after the other, without separators.

    data:   uint8 (n_bytes,)          UTF-8; a lone surrogate is three bytes, as by "surrogatepass"
    bounds: int64 (n_documents + 1,)  document i is data[bounds[i]:bounds[i + 1]]
    """

    data: np.ndarray
    bounds: np.ndarray

    @property
    def n_documents(self) -> int:
        """How many documents, empty ones included."""
        return len(self.bounds) - 1


def text_blocks(texts: Texts, block_characters: int = BLOCK_CHARACTERS) -> Iterator[TextBlock]:
    """Cut the documents into blocks of about `block_characters`; every document is whole, in one block."""
    if _is_series(texts):
        texts = texts.array.__arrow_array__() if hasattr(texts.array, "__arrow_array__") else texts.tolist()
    if isinstance(texts, pa.ChunkedArray | pa.Array):
        yield from _arrow_blocks(texts, block_characters)
        return
    texts = [text if isinstance(text, str) else "" for text in texts]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    for start, end in _block_limits(lengths, block_characters):
        yield _block_of_strings(texts[start:end])


def as_strings(texts: Texts) -> list[str]:
    """The texts as a list of Python strings; (n_documents,)."""
    if isinstance(texts, pa.ChunkedArray | pa.Array):
        texts = texts.to_pylist()
    elif _is_series(texts):
        texts = texts.tolist()
    return [text if isinstance(text, str) else "" for text in texts]


def _is_series(texts: Texts) -> TypeGuard[pd.Series]:
    """Whether the texts are pandas' own; where nobody has loaded it, which takes its time, they are not."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(texts, pandas.Series)


def _block_limits(lengths: np.ndarray, block_characters: int) -> Iterator[tuple[int, int]]:
    """First and one past the last document of each block."""
    totals = np.cumsum(lengths)
    start = 0
    while start < len(lengths):
        before = int(totals[start - 1]) if start else 0
        end = max(int(np.searchsorted(totals, before + block_characters, side="right")), start + 1)
        yield start, end
        start = end


def _block_of_strings(texts: list[str]) -> TextBlock:
    # not by way of Arrow, which cannot hold a lone surrogate and loads pandas to look at a list
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    bounds = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=bounds[1:])
    return TextBlock(np.frombuffer(b"".join(encoded), np.uint8), bounds)


def _arrow_blocks(texts: pa.Array | pa.ChunkedArray, block_characters: int) -> Iterator[TextBlock]:
    if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
        yield from text_blocks(texts.to_pylist(), block_characters)
        return
    cells = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts])
    lengths = [pc.fill_null(pc.utf8_length(chunk), 0).to_numpy() for chunk in cells.chunks]
    # limits as if it were a list, so that tokens are met in the same order however the table is in chunks
    for start, end in _block_limits(np.concatenate([_NO_LENGTHS, *lengths]), block_characters):
        chunks = cells.slice(start, end - start).cast(pa.large_string()).chunks
        array = pa.concat_arrays(chunks) if len(chunks) > 1 else chunks[0]
        yield _block_of_array(array.fill_null(""))


def _block_of_array(array: pa.Array) -> TextBlock:
    """View an Arrow array without nulls, of large strings or large binary, as a block."""
    _, bounds_buffer, data_buffer = array.buffers()
    bounds = np.frombuffer(bounds_buffer, np.int64)[array.offset : array.offset + len(array) + 1]
    data = np.frombuffer(data_buffer, np.uint8) if data_buffer is not None else np.zeros(0, np.uint8)
    return TextBlock(data[bounds[0] : bounds[-1]], bounds - bounds[0])
