"""What virtual adversarial training costs: tokens a second of processor time, with it and without.

python benchmarks/adversarial.py [--embedding 128 --hidden 128] [--bfloat16]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")

N_DOCUMENTS, LENGTH, N_TYPES = 192, 256, 30_000


def main() -> None:
    """Train a student on made-up documents, one thread, both ways."""
    import numpy as np
    import torch

    from textminer.sentiment.encoding import EncodedDocuments
    from textminer.sentiment.lstm.distillation import Distillation, DistillationSettings, student_network
    from textminer.sentiment.lstm.examples import Examples

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--embedding", type=int, default=128)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--bfloat16", action="store_true")
    given = parser.parse_args()
    settings = DistillationSettings(
        epochs=1, embedding_size=given.embedding, hidden_size=given.hidden, bfloat16=given.bfloat16,
        averaging=0.0, points_an_epoch=1,
    )  # fmt: skip
    chance = np.random.default_rng(0)
    offsets = np.arange(N_DOCUMENTS + 1, dtype=np.int64) * LENGTH
    documents = EncodedDocuments(chance.integers(5, N_TYPES, offsets[-1]).astype(np.int32), offsets)
    examples = Examples.of_classes(documents, chance.integers(0, 2, N_DOCUMENTS), 2)
    speeds = []
    for plain_epochs in (1, 1, 0):  # the first time warms up
        network = student_network(settings, N_TYPES, 2)
        network.reset(1)
        with tempfile.TemporaryDirectory() as folder:
            training = Distillation(
                network, examples, examples.take(np.arange(0)), replace(settings, plain_epochs=plain_epochs),
                Path(folder), torch.device("cpu"), save_every_s=1e9,
            )  # fmt: skip
            begin = time.process_time()
            training.run()
            speeds.append(offsets[-1] / (time.process_time() - begin))
    print(f"embedding {given.embedding}, {given.hidden} units a direction, batches of 8192 tokens")
    print(f"  plain       {speeds[1]:8.0f} tokens/cpu-s")
    print(f"  adversarial {speeds[2]:8.0f} tokens/cpu-s, {speeds[1] / speeds[2]:.1f} times the cost")


if __name__ == "__main__":
    main()
