"""Each kind of file that the product writes, as something that can be written again and again.

python -m tests.durability.writes once FOLDER KIND…   writes each kind once, and prints what the disk said
python -m tests.durability.writes fail FOLDER KIND…   lets each system call fail in turn (see failing_calls.c);
                                                      with KIND:7 the first, the eighth … alone
"""

import ctypes
import errno
import gc
import hashlib
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

LARGE, SMALL, SHORT = 3_000, 40, 3  # rows; of a report on pages

Write = Callable[[Path, int], object]


def table_of(number: int, n_rows: int) -> DocumentTable:
    """Random texts that no compression makes small; another number gives others."""
    letters = np.random.default_rng(number).integers(97, 122, (n_rows, 300), dtype=np.uint8)
    texts = [row.tobytes().decode("ascii") for row in letters]
    return DocumentTable(pd.DataFrame({0: pd.array(texts, dtype="str")}), ("text",))


def _export(n_rows: int) -> Write:
    tables = [table_of(number, n_rows) for number in (0, 1)]
    return lambda path, number: export_table(tables[number], path)


def _stream(n_rows: int) -> Write:
    """Scoring part by part as the command line does with files larger than memory."""
    import tempfile

    from textminer.storage.exports import ExportOptions
    from textminer.workflows.models import load_model
    from textminer.workflows.streaming import look_through, score_stream

    folder = Path(tempfile.mkdtemp())
    files = []
    for number in (0, 1):
        source = folder / f"{number}.csv"
        rows = [f'"{place}{"ab"[number]}",It was not good at all.' for place in range(n_rows)]
        source.write_text("\n".join(["id,text", *rows, ""]), encoding="utf-8")
        file = look_through(source)
        assert file is not None
        files.append(file)
    classifier = load_model("english")
    recipe = Recipe(roles=files[0].head.roles, model="english")
    return lambda path, number: score_stream(files[number], classifier, path, recipe, ExportOptions())


def _project(n_rows: int, is_private: bool = False) -> Write:
    from textminer.storage.projects import save_project
    from textminer.workflows.projects import project_of

    tables = [table_of(number, n_rows) for number in (0, 1)]
    corpora = [Corpus("a.csv", table, ColumnRoles(text=0), "en") for table in tables]
    projects = [project_of(corpus, Recipe(roles=corpus.roles)) for corpus in corpora]
    return lambda path, number: save_project(path, projects[number], is_private)


def _autosave(n_rows: int) -> Write:
    return _project(n_rows, is_private=True)


def _settings(n_rows: int) -> Write:
    from textminer.session.settings_file import SettingsFile

    values = [{f"recent/{place}": str(number) * 300 for place in range(n_rows)} for number in (0, 1)]
    return lambda path, number: SettingsFile(path).set_values(values[number])


def _receipt(n_rows: int) -> Write:
    from textminer.storage.receipts import Receipt, write_receipt

    receipts = [
        Receipt((), n_rows, (str(number) * 300,) * n_rows, {}, {}, "a.csv", str(number)) for number in (0, 1)
    ]
    return lambda path, number: write_receipt(
        path.with_name(path.name.removesuffix(".receipt.json")), receipts[number]
    )


def _steps(n_rows: int) -> Write:
    from textminer.storage.saved_recipes import SavedRecipe, write_recipe

    saved = [SavedRecipe(Recipe(), ("text",), (str(number) * 300,) * n_rows) for number in (0, 1)]
    return lambda path, number: write_recipe(path, saved[number])


def _model(n_rows: int) -> Write:
    from dataclasses import replace

    from textminer.sentiment.model_file import read_model, write_model

    shipped = read_model(Path(__file__).parents[2] / "resources" / "models" / "english.safetensors")
    weights = {name: value[:n_rows] for name, value in shipped.weights.items()}
    cards = [replace(shipped.card, name=str(number) * 9) for number in (0, 1)]
    return lambda path, number: write_model(path, cards[number], shipped.vocabulary, weights)


def _import(n_rows: int) -> Write:
    """Model files copied among the user's own; none takes the place of another, so the last one goes first."""
    import tempfile

    from textminer.workflows import model_library

    folder = Path(tempfile.mkdtemp())
    write_model = _model(n_rows)
    for number in (0, 1):
        (folder / str(number)).mkdir()
        write_model(folder / str(number) / "a.safetensors", number)

    def write(path: Path, number: int) -> None:
        model_library.models_folder = lambda: path.parent
        path.unlink(missing_ok=True)
        model_library.import_model(folder / str(number) / path.name)

    return write


def _checkpoint(n_rows: int) -> Write:
    import torch

    from textminer.sentiment.lstm.checkpoint import Checkpoint, save_checkpoint

    torch.set_num_threads(1)  # no others, which a fork would not have
    weights = [{"a": torch.full((75 * n_rows,), float(number))} for number in (0, 1)]
    kept = [Checkpoint(number, {}, (), 0.0, 0, weights[number], {}, {}, []) for number in (0, 1)]
    return lambda path, number: save_checkpoint(path.parent, kept[number])


def _run(n_rows: int) -> Write:
    import torch

    from textminer.sentiment.lstm.saved_run import SavedRun, save_run

    torch.set_num_threads(1)  # no others, which a fork would not have
    runs = [
        SavedRun(number, {}, [], {}, {"weights": torch.full((75 * n_rows,), float(number))})
        for number in (0, 1)
    ]
    return lambda path, number: save_run(path, runs[number])


def _report(n_rows: int) -> Write:
    from textminer.report.content import Quote, Report, Section
    from textminer.workflows.reporting import write_report

    texts = [[text[:60] for text in table_of(number, n_rows).column(0)] for number in (0, 1)]
    reports = [
        Report(f"{number}", (), (Section("", quotes=tuple(Quote(text, "row 1") for text in own)),), "{}")
        for number, own in enumerate(texts)
    ]
    return lambda path, number: write_report(reports[number], path)


def _figure(_n_rows: int) -> Write:
    from matplotlib.figure import Figure

    from textminer.figures.style import LIGHT, Colours
    from textminer.gui.widgets.figure_sheet import FigureSheet

    sheets: list[FigureSheet] = []

    def write(path: Path, number: int) -> None:
        for seed in range(len(sheets), 2):  # not before: a thread of the painters does not outlive a fork

            def draw(figure: Figure, _colours: Colours, seed: int = seed) -> None:
                figure.set_layout_engine("none")  # which moves a little with every drawing
                axes = figure.subplots()
                axes.imshow(np.random.default_rng(seed).random((300, 300)), interpolation="nearest")

            sheets.append(FigureSheet())
            sheets[-1].submit(draw, LIGHT, 400, 400, 100).result()
        sheets[number].save(path, LIGHT)

    return write


# kind: name of the file, what makes its writer, rows for one that is to be killed or to find no room
KINDS: dict[str, tuple[str, Callable[[int], Write], int]] = {
    "csv": ("a.csv", _export, 30_000),
    "tsv": ("a.tsv", _export, 30_000),
    "xlsx": ("a.xlsx", _export, LARGE),
    "parquet": ("a.parquet", _export, 60_000),
    "jsonl": ("a.jsonl", _export, 30_000),
    "stream": ("a.csv", _stream, 20_000),
    "project": ("a.textminer", _project, 60_000),
    "autosave": ("a.textminer", _autosave, 60_000),
    "checkpoint": ("checkpoint.safetensors", _checkpoint, 100_000),
    "run": ("a.safetensors", _run, 100_000),
    "receipt": ("a.csv.receipt.json", _receipt, 30_000),
    "steps": ("a.recipe.json", _steps, 60_000),
    "model": ("a.safetensors", _model, 100_000),
    "import": ("a.safetensors", _import, 100_000),
    "settings": ("settings.json", _settings, 30_000),
    "report": ("a.html", _report, 100_000),
    "pdf": ("a.pdf", _report, 40),
    "figure": ("a.png", _figure, 0),
}


def writer(kind: str, n_rows: int | None = None) -> Write:
    """What writes that kind of file to a path, with one of two contents."""
    _name, make, n_large = KINDS[kind]
    return make(n_large if n_rows is None else n_rows)


def target_of(kind: str, folder: Path) -> Path:
    """Where that kind of file stands."""
    return folder / KINDS[kind][0]


def write_once(kind: str, folder: Path) -> None:
    """Write the target in place of an old one, and say what hindered it; the old one must stay."""
    target = target_of(kind, folder)
    before = {**_contents(folder), target.name: b"old"}
    target.write_bytes(b"old")
    try:
        writer(kind)(target, 0)
        said = "nothing"
    except TextMinerError as error:
        said = f"sentence: {error}"
    except OSError as error:
        said = f"system: {error}"
    assert _contents(folder) == before, kind
    target.unlink()
    print(f"{kind}\t{said}", flush=True)


def fail_each_call(kind: str, folder: Path, step: int) -> None:
    """Let the first, second, … call fail until a write comes to its end; print how many there are.

    step:  1 for every call, 7 for the first, the eighth …
    """
    write, target = writer(kind, SHORT if kind == "pdf" else SMALL), target_of(kind, folder)
    shim = ctypes.CDLL(None)
    shim.fail_at.argtypes = (ctypes.c_long, ctypes.c_int)
    shim.calls_seen.restype = ctypes.c_long
    write(target, 1)
    new = _contents(folder)
    write(target, 0)
    old = _contents(folder)
    assert set(old) == set(new)
    assert old[target.name] != new[target.name]
    n = 1
    while True:
        gc.collect()  # an archive of the round before that is closed late would count as a call of this one
        shim.fail_at(n, errno.ENOSPC if n % 2 else errno.EIO)
        try:
            write(target, 1)
        except (OSError, TextMinerError):
            has_failed = True
        except Exception as error:  # of libraries that have errors of their own
            if "No space" not in str(error) and "Input/output" not in str(error):
                raise
            has_failed = True
        else:
            has_failed = False
        seen = int(shim.calls_seen())
        shim.fail_at(0, 0)
        found = _contents(folder)
        assert set(found) == set(old), f"call {n}: something is left"
        assert belongs(target), f"call {n}: the receipt of another file"
        assert found[target.name] in (old[target.name], new[target.name]), f"call {n}: damaged"
        if has_failed:
            assert found == old, f"call {n}: told as failed, but written"
        if not has_failed and kind != "settings":  # which go on without a file
            assert found[target.name] == new[target.name], f"call {n}: told to be written, but is not"
        if seen < n:
            break
        write(target, 0)
        n += step
    for name in old:
        (folder / name).unlink()
    print(f"{kind}\t{seen}", flush=True)


def belongs(target: Path) -> bool:
    """Whether the receipt beside a file, where there is one, is that of this very file."""
    from textminer.storage.receipts import read_receipt, receipt_path

    beside = receipt_path(target)
    if not beside.is_file():
        return True
    return read_receipt(beside).export_sha256 == hashlib.sha256(target.read_bytes()).hexdigest()


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


if __name__ == "__main__":
    for asked in sys.argv[3:]:
        name, _colon, step = asked.partition(":")
        if sys.argv[1] == "once":
            write_once(name, Path(sys.argv[2]))
        else:
            fail_each_call(name, Path(sys.argv[2]), int(step or 1))
