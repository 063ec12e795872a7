"""How much faster the memoised tokenizers are than NLTK's own, and whether every token is the same.

    python benchmarks/tokenizing.py --data FOLDER [--set imdb_acl:test --set tweeteval_sentiment::10000]
    python benchmarks/tokenizing.py --texts FILE

Every timing is a fresh process with the texts in memory as a list of strings and the imports done, on one
thread; the runs of both sides alternate and the medians are compared, so that a busy machine hits both alike.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

DEFAULT_SETS = ("imdb_acl:test", "tweeteval_sentiment::10000")
TOKENIZERS = ("tweet", "word")
GOALS = {("imdb_acl", "tweet"): 6.0, ("imdb_acl", "word"): 8.0, ("tweeteval_sentiment", "tweet"): 2.0}
GOALS["tweeteval_sentiment", "word"] = 2.0


def read_texts(source: str) -> list[str]:
    """Texts of "FILE.txt" (one a line) or "FILE.parquet|SPLIT|ROWS" (column `text`; both may be missing)."""
    path, split, rows = [*source.split("|"), "", ""][:3]
    if not path.endswith(".parquet"):
        return Path(path).read_text(encoding="utf-8").splitlines()
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path)
    texts = table.column("text").to_pylist()
    if split:
        texts = [
            text for text, own in zip(texts, table.column("split").to_pylist(), strict=True) if own == split
        ]
    return texts[: int(rows)] if rows else texts


def nltk_tokenizer(name: str):
    """NLTK's own tokenizer behind one of our names."""
    if name == "tweet":
        from nltk.tokenize.casual import TweetTokenizer

        return TweetTokenizer()
    from nltk.tokenize.destructive import NLTKWordTokenizer

    return NLTKWordTokenizer()


def measure(side: str, name: str, source: str) -> dict[str, float]:
    """Seconds of wall clock and of CPU that one side takes, in this process."""
    import pyarrow

    from textminer.corpus.tokenizer import tokenizer_named

    pyarrow.set_cpu_count(1)
    texts = read_texts(source)
    tokenizer = tokenizer_named(name) if side == "ours" else nltk_tokenizer(name)
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    if side == "ours":
        n_tokens = tokenizer.tokenize(texts).n_tokens
    else:
        n_tokens = sum(len(tokens) for tokens in [tokenizer.tokenize(text) for text in texts])
    return {
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
        "n_tokens": n_tokens,
        "n_characters": sum(map(len, texts)),
    }


def differing_documents(name: str, source: str) -> int:
    """Documents of which any token differs from NLTK's."""
    from textminer.corpus.tokenizer import tokenizer_named

    texts = read_texts(source)
    table, nltk = tokenizer_named(name).tokenize(texts), nltk_tokenizer(name)
    return sum(table.document_tokens(place) != nltk.tokenize(text) for place, text in enumerate(texts))


def in_fresh_process(*arguments: str) -> dict[str, float]:
    """What this script prints when it is run with the arguments."""
    run = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def compare(name: str, source: str, label: str, repeats: int, check: bool) -> None:
    """Print one line: both medians, their ratio, equality."""
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "nltk": []}
    for _ in range(repeats):
        for side, found in runs.items():
            found.append(in_fresh_process("--measure", side, name, source))
    if len({run["n_tokens"] for found in runs.values() for run in found}) != 1:
        print(f"{label} {name}: the numbers of tokens differ")
    seconds = {side: statistics.median(run["wall_s"] for run in found) for side, found in runs.items()}
    cpu = {side: statistics.median(run["cpu_s"] for run in found) for side, found in runs.items()}
    goal = GOALS.get((label.split(":")[0], name))
    verdict = (
        ""
        if goal is None
        else f" (goal {goal:g}: {'met' if cpu['nltk'] / cpu['ours'] >= goal else 'MISSED'})"
    )
    equality = ""
    if check:
        n_different = differing_documents(name, source)
        equality = ", every token equal" if not n_different else f", {n_different} DOCUMENTS DIFFER"
    print(
        f"{label:28} {name:6} NLTK {seconds['nltk']:7.2f} s, ours {seconds['ours']:6.2f} s with spans: "
        f"{seconds['nltk'] / seconds['ours']:5.1f} times as fast by the clock, "
        f"{cpu['nltk'] / cpu['ours']:5.1f} by CPU time{verdict}{equality}",
        flush=True,
    )


def main() -> None:
    """Read the arguments and print the comparison."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder of parquet files with a column `text`")
    parser.add_argument("--set", action="append", help="NAME[:SPLIT[:ROWS]] in the folder; may repeat")
    parser.add_argument("--texts", type=Path, help="a text file, one document a line")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--no-check", action="store_true", help="leave out the comparison of every token")
    parser.add_argument("--measure", nargs=3, metavar=("SIDE", "NAME", "SOURCE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(*arguments.measure)))
        return
    sources = {}
    if arguments.texts:
        sources[arguments.texts.name] = str(arguments.texts)
    if arguments.data:
        for label in arguments.set or DEFAULT_SETS:
            name, split, rows = [*label.split(":"), "", ""][:3]
            sources[label] = f"{arguments.data / name}.parquet|{split}|{rows}"
    if not sources:
        parser.error("give --data FOLDER or --texts FILE")
    for label, source in sources.items():
        for name in TOKENIZERS:
            compare(name, source, label, arguments.repeats, not arguments.no_check)


if __name__ == "__main__":
    main()
