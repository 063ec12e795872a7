"""Names that the user gave to topics."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class TopicNames:
    """A topic is known by its strongest words, since its number is another whenever topics are found anew.

    pairs:  (words of the topic, name), in the order in which names were given
    """

    pairs: tuple[tuple[tuple[str, ...], str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def of(self, words: tuple[str, ...]) -> str:
        """The name of a topic, "" for one without."""
        return next((name for known, name in self.pairs if known == words), "")

    def with_name(self, words: tuple[str, ...], name: str) -> Self:
        """With another name for a topic; "" takes it away."""
        pair = ((words, name),) if name else ()
        if any(known == words for known, _old in self.pairs):
            pairs = tuple(new for old in self.pairs for new in (pair if old[0] == words else (old,)))
        else:
            pairs = (*self.pairs, *pair)
        return type(self)(pairs)
