"""How much memory `textminer score` takes on files far larger than what it reads at a time."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

WORDS = [
    "the", "a", "good", "bad", "film", "book", "service", "was", "very", "not", "really", "great", "poor",
    "and", "but", "with", "price", "quality", "time", "again",
]  # fmt: skip
N_TEXTS = 500  # different ones: equal texts are scored once a part, so that reading and writing are measured
FOREIGN = b"caf\xe9 \xff"  # no UTF-8


def generated(path: Path, n_mb: int, has_foreign_bytes: bool) -> int:
    """Write a CSV of short texts beside a long column; returns its number of rows."""
    random = np.random.default_rng(0)
    texts = [" ".join(random.choice(WORDS, 12)).encode() for _text in range(N_TEXTS)]
    notes = [(" ".join(random.choice(WORDS, 150)) + ', "" é').encode() for _note in range(50)]
    row = 0
    with path.open("wb") as file:
        file.write(b"id,text,note\n")
        while file.tell() < n_mb * 10**6:
            note = FOREIGN if has_foreign_bytes and row % 10_000 == 9_999 else notes[row % len(notes)]
            file.write(b'%08d,%b,"%b"\n' % (row, texts[row * 7 % N_TEXTS], note))
            row += 1
    return row


def peak_mb(path: Path, output: Path) -> tuple[float, float, str]:
    """Peak resident memory of scoring a file in a process of its own, CPU seconds, and what it said."""
    command = [sys.executable, "-m", "textminer", "score", str(path), "-o", str(output), "--text", "text"]
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().replace("\r", "\n").splitlines()
    if process.returncode:
        raise SystemExit("\n".join(lines[-5:]))
    last = f"{lines[-1]} ({time.perf_counter() - start:.0f} s)"
    return usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, last


def main() -> int:
    """Score generated files of growing sizes and print the peaks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, nargs="*", default=[300, 600, 1200], help="sizes in MB")
    parser.add_argument("--foreign", action="store_true", help="with bytes that are no UTF-8")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, output = Path(folder, "rows.csv"), Path(folder, "scored.csv")
        for n_mb in arguments.mb:
            n_rows = generated(path, n_mb, arguments.foreign)
            peak, cpu, said = peak_mb(path, output)
            print(f"{n_mb:,} MB, {n_rows:,} rows: peak {peak:,.0f} MB, CPU {cpu:.0f} s: {said}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
