"""The receipt beside an export: what it was made from, how, and which of its columns are ours."""

import contextlib
import dataclasses
import functools
import json
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Self

from textminer import atomic
from textminer.corpus.given_labels import LABEL_KEY
from textminer.errors import TableError
from textminer.progress import Progress, silent
from textminer.storage.tables import source_hash
from textminer.translation import _

ENDING = ".receipt.json"
FORMAT = 1
MAX_BYTES = 64 * 2**20  # far above any receipt: a foreign file of that name is not read into memory
PACKAGES = ("textminer", "torch", "nltk", "numpy", "pandas", "pyarrow")


@dataclass(frozen=True)
class Source:
    """A file that was read: its name without folders, and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Replaced:
    """What an export that is about to get its name takes the place of.

    sha256:   of the file that stands there
    receipt:  of that file, as its values; None where it has none
    """

    sha256: str
    receipt: Mapping[str, Any] | None


@dataclass(frozen=True)
class Receipt:
    """All that is needed to make an export again, and to know it again.

    n_rows, columns:  of the sources: rows, and original headers in their order
    recipe:           as `Recipe.to_json` writes it, as a mapping
    own_columns:      our columns by key, with the names they were given in the export, in their order
    options:          how the export was written, as the fields of ExportOptions
    rows:             half-open spans of the positions that were exported; None for all
    labels:           that the user gave: half-open spans of positions by label
    versions:         of TextMiner, Python and the libraries that decide a score
    replaces:         for the moment in which the export gets its name; None before and after
    """

    sources: tuple[Source, ...]
    n_rows: int
    columns: tuple[str, ...]
    recipe: Mapping[str, Any]
    own_columns: Mapping[str, str]
    export_name: str
    export_sha256: str
    model: str | None = None
    model_sha256: str | None = None
    seed: int | None = None
    threads: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[tuple[int, int], ...] | None = None
    labels: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    replaces: Replaced | None = None

    def to_json(self) -> str:
        """Stable JSON: equal receipts give equal text."""
        values = {"textminer_receipt": FORMAT, **dataclasses.asdict(self)}
        if not self.labels:
            del values["labels"]  # so that versions that know of none can read it
        if self.replaces is None:
            del values["replaces"]
        text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
        # a file name that is no Unicode cannot stand in UTF-8 as it is
        return text if _is_unicode(text) else json.dumps(values, indent=2) + "\n"

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """A receipt from what `to_json` wrote; raises KeyError or TypeError for anything else."""
        values = dict(values)
        if values.pop("textminer_receipt") != FORMAT:
            raise TypeError("a receipt of another version")
        sources = tuple(Source(str(item["name"]), str(item["sha256"])) for item in values.pop("sources"))
        own = {str(key): str(name) for key, name in values.pop("own_columns").items()}
        rows = values.pop("rows", None)
        values["rows"] = None if rows is None else tuple((int(start), int(stop)) for start, stop in rows)
        labels = values.pop("labels", {}).items()
        values["labels"] = {str(name): tuple((int(a), int(b)) for a, b in spans) for name, spans in labels}
        if values.get("replaces") is not None:
            values["replaces"] = Replaced(**values["replaces"])
        return cls(sources=sources, columns=tuple(values.pop("columns")), own_columns=own, **values)


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def receipt_path(export: Path) -> Path:
    """Where the receipt of an export stands: OUT.receipt.json beside OUT."""
    return export.with_name(export.name + ENDING)


def write_receipt(export: Path, receipt: Receipt) -> Path:
    """Write the receipt beside its export, all or nothing; raises OSError where the disk refuses."""
    path = receipt_path(export)
    atomic.write_text(path, receipt.to_json())
    return path


@contextlib.contextmanager
def receipt_beside(
    export: Path, receipt_of: Callable[[str], Receipt], progress: Progress = silent
) -> Iterator[atomic.BeforeNaming]:
    """What a write of `export` calls before the new file gets its name, so that a receipt is always there.

    receipt_of:  the receipt of an export with that SHA-256

    Wherever the write is cut off, the receipt is that of the file that stands there: it is written first,
    with the old one inside, which goes when the block ends. Where the write fails the old one comes back.
    May raise OSError, before the export gets its name.
    """
    path = receipt_path(export)
    old = path.read_bytes() if path.is_file() else None
    written: list[Receipt] = []
    file_number = 0

    def announce(temporary: Path) -> None:
        nonlocal file_number
        file_number = temporary.stat().st_ino
        receipt = receipt_of(source_hash(temporary, progress))
        replaces = Replaced(source_hash(export), _values(path)) if export.is_file() else None
        written.append(dataclasses.replace(receipt, replaces=replaces))
        write_receipt(export, written[-1])

    try:
        yield announce
    except BaseException:
        with contextlib.suppress(OSError):
            has_its_name = export.is_file() and export.stat().st_ino == file_number
            if written and not has_its_name:
                path.unlink() if old is None else atomic.write_bytes(path, old)
        raise
    with contextlib.suppress(OSError):  # it tells the same with the old one inside
        if written and written[-1].replaces is not None:
            write_receipt(export, dataclasses.replace(written[-1], replaces=None))


def _values(path: Path) -> Mapping[str, Any] | None:
    """The receipt of what stands beside it, as values; None where there is none."""
    if not path.is_file():
        return None
    try:
        return json.loads(read_receipt(path).to_json())
    except TableError:
        return None


def read_receipt(path: Path) -> Receipt:
    """The receipt in a file; raises TableError where there is none that can be read.

    Where an export was killed between its receipt and its name, it is the one of the file that stands there.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("too large")
        receipt = Receipt.from_dict(json.loads(path.read_bytes()))
        if receipt.replaces is None:
            return receipt
        export = path.with_name(path.name.removesuffix(ENDING))
        if not export.is_file() or source_hash(export) != receipt.replaces.sha256:
            return dataclasses.replace(receipt, replaces=None)
        if receipt.replaces.receipt is not None:
            return Receipt.from_dict(receipt.replaces.receipt)
    except OSError as error:
        message = _("The receipt “{path}” cannot be read: {reason}. It stands beside its export as {name}.")
        name = f"{_('EXPORT')}{ENDING}"
        raise TableError(message.format(path=path, reason=error.strerror or error, name=name)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise TableError(
            _("“{name}” is no receipt of TextMiner's, or is damaged.").format(name=path.name)
        ) from None
    raise TableError(
        _("“{name}” belongs to an export that came to no end; what stands there is another file.").format(
            name=path.name
        )
    )


def columns_of_ours(table_path: Path, columns: Sequence[str]) -> set[str]:
    """Names of the columns that an earlier export of ours added to this table, to be replaced by new ones.

    columns:  the table's headers as they are now

    Ours are those that the receipt beside the table names, as long as they still stand together at its end.
    A column of the same name without a receipt, or in another place, is somebody else's and stays. So does
    the one of the user's own labels: nothing could make it again.
    """
    path = receipt_path(table_path)
    if not path.is_file():
        return set()
    try:
        receipt = read_receipt(path)
    except TableError:
        return set()
    ours = list(receipt.own_columns.values())
    if not ours or list(columns[-len(ours) :]) != ours or set(ours) & set(columns[: -len(ours)]):
        return set()
    return {name for key, name in receipt.own_columns.items() if key != LABEL_KEY}


@functools.cache
def versions() -> Mapping[str, str]:
    """Versions of Python and of each package that decides a score, without importing any of them."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found
