"""Whether contributions rank words as deletion tests do, and how long an explanation takes, on one thread.

    python benchmarks/explaining.py --data FOLDER [--model english] [--set sst2:val] [--documents 500]

A deletion test reads the whole document again for each of its words: once with the word as <unk>, once
without it; what the margin loses is the word's worth. The figure is Spearman's rank correlation with it
within a document, mean over the documents. Random scores and VADER's word scores are controls; integrated
gradients, which explain networks of more layers, stand beside the contributions.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

LENGTHS = (5, 300)  # tokens of the documents that are tested
TIMED_LENGTHS = (285, 315)


def main() -> None:
    """Print the table."""
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=shape)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="english")
    parser.add_argument("--set", action="append", dest="sets")
    parser.add_argument("--documents", type=int, default=500)
    given = parser.parse_args()

    import numpy as np
    from scipy.stats import spearmanr

    from textminer.corpus.markup import mask_markup
    from textminer.corpus.tokenizer import tokenizer_named
    from textminer.pretrained.labelled_sets import read_set
    from textminer.progress import silent
    from textminer.resource_files import resource_path
    from textminer.sentiment.encoding import UNKNOWN, EncodedDocuments
    from textminer.sentiment.lstm.by_length import LengthClassifier
    from textminer.sentiment.lstm.explanation import path_integrals
    from textminer.sentiment.lstm.loading import load_classifier
    from textminer.sentiment.lstm.numpy_reader import NumpyReader, type_vectors
    from textminer.sentiment.model_file import find_model

    lines = resource_path("vader", "vader_lexicon.txt").read_text(encoding="utf-8").splitlines()
    valence = {word: float(score) for word, score, *_rest in (line.split("\t") for line in lines)}
    classifier = load_classifier(find_model(given.model))
    chance = np.random.default_rng(0)
    for wanted in given.sets or ["sst2:val", "imdb_acl:train"]:
        name, split = wanted.split(":")
        table = read_set(given.data, name)
        texts = table.text[table.split == split].to_list()
        texts = [texts[place] for place in chance.permutation(len(texts))[: 4 * given.documents]]
        tokens = tokenizer_named(classifier.tokenizer).tokenize(mask_markup(texts))
        lengths = tokens.lengths()
        scored = classifier.predict(tokens).is_scored
        tested = np.flatnonzero(scored & (lengths >= LENGTHS[0]) & (lengths <= LENGTHS[1]))[: given.documents]
        found: dict[str, list[tuple[float, float]]] = {}
        for position in tested.tolist():
            explanation = classifier.explain(tokens, position)
            one = classifier
            if isinstance(classifier, LengthClassifier):
                one = classifier.reader_of(tokens, position)
            documents, _statuses = one.read(tokens.take(np.array([position])))
            ids = documents.ids
            n = len(ids)
            as_unknown = np.where(np.eye(n, dtype=bool), UNKNOWN, ids)
            without = np.broadcast_to(ids, (n, n))[~np.eye(n, dtype=bool)]
            rows = np.concatenate([ids, as_unknown.ravel(), without]).astype(np.int32)
            sizes = np.repeat([n, n - 1], [n + 1, n])
            offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
            variants = EncodedDocuments(rows, offsets, documents.unknown_words)
            reader = NumpyReader(one.card.network, one.weights, variants)
            logits = next(iter(reader.read([np.arange(2 * n + 1)])))
            labels = classifier.labels
            favoured, other = labels.index(explanation.favoured), labels.index(explanation.other)
            margins = logits[:, favoured] - logits[:, other]
            losses = margins[0] - margins[1:]
            vectors = type_vectors(one.weights, documents.unknown_words)[ids]
            words = [form.lower() for form in tokens.document_tokens(position)]
            sign = 1 if favoured > other else -1
            systems = {
                "contributions": explanation.contributions,
                "integrated gradients": path_integrals(
                    one.network, vectors, favoured, other, lambda: silent.report(0.0)
                ),
                "VADER's word scores": sign * np.array([valence.get(word, 0.0) for word in words]),
                "random scores": chance.random(n),
            }
            for system, scores in systems.items():
                pair = tuple(
                    float(spearmanr(scores, wanted_losses)[0]) if np.ptp(scores) > 0 else 0.0
                    for wanted_losses in (losses[:n], losses[n:])
                )
                found.setdefault(system, []).append(pair)
        print(f"{name} {split}: {len(tested)} documents, {lengths[tested].mean():.0f} tokens each")
        for system, pairs in found.items():
            unknown, removed = np.mean(pairs, axis=0)
            print(f"  {system:22} rank correlation {unknown:.3f} with <unk>, {removed:.3f} with removal")
        timed = np.flatnonzero(scored & (lengths >= TIMED_LENGTHS[0]) & (lengths <= TIMED_LENGTHS[1]))[:25]
        seconds = []
        for position in timed.tolist():
            begin = time.process_time()
            classifier.explain(tokens, position)
            seconds.append(time.process_time() - begin)
        if seconds:
            middle = 1000 * statistics.median(seconds)
            print(f"  {middle:.0f} ms of CPU for 300 tokens (median of {len(timed)})")


if __name__ == "__main__":
    main()
