"""How fast a model scores, texts in and labels out, each system in a cold process of its own, on one thread.

    python benchmarks/scoring.py --data FOLDER [--model english] [--set imdb_acl:test] [--documents 5000]

Every figure is CPU time of the whole process, from the start of the interpreter on: median of the runs, which
take turns. Beside it stands how many labels were right: the better of negative and positive where the set
has no third class. The share of the best product is the recurrent arithmetic that no look-up saves, over the
best matrix product that numpy does in fp32 on one thread in the same process.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
SYSTEMS = ("model", "VADER")
RIVAL = """
import json, sys
from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

class Analyser(SentimentIntensityAnalyzer):  # its word list from a file, instead of NLTK's download folders
    def __init__(self, words):
        self.lexicon_file, self.constants = words, VaderConstants()
        self.lexicon = self.make_lex_dict()

texts = json.load(open(sys.argv[1], encoding="utf-8"))
analyser = Analyser(open(sys.argv[2], encoding="utf-8").read().rstrip("\\n"))
compounds = [analyser.polarity_scores(text)["compound"] for text in texts]
labels = ["positive" if c >= 0.05 else "negative" if c <= -0.05 else "neutral" for c in compounds]
json.dump({"labels": labels, "scores": compounds}, open(sys.argv[3], "w"))
"""


def score(texts_path: str, model: str, out: str) -> None:
    """The model's part, in a process of its own: as the product does it, and no more."""
    from textminer.corpus.markup import mask_markup
    from textminer.corpus.tokenizer import tokenizer_named
    from textminer.sentiment import threads
    from textminer.sentiment.lstm import numpy_reader
    from textminer.sentiment.lstm.loading import load_classifier
    from textminer.sentiment.model_file import find_model

    numpy_reader.spare_cores = threads.spare_cores = lambda: 1
    texts = json.loads(Path(texts_path).read_text(encoding="utf-8"))
    classifier = load_classifier(find_model(model))
    tokens = tokenizer_named(classifier.tokenizer).tokenize(mask_markup(texts))
    begin = time.process_time()
    prediction = classifier.predict(tokens)
    seconds = time.process_time() - begin
    labels = [classifier.labels[index] if index >= 0 else "" for index in prediction.classes()]
    found = {"labels": labels, "scores": prediction.score().tolist()}
    gflop = recurrent_gflop(find_model(model), tokens.lengths())
    figures = {"network_s": seconds, "n_tokens": tokens.n_tokens, "gflop": gflop}
    figures["torch"] = "torch" in sys.modules
    Path(out).write_text(json.dumps({**found, **figures}), encoding="utf-8")


def best_gflops() -> float:
    """The best rate of a matrix product on one thread, of a large one and of one as large as a step."""
    import numpy as np

    best = 0.0
    for shape in ((1024, 1024, 1024), (256, 128, 512)):
        n, inner, m = shape
        a, b = np.ones((n, inner), np.float32), np.ones((inner, m), np.float32)
        repeats = max(1, 2**28 // (n * inner * m))
        for _ in range(20):
            begin = time.process_time()
            for _repeat in range(repeats):
                a @ b
            best = max(best, 2 * repeats * n * inner * m / (time.process_time() - begin) / 1e9)
    return best


def recurrent_gflop(path: Path, lengths: Any) -> float:
    """Arithmetic of the states' part of the gates over documents of so many tokens."""
    from textminer.sentiment.model_file import read_card

    card = read_card(path)
    longest = card.short.longest if card.short else 0
    parts = [(card.network, lengths[lengths > longest].sum())]
    if card.short:
        parts.append((card.short.network, lengths[lengths <= longest].sum()))
    return sum(
        (2 if network.bidirectional else 1) * 2 * 4 * network.hidden_size**2 * int(n_tokens) / 1e9
        for network, n_tokens in parts
    )


def timed(arguments: list[str]) -> float:
    """CPU seconds of a fresh process."""
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, env=environment)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def right(labels: list[str], found: dict[str, list]) -> float:
    """Share of right labels; by the sign of the score where there is no neutral label."""
    guesses = found["labels"]
    if "neutral" not in labels:
        guesses = ["positive" if score > 0 else "negative" for score in found["scores"]]
    return sum(guess == label for guess, label in zip(guesses, labels, strict=True)) / len(labels)


def main() -> None:
    """Print the table."""
    if sys.argv[1:2] == ["--score"]:
        score(*sys.argv[2:])
        return
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=shape)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="english")
    parser.add_argument("--set", action="append", dest="sets")
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()

    import numpy as np

    from textminer.pretrained.labelled_sets import CLASSES, read_set
    from textminer.resource_files import resource_path
    from textminer.sentiment.labels import SENTIMENTS

    words = str(resource_path("vader", "vader_lexicon.txt"))
    print(f"best matrix product on one thread: {(peak := best_gflops()):.0f} GFLOP/s")
    for wanted in given.sets or ["imdb_acl:test", "tweeteval_sentiment:test"]:
        name, split = wanted.split(":")
        table = read_set(given.data, name)
        table = table[(table.split == split) & table.label.isin(CLASSES)]
        table = table.iloc[np.random.default_rng(0).permutation(len(table))[: given.documents]]
        with tempfile.TemporaryDirectory() as folder:
            texts, out = f"{folder}/texts.json", f"{folder}/out.json"
            Path(texts).write_text(json.dumps(table.text.to_list()), encoding="utf-8")
            commands = {
                "model": [__file__, "--score", texts, given.model, out],
                "VADER": ["-c", RIVAL, texts, words, out],
            }
            seconds: dict[str, list[float]] = {system: [] for system in SYSTEMS}
            found = {}
            for _run in range(given.runs):
                for system in SYSTEMS:
                    seconds[system].append(timed(commands[system]))
                    found[system] = json.loads(Path(out).read_text(encoding="utf-8"))
        medians = {system: statistics.median(seconds[system]) for system in SYSTEMS}
        tokens, network_s = found["model"]["n_tokens"], found["model"]["network_s"]
        print(f"{name} {split}: {len(table)} documents, {tokens / len(table):.0f} tokens each")
        for system in SYSTEMS:
            labels = [SENTIMENTS[CLASSES.index(label)] for label in table.label]
            accuracy = 100 * right(labels, found[system])
            spread = f"{min(seconds[system]):.2f} to {max(seconds[system]):.2f}"
            print(
                f"  {system:6} {medians[system]:6.2f} cpu-s ({spread}), {len(table) / medians[system]:6.0f}"
                f" documents/cpu-s, {accuracy:.1f} % right"
            )
        rate = found["model"]["gflop"] / network_s
        print(
            f"  {medians['VADER'] / medians['model']:.2f} times as fast as VADER; scoring alone"
            f" {network_s:.2f} s, at {rate:.0f} GFLOP/s of the states' part, {100 * rate / peak:.0f} % of the"
            f" best product; torch loaded: {'yes' if found['model']['torch'] else 'no'}"
        )


if __name__ == "__main__":
    main()
