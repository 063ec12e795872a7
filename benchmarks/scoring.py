"""How fast a model scores on one thread, texts in and labels out, with VADER beside it in the same run.

    python benchmarks/scoring.py --data FOLDER [--model english] [--set imdb_acl:test] [--documents 5000]

All figures are documents per second of CPU time. The share of peak is the arithmetic of the recurrent layers
over the best matrix product that this machine does in fp32 on one thread, measured in the same process.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")


def best_gflops() -> float:
    """The best rate of a 1024 x 1024 product on one thread."""
    import torch

    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    best = 0.0
    for _ in range(12):
        begin = time.process_time()
        a @ b
        best = max(best, 2 * 1024**3 / (time.process_time() - begin) / 1e9)
    return best


def recurrent_gflop(settings, n_tokens: int) -> float:
    """Arithmetic of the recurrent layers over so many tokens."""
    directions = 2 if settings.bidirectional else 1
    size, total = settings.embedding_size, 0
    for _layer in range(settings.n_layers):
        total += directions * 2 * 4 * settings.hidden_size * (size + settings.hidden_size)
        size = directions * settings.hidden_size
    return total * n_tokens / 1e9


def main() -> None:
    """Print the table."""
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=shape)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="english")
    parser.add_argument("--set", action="append", dest="sets")
    parser.add_argument("--documents", type=int, default=5000)
    given = parser.parse_args()

    import numpy as np
    import torch

    from textminer.corpus.markup import mask_markup
    from textminer.corpus.tokenizer import tokenizer_named
    from textminer.pretrained.labelled_sets import read_set
    from textminer.sentiment.lexicon import lexicon_prediction
    from textminer.sentiment.lstm import scoring
    from textminer.sentiment.lstm.threads import use_threads
    from textminer.sentiment.model_file import find_model

    scoring.use_threads = lambda n=0: use_threads(1)
    torch.set_num_threads(1)
    peak = best_gflops()
    print(f"best matrix product on one thread: {peak:.0f} GFLOP/s")
    classifier = scoring.load_classifier(find_model(given.model))
    lexicon_prediction(["warm up"])
    for wanted in given.sets or ["imdb_acl:test", "tweeteval_sentiment:test"]:
        name, split = wanted.split(":")
        table = read_set(given.data, name)
        texts = table.text[table.split == split].to_list()
        chosen = np.random.default_rng(0).permutation(len(texts))[: given.documents]
        texts = [texts[place] for place in chosen]
        begin = time.process_time()
        tokens = tokenizer_named(classifier.tokenizer).tokenize(mask_markup(texts))
        tokenized = time.process_time()
        classifier.predict(tokens)
        scored = time.process_time()
        lexicon_prediction(texts)
        ended = time.process_time()
        network = recurrent_gflop(classifier.network.settings, tokens.n_tokens) / (scored - tokenized)
        print(
            f"{name} {split}: {len(texts)} documents, {tokens.n_tokens / len(texts):.0f} tokens each\n"
            f"  texts to labels     {len(texts) / (scored - begin):8.0f} documents/cpu-s"
            f"  (tokenizing {tokenized - begin:.2f} s, scoring {scored - tokenized:.2f} s)\n"
            f"  VADER               {len(texts) / (ended - scored):8.0f} documents/cpu-s\n"
            f"  recurrent layers    {network:8.0f} GFLOP/s, {100 * network / peak:.0f} % of the best product"
        )


if __name__ == "__main__":
    main()
