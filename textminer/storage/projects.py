"""A project: what the user works at, as one checksummed file that cannot run code."""

import hashlib
import io
import json
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from textminer.analysis.ordering import SortKey
from textminer.atomic import ChangedMeanwhile, Known, Stamp, atomic_path, stamp_of
from textminer.corpus.corpus import Source
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.map_look import MapLook
from textminer.corpus.recipe import Recipe
from textminer.corpus.topic_names import TopicNames
from textminer.errors import ExportError, ProjectError
from textminer.progress import Progress, silent
from textminer.sentiment.prediction import STATUSES, Polarity, Prediction
from textminer.storage import file_kinds
from textminer.storage.disk_sentence import disk_sentence
from textminer.storage.project_choices import (
    choice_parts,
    choice_values,
    saved_groups,
    saved_labels,
    saved_map_look,
    saved_topic_names,
)
from textminer.translation import _

SUFFIX = ".textminer"
FORMAT = 1
MANIFEST, CHECKSUM = "project.json", "checksum.txt"
PROBABILITIES, STATUS_CODES, ROW_HASHES, TABLE = (
    "probabilities.f32",
    "statuses.i8",
    "rows.u64",
    "table.parquet",
)
MAX_MANIFEST = 256 * 2**20  # a filter may name a million documents one by one
MAX_PARTS = 16
MOST_CLASSES = 1_000
_MADE = (1980, 1, 1, 0, 0, 0)  # the same project gives the same bytes, so no clock is asked


class _Newer(Exception):
    """A project of a version that is not known yet."""


@dataclass(frozen=True, eq=False)
class Project:
    """What a session was on.

    name:          what the window called the corpus
    sources:       the files it came from; () for pasted text, whose table is kept whole
    columns:       original headers in their order
    row_hashes:    uint64 (n_documents,), which tell what changed in a source
    prediction:    the scores, as far as they had come; None before
    model_sha256:  of the model file that gave them; None for a model that was never saved
    sort:          what the documents stood sorted by; None for the order of the file
    current:       position of the document in the reader
    groups:        saved selections
    labels:        that the user gave
    topic_names:   the user's own
    map_look:      how the map of the documents was looked at
    history:       sentences on what was done
    table:         the original cells by position, where there is no source to read them from again
    """

    name: str
    sources: tuple[Source, ...]
    columns: tuple[str, ...]
    row_hashes: np.ndarray
    recipe: Recipe
    prediction: Prediction | None = None
    model_sha256: str | None = None
    sort: SortKey | None = None
    current: int | None = None
    groups: tuple[DocumentGroup, ...] = ()
    labels: GivenLabels = field(default_factory=GivenLabels)
    topic_names: TopicNames = field(default_factory=TopicNames)
    map_look: MapLook = field(default_factory=MapLook)
    history: tuple[str, ...] = ()
    table: pa.Table | None = None


class SavedElsewhere(ExportError):
    """Somebody else, such as another window, has written the project; what they saved is untouched."""

    def __init__(self, path: Path) -> None:
        message = _(
            "“{name}” was saved from elsewhere, such as another window, since it was opened here. "
            "To save over it loses what was saved there."
        )
        super().__init__(message.format(name=path.name))


def save_project(
    path: Path,
    project: Project,
    is_private: bool = False,
    progress: Progress = silent,
    known: Known | None = None,
) -> Stamp | None:
    """Write the project, all or nothing, and return its stamp; the same project gives the same bytes.

    is_private:  nobody but the user may read the file
    known:       the file that may be replaced, if there is one alone

    Raises SavedElsewhere where another stands there, ExportError where the disk refuses.
    """
    stamps: list[Stamp | None] = []
    parts = _parts(project)
    manifest = _manifest(path, project, parts)
    digest = hashlib.sha256(manifest).hexdigest().encode("ascii")

    def note(temporary: Path) -> None:
        stamps.append(stamp_of(temporary))

    writing = atomic_path(path, is_private, before_naming=note, known=known)
    try:
        with writing as temporary, zipfile.ZipFile(temporary, "w") as archive:
            for number, (name, data) in enumerate([(MANIFEST, manifest), *parts.items(), (CHECKSUM, digest)]):
                progress.report(number / (len(parts) + 2))
                archive.writestr(zipfile.ZipInfo(name, _MADE), data)
    except ChangedMeanwhile:
        raise SavedElsewhere(path) from None
    except OSError as error:
        raise ExportError(disk_sentence(path, error)) from error
    progress.report(1.0)
    return stamps[0]


def read_project(path: Path) -> Project:
    """The project in a file, every part of it proved by its checksum.

    Nothing is unpacked to the disk, and nothing in the file is ever run. Raises ProjectError for a file that
    is missing, foreign, damaged or made to do harm.
    """
    if not path.is_file():
        raise ProjectError(_("There is no project “{path}” any more.").format(path=path))
    try:
        file_kinds.check_regular(path)
        with zipfile.ZipFile(path) as archive:
            manifest, parts = _checked_parts(archive)
        return _project(path, manifest, parts)
    except _Newer:
        raise ProjectError(
            _(
                "“{name}” was saved by a newer version of TextMiner. Update TextMiner to open it; the "
                "file is left as it is."
            ).format(name=path.name)
        ) from None
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,  # of JSON, of text that is no UTF-8, of sizes that do not fit
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OverflowError,
        RuntimeError,  # of encrypted parts and of endless nesting
        EOFError,
        MemoryError,
        pa.ArrowException,
    ) as error:
        raise ProjectError(
            _(
                "“{name}” is no TextMiner project, or is damaged ({reason}). The file is left as it is."
            ).format(name=path.name, reason=str(error)[:120] or type(error).__name__)
        ) from error


def _parts(project: Project) -> dict[str, bytes]:
    parts = {ROW_HASHES: project.row_hashes.astype("<u8").tobytes()}
    if project.prediction is not None:
        parts[PROBABILITIES] = project.prediction.probabilities.astype("<f4").tobytes()
        parts[STATUS_CODES] = project.prediction.statuses.astype(np.int8).tobytes()
    parts.update(choice_parts(project.groups, project.labels))
    if project.table is not None:
        buffer = io.BytesIO()
        pq.write_table(project.table.combine_chunks(), buffer, compression="zstd")
        parts[TABLE] = buffer.getvalue()
    return parts


def _manifest(path: Path, project: Project, parts: dict[str, bytes]) -> bytes:
    prediction = project.prediction
    values = {
        "textminer_project": FORMAT,
        "name": project.name,
        "sources": [_source_values(source, path) for source in project.sources],
        "columns": list(project.columns),
        "n_documents": len(project.row_hashes),
        "recipe": json.loads(project.recipe.to_json()),
        "model_sha256": project.model_sha256,
        "sort": None if project.sort is None else asdict(project.sort),
        "current": project.current,
        "history": list(project.history),
        **choice_values(project.groups, project.labels, project.topic_names, project.map_look),
        "scores": None
        if prediction is None
        else {
            "labels": list(prediction.labels),
            "polarity": None if prediction.polarity is None else asdict(prediction.polarity),
        },
        "parts": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
    }
    return json.dumps(values, indent=1, sort_keys=True).encode("ascii")  # paths need not be Unicode


def _source_values(source: Source, project: Path) -> dict[str, Any]:
    """Where a source lies, also as seen from the project, so that a folder with both can be moved."""
    found: dict[str, Any] = {"path": None, "beside": None, "sha256": source.sha256}
    if source.path is not None:
        absolute = source.path.absolute()
        found["path"] = str(absolute)
        if absolute.is_relative_to(project.absolute().parent):
            found["beside"] = absolute.relative_to(project.absolute().parent).as_posix()
    return found


def _checked_parts(archive: zipfile.ZipFile) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The manifest and the parts it names; raises ValueError where anything does not fit."""
    infos = {info.filename: info for info in archive.infolist()}
    if len(infos) != len(archive.infolist()) or len(infos) > MAX_PARTS:
        raise ValueError("parts that repeat, or too many of them")
    if any(info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1 for info in infos.values()):
        raise ValueError("packed or encrypted parts")  # so that no part is larger than the file
    if infos[MANIFEST].file_size > MAX_MANIFEST:
        raise ValueError("a description that is too large")
    text = archive.read(MANIFEST)
    if hashlib.sha256(text).hexdigest().encode("ascii") != archive.read(CHECKSUM):
        raise ValueError("the checksum does not fit")
    manifest = json.loads(text)
    version = manifest["textminer_project"]
    if isinstance(version, int) and version > FORMAT:
        raise _Newer
    if version != FORMAT:
        raise ValueError("of another version of TextMiner")
    parts = {name: archive.read(name) for name in manifest["parts"]}
    for name, data in parts.items():
        if hashlib.sha256(data).hexdigest() != manifest["parts"][name]:
            raise ValueError(f"the checksum of {name} does not fit")
    return manifest, parts


def _project(path: Path, manifest: dict[str, Any], parts: dict[str, bytes]) -> Project:
    n_documents = _whole(manifest["n_documents"], 0, len(parts[ROW_HASHES]) // 8)
    columns = tuple(_text(name) for name in manifest["columns"])
    sort, current = manifest["sort"], manifest["current"]
    return Project(
        name=_text(manifest["name"]),
        sources=tuple(_source(path, values) for values in manifest["sources"]),
        columns=columns,
        row_hashes=_array(parts[ROW_HASHES], "<u8", n_documents, 1)[:, 0],
        recipe=_recipe(manifest["recipe"], len(columns), n_documents),
        prediction=_prediction(manifest["scores"], parts, n_documents),
        model_sha256=None if manifest["model_sha256"] is None else _text(manifest["model_sha256"]),
        sort=None if sort is None else _sort(sort, len(columns)),
        current=None if current is None else _whole(current, 0, n_documents - 1),
        groups=saved_groups(manifest, parts, n_documents),
        labels=saved_labels(manifest, parts, n_documents),
        topic_names=saved_topic_names(manifest),
        map_look=saved_map_look(manifest, len(columns)),
        history=tuple(_text(sentence) for sentence in manifest.get("history", [])),
        table=_table(parts, columns, n_documents),
    )


def _source(project: Path, values: dict[str, Any]) -> Source:
    """The source where it lay, or else where it lies as seen from the project."""
    if values["path"] is None:
        return Source(None, _text(values["sha256"]))
    path = Path(_local(values["path"]))
    if not path.is_file() and values["beside"] is not None:
        beside = project.absolute().parent / _local(values["beside"])
        if beside.is_file() and ".." not in beside.parts:
            path = beside
    return Source(path, _text(values["sha256"]))


def _recipe(values: dict[str, Any], n_columns: int, n_documents: int) -> Recipe:
    """The recipe, all that it counts by lying within the table."""
    recipe = Recipe.from_dict(values)
    places = [place for place in asdict(recipe.roles).values() if place is not None] if recipe.roles else []
    for place in (*places, *(condition.column for condition in recipe.filter.conditions)):
        _whole(place, 0, n_columns - 1)
    if recipe.filter.dates is not None:
        _whole(recipe.filter.dates.column, 0, n_columns - 1)
    for position in recipe.filter.positions or ():
        _whole(position, 0, n_documents - 1)
    _local(recipe.model)
    asked = recipe.filter
    words = (asked.find, *asked.sentiments, *asked.statuses, *asked.labels, *asked.agreement)
    for word in (*words, *recipe.filter.ledger, *(v for c in recipe.filter.conditions for v in c.values)):
        _text(word)
    for number in (*(recipe.filter.scores or ()), recipe.neutral_threshold):
        if not -1 <= float(number) <= 1:
            raise ValueError("a score that there is not")
    for chosen in asdict(recipe.imports).values():
        if chosen is not None and not isinstance(chosen, str | bool):
            raise TypeError("import settings of another kind")
    return recipe


def _sort(values: dict[str, Any], n_columns: int) -> SortKey:
    column = values["column"]
    checked = column if isinstance(column, str) else _whole(column, 0, n_columns - 1)
    return SortKey(checked, bool(values["descending"]))


def _prediction(values: dict[str, Any] | None, parts: dict[str, bytes], n: int) -> Prediction | None:
    if values is None:
        return None
    labels = tuple(_text(label) for label in values["labels"])
    if not 1 <= len(labels) <= MOST_CLASSES:
        raise ValueError("too many classes")
    polarity = None if values["polarity"] is None else Polarity(**values["polarity"])
    for index in () if polarity is None else (polarity.negative, polarity.positive):
        _whole(index, 0, len(labels) - 1)
    if polarity is not None and polarity.neutral is not None:
        _whole(polarity.neutral, 0, len(labels) - 1)
    statuses = _array(parts[STATUS_CODES], "i1", n, 1)[:, 0].astype(np.int8)
    if len(statuses) and (statuses.min() < 0 or statuses.max() >= len(STATUSES)):
        raise ValueError("states that do not exist")
    probabilities = _array(parts[PROBABILITIES], "<f4", n, len(labels)).astype(np.float32)
    return Prediction(labels, probabilities, statuses, polarity)


def _table(parts: dict[str, bytes], columns: tuple[str, ...], n_documents: int) -> pa.Table | None:
    if TABLE not in parts:
        return None
    table = pq.read_table(pa.BufferReader(parts[TABLE]))
    if table.num_rows != n_documents or table.num_columns != len(columns):
        raise ValueError("the table does not fit")
    if any(not pa.types.is_large_string(column.type) or column.null_count for column in table.columns):
        raise ValueError("cells that are no text")
    return table


def _array(data: bytes, kind: str, n_rows: int, n_columns: int) -> np.ndarray:
    if len(data) != n_rows * n_columns * np.dtype(kind).itemsize:
        raise ValueError("a part of another size")
    return np.frombuffer(data, dtype=kind).reshape(n_rows, n_columns)


def _whole(value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{value!r} lies outside the table")
    return value


def _local(value: Any) -> str:
    """A path on this computer: to look at one on another would tell that computer of it."""
    if _text(value).startswith(("\\\\", "//")):
        raise ValueError("a path on another computer")
    return str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
