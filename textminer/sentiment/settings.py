"""What a network looks like and how it is trained: frozen, checked, and written into every model file."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from textminer.errors import SettingsError
from textminer.translation import _

CELLS = ("lstm", "peephole", "rnn")
POOLINGS = ("max_mean_last", "last")
PRESETS = ("quick", "accurate", "article")


@dataclass(frozen=True)
class NetworkSettings:
    """The shape of the network.

    cell:            "lstm", "peephole" (gates that also see the cell state) or "rnn"
    embedding_size:  length of a word vector
    hidden_size:     length of a cell's state, per direction
    n_layers:        recurrent layers on top of each other
    bidirectional:   whether each layer also reads from the end
    backward:        whether a network of one direction reads from the end instead
    pooling:         "max_mean_last" over all tokens, or the "last" state alone
    dropout:         share of the pooled features silenced in training, 0 to 1; half of it on the word vectors
    max_vocabulary:  types the model knows at most, <pad> and <unk> included
    min_count:       a type that occurs less often is unknown
    fixed_length:    None reads documents whole; a number keeps the last so many tokens and pads shorter
                     documents in front, as the article does
    sigmoid:         one output with a sigmoid for two classes instead of a softmax
    subword_buckets: vectors shared by all character n-grams, from which unknown words are read; 0 for none
    separate_directions: whether each of both directions has word vectors of its own, `embedding_size` long,
                     and reads nothing but its own lower layers: of two networks that were trained apart
    """

    cell: str = "lstm"
    embedding_size: int = 128
    hidden_size: int = 128
    n_layers: int = 1
    bidirectional: bool = True
    pooling: str = "max_mean_last"
    dropout: float = 0.4
    max_vocabulary: int = 30_000
    min_count: int = 2
    fixed_length: int | None = None
    sigmoid: bool = False
    backward: bool = False
    subword_buckets: int = 0
    separate_directions: bool = False

    def __post_init__(self) -> None:
        _one_of(_("cell"), self.cell, CELLS)
        _one_of(_("pooling"), self.pooling, POOLINGS)
        _within(_("embedding size"), self.embedding_size, 1, 4096)
        _within(_("hidden size"), self.hidden_size, 1, 4096)
        _within(_("number of layers"), self.n_layers, 1, 8)
        _within(_("dropout"), self.dropout, 0.0, 0.95)
        _within(_("vocabulary size"), self.max_vocabulary, 3, 1_000_000)
        _within(_("minimum count"), self.min_count, 1, 1_000_000)
        if self.backward and self.bidirectional:
            raise SettingsError(_("A network that reads in both directions cannot be set to read backward."))
        if self.separate_directions and not self.bidirectional:
            raise SettingsError(_("A network that reads in one direction has no directions to separate."))
        _within(_("number of n-gram vectors"), self.subword_buckets, 0, 10_000_000)
        if self.fixed_length is not None:
            _within(_("fixed length"), self.fixed_length, 1, 100_000)

    @property
    def vector_size(self) -> int:
        """Values stored for each word."""
        return self.embedding_size * (2 if self.separate_directions else 1)

    @property
    def operations_per_token(self) -> int:
        """Multiplications that reading a token takes, elementwise ones apart: what a network costs."""
        n_directions = 2 if self.bidirectional else 1
        states = self.hidden_size * (1 if self.separate_directions else n_directions)
        n_inputs = self.embedding_size + (self.n_layers - 1) * states
        n_gates = 1 if self.cell == "rnn" else 4
        return n_directions * n_gates * self.hidden_size * (n_inputs + self.n_layers * self.hidden_size)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Settings from `asdict` after a trip through JSON. Raises SettingsError for unknown names."""
        return cls(**_known(cls.__dataclass_fields__, values))

    @classmethod
    def of_preset(cls, preset: str, cell: str = "lstm") -> Self:
        """The network that a preset trains."""
        _one_of(_("preset"), preset, PRESETS)
        if preset == "article":
            return cls(
                cell=cell, embedding_size=128, hidden_size=100, bidirectional=False, pooling="last",
                dropout=0.0, max_vocabulary=20_000, min_count=1, fixed_length=50, sigmoid=True,
            )  # fmt: skip
        if preset == "quick":
            return cls(cell=cell, embedding_size=64, hidden_size=64, max_vocabulary=20_000)
        return cls(cell=cell)


@dataclass(frozen=True)
class TrainingSettings:
    """How a network is trained. Exactly one of epochs, minutes and steps says how long.

    minutes:          turned once into a plan of steps, from the speed measured on the first batches
    batch_tokens:     a batch holds at most so many tokens, padding included
    batch_documents:  … and at most so many documents
    averaging:        decay of the weight average (EMA) that is validated and kept; 0 for none
    label_smoothing:  share of each label spread over all classes
    word_dropout:     share of tokens read as <unk>
    patience:         epochs without a better validation loss before training stops; None trains to the end
                      and keeps the last weights
    word_vectors:     whether the embedding starts from vectors counted in the same text
    schedule:         whether the learning rate warms up and falls to 0, or stays as it is
    validation_share: share of documents for early stopping and calibration, and again as much held out for
                      the figures shown
    threads:          torch's threads; 0 for one less than there are cores
    bfloat16:         reduced precision in training; faster only on processors with AVX512-BF16 or AMX
    """

    preset: str = "quick"
    epochs: int | None = None
    minutes: float | None = None
    steps: int | None = None
    batch_tokens: int = 8192
    batch_documents: int = 64
    learning_rate: float = 2e-3
    adam_epsilon: float = 1e-8
    gradient_limit: float | None = 1.0
    averaging: float = 0.99
    label_smoothing: float = 0.05
    word_dropout: float = 0.05
    patience: int | None = 3
    word_vectors: bool = False
    schedule: bool = True
    validation_share: float = 0.1
    seed: int = 1
    threads: int = 0
    bfloat16: bool = False

    def __post_init__(self) -> None:
        _one_of(_("preset"), self.preset, PRESETS)
        if sum(limit is not None for limit in (self.epochs, self.minutes, self.steps)) != 1:
            raise SettingsError(
                _("Give exactly one of epochs, minutes and steps as the length of the training.")
            )
        for name, limit in ((_("epochs"), self.epochs), (_("steps"), self.steps)):
            if limit is not None:
                _within(name, limit, 1, 10_000_000)
        if self.minutes is not None:
            _within(_("minutes"), self.minutes, 0.01, 10_000)
        _within(_("batch size in tokens"), self.batch_tokens, 1, 10_000_000)
        _within(_("batch size in documents"), self.batch_documents, 1, 1_000_000)
        _within(_("learning rate"), self.learning_rate, 1e-8, 10.0)
        _within(_("weight averaging"), self.averaging, 0.0, 0.99999)
        _within(_("label smoothing"), self.label_smoothing, 0.0, 0.9)
        _within(_("word dropout"), self.word_dropout, 0.0, 0.9)
        _within(_("validation share"), self.validation_share, 0.01, 0.4)
        _within(_("threads"), self.threads, 0, 1024)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Settings from `asdict` after a trip through JSON. Raises SettingsError for unknown names."""
        return cls(**_known(cls.__dataclass_fields__, values))

    @classmethod
    def of_preset(
        cls, preset: str, minutes: float | None = None, steps: int | None = None, seed: int = 1
    ) -> Self:
        """A preset's training, its length replaced where `minutes` or `steps` is given."""
        _one_of(_("preset"), preset, PRESETS)
        if preset == "article":
            settings = cls(
                preset=preset, epochs=10, batch_tokens=10_000_000, batch_documents=32, learning_rate=1e-3,
                adam_epsilon=1e-7, gradient_limit=None, averaging=0.0, label_smoothing=0.0, word_dropout=0.0,
                patience=None, schedule=False, seed=seed,
            )  # fmt: skip
        elif preset == "quick":
            settings = cls(preset=preset, minutes=0.5, seed=seed)
        else:
            settings = cls(preset=preset, minutes=4.0, word_vectors=True, averaging=0.998, seed=seed)
        if minutes is not None or steps is not None:
            settings = replace(settings, epochs=None, minutes=minutes, steps=steps)
        return settings

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        message = _("The setting “{name}” is {value}; it can be {allowed}.")
        raise SettingsError(message.format(name=name, value=repr(value), allowed=", ".join(allowed)))


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        message = _("The setting “{name}” is {value}; it must lie between {low} and {high}.")
        raise SettingsError(message.format(name=name, value=value, low=low, high=high))


def _known(names: Any, values: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(values) - set(names))
    if unknown:
        message = _("Unknown settings: {names}. They may come from a later version of TextMiner.")
        raise SettingsError(message.format(names=", ".join(unknown)))
    return values
