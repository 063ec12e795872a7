"""Write resources/THIRD_PARTY_NOTICES.md from what is installed: python packaging/third_party_notices.py"""

import argparse
import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "THIRD_PARTY_NOTICES.md"

HEADER = """\
# Third-party notices

TextMiner is under the MIT licence (see LICENSE). It stands on the work of others, with thanks.

## In these files
| what | where | licence |
| --- | --- | --- |
| Lucide icons | `resources/icons` | ISC, parts MIT (Feather); text beside the icons |
| Inter, by The Inter Project Authors | `resources/fonts` | SIL Open Font License 1.1 |
| Noto Sans CJK SC (a subset), by Adobe and Google | `resources/fonts` | SIL Open Font License 1.1 |
| Noto Emoji, by Google | `resources/fonts` | SIL Open Font License 1.1 |
| VADER sentiment lexicon, by C.J. Hutto | `resources/vader` | MIT |

## Libraries
Qt and PySide6 are used under the LGPL 3: they are separate, unchanged libraries, and you may replace them
by your own build. The full text of each licence is installed with its library, in the folder that ends in
`.dist-info`.

| library | version | licence | home |
| --- | --- | --- | --- |
"""
SHORT_NAMES = {
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF (matplotlib licence)",
}


def runtime_distributions() -> list[Distribution]:
    """The installed distributions that TextMiner needs to run, direct and indirect, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, Distribution] = {}
    waiting = [Requirement(line) for line in project["dependencies"]]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        is_needed = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if is_needed and name not in found:
            found[name] = distribution(name)
            waiting += [Requirement(line) for line in found[name].requires or []]
    return [found[name] for name in sorted(found)]


def licence_of(installed: Distribution) -> str:
    """The licence as the package states it: an SPDX expression, else its short name."""
    metadata = installed.metadata
    stated = metadata.get("License-Expression") or metadata.get("License") or ""
    if stated and len(stated) < 120 and "\n" not in stated:
        return str(stated)
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    names = [line.rsplit(" :: ", 1)[1] for line in classifiers]
    return ", ".join(SHORT_NAMES.get(name, name) for name in names) or "see its files"


def home_of(installed: Distribution) -> str:
    addresses = dict(line.split(", ", 1) for line in installed.metadata.get_all("Project-URL") or [])
    for label, address in addresses.items():
        if re.search(r"home|source|repository", label, re.IGNORECASE):
            return address
    return installed.metadata.get("Home-page") or next(iter(addresses.values()), "")


def notices() -> str:
    rows = [
        f"| {item.metadata['Name']} | {item.version.split('+')[0]} | {licence_of(item)} | {home_of(item)} |"
        for item in runtime_distributions()
    ]
    return HEADER + "\n".join(rows) + "\n"


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    TARGET.write_text(notices(), encoding="utf-8")


if __name__ == "__main__":
    main()
