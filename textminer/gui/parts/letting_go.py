"""When a page that is left lets go what it has found: of large corpora, all pages' together are too much."""

from PySide6.QtGui import QHideEvent

from textminer.session.session import Session

KEPT_TOKENS = 20_000_000
"""Tokens of a corpus up to which every page keeps what it has found; beyond, coming back finds it again."""


def lets_go(session: Session, event: QHideEvent) -> bool:
    """Whether a page that is hidden now should let go; a window that is minimised hides nothing."""
    tokens = session.tokens
    return not event.spontaneous() and tokens is not None and tokens.n_tokens > KEPT_TOKENS
