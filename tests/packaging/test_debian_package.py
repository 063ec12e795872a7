"""Does the Debian package put program, menu entry, icon and licence where a desktop looks for them?"""

import configparser
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
APP_ID = "org.textminer.TextMiner"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a bundle of one small program: what is tested is the recipe, not PyInstaller."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is Debian's own tool")
    folder = tmp_path_factory.mktemp("deb")
    program = folder / "bundle" / "textminer"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho started\n", encoding="utf-8")
    program.chmod(0o755)
    recipe = (sys.executable, str(ROOT / "packaging" / "deb" / "build.py"), str(program.parent), str(folder))
    subprocess.run(recipe, check=True, capture_output=True)
    (path,) = folder.glob("*.deb")
    return path


def ask(package: Path, question: str, *more: str) -> str:
    return subprocess.run(
        ("dpkg-deb", question, package, *more), check=True, capture_output=True, text=True
    ).stdout


def test_the_package_states_its_version_and_needs(package: Path) -> None:
    fields = dict(line.split(": ", 1) for line in ask(package, "--info").splitlines() if ": " in line)
    stated = {name.strip(): value for name, value in fields.items()}
    assert stated["Package"] == "textminer"
    assert stated["Version"] == "0.1.0"
    assert {"libegl1", "libxcb-cursor0", "libxkbcommon-x11-0"} <= set(stated["Depends"].split(", "))


def test_files_lie_where_a_desktop_looks_and_belong_to_root(package: Path) -> None:
    lines = ask(package, "--contents").splitlines()
    paths = {line.split(maxsplit=5)[5].split(" -> ")[0] for line in lines}
    assert {
        "./opt/textminer/textminer",
        "./usr/bin/textminer",
        f"./usr/share/applications/{APP_ID}.desktop",
        f"./usr/share/metainfo/{APP_ID}.metainfo.xml",
        f"./usr/share/icons/hicolor/scalable/apps/{APP_ID}.svg",
        "./usr/share/doc/textminer/copyright",
    } <= paths
    assert {line.split()[1] for line in lines} == {"root/root"}


def test_the_command_starts_the_program(package: Path, tmp_path: Path) -> None:
    ask(package, "--extract", str(tmp_path))
    command = tmp_path / "usr" / "bin" / "textminer"
    assert subprocess.run([command], check=True, capture_output=True, text=True).stdout == "started\n"


def test_entry_and_metadata_name_the_same_application() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(LINUX / f"{APP_ID}.desktop", encoding="utf-8")
    metadata = ElementTree.parse(LINUX / f"{APP_ID}.metainfo.xml").getroot()
    assert metadata.findtext("id") == entry["Desktop Entry"]["Icon"] == APP_ID
    assert metadata.findtext("launchable") == f"{APP_ID}.desktop"
    assert entry["Desktop Entry"]["Exec"].split() == ["textminer", "%f"]


def test_released_versions_agree() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    releases = ElementTree.parse(LINUX / f"{APP_ID}.metainfo.xml").getroot().iter("release")
    newest = next(releases).get("version")
    assert f'version = "{newest}"' in pyproject
    assert f"## {newest}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
