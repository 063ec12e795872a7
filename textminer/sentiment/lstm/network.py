"""The network: word vectors, recurrent layers, pooling over the real tokens, one linear layer.

Shapes: B documents in the batch, T tokens, E embedding, H hidden, C classes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from textminer.sentiment.encoding import PAD, UNKNOWN
from textminer.sentiment.lstm.cells import recurrent_layer
from textminer.sentiment.model_file import as_stored
from textminer.sentiment.settings import NetworkSettings
from textminer.sentiment.subwords import Spelling, spelling_of


class Noise:
    """The randomness of one training step: the same for the same seed and step."""

    def __init__(self, seed: int, step: int, word_dropout: float, device: torch.device | str = "cpu") -> None:
        self._generator = torch.Generator(device).manual_seed(seed * 1_000_003 + step)
        self._word_dropout = word_dropout

    def uniform(self, *shape: int) -> Tensor:
        """Numbers between 0 and 1."""
        return torch.empty(shape, device=self._generator.device).uniform_(generator=self._generator)

    def unread(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Which real tokens are read as <unk>, and the half of these that lose their n-grams too: (B, T)."""
        if self._word_dropout == 0:
            nothing = torch.zeros_like(ids, dtype=torch.bool)
            return nothing, nothing
        chances, is_real = self.uniform(*ids.shape), ids != PAD
        return (chances < self._word_dropout) & is_real, (chances < self._word_dropout / 2) & is_real

    def silenced(self, x: Tensor, share: float) -> Tensor:
        """Inverted dropout: a share of the values at zero, the others scaled up.

        Where there are tokens (B, T, D), one mask serves all tokens of a document (Gal & Ghahramani 2016).
        """
        if share == 0:
            return x
        shape = (x.shape[0], *(1 for _ in x.shape[1:-1]), x.shape[-1])
        kept = torch.empty(shape, dtype=x.dtype, device=x.device)
        kept.bernoulli_(1 - share, generator=self._generator)
        return x * kept.div_(1 - share)


class LstmNetwork(nn.Module):
    """Token ids to logits, one row per document; padding behind a document never changes its row.

    With `subword_buckets` a word's vector is its own and the mean of its n-grams'; an unknown word's is that
    of <unk> and the mean of its n-grams'. Before training, `spell` says which words the ids stand for. After
    `fold_ngrams` a known word's vector holds its n-grams already, as in a model file.
    """

    def __init__(self, settings: NetworkSettings, n_types: int, n_classes: int) -> None:
        super().__init__()
        self.settings = settings
        self.n_classes = n_classes
        directions = 2 if settings.bidirectional else 1
        self.embedding = nn.Embedding(n_types, settings.vector_size)
        self._spelling: Spelling | None = None  # of the words by id; None where no id needs n-grams
        if settings.subword_buckets:
            self.embedding_ngrams = nn.EmbeddingBag(
                settings.subword_buckets, settings.vector_size, mode="mean"
            )
        layers: list[nn.ModuleList] = []
        size = settings.embedding_size
        for _layer in range(settings.n_layers):
            layers.append(
                nn.ModuleList(
                    recurrent_layer(settings.cell, size, settings.hidden_size) for _ in range(directions)
                )
            )
            size = settings.hidden_size * (1 if settings.separate_directions else directions)
        size = directions * settings.hidden_size
        self.layers: Any = nn.ModuleList(layers)  # of lists of one or two directions
        features = 3 * size if settings.pooling == "max_mean_last" else size
        self.head = nn.Linear(features, 1 if settings.sigmoid and n_classes == 2 else n_classes)

    def reset(self, seed: int, vectors: np.ndarray | None = None) -> None:
        """Draw all weights anew; `vectors` (n_types, E) becomes the embedding where given."""
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            self.embedding.weight.uniform_(-0.05, 0.05, generator=generator)  # Keras's initialiser
            if vectors is not None:
                self.embedding.weight.copy_(torch.from_numpy(vectors))
            if self.settings.subword_buckets:
                # an n-gram that no training text holds says nothing, and words begin as they are
                self.embedding_ngrams.weight.zero_()
            for layer in self.layers:
                for direction in layer:
                    direction.reset(generator)
            nn.init.xavier_uniform_(self.head.weight, generator=generator)
            nn.init.zeros_(self.head.bias)

    def spell(self, words: Sequence[str]) -> None:
        """Say which words the ids stand for: the vocabulary's, then the unknown words of the documents.

        Nothing to a network without n-grams.
        """
        if self.settings.subword_buckets:
            self._spelling = spelling_of(words, self.settings.subword_buckets)

    @torch.no_grad()
    def take_tables(self, other: "LstmNetwork") -> None:
        """Read the word vectors and n-grams of another network from now on: they are trained no further."""
        tables: list[tuple[nn.Embedding | nn.EmbeddingBag, nn.Embedding | nn.EmbeddingBag]]
        tables = [(self.embedding, other.embedding)]
        if self.settings.subword_buckets:
            tables.append((self.embedding_ngrams, other.embedding_ngrams))
        for own, theirs in tables:
            own.weight.copy_(theirs.weight)
            own.weight.requires_grad_(False)

    @torch.no_grad()
    def fold_ngrams(self) -> None:
        """Add the n-grams of the vocabulary's words to their vectors; only unknown words then need any."""
        self.embedding.weight.copy_(self.known_vectors())
        self._spelling = None

    @torch.no_grad()
    def round_weights(self, precision: str = "half") -> None:
        """Fold the n-grams and round as a model file of a precision does: a loaded model scores the same."""
        self.fold_ngrams()
        for name, weight in self.named_parameters():
            weight.copy_(torch.from_numpy(as_stored(name, weight.detach().numpy(), precision)))

    def stored_weights(self) -> dict[str, np.ndarray]:
        """The weights by name, n-grams of known words folded in; they may share the network's memory."""
        weights = {name: value.detach().numpy() for name, value in self.state_dict().items()}
        return weights | {"embedding.weight": self.known_vectors().detach().numpy()}

    def known_vectors(self) -> Tensor:
        """The vectors of the vocabulary's words, n-grams included: (n_types, E)."""
        if self._spelling is None:
            return self.embedding.weight
        known = self._spelling.take(np.arange(len(self.embedding.weight)))
        return self.embedding.weight + self._ngram_means(known)

    def type_vectors(self, unknown_words: Sequence[str]) -> Tensor:
        """The vectors of the vocabulary's words and of unknown words: (n_types + n_unknown_words, E)."""
        if not unknown_words:
            return self.known_vectors()
        spelling = spelling_of(unknown_words, self.settings.subword_buckets)
        unknown = self.embedding.weight[UNKNOWN] + self._ngram_means(spelling)
        return torch.cat([self.known_vectors(), unknown])

    def forward(self, ids: Tensor, lengths: Tensor, noise: Noise | None = None) -> Tensor:
        """Logits (B, C) of documents (B, T) with `lengths` (B,) real tokens each, padded behind.

        noise:  given in training only
        """
        return self.logits(self.vectors(ids, noise), lengths, noise)

    def vectors(self, ids: Tensor, noise: Noise | None = None) -> Tensor:
        """Word vectors (B, T, E) of ids (B, T)."""
        dropped, silent = noise.unread(ids) if noise is not None else (None, None)
        words = ids if self._spelling is None else torch.where(ids < len(self.embedding.weight), ids, UNKNOWN)
        x: Tensor = self.embedding(words if dropped is None else words.masked_fill(dropped, UNKNOWN))
        if self._spelling is None:
            return x
        # of each type once: a batch holds it many times
        types, places = torch.unique(ids, return_inverse=True)
        means = self._ngram_means(self._spelling.take(types.cpu().numpy()))[places]
        return x + (means if silent is None else means.masked_fill(silent[..., None], 0))

    def _ngram_means(self, spelling: Spelling) -> Tensor:
        """The mean vector of each word's n-grams (n_words, E), zeros for a word without."""
        device = self.embedding.weight.device
        buckets = torch.from_numpy(spelling.buckets).to(device)
        offsets = torch.from_numpy(spelling.offsets[:-1].astype(np.int32)).to(device)
        means: Tensor = self.embedding_ngrams(buckets, offsets)
        return means

    def logits(self, x: Tensor, lengths: Tensor, noise: Noise | None = None) -> Tensor:
        """Logits (B, C) from word vectors (B, T, E)."""
        features = self.pooled(x, lengths, noise)
        if noise is not None:
            features = noise.silenced(features, self.settings.dropout)
        return self.classified(features)

    def pooled(self, x: Tensor, lengths: Tensor, noise: Noise | None = None) -> Tensor:
        """What the last layer decides by, the pooled states (B, F), from word vectors (B, T, E)."""
        dropout = self.settings.dropout
        if noise is not None:
            x = noise.silenced(x, dropout / 2)
        turned = reversed_order(lengths, x.shape[1])
        if self.settings.separate_directions:
            return self.pool(self._read_separately(x, turned, noise), lengths)
        if self.settings.backward:
            x = in_order(x, turned)
        outputs: list[Tensor] = []
        for layer in self.layers:
            if outputs:
                x = torch.cat([outputs[0], *(in_order(output, turned) for output in outputs[1:])], dim=-1)
                if noise is not None:
                    x = noise.silenced(x, dropout / 2)
            outputs = [layer[0](x)]
            if len(layer) == 2:
                # the text is turned round within its own length, so that padding stays behind it
                outputs.append(layer[1](in_order(x, turned)))
        return self.pool(outputs, lengths)

    def _read_separately(self, x: Tensor, turned: Tensor, noise: Noise | None) -> list[Tensor]:
        """The states (B, T, H) of each direction in its order, where none sees the other's."""
        first, second = x.chunk(2, dim=-1)
        states = [first, in_order(second, turned)]
        for depth, layer in enumerate(self.layers):
            if depth and noise is not None:
                states = [noise.silenced(each, self.settings.dropout / 2) for each in states]
            states = [direction(each) for direction, each in zip(layer, states, strict=True)]
        return states

    def classified(self, features: Tensor) -> Tensor:
        """Logits (B, C) from the pooled features."""
        logits: Tensor = self.head(features).float()
        if logits.shape[1] < self.n_classes:  # a sigmoid's one output is the log-odds of the second class
            logits = torch.cat([torch.zeros_like(logits), logits], dim=1)
        return logits

    def pool(self, outputs: list[Tensor], lengths: Tensor) -> Tensor:
        """Features (B, F) of the real tokens, from the states (B, T, H) of each direction in its order."""
        rows = torch.arange(len(lengths), device=lengths.device)
        lasts = [states[rows, lengths - 1] for states in outputs]
        if self.settings.pooling == "last":
            return self.features([], [], lasts, lengths)
        # only columns behind the shortest document hold padding: the others need no mask
        shortest, T = int(lengths.min()), outputs[0].shape[1]
        columns = torch.arange(shortest, T, device=lengths.device)
        padding = (columns >= lengths[:, None])[:, :, None]
        tops, totals = [], []
        for states in outputs:
            head, tail = states[:, :shortest], states[:, shortest:]
            top, total = head.amax(dim=1), head.sum(dim=1)
            if shortest < T:
                top = torch.maximum(top, tail.masked_fill(padding, float("-inf")).amax(dim=1))
                total = total + tail.masked_fill(padding, 0).sum(dim=1)
            tops.append(top)
            totals.append(total)
        return self.features(tops, totals, lasts, lengths)

    def features(
        self, tops: list[Tensor], totals: list[Tensor], lasts: list[Tensor], lengths: Tensor
    ) -> Tensor:
        """Features (B, F) from the highest, summed and last states (B, H) of each direction."""
        if self.settings.pooling == "last":
            return torch.cat(lasts, dim=-1)
        means = [(total / lengths[:, None]).to(last.dtype) for total, last in zip(totals, lasts, strict=True)]
        return torch.cat([*tops, *means, *lasts], dim=-1)


def network_of(settings: NetworkSettings, weights: Mapping[str, np.ndarray], n_classes: int) -> LstmNetwork:
    """A network with stored weights, for reading; its n-grams are folded."""
    network = LstmNetwork(settings, len(weights["embedding.weight"]), n_classes)
    network.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
    network.eval()
    return network.requires_grad_(False)


def reversed_order(lengths: Tensor, width: int) -> Tensor:
    """Index (B, T) that turns each document round within its length; its own inverse."""
    columns = torch.arange(width, device=lengths.device)
    turned = lengths[:, None] - 1 - columns
    return torch.where(turned >= 0, turned, columns)


def in_order(x: Tensor, order: Tensor) -> Tensor:
    """(B, T, D) with its tokens in the given order (B, T)."""
    return x[torch.arange(len(x), device=x.device)[:, None], order]
