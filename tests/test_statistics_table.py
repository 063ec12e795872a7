"""The table of checks in docs/statistics.md names tests that there are."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "statistics.md").read_text("utf-8"))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_of_the_table_is_there(file: str, name: str) -> None:
    assert f"\ndef {name}(" in (ROOT / file).read_text("utf-8")


def test_every_module_with_a_source_is_checked() -> None:
    """A statistic that names its source is in the table by the surname of its first author."""
    table = (ROOT / "docs" / "statistics.md").read_text("utf-8")
    for path in sorted((ROOT / "textminer" / "analysis").glob("*.py")):
        for source in re.findall(r"Source: (\w+)[^(]*\((\d{4})\)", path.read_text("utf-8")):
            assert source[0] in table or source[0] in LAYOUT, f"{path.name}: {source}"


LAYOUT = ("Gansner", "Steele", "van", "Salton")
"""Sources of lay-outs and hashes, which are no statistics."""
