"""What an explanation shows on the text: how strongly each word is tinted, and what is said of it."""

import numpy as np

from textminer.sentiment.classifier import Explanation
from textminer.sentiment.score_words import signed
from textminer.translation import _

FULL_TINT = (
    1.5  # log-odds that tint a word fully, unless a word of the document moved more: then that one does
)


def tint_strengths(explanation: Explanation) -> np.ndarray:
    """How strongly each token is tinted: float (n_tokens,), -1 (against the favoured class) to 1."""
    moved = np.asarray(explanation.contributions, dtype=np.float64)
    return moved / max(FULL_TINT, float(np.abs(moved).max(initial=0.0)))


def contribution_words(explanation: Explanation, number: int, word: str, towards: tuple[str, str]) -> str:
    """What a tool tip says of a token.

    towards:  what the other and the favoured class are called
    """
    moved = float(explanation.contributions[number])
    return _("“{word}”: {amount} log-odds, towards {label}").format(
        word=word, amount=signed(moved), label=towards[1] if moved >= 0 else towards[0]
    )
