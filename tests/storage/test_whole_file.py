"""A file is read whole by several threads, or not at all."""

from pathlib import Path

import pytest

from textminer.errors import TableError
from textminer.progress import Cancelled
from textminer.storage import whole_file
from textminer.storage.whole_file import read_whole


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a few bytes, as a large file has them of megabytes."""
    monkeypatch.setattr(whole_file, "READ_BYTES", 7)
    monkeypatch.setattr(whole_file, "MIN_FRESH", 5_000)


@pytest.mark.parametrize("size", [0, 1, 6, 7, 8, 27, 28, 29, 4_999, 50_000])
def test_every_byte_stands_in_its_place(tmp_path: Path, in_parts: None, size: int) -> None:
    data = bytes(place * place % 251 for place in range(size))
    (tmp_path / "a.csv").write_bytes(data)
    assert read_whole(tmp_path / "a.csv") == data


def test_progress_tells_how_far_it_is_and_can_end_it(tmp_path: Path, in_parts: None) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 1_000)
    told: list[float] = []

    class Watched:
        def report(self, fraction: float) -> None:
            told.append(fraction)
            if len(told) == 5:
                raise Cancelled

    with pytest.raises(Cancelled):
        read_whole(path, Watched())
    assert told == [7 * n / 1_000 for n in range(1, 6)]


def test_a_file_that_grows_meanwhile_is_refused(tmp_path: Path, in_parts: None) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 1_000)

    class Growing:
        def report(self, fraction: float) -> None:
            with path.open("ab") as file:
                file.write(b"y")

    with pytest.raises(TableError, match="changed while it was read"):
        read_whole(path, Growing())
