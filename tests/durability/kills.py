"""Kill processes in the middle of writes and look what is left: python -m tests.durability.kills [--rounds 100]

Prints, for each kind of file, how many rounds left the whole old or the whole new file, and where the kills
came: in the middle of a write (the unfinished file stands there, neither empty nor of the size of a whole one),
between its end and its new name (as large as a whole one), or elsewhere. After each kill the file is written once
more by another process, which must sweep what the killed one has left.
"""

import argparse
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.durability.writes import KINDS, Write, belongs, target_of, writer
from textminer.atomic import TEMPORARY_SUFFIX

LIMIT_S, POLL_S = 60.0, 0.0002
NEW_ONES = {"import"}  # kinds that never take the place of a file: it is whole or not there


@dataclass
class Outcome:
    """What rounds of killing came to.

    n_whole:   rounds after which the whole old or the whole new file stood there, with its own receipt
    n_middle:  rounds in which the kill came while a new file was half written
    n_end:     rounds in which it was all written, but had not got its name
    n_swept:   rounds after which the next write left nothing beside its file
    """

    n_rounds: int = 0
    n_whole: int = 0
    n_middle: int = 0
    n_end: int = 0
    n_swept: int = 0


def kill_in_rounds(kind: str, n_rounds: int, seed: int = 0) -> Outcome:
    """Let a process write, wait for a half-written file, kill it, look; again and again.

    The processes are forks of this one, which must have no other threads, so that nothing is imported anew.
    """
    outcome, rng = Outcome(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="kills-") as above:
        write = writer(kind)
        references = _references(kind, Path(above), write)
        for number in range(n_rounds):
            folder = Path(above, str(number))
            folder.mkdir()
            _round(write, target_of(kind, folder), references, rng, outcome, kind in NEW_ONES)
    return outcome


def _round(
    write: Write,
    target: Path,
    references: list[dict[str, bytes]],
    rng: random.Random,
    outcome: Outcome,
    is_new: bool,
) -> None:
    sizes = {len(files[target.name]) for files in references}
    wanted = rng.uniform(0.02, 0.9) * min(sizes)
    child = _fork(lambda: _write_for_ever(write, target))
    until = time.monotonic() + LIMIT_S
    while not ((is_new or target.exists()) and _part_size(target) > wanted) and time.monotonic() < until:
        time.sleep(POLL_S)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    part = _part_size(target)
    outcome.n_rounds += 1
    is_whole = (is_new and not target.exists()) or any(
        target.read_bytes() == files[target.name] for files in references
    )
    outcome.n_whole += is_whole and belongs(target)
    outcome.n_middle += 0 < part < min(sizes)
    outcome.n_end += part in sizes
    os.waitpid(_fork(lambda: write(target, 0)), 0)
    outcome.n_swept += _contents(target.parent) == references[0]


def _write_for_ever(write: Write, target: Path) -> None:
    number = 0
    while True:
        write(target, number)
        number = 1 - number


def _references(kind: str, above: Path, write: Write) -> list[dict[str, bytes]]:
    """All that stands in a folder after either content was written to it, by name."""
    found = []
    for number, name in enumerate(("one", "two")):
        folder = above / name
        folder.mkdir()
        os.waitpid(_fork(lambda folder=folder, number=number: write(target_of(kind, folder), number)), 0)  # type: ignore[misc]
        found.append(_contents(folder))
    return found


def _fork(work: Callable[[], object]) -> int:
    """The id of a process that does it and ends."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def _part_size(target: Path) -> int:
    """Bytes of the file that is being written to get the target's name; 0 where none is."""
    with os.scandir(target.parent) as entries:
        for entry in entries:
            if entry.name.startswith(f".{target.name}.") and entry.name.endswith(TEMPORARY_SUFFIX):
                try:
                    return entry.stat().st_size
                except OSError:
                    return 0
    return 0


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def main() -> None:
    """Print a line for each kind of file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="decides when in a write the kills come")
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    options = parser.parse_args()
    for kind in options.kinds:
        found = kill_in_rounds(kind, options.rounds, options.seed)
        n = found.n_rounds
        print(
            f"{kind:<11}{found.n_whole} of {n} whole; {found.n_middle} killed in the middle of a write, "
            f"{found.n_end} before the new name; {found.n_swept} of {n} swept by the next write",
            flush=True,
        )


if __name__ == "__main__":
    main()
