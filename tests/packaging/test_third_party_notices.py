"""Does the notice that ships name everything that TextMiner stands on?"""

import tomllib
from importlib.metadata import distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
NOTICES = ROOT / "resources" / "THIRD_PARTY_NOTICES.md"


def named() -> set[str]:
    rows = [
        line.split("|") for line in NOTICES.read_text(encoding="utf-8").splitlines() if line.startswith("|")
    ]
    return {canonicalize_name(row[1].strip()) for row in rows}


def needed_to_run() -> set[str]:
    """Direct dependencies and what they in turn require here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = set()
    waiting = list(project["dependencies"])
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        if name not in found and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            found.add(name)
            waiting += requires(name) or []
    return found


def test_every_library_is_named_with_a_licence() -> None:
    assert needed_to_run() - named() == set()
    rows = [line for line in NOTICES.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert [row for row in rows if any(not cell.strip() for cell in row.strip("|").split("|"))] == []


def test_versions_are_the_installed_ones() -> None:
    text = NOTICES.read_text(encoding="utf-8")
    for name in ("torch", "numpy", "pandas"):
        assert f"| {name} | {distribution(name).version.split('+')[0]} |" in text


def test_fonts_and_icons_are_named() -> None:
    assert "lucide icons" in named()
    text = NOTICES.read_text(encoding="utf-8")
    assert text.count("SIL Open Font License") == 3  # Inter, Noto Sans and Noto Emoji
