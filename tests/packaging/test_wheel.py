"""Is the wheel whole: does what it installs start, and find its resources, away from the checkout?"""

import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    run(sys.executable, *build, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    pip = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel))
    run(sys.executable, *pip, cwd=target)
    return target


def test_the_wheel_holds_every_module_and_resource(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "textminer").rglob("*.py")}
    tracked = run("git", "ls-files", "resources", cwd=ROOT).split("\n") if (ROOT / ".git").exists() else []
    resources = {f"textminer/{name}" for name in tracked if name}
    assert modules | resources <= held


def test_the_wheel_holds_neither_tests_nor_tools(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"textminer"}


def test_the_metadata_names_the_licence_and_both_commands(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(info).decode("utf-8"))
        entry_points = archive.read(info.replace("METADATA", "entry_points.txt")).decode("utf-8")
    assert metadata["License-Expression"] == "MIT"
    assert set(metadata.get_all("License-File") or []) == {"LICENSE", "resources/THIRD_PARTY_NOTICES.md"}
    assert "textminer = textminer.__main__:main" in entry_points
    assert "textminer-gui = textminer.__main__:main" in entry_points


def test_what_is_installed_says_its_version(installed: Path, tmp_path: Path) -> None:
    said = run(sys.executable, "-m", "textminer", "--version", cwd=tmp_path, PYTHONPATH=str(installed))
    assert "0.1.0" in said


def test_what_is_installed_finds_its_own_resources(installed: Path, tmp_path: Path) -> None:
    script = "from textminer.resource_files import resource_path as r; print(r('THIRD_PARTY_NOTICES.md'))"
    found = Path(run(sys.executable, "-c", script, cwd=tmp_path, PYTHONPATH=str(installed)).strip())
    assert found.is_relative_to(installed)
    assert found.read_bytes() == (ROOT / "resources" / "THIRD_PARTY_NOTICES.md").read_bytes()


def test_what_is_installed_lists_its_models(installed: Path, tmp_path: Path) -> None:
    listed = run(sys.executable, "-m", "textminer", "models", cwd=tmp_path, PYTHONPATH=str(installed))
    assert "english" in listed
