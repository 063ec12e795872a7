"""The comparison of systems runs whole on a few sentences and judges all of them on the same texts."""

import importlib.util
import sys
from argparse import Namespace
from pathlib import Path
from types import ModuleType

import pytest

from textminer.pretrained.labelled_sets import ENGLISH
from textminer.pretrained.smoke_sets import write_smoke_sets

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "models.py"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmarks_models", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "list_models", list)  # loading those that ship takes longer than all the rest
    return module


@pytest.mark.parametrize(("name", "n_classes"), [("sst2", 2), ("tweeteval_sentiment", 3)])
def test_every_system_has_a_line(
    script: ModuleType, name: str, n_classes: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_smoke_sets(tmp_path, [source for source in ENGLISH if source.name == name])
    script.compare(Namespace(data=tmp_path, documents=None, training=1000, article=False), name)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{name} test: ")
    assert f"{n_classes} classes" in lines[0]
    for system in ("VADER", "TextBlob", "TF-IDF + logistic", "NB-weighted n-grams"):
        assert sum(line.strip().startswith(system) for line in lines) == 1
    assert sum("macro-recall" in line for line in lines) in (3, 4)  # TextBlob need not be installed
