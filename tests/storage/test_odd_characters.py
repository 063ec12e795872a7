"""Marks of joined files are found among whatever other characters begin with the same byte."""

import pytest

from textminer.storage import odd_characters
from textminer.storage.odd_characters import OddCharacters


@pytest.mark.parametrize("looked_at", [1, 3, 10_000])
def test_a_mark_behind_many_characters_that_begin_as_it_does(
    looked_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(odd_characters, "BYTES_LOOKED_AT", looked_at)
    met = OddCharacters()
    met.add("a，b，c，d，e\n\ufeffid,text\n".encode())
    assert (met.n_joined, met.joined_lines) == (1, [2])
    met.add("a，b，c，d，e\nid，\ufefftext\n".encode(), first_line=3)
    met.add("a，b，c，d，e".encode(), first_line=5)
    assert met.n_joined == 1
