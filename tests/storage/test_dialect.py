"""How much is looked at before a dialect is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textminer.corpus.recipe import ImportSettings
from textminer.storage import dialect
from textminer.storage.dialect import guess_dialect
from textminer.storage.dialect_evidence import n_beside_quotes, share_rough
from textminer.storage.marks import Dialect

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


@settings(max_examples=500, deadline=None)
@given(text=st.text('",\r\nx', max_size=80))
def test_quotes_beside_edges_are_counted_as_pairs_of_bytes_are(text: str) -> None:
    sample = text.encode()
    n_quotes = sample.count(b'"')
    n_before = sample.startswith(b'"') + sum(sample.count(edge + b'"') for edge in (b",", b"\r", b"\n"))
    n_behind = sample.endswith(b'"') + sum(sample.count(b'"' + edge) for edge in (b",", b"\r", b"\n"))
    n_doubled = 2 * sample.count(b'""')
    rough = max(0.0, 1 - (n_before + n_behind + n_doubled) / n_quotes) if n_quotes else 0.0
    assert share_rough(sample, Dialect()) == rough
    assert n_beside_quotes(sample, Dialect()) == sample.count(b',"') + sample.count(b'",')
