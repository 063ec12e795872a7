"""How a map of documents is looked at: what a project keeps of it."""

from dataclasses import dataclass

NEIGHBOURS, AXES = "neighbours", "axes"
BY_SCORE, BY_SAVED_GROUPS = -1, -2


@dataclass(frozen=True)
class MapLook:
    """The user's choice.

    layout:  NEIGHBOURS or AXES
    colour:  BY_SCORE, BY_SAVED_GROUPS or the position of the original column whose groups have colours
    """

    layout: str = NEIGHBOURS
    colour: int = BY_SCORE
