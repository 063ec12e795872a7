"""Each kind of file that the product writes, as something that can be written again and again.

python -m tests.durability.writes KIND FOLDER          writes for ever, by turns one content and the other
python -m tests.durability.writes KIND FOLDER once     writes once, and prints what the disk said
python -m tests.durability.writes KIND FOLDER fail     lets each system call fail in turn (see failing_calls.c)
"""

import ctypes
import errno
import gc
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from textminer.corpus.columns import ColumnRoles
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.recipe import Recipe
from textminer.errors import TextMinerError
from textminer.storage.exports import export_table

KINDS = ("csv", "tsv", "xlsx", "parquet", "jsonl", "project", "settings", "receipt", "model", "checkpoint")
LARGE, SMALL = 3_000, 40  # rows

Write = Callable[[Path, int], None]


def table_of(number: int, n_rows: int) -> DocumentTable:
    """Random texts that no compression makes small; another number gives others."""
    letters = np.random.default_rng(number).integers(97, 122, (n_rows, 300))
    texts = ["".join(map(chr, row)) for row in letters]
    return DocumentTable(pd.DataFrame({0: pd.array(texts, dtype="str")}), ("text",))


def writer(kind: str, n_rows: int) -> Write:
    """What writes that kind of file to a path, with one of two contents."""
    tables = [table_of(number, n_rows) for number in (0, 1)]
    if kind == "project":
        return _project_writer(tables)
    if kind == "settings":
        return _settings_writer(n_rows)
    if kind == "receipt":
        return _receipt_writer(n_rows)
    if kind == "model":
        return _model_writer(n_rows)
    if kind == "checkpoint":
        return _checkpoint_writer(n_rows)
    return lambda path, number: void(export_table(tables[number], path))


def target_of(kind: str, folder: Path) -> Path:
    """Where that kind of file stands."""
    return folder / {"project": "a.textminer", "model": "a.safetensors"}.get(kind, f"a.{kind}")


def void(_value: object) -> None:
    """Nothing, of whatever was returned."""


def _project_writer(tables: list[DocumentTable]) -> Write:
    from textminer.workflows.projects import project_of, save_project

    corpora = [Corpus("a.csv", table, ColumnRoles(text=0), "en") for table in tables]
    projects = [project_of(corpus, Recipe(roles=corpus.roles)) for corpus in corpora]
    return lambda path, number: save_project(path, projects[number])


def _settings_writer(n_rows: int) -> Write:
    from textminer import atomic

    contents = [str(number) * 300 * n_rows for number in (0, 1)]
    return lambda path, number: atomic.write_text(path, contents[number])


def _receipt_writer(n_rows: int) -> Write:
    from textminer.storage.receipts import Receipt, write_receipt

    receipts = [
        Receipt((), n_rows, (str(number) * 300,) * n_rows, {}, {}, "a.csv", str(number)) for number in (0, 1)
    ]
    return lambda path, number: void(write_receipt(path.with_suffix(".csv"), receipts[number]))


def _model_writer(n_rows: int) -> Write:
    from textminer.atomic import write_bytes

    contents = [np.random.default_rng(number).bytes(300 * n_rows) for number in (0, 1)]
    return lambda path, number: write_bytes(path, contents[number])


def _checkpoint_writer(n_rows: int) -> Write:
    import torch

    from textminer.sentiment.lstm.saved_run import SavedRun, save_run

    runs = [
        SavedRun(number, {}, [], {}, {"weights": torch.full((75 * n_rows,), float(number))})
        for number in (0, 1)
    ]
    return lambda path, number: save_run(path, runs[number])


def write_for_ever(kind: str, folder: Path) -> None:
    """Write both contents beside as references, then the target by turns until somebody ends it."""
    write, target = writer(kind, LARGE), target_of(kind, folder)
    for number, name in enumerate(("one", "two")):
        (folder / name).mkdir()
        write(folder / name / target.name, number)
    print("ready", flush=True)
    number = 0
    while True:
        write(target, number)
        number = 1 - number


def write_once(kind: str, folder: Path) -> None:
    """Write the target, and say what hindered it."""
    write = writer(kind, LARGE)
    try:
        write(target_of(kind, folder), 0)
    except (OSError, TextMinerError) as error:
        print(error)


def fail_each_call(kind: str, folder: Path) -> None:
    """Let the first, second, … call fail until a write comes to its end; print how many were tried."""
    write, target = writer(kind, SMALL), target_of(kind, folder)
    shim = ctypes.CDLL(None)
    shim.fail_at.argtypes = (ctypes.c_long, ctypes.c_int)
    shim.calls_seen.restype = ctypes.c_long
    write(target, 1)
    written = next(path for path in folder.iterdir() if path.is_file())
    new = written.read_bytes()
    write(target, 0)
    old = written.read_bytes()
    assert old != new
    n = 0
    while True:
        n += 1
        gc.collect()  # an archive of the round before that is closed late would count as a call of this one
        shim.fail_at(n, errno.ENOSPC if n % 2 else errno.EIO)
        try:
            write(target, 1)
        except (OSError, TextMinerError):
            shim.fail_at(0, 0)
            assert written.read_bytes() == old, f"call {n}: damaged"
            assert [path.name for path in folder.iterdir()] == [written.name], f"call {n}: something is left"
            continue
        except Exception as error:  # of libraries that have errors of their own
            if "No space" not in str(error) and "Input/output" not in str(error):
                raise
            shim.fail_at(0, 0)
            assert written.read_bytes() == old, f"call {n}: damaged"
            continue
        seen = int(shim.calls_seen())
        shim.fail_at(0, 0)
        assert written.read_bytes() == new, f"call {n}: told to be written, but is not"
        assert seen < n, f"call {n} failed without a word"
        break
    print(n - 1, flush=True)


if __name__ == "__main__":
    if sys.argv[3:] == ["once"]:
        write_once(sys.argv[1], Path(sys.argv[2]))
    elif sys.argv[3:] == ["fail"]:
        fail_each_call(sys.argv[1], Path(sys.argv[2]))
    else:
        write_for_ever(sys.argv[1], Path(sys.argv[2]))
