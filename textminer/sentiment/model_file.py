"""One safetensors file per model: weights, settings, vocabulary, labels, calibration, card, checksum.

Read with numpy alone, so that listing models loads no torch. Nothing in the file can run code.
"""

import hashlib
import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from textminer.atomic import write_bytes
from textminer.corpus.vocabulary import Vocabulary
from textminer.errors import ModelFileError, SettingsError
from textminer.resource_files import resource_path
from textminer.sentiment.calibration import Calibration
from textminer.sentiment.prediction import Polarity
from textminer.sentiment.quantisation import quantised, restored
from textminer.sentiment.settings import NetworkSettings
from textminer.translation import _

FORMATS = {"half": 1, "8 bits": 2, "4 bits": 2}  # by precision: files before the second have no scales
FORMAT_OF_TWO = 3  # of files with a second network
PRECISIONS = tuple(FORMATS)
SHORT = "short."  # before the names of a second network's weights
GROUP = 128  # weights that share a scale in 4 bits
SCALES = "|scales"  # behind a weight's name: the name of its scales
SUFFIX = ".safetensors"
WORDS = "vocabulary"  # the one tensor that is no weight: the words as UTF-8 bytes, one a line


@dataclass(frozen=True)
class ShortNetwork:
    """The second network of a model, with the same word vectors: it reads the short documents.

    longest:  tokens of a document that it reads
    """

    longest: int
    network: NetworkSettings
    calibration: Calibration


@dataclass(frozen=True)
class ModelCard:
    """What a model is, without its weights.

    labels:        class names in the order of its outputs
    tokenizer:     name of the tokenizer whose tokens it reads
    masks_markup:  whether HTML tags are blanked before tokenizing
    n_types:       words in its vocabulary
    languages:     codes of the languages it has learnt; empty where nobody said
    facts:         further plain values for the reader: data, protocol, figures, command, limits
    precision:     how weights are stored, by "half" (word vectors in half precision, the others whole),
                   "8 bits" or "4 bits" (nearly all)
    short:         the second network, for short documents; None where one network reads all
    path:          where it lies; None before it is saved
    """

    name: str
    labels: tuple[str, ...]
    polarity: Polarity | None
    tokenizer: str
    masks_markup: bool
    network: NetworkSettings
    calibration: Calibration
    n_types: int
    languages: tuple[str, ...] = ()
    description: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    precision: str = "half"
    short: ShortNetwork | None = None
    path: Path | None = None
    size_bytes: int = 0

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the product."""
        return self.path is not None and self.path.parent == resource_path("models")


@dataclass(frozen=True, eq=False)
class ModelContents:
    """All of a model file.

    weights:  arrays by the network's names, float32, rounded as the card's precision says
    """

    card: ModelCard
    vocabulary: Vocabulary
    weights: dict[str, np.ndarray]


def write_model(path: Path, card: ModelCard, vocabulary: Vocabulary, weights: dict[str, np.ndarray]) -> None:
    """Write a model, all or nothing, its weights rounded as the card's precision says."""
    tensors: dict[str, np.ndarray] = {}
    for name, value in weights.items():
        tensors |= _stored(name, value, card.precision)
    tensors[WORDS] = np.frombuffer("\n".join(vocabulary.words).encode("utf-8"), dtype=np.uint8)
    header = json.dumps(_card_values(card), ensure_ascii=False)  # facts keep their order
    metadata = {"textminer": header, "sha256": _checksum(header, tensors)}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, _canonical(save(tensors, metadata=metadata)))


def _canonical(file: bytes) -> bytes:
    """The same file with its header's keys in order: safetensors shuffles them from call to call."""
    n_header = int.from_bytes(file[:8], "little")
    header = json.loads(file[8 : 8 + n_header])
    text = json.dumps(header, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)  # the format wants the tensors aligned
    return len(text).to_bytes(8, "little") + text + file[8 + n_header :]


def read_card(path: Path) -> ModelCard:
    """The card of a model file, from its header alone: the checksum is looked at when the model is loaded.

    Raises ModelFileError for anything but a TextMiner model.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            return _card(path, _header(path, file.metadata()))
    except (SafetensorError, OSError) as error:
        raise _unreadable(path, error) from error


def read_model(path: Path) -> ModelContents:
    """A whole model file, its checksum proved. Raises ModelFileError for a damaged or foreign file."""
    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata()
            header = _header(path, metadata)
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (no dictionary)
    except (SafetensorError, OSError, ValueError, TypeError) as error:
        raise _unreadable(path, error) from error
    if _checksum(header, tensors) != metadata.get("sha256"):
        message = _("The model file {path} is damaged: its checksum does not fit. Get a fresh copy of it.")
        raise ModelFileError(message.format(path=path))
    card = _card(path, header)
    try:
        words = tensors.pop(WORDS).tobytes().decode("utf-8").split("\n")
        vocabulary = Vocabulary.from_words(words)
    except (KeyError, ValueError) as error:
        raise _unreadable(path, error) from error
    return ModelContents(card, vocabulary, _restored(tensors))


def models_folder() -> Path:
    """The user's own models; it may not exist yet."""
    return Path(platformdirs.user_data_dir("textminer", appauthor=False)) / "models"


def list_models(folders: tuple[Path, ...] | None = None) -> list[ModelCard]:
    """The cards of all readable models: those that ship, then the user's, each by name."""
    cards = []
    for folder in folders or (resource_path("models"), models_folder()):
        for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
            try:
                cards.append(read_card(path))
            except ModelFileError:
                continue  # a file that is no model is no reason to show none
    return cards


def find_model(name_or_path: str | Path) -> Path:
    """The file of a model: an existing path, or the name of a shipped model or one of the user's.

    Raises ModelFileError when there is none.
    """
    given = Path(name_or_path)
    if given.is_file():
        return given
    for folder in (resource_path("models"), models_folder()):
        path = folder / f"{given.name}{SUFFIX}"
        if given.parent == Path() and path.is_file():
            return path
    if given.parent == Path() and not given.suffix:
        files = [card.path for card in list_models() if card.path is not None]  # found by their names
        names = ", ".join(path.stem for path in files) or _("none")
        message = _("There is no model called “{name}”. The models here: {names}.")
        raise ModelFileError(message.format(name=given, names=names))
    raise ModelFileError(_("There is no model file {path}.").format(path=given))


def as_stored(name: str, weight: np.ndarray, precision: str = "half") -> np.ndarray:
    """A weight as a model file of a precision gives it back: float32. To store it again changes nothing."""
    return _restored(_stored(name, weight, precision))[name]


def _stored(name: str, value: np.ndarray, precision: str) -> dict[str, np.ndarray]:
    """The tensors by which a weight is stored."""
    is_table = name.startswith("embedding")
    is_rounded = value.ndim == 2 and not name.removeprefix(SHORT).startswith("head")
    if precision != "half" and is_rounded:
        width = value.shape[1]
        in_half_bytes = precision == "4 bits" and width % 2 == 0
        bits, group = (4, math.gcd(width, GROUP)) if in_half_bytes else (8, width)
        codes, scales = quantised(np.asarray(value, dtype=np.float32), bits, group)
        return {name: codes, name + SCALES: scales}
    kind = np.float16 if is_table or precision != "half" else np.float32
    return {name: np.ascontiguousarray(value, dtype=kind)}


def _restored(tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The weights, float32, of the tensors that `_stored` made of them."""
    weights = {}
    for name, value in tensors.items():
        if name.endswith(SCALES):
            continue
        scales = tensors.get(name + SCALES)
        weights[name] = value.astype(np.float32) if scales is None else restored(value, scales)
    return weights


def _checksum(header: str, tensors: dict[str, np.ndarray]) -> str:
    digest = hashlib.sha256(header.encode("utf-8"))
    for name in sorted(tensors):
        value = tensors[name]
        digest.update(f"\0{name}\0{value.dtype.str}\0{value.shape}\0".encode())
        digest.update(np.ascontiguousarray(value).tobytes())
    return digest.hexdigest()


def _header(path: Path, metadata: dict[str, str] | None) -> str:
    if not metadata or "textminer" not in metadata:
        raise ModelFileError(_("{path} is a safetensors file, but not a TextMiner model.").format(path=path))
    return metadata["textminer"]


def _card_values(card: ModelCard) -> dict[str, Any]:
    values = asdict(card)
    del values["path"], values["size_bytes"]
    values["calibration"] = card.calibration.to_dict()
    values["format"] = FORMATS[card.precision]
    if card.precision == "half":
        del values["precision"]  # which files of the first format do not have
    if card.short is None:
        del values["short"]  # nor do files of one network have this
    else:
        values["short"]["calibration"] = card.short.calibration.to_dict()
        values["format"] = FORMAT_OF_TWO
    return values


def _card(path: Path, header: str) -> ModelCard:
    try:
        values = json.loads(header)
        own = FORMATS.get(values.get("precision", "half"))
        if values.pop("format") != (FORMAT_OF_TWO if "short" in values else own):
            message = _(
                "The model {path} was made by another version of TextMiner and cannot be read by this one."
            )
            raise ModelFileError(message.format(path=path))
        values["labels"] = tuple(values["labels"])
        values["languages"] = tuple(values["languages"])
        values["polarity"] = None if values["polarity"] is None else Polarity(**values["polarity"])
        values["network"] = NetworkSettings.from_dict(values["network"])
        values["calibration"] = Calibration.from_dict(values["calibration"])
        if "short" in values:
            values["short"] = _short_network(values["short"])
        return ModelCard(**values, path=path, size_bytes=path.stat().st_size)
    except (KeyError, TypeError, ValueError, AttributeError, SettingsError, OSError) as error:
        raise _unreadable(path, error) from error


def _short_network(values: dict[str, Any]) -> ShortNetwork:
    return ShortNetwork(
        values["longest"],
        NetworkSettings.from_dict(values["network"]),
        Calibration.from_dict(values["calibration"]),
    )


def _unreadable(path: Path, error: Exception) -> ModelFileError:
    message = _(
        "{path} cannot be read as a TextMiner model: {error}. It may be damaged or another kind of file."
    )
    return ModelFileError(message.format(path=path, error=error))
