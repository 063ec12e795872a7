"""The command that makes the shipped models: python -m textminer.pretrained english --data DIR --out FILE."""

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m textminer.pretrained", description=__doc__)
    parser.add_argument("model", choices=["english"])
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets (Parquet)")
    parser.add_argument("--out", type=Path, required=True, help="the model file to write")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, help="how long to train; turned into steps once")
    length.add_argument("--steps", type=int, help="how many batches to train")
    parser.add_argument(
        "--resume", type=Path, help="folder of checkpoints; a run that finds one goes on from it"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true", help="train in reduced precision (AVX512-BF16)")
    parser.add_argument(
        "--export", action="store_true", help="write the last checkpoint as a model, train no further"
    )
    given = parser.parse_args(arguments)
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read when torch is imported
    from textminer.pretrained.english import make, training_settings

    settings = training_settings(given.minutes, given.steps, given.seed, given.threads, given.bfloat16)
    if given.resume is not None:
        given.resume.mkdir(parents=True, exist_ok=True)
        make(given.data, given.out, given.resume, settings, given.export)
    else:
        with tempfile.TemporaryDirectory() as work:
            make(given.data, given.out, Path(work), settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
