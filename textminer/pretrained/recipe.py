"""What differs from one shipped mixture model to the next."""

from dataclasses import dataclass

from textminer.pretrained.labelled_sets import Source
from textminer.sentiment.settings import NetworkSettings


@dataclass(frozen=True)
class MixtureRecipe:
    """How one shipped model is made.

    name:             of the model, and of the command that makes it
    sentence_ends:    tokens after which a sentence may begin
    epoch_documents:  texts from one validation to the next
    minutes:          how long it is trained unless another length is given
    """

    name: str
    languages: tuple[str, ...]
    description: str
    sources: tuple[Source, ...]
    tokenizer: str
    sentence_ends: tuple[str, ...]
    network: NetworkSettings
    epoch_documents: int = 200_000
    minutes: float = 50.0
