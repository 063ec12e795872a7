"""The memory a file will take is told from the file, packed or not."""

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from textminer.storage.memory_need import BASE_BYTES, BYTES_PER_BYTE, MemoryNeed, memory_need

TEXT = b"id,text\n" + b"".join(b"%d,some words that differ %d\n" % (n, n * 7919) for n in range(50_000))


def test_plain_and_packed_files_need_what_their_text_needs(tmp_path: Path) -> None:
    plain, packed, archive = (tmp_path / name for name in ("a.csv", "a.csv.gz", "a.zip"))
    plain.write_bytes(TEXT)
    packed.write_bytes(gzip.compress(TEXT))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.csv", TEXT)
    assert memory_need([plain]).text == memory_need([archive]).text == len(TEXT)
    assert memory_need([packed]).text == pytest.approx(len(TEXT), rel=0.3)
    assert memory_need([plain, plain]).predicted == BASE_BYTES + BYTES_PER_BYTE * 2 * len(TEXT)


def test_a_column_file_and_a_folder_are_looked_into(tmp_path: Path) -> None:
    parquet = tmp_path / "a.parquet"
    pd.DataFrame({"text": [f"some words {n}" for n in range(10_000)]}).to_parquet(parquet)
    assert memory_need([parquet]).text > 100_000
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("12345")
    (folder / "b.bin").write_text("not counted")
    assert memory_need([folder]).text == 5
    assert memory_need([tmp_path / "gone.csv"]).text == 0


@pytest.mark.parametrize(
    ("free", "row_bytes", "rows"),
    [
        (0, 100, 1_000),
        (BASE_BYTES + BYTES_PER_BYTE * 10**8, 100, 1_000_000),
        (BASE_BYTES + BYTES_PER_BYTE * 21 * 10**7, 100, 2_000_000),
    ],
)
def test_a_round_number_of_rows_is_offered(free: int, row_bytes: float, rows: int) -> None:
    assert MemoryNeed(10**12, 6 * 10**12, free).rows_that_fit(row_bytes) == rows
