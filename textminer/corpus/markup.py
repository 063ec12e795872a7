"""How HTML left in texts is made invisible without moving a character."""

from __future__ import annotations

import re

from textminer.corpus.text_block import Texts, as_strings

_ELEMENTS = (
    "a abbr b big blockquote body br center cite code dd del div dl dt em embed font form frame h1 h2 h3 h4 "
    "h5 h6 head hr html i iframe img input ins li link meta noscript ol option p param pre s script select "
    "small span strike strong style sub sup table tbody td textarea tfoot th thead tr tt u ul video"
)
_NAMES = "|".join(sorted(_ELEMENTS.split(), key=len, reverse=True))
_TAG = re.compile(rf"<(?:/?(?:{_NAMES})(?:[\s/][^<>]{{0,2000}})?|!--[^<>]{{0,2000}}--)>", re.IGNORECASE)


def mask_markup(texts: Texts) -> list[str]:
    """The texts with every HTML tag or comment overwritten by as many blanks; (n_documents,).

    Only names that HTML knows count as tags, so `<3`, `<grin>` and `a < b` stay. The length of a text never
    changes: a span found in the masked text is the same span of the original. A missing text becomes "".
    """
    return [_TAG.sub(_blanks, text) if "<" in text else text for text in as_strings(texts)]


def _blanks(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())
