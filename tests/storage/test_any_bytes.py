"""Whatever the bytes, reading ends with a table or with a sentence."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.odd_files import odd_files
from textminer.errors import TableError
from textminer.storage.tables import preview_table, read_table

many = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ENDINGS = ["csv", "tsv", "txt", "json", "jsonl", "xlsx", "parquet", ""]
FILES = [odd.data[:3_000] for odd in odd_files()]


def assert_read_or_refused(path: Path) -> None:
    try:
        read = read_table(path)
    except TableError:
        return
    assert len(read.columns) == read.frame.shape[1]
    assert not read.frame.isna().to_numpy().any()
    assert list(read.frame.columns) == list(range(len(read.columns)))
    assert preview_table(path).columns == read.columns


@pytest.mark.parametrize("ending", ENDINGS)
@many
@given(data=st.binary(max_size=200))
def test_random_bytes_are_read_or_refused(tmp_path: Path, ending: str, data: bytes) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    assert_read_or_refused(path)


@many
@given(
    data=st.sampled_from(FILES),
    ending=st.sampled_from(ENDINGS[:5]),
    places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=3)), max_size=4),
)
def test_damaged_files_are_read_or_refused(
    tmp_path: Path, data: bytes, ending: str, places: list[tuple[float, bytes]]
) -> None:
    for share, new in places:
        at = int(share * len(data))
        data = data[:at] + new + data[at + len(new) // 2 :]
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    assert_read_or_refused(path)


@many
@given(share=st.floats(0, 1), flip=st.integers(1, 255), ending=st.sampled_from(["xlsx", "parquet"]))
def test_a_flipped_byte_of_a_packed_file_is_no_crash(
    tmp_path: Path, share: float, flip: int, ending: str
) -> None:
    path = tmp_path / f"a.{ending}"
    data = bytearray(_packed(ending))
    at = int(share * (len(data) - 1))
    data[at] ^= flip
    path.write_bytes(data)
    with contextlib.suppress(TableError):
        read_table(path)


def _packed(ending: str) -> bytes:
    import tempfile

    import pandas as pd

    from textminer.corpus.document_table import DocumentTable
    from textminer.storage.exports import export_table

    if ending not in _PACKED:
        frame = pd.DataFrame({0: pd.array(["good", "bad", "so so"], dtype="str")})
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a.{ending}"
            export_table(DocumentTable(frame, ("text",)), path)
            _PACKED[ending] = path.read_bytes()
    return _PACKED[ending]


_PACKED: dict[str, bytes] = {}
