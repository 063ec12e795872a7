"""What the user decided as parts of a project file, and back with nothing trusted."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.map_look import AXES, BY_SAVED_GROUPS, NEIGHBOURS, MapLook
from textminer.corpus.topic_names import TopicNames

GROUP_POSITIONS, LABEL_POSITIONS, LABEL_CODES = "groups.i64", "labels.i64", "labels.i32"


def choice_parts(groups: Sequence[DocumentGroup], labels: GivenLabels) -> dict[str, bytes]:
    """The arrays of both, by the names of their parts; none for what there is none of."""
    parts: dict[str, bytes] = {}
    if groups:
        parts[GROUP_POSITIONS] = np.concatenate([group.positions for group in groups]).astype("<i8").tobytes()
    if labels:
        parts[LABEL_POSITIONS] = labels.positions.astype("<i8").tobytes()
        parts[LABEL_CODES] = labels.codes.astype("<i4").tobytes()
    return parts


def choice_values(
    groups: Sequence[DocumentGroup], labels: GivenLabels, topic_names: TopicNames, look: MapLook
) -> dict[str, Any]:
    """What the description of a project says of all."""
    return {
        "groups": [{"name": group.name, "n": len(group)} for group in groups],
        "labels": list(labels.names),
        "topics": [{"words": list(words), "name": name} for words, name in topic_names.pairs],
        "map": asdict(look),
    }


def saved_topic_names(values: Mapping[str, Any]) -> TopicNames:
    """The names of topics; raises ValueError or TypeError where they are none."""
    names = TopicNames()
    for item in values.get("topics", []):
        names = names.with_name(tuple(_name(word) for word in item["words"]), _name(item["name"]))
    return names


def saved_map_look(values: Mapping[str, Any], n_columns: int) -> MapLook:
    """How the map was looked at; raises ValueError or TypeError where that makes no sense."""
    told = values.get("map")
    if told is None:
        return MapLook()
    layout, colour = told["layout"], told["colour"]
    if layout not in (NEIGHBOURS, AXES) or isinstance(colour, bool) or not isinstance(colour, int):
        raise ValueError("a map that there is not")
    if not BY_SAVED_GROUPS <= colour < n_columns:
        raise ValueError("colours of a column that there is not")
    return MapLook(layout, colour)


def saved_groups(
    values: Mapping[str, Any], parts: Mapping[str, bytes], n_documents: int
) -> tuple[DocumentGroup, ...]:
    """The groups; raises ValueError or TypeError where they are none or lie outside the table."""
    told = values.get("groups", [])
    if not told:
        return ()
    names = [_name(item["name"]) for item in told]
    sizes = [item["n"] for item in told]
    if any(isinstance(size, bool) or not isinstance(size, int) or size < 0 for size in sizes):
        raise ValueError("groups of no size")
    positions = _positions(parts[GROUP_POSITIONS], n_documents)
    if sum(sizes) != len(positions) or len(set(names)) != len(names):
        raise ValueError("groups that do not fit")
    ends = np.cumsum(sizes)
    return tuple(
        DocumentGroup(name, positions[end - size : end])
        for name, size, end in zip(names, sizes, ends.tolist(), strict=True)
    )


def saved_labels(values: Mapping[str, Any], parts: Mapping[str, bytes], n_documents: int) -> GivenLabels:
    """The labels; raises ValueError or TypeError where they are none or lie outside the table."""
    names = [_name(name) for name in values.get("labels", [])]
    if not names:
        return GivenLabels()
    positions = _positions(parts[LABEL_POSITIONS], n_documents)
    codes = np.frombuffer(parts[LABEL_CODES], dtype="<i4")
    if len(codes) != len(positions) or len(np.unique(positions)) != len(positions):
        raise ValueError("labels that do not fit")
    if len(codes) and (codes.min() < 0 or codes.max() >= len(names)):
        raise ValueError("labels without a name")
    labels = GivenLabels()
    for code, name in enumerate(names):
        labels = labels.with_label(positions[codes == code], name)
    return labels


def _positions(data: bytes, n_documents: int) -> np.ndarray:
    positions = np.frombuffer(data, dtype="<i8").astype(np.int64)
    if len(positions) and (positions.min() < 0 or positions.max() >= n_documents):
        raise ValueError("documents outside the table")
    return positions


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{value!r} is no name")
    return value
