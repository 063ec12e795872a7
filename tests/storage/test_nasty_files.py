"""Tables in the dialects of many programs, and tables with one fault each, are read cell for cell."""

from itertools import islice
from pathlib import Path

import pytest

from tests.storage.nasty_files import NastyFile, nasty_files
from tests.storage.pollutions import answers, catalogue, polluted_files, score
from textminer.storage.tables import TableRead, read_table

GOOD = 0.98  # share read cell for cell; what is missing can be read in two ways
EVERY = 9  # of the faults, to be quick: all of them score the same


def read_bytes(folder: Path, data: bytes) -> TableRead:
    path = folder / "a.csv"
    path.write_bytes(data)
    return read_table(path)


def is_equal(file: NastyFile, read: TableRead) -> bool:
    return read.columns == file.columns and read.frame.to_numpy(dtype=object).tolist() == file.rows


def test_nearly_all_dialects_are_read_cell_for_cell(tmp_path: Path) -> None:
    files = list(nasty_files(seed=7, n=250))
    wrong = [file.name for file in files if not is_equal(file, read_bytes(tmp_path, file.data))]
    assert len(wrong) <= (1 - GOOD) * len(files), wrong


@pytest.mark.parametrize("make", [catalogue, answers])
def test_a_fault_costs_little_more_than_its_row(tmp_path: Path, make: object) -> None:
    assert callable(make)
    files = list(islice(polluted_files(*make(seed=1)), 0, None, EVERY))
    scores = [
        score(file, read.columns, read.frame.to_numpy(dtype=object).tolist())
        for file in files
        for read in [read_bytes(tmp_path, file.data)]
    ]
    assert sum(scores) / len(scores) >= (9.85 if make is catalogue else 9.45)


@pytest.mark.parametrize("make", [catalogue, answers])
def test_no_row_is_lost_to_a_stray_quote(tmp_path: Path, make: object) -> None:
    assert callable(make)
    columns, rows = make(seed=2)
    for file in islice(
        (file for file in polluted_files(columns, rows) if "quote," in file.name), 0, None, EVERY
    ):
        read = read_bytes(tmp_path, file.data)
        assert is_equal(file, read), file.name
        is_told = any(notice.lines for notice in read.notices)
        assert is_told or "row 0" in file.name or file.data.count(b'"') == 0, file.name
