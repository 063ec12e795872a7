"""How fast the cells and presets train, and how good a user's own model gets from so many labels.

    python benchmarks/training.py --data FOLDER --speed
    python benchmarks/training.py --data FOLDER --set zomato_restaurants --preset quick [--rows 2000]

With a set whose source has a test split, the model learns from `train` and is judged on `test`; other sets
are judged on the part that the training itself holds out.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")


def speed(n_documents: int = 3200) -> None:
    """The article's network, 50 tokens a document, one thread: CPU seconds for an epoch of 25,000."""
    import numpy as np

    from textminer.sentiment.encoding import EncodedDocuments
    from textminer.sentiment.lstm.examples import Examples, every_document_once
    from textminer.sentiment.lstm.network import LstmNetwork
    from textminer.sentiment.lstm.training import Training
    from textminer.sentiment.settings import CELLS, NetworkSettings, TrainingSettings

    chance = np.random.default_rng(0)
    ids = chance.integers(5, 20_000, n_documents * 50).astype(np.int32)
    documents = EncodedDocuments(ids, np.arange(n_documents + 1, dtype=np.int64) * 50)
    examples = Examples.of_classes(documents, chance.integers(0, 2, n_documents), 2)
    for cell in CELLS:
        settings = TrainingSettings.of_preset("article", steps=n_documents // 32)
        network = LstmNetwork(NetworkSettings.of_preset("article", cell), 20_000, 2)
        network.reset(1)
        plan = every_document_once(examples, settings.batch_tokens, settings.batch_documents, 1)
        training = Training(network, examples, examples.take(np.arange(1)), plan, settings)
        begin = time.process_time()
        training.run()
        seconds = (time.process_time() - begin) * 25_000 / n_documents
        print(f"{cell:9} {seconds:6.1f} CPU-s an epoch of 25,000 x 50")


def learn(given: argparse.Namespace) -> None:
    """Train as a user does and print the figures."""
    import numpy as np

    from textminer.corpus.markup import mask_markup
    from textminer.corpus.tokenizer import tokenizer_named
    from textminer.pretrained.labelled_sets import CLASSES, read_set
    from textminer.sentiment.evaluation import evaluate
    from textminer.sentiment.lstm.own_labels import train_classifier
    from textminer.sentiment.settings import NetworkSettings, TrainingSettings

    table = read_set(given.data, given.set)
    table = table[table.label.isin(CLASSES)]
    has_test = bool((table.split == "test").any())
    learnt = table[table.split == "train"] if has_test else table
    learnt = learnt.sample(n=min(given.rows or len(learnt), len(learnt)), random_state=given.seed)
    names = tuple(name for name in CLASSES if (learnt.label == name).any())
    tokenizer = tokenizer_named("tweet")
    tokens = tokenizer.tokenize(mask_markup(learnt.text.to_list()))
    labels = np.array([names.index(label) for label in learnt.label])
    settings = TrainingSettings.of_preset(given.preset, given.minutes, None, given.seed)
    begin = time.perf_counter()
    trained = train_classifier(
        tokens, labels, names, settings, NetworkSettings.of_preset(given.preset, given.cell)
    )
    seconds = time.perf_counter() - begin
    found = evaluate(labels[trained.positions], trained.held_out)
    where = "held-out part"
    if has_test:
        test = table[table.split == "test"]
        prediction = trained.classifier.predict(tokenizer.tokenize(mask_markup(test.text.to_list())))
        found = evaluate(np.array([names.index(label) for label in test.label]), prediction)
        where = "test split"
    low, high = found.interval
    print(
        f"{given.set} {given.preset} {given.cell}, {len(learnt)} rows, seed {given.seed}: {seconds:.0f} s, "
        f"{trained.history.points[-1].step} steps ({trained.history.ending}, "
        f"best {trained.history.best_step})\n"
        f"  {where} of {found.n_scored}: accuracy {100 * found.accuracy:.2f} % "
        f"({100 * low:.1f} to {100 * high:.1f}), "
        f"macro-F1 {100 * found.macro_f1:.2f}, majority {100 * found.majority:.1f}, "
        f"ECE {100 * found.calibration_error:.1f}"
    )


def main() -> None:
    """Run what was asked for."""
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=shape)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--set", default="zomato_restaurants")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--preset", default="quick")
    parser.add_argument("--cell", default="lstm")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.speed:
        speed()
    else:
        learn(given)


if __name__ == "__main__":
    main()
