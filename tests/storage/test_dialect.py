"""How much is looked at before a dialect is told."""

import pytest

from textminer.corpus.recipe import ImportSettings
from textminer.storage import dialect
from textminer.storage.dialect import guess_dialect

ROW = b'"%d","so; it was good, but: was it | ever; really so? yes","5"\n'


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_only_what_parts_cells_is_tried_wherever_the_sample_ends(
    cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    fit = dialect._fit

    def noted(sample: bytes, one: dialect.Dialect, is_cut: bool, may_skip: bool) -> dialect.DialectGuess:
        tried.append(one.delimiter)
        return fit(sample, one, is_cut, may_skip)

    monkeypatch.setattr(dialect, "SAMPLE_BYTES", 6_000 + cut)
    monkeypatch.setattr(dialect, "_fit", noted)
    guess = guess_dialect(b"".join(ROW % number for number in range(300)), 0, ImportSettings())
    assert (guess.dialect.delimiter, guess.width, guess.share) == (",", 3, 1.0)
    assert tried == [","]
