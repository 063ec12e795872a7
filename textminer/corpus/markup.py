"""How HTML left in texts is made invisible without moving a character."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.text_block import Texts, as_strings
from textminer.progress import Progress, silent

_ELEMENTS = (
    "a abbr b big blockquote body br center cite code dd del div dl dt em embed font form frame h1 h2 h3 h4 "
    "h5 h6 head hr html i iframe img input ins li link meta noscript ol option p param pre s script select "
    "small span strike strong style sub sup table tbody td textarea tfoot th thead tr tt u ul video"
)
_NAMES = "|".join(sorted(_ELEMENTS.split(), key=len, reverse=True))
CELLS_AT_ONCE = 16_384  # looked at while the window has to wait
_TAG = re.compile(rf"<(?:/?(?:{_NAMES})(?:[\s/][^<>]{{0,2000}})?|!--[^<>]{{0,2000}}--)>", re.IGNORECASE)


def mask_markup(texts: Texts) -> list[str]:
    """The texts with every HTML tag or comment overwritten by as many blanks; (n_documents,).

    Only names that HTML knows count as tags, so `<3`, `<grin>` and `a < b` stay. The length of a text never
    changes: a span found in the masked text is the same span of the original. A missing text becomes "".
    """
    return [_TAG.sub(_blanks, text) if "<" in text else text for text in as_strings(texts)]


def masked(texts: Texts, progress: Progress = silent) -> Texts:
    """The same in the form the texts come in: Arrow's are not copied but where there is markup.

    Raises Cancelled between two pieces.
    """
    if not isinstance(texts, pa.ChunkedArray | pa.Array):
        return mask_markup(texts)
    pieces = []
    for piece in _masked_pieces(texts):
        progress.report(0.0)
        pieces.append(piece)
    return (
        texts
        if all(is_same for _piece, is_same in pieces)
        else pa.chunked_array([piece for piece, _is_same in pieces], type=pa.large_string())
    )


def _masked_pieces(texts: pa.ChunkedArray | pa.Array) -> Iterator[tuple[pa.Array, bool]]:
    """The texts piece by piece, and whether each is as it was."""
    for chunk in texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]:
        for start in range(0, len(chunk), CELLS_AT_ONCE):
            piece = chunk.slice(start, CELLS_AT_ONCE).cast(pa.large_string())
            is_same = not pc.any(pc.match_substring(piece, "<")).as_py()
            yield piece if is_same else pa.array(mask_markup(piece), type=pa.large_string()), is_same


def _blanks(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())
