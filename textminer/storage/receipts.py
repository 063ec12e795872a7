"""The receipt beside an export: what it was made from, how, and which of its columns are ours."""

import dataclasses
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Self

from textminer import atomic
from textminer.corpus.given_labels import LABEL_KEY
from textminer.errors import TableError
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
class Receipt:
    """All that is needed to make an export again, and to know it again.

    n_rows, columns:  of the sources: rows, and original headers in their order
    recipe:           as `Recipe.to_json` writes it, as a mapping
    own_columns:      our columns by key, with the names they were given in the export, in their order
    options:          how the export was written, as the fields of ExportOptions
    rows:             half-open spans of the positions that were exported; None for all
    labels:           that the user gave: half-open spans of positions by label
    versions:         of TextMiner, Python and the libraries that decide a score
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

    def to_json(self) -> str:
        """Stable JSON: equal receipts give equal text."""
        values = {"textminer_receipt": FORMAT, **dataclasses.asdict(self)}
        if not self.labels:
            del values["labels"]  # so that versions that know of none can read it
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


def read_receipt(path: Path) -> Receipt:
    """The receipt in a file; raises TableError where there is none that can be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("too large")
        return Receipt.from_dict(json.loads(path.read_bytes()))
    except OSError as error:
        message = _("The receipt “{path}” cannot be read: {reason}. It stands beside its export as {name}.")
        name = f"{_('EXPORT')}{ENDING}"
        raise TableError(message.format(path=path, reason=error.strerror or error, name=name)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise TableError(
            _("“{name}” is no receipt of TextMiner's, or is damaged.").format(name=path.name)
        ) from None


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


def versions() -> dict[str, str]:
    """Versions of Python and of each package that decides a score, without importing any of them."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found
