"""Do the layers, names and habits of the house plan hold?"""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "textminer"
MOST_LINES = 400

# Outside packages that each of ours may import, beside the standard library.
OUTSIDE = {
    "corpus": {"numpy", "pandas", "pyarrow", "nltk", "regex", "rjieba", "py3langid", "simplemma", "emoji"},
    "analysis": {"numpy", "pandas", "pyarrow", "scipy", "sklearn", "nltk", "threadpoolctl"},
    "sentiment": {"numpy", "pandas", "pyarrow", "scipy", "sklearn", "safetensors", "nltk", "platformdirs"},
    "sentiment/lstm": {"numpy", "scipy", "sklearn", "threadpoolctl", "torch", "safetensors"},
    "storage": {"numpy", "pandas", "pyarrow", "chardet", "python_calamine", "xlsxwriter", "psutil"},
    "figures": {"numpy", "matplotlib"},
    "report": {"numpy", "pandas", "matplotlib", "pypdf"},
    "workflows": {"numpy", "pandas", "pyarrow", "platformdirs", "tqdm"},
    "cli": {"numpy", "pandas", "pyarrow", "tqdm"},
    "jobs": set(),
    "session": {"numpy", "PySide6"},
    "gui": {"numpy", "pandas", "pyarrow", "matplotlib", "platformdirs", "PySide6"},
}
SAYING_NOTHING = re.compile(
    r"^(utils?|helpers?|common|base|misc|manager|handlers?)$|_(utils?|helpers?|manager|handler)$"
)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
SHARED_IN_GUI = {"widgets", "parts"}
HEAVY = {"torch", "pandas", "nltk", "sklearn", "matplotlib", "scipy", "pyarrow"}


@cache
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def package_of(path: Path) -> str:
    """The row of the table that a module falls under: `corpus`, `sentiment/lstm`, or "" at the top."""
    folder = path.parent.relative_to(PACKAGE).as_posix()
    if folder.startswith("sentiment/lstm"):
        return "sentiment/lstm"
    return folder.split("/")[0] if folder != "." else ""


def imported_names(tree: ast.Module) -> Iterator[str]:
    """Every dotted name a module imports anywhere, `from a import b` as `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """The calls of functions or methods with one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in names:
                yield node


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def test_layers_hold() -> None:
    """In a process of its own: import-linter sets logging up for itself and silences every other logger."""
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports('pyproject.toml'))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_scan_saw_every_package() -> None:
    assert {package_of(path) for path in modules()} >= {name for name in OUTSIDE if (PACKAGE / name).is_dir()}
    assert len(modules()) > 30


def test_each_package_imports_only_its_outside_libraries() -> None:
    strangers = []
    for path, tree in modules().items():
        allowed = OUTSIDE.get(package_of(path))
        if allowed is None:
            continue
        roots = {name.split(".")[0] for name in imported_names(tree)}
        strangers += [
            f"{path.relative_to(ROOT)}: {root}"
            for root in sorted(roots - allowed - {"textminer"})
            if root not in sys.stdlib_module_names
        ]
    assert strangers == []


def test_session_uses_nothing_of_qt_but_its_core() -> None:
    names = {
        name
        for path, tree in modules().items()
        if package_of(path) == "session"
        for name in imported_names(tree)
        if name.startswith("PySide6")
    }
    assert [name for name in names if not name.startswith("PySide6.QtCore")] == []


def test_pyplot_and_pickle_are_imported_nowhere() -> None:
    banned = ("matplotlib.pyplot", "pylab", "pickle", "matplotlib.backends.backend_qt5")
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in modules().items()
        for name in imported_names(tree)
        if name.startswith(banned)
    ]
    assert found == []


def test_qt_backend_of_matplotlib_stays_in_the_gui() -> None:
    found = [
        path.relative_to(ROOT)
        for path, tree in modules().items()
        if package_of(path) != "gui"
        for name in imported_names(tree)
        if name.startswith("matplotlib.backends.backend_qt")
    ]
    assert found == []


def test_no_page_imports_another_page() -> None:
    pages = {folder.name for folder in (PACKAGE / "gui").iterdir() if folder.is_dir()} - SHARED_IN_GUI
    crossings = []
    for path, tree in modules().items():
        parts = path.relative_to(PACKAGE).parts
        if parts[0] != "gui" or len(parts) == 2:  # the window itself knows its pages
            continue
        foreign = pages - {parts[1]}
        crossings += [
            f"{path.relative_to(ROOT)}: {name}"
            for name in imported_names(tree)
            if name.startswith("textminer.gui.") and name.split(".")[2] in foreign
        ]
    assert crossings == []


def test_analysis_touches_no_file() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in modules().items()
        if package_of(path) == "analysis"
        for name in [*imported_names(tree), *("open()" for _ in calls(tree, "open"))]
        if name.split(".")[0] in {"pathlib", "os", "io", "shutil", "tempfile", "open()"}
    ]
    assert found == []


def test_the_first_paint_waits_for_no_heavy_library() -> None:
    script = "import sys, textminer.app; print(*sys.modules)"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "textminer.app" in loaded
    assert loaded & HEAVY == set()


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()
    }
    assert {path: n for path, n in lengths.items() if n > MOST_LINES} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path.relative_to(ROOT) for path in modules() if SAYING_NOTHING.search(path.stem)] == []


def test_each_module_says_in_one_line_what_it_answers() -> None:
    silent = []
    for path, tree in modules().items():
        first_line = (ast.get_docstring(tree) or "").split("\n")[0]
        if tree.body and not first_line:
            silent.append(path.relative_to(ROOT))
    assert silent == []


def test_a_broad_except_passes_the_error_on_or_logs_it() -> None:
    """Anything else hides a fault. Jobs are exempt: they turn whatever was raised into an event."""
    broad = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ExceptHandler) or package_of(path) == "jobs":
                continue
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {ast.unparse(kind) for kind in caught if kind is not None}
            catches_all = node.type is None or bool(names & {"Exception", "BaseException"})
            tells = any(isinstance(inner, ast.Raise) for inner in ast.walk(node)) or any(
                calls(node, "exception")
            )
            if catches_all and not tells:
                broad.append(place(path, node))
    assert broad == []


def test_no_widget_is_asked_for_in_the_chain_of_tab() -> None:
    """PySide never frees one that it was asked for so, nor the window, corpus and model that it refers to."""
    asked = ("previousInFocusChain", "nextInFocusChain")
    found = [place(path, call) for path, tree in modules().items() for call in calls(tree, *asked)]
    assert found == []


def test_nothing_is_left_unfinished() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    assert found == []


def test_a_module_that_writes_files_writes_them_whole_or_not_at_all() -> None:
    careless = []
    for path, tree in modules().items():
        writes = [
            *calls(
                tree, "write_text", "write_bytes", "save_file", "savefig", "to_csv", "to_parquet", "to_excel"
            )
        ]
        writes = [call for call in writes if not writes_no_file(call)]
        writes += [call for call in calls(tree, "open") if opens_for_writing(call)]
        uses_atomic = any(name.startswith("textminer.atomic") for name in imported_names(tree))
        if writes and not uses_atomic and path.name != "atomic.py":
            careless += [place(path, call) for call in writes]
    assert careless == []


def writes_no_file(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute) and call.func.attr == "to_csv" and not call.args:
        return True  # without a path it returns the text
    return bool(call.args) and ast.unparse(call.args[0]) in {"sys.stdout", "sys.stderr"}


def opens_for_writing(call: ast.Call) -> bool:
    arguments = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = [argument.value for argument in arguments if isinstance(argument, ast.Constant)]
    return any(isinstance(mode, str) and re.fullmatch(r"[wax][bt+]*|r[bt]?\+[bt]?", mode) for mode in modes)


def test_no_sentence_is_formatted_before_it_is_translated() -> None:
    wrong = []
    for path, tree in modules().items():
        for call in calls(tree, "_", "ngettext_"):
            sentences = call.args[: 2 if getattr(call.func, "id", "") == "ngettext_" else 1]
            if not all(isinstance(sentence, ast.Constant) for sentence in sentences):
                wrong.append(place(path, call))
    assert wrong == []


def test_no_sentence_is_translated_at_import_time() -> None:
    """The language is chosen after the imports, so a sentence made by one stays in English."""
    early = []
    for path, tree in modules().items():
        for outside in run_at_import(tree):
            early += [place(path, call) for call in calls(outside, "_", "ngettext_")]
    assert early == []


def run_at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """The parts of a module that run when it is imported: all but the bodies of functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from node.decorator_list
            yield node.args
        elif isinstance(node, ast.ClassDef | ast.If | ast.Try | ast.With | ast.For):
            yield from run_at_import(node)
        elif not isinstance(node, ast.Lambda):
            yield node
