"""Kill processes in the middle of writes and look what is left: python -m tests.durability.kills [--rounds 100]

Prints, for each kind of file, how many rounds left a whole file, and how many of the kills came while a new one
was half written: the unfinished part is still there then, neither empty nor whole.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from textminer.atomic import TEMPORARY_SUFFIX

REPOSITORY = Path(__file__).parents[2]
KINDS = ("csv", "xlsx", "parquet", "jsonl", "project", "checkpoint", "receipt", "model", "settings")
LIMIT_S = 60.0


@dataclass
class Outcome:
    """What rounds of killing came to.

    n_whole:   rounds after which the whole old or the whole new file stood there
    n_middle:  rounds in which the kill came in the middle of a write
    """

    n_rounds: int = 0
    n_whole: int = 0
    n_middle: int = 0


def kill_in_rounds(kind: str, n_rounds: int, seed: int = 0) -> Outcome:
    """Start a process that writes, wait for a half-written file, kill it, look; again and again."""
    outcome, rng = Outcome(), random.Random(seed)
    while outcome.n_rounds < n_rounds:
        with tempfile.TemporaryDirectory() as folder:
            is_whole, is_middle = _round(kind, Path(folder), rng)
        outcome.n_rounds += 1
        outcome.n_whole += is_whole
        outcome.n_middle += is_middle
    return outcome


def _round(kind: str, folder: Path, rng: random.Random) -> tuple[bool, bool]:
    command = [sys.executable, "-m", "tests.durability.writes", kind, str(folder)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        references = [next(folder.joinpath(name).iterdir()).read_bytes() for name in ("one", "two")]
        target = folder / next(folder.joinpath("one").iterdir()).name
        until = time.monotonic() + LIMIT_S
        wanted = rng.uniform(0.05, 0.8) * len(references[0])
        while not (target.exists() and _part_size(folder) > wanted) and time.monotonic() < until:
            pass
        process.send_signal(signal.SIGKILL)
    part = _part_size(folder)
    return target.read_bytes() in references, 0 < part < len(references[0]) or part == len(references[0])


def _part_size(folder: Path) -> int:
    """Bytes of the file that is being written; 0 where none is."""
    for part in folder.glob(f".*{TEMPORARY_SUFFIX}"):
        try:
            return part.stat().st_size
        except OSError:
            return 0
    return 0


def main() -> None:
    """Print a line for each kind of file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=KINDS)
    options = parser.parse_args()
    for kind in options.kinds:
        found = kill_in_rounds(kind, options.rounds)
        print(
            f"{kind:<12}{found.n_whole} of {found.n_rounds} whole, {found.n_middle} killed in the middle",
            flush=True,
        )


if __name__ == "__main__":
    main()
