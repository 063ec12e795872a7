"""Progress and notices on stderr."""

import sys
from types import TracebackType
from typing import Self

from tqdm import tqdm

from textminer.corpus.notice import Notice

SCALE = 1000


class TerminalProgress:
    """A bar on stderr when that is a terminal, nothing otherwise. A context manager."""

    def __init__(self, title: str) -> None:
        self._bar = tqdm(
            total=SCALE,
            desc=title,
            file=sys.stderr,
            disable=not sys.stderr.isatty(),
            leave=False,
            bar_format="{desc}: {percentage:3.0f}% |{bar}| {remaining}",
        )

    def report(self, fraction: float, message: str = "") -> None:
        """Move the bar."""
        if message:
            self._bar.set_description(message, refresh=False)
        self._bar.update(int(fraction * SCALE) - self._bar.n)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()


def say(text: str) -> None:
    """A line on stderr, so that stdout holds results alone; a bar that stands there goes below it."""
    tqdm.write(text, file=sys.stderr)


def say_notices(notices: tuple[Notice, ...]) -> None:
    """One line a notice on stderr."""
    for notice in notices:
        say(f"  {notice.message}")
