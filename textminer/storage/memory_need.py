"""How much memory a file will take, before it is read."""

import gzip
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from textminer.storage.whole_file import READ_BYTES

BYTES_PER_BYTE = 6  # of text: a window with all its pages takes less (benchmarks/memory.py)
BASE_BYTES = 10**9  # of the program itself with its window and a model, and of what is done at the moment
ROUND_NUMBERS = (1, 2, 5)


@dataclass(frozen=True)
class MemoryNeed:
    """What opening files will take, and what there is; all in bytes.

    text:       of the tables once they are unpacked
    predicted:  at most, while they are worked with
    free:       what the system can give without slowing down
    """

    text: int
    predicted: int
    free: int

    @property
    def fits(self) -> bool:
        """Whether all rows can be worked with."""
        return self.predicted <= self.free

    def rows_that_fit(self, row_bytes: float) -> int:
        """A round number of rows that can be worked with, at least 1,000.

        row_bytes:  of text in a usual row
        """
        most = max(self.free - BASE_BYTES, 0) / (BYTES_PER_BYTE * max(row_bytes, 1.0))
        rounds = [number * 10**power for power in range(3, 12) for number in ROUND_NUMBERS]
        return max((number for number in rounds if number <= most), default=rounds[0])


def memory_need(paths: Sequence[Path]) -> MemoryNeed:
    """What these files will take; a file that cannot be looked at counts as nothing."""
    text = sum(_text_bytes(path) for path in paths)
    return MemoryNeed(text, BASE_BYTES + BYTES_PER_BYTE * text, psutil.virtual_memory().available)


def _text_bytes(path: Path) -> int:
    """Bytes of a file's tables, unpacked, as its own directory tells."""
    try:
        if path.is_dir():
            from textminer.storage.folders import text_files

            return sum(file.stat().st_size for file in text_files(path))
        with path.open("rb") as file:
            magic = file.read(4)
        if magic == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive:
                return sum(info.file_size for info in archive.infolist())
        if magic.startswith(b"\x1f\x8b"):
            return _gzip_bytes(path)
        if magic == b"PAR1":
            return _parquet_bytes(path)
        return path.stat().st_size
    except (OSError, ValueError, zipfile.BadZipFile):
        return 0


def _gzip_bytes(path: Path) -> int:
    """By how far the first bytes unpack: the size in a gzip file's last bytes wraps and may lie."""
    packed = path.stat().st_size
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as file:
            unpacked = len(file.read(READ_BYTES))
            return round(unpacked * packed / max(raw.tell(), 1))
    except (OSError, EOFError):
        return packed


def _parquet_bytes(path: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        metadata = pq.read_metadata(path)
    except pa.ArrowException:
        return path.stat().st_size
    return sum(metadata.row_group(place).total_byte_size for place in range(metadata.num_row_groups))
