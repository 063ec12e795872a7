"""What differs from one shipped mixture model to the next."""

from dataclasses import dataclass, replace

from textminer.pretrained.labelled_sets import Source
from textminer.sentiment.settings import NetworkSettings

SMOKE_STEPS = 20


@dataclass(frozen=True)
class MixtureRecipe:
    """How one shipped model is made.

    name:             of the model, and of the command that makes it
    sentence_ends:    tokens after which a sentence may begin
    epoch_documents:  texts from one validation to the next
    minutes:          how long it is trained unless another length is given
    word_dropout:     share of tokens of which the network reads no more than their letters
    run:              characters of a stretch that no two texts share by chance: how near duplicates are told
    taught_by:        what the card says of the encoders whose labels are learnt from where there are such
    cross_fits:       whether n-grams of words and of characters label the sets of two classes beside people
    """

    name: str
    languages: tuple[str, ...]
    description: str
    sources: tuple[Source, ...]
    tokenizer: str
    sentence_ends: tuple[str, ...]
    network: NetworkSettings
    run: int
    taught_by: str
    epoch_documents: int = 200_000
    minutes: float = 50.0
    word_dropout: float = 0.12
    cross_fits: bool = False


def smoke_recipe(recipe: MixtureRecipe) -> MixtureRecipe:
    """The same recipe with a network so small that every step of it is tried in seconds."""
    buckets = min(recipe.network.subword_buckets, 256)
    network = replace(recipe.network, embedding_size=12, hidden_size=8, min_count=1, subword_buckets=buckets)
    return replace(recipe, network=network, epoch_documents=300)
