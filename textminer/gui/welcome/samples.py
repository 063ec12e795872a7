"""Which samples ship, and what their cards say."""

from dataclasses import dataclass
from pathlib import Path

from textminer.resource_files import resource_path
from textminer.translation import _


@dataclass(frozen=True)
class Sample:
    """A corpus that ships with the product.

    n_documents:  rows of the file without its header; a test counts them
    title, facts, description:  in the user's language; the Chinese sample names itself in Chinese
    """

    path: Path
    n_documents: int
    title: str
    facts: str
    description: str


def samples() -> tuple[Sample, ...]:
    """The samples in the order in which they are offered."""
    return (
        _sample(
            "hotel-reviews.csv",
            150,
            _("Hotel reviews"),
            _("{n} rows · city, date, stars"),
            _("Hotel reviews in English, with city, date and stars"),
        ),
        _sample(
            "support-tickets.csv",
            150,
            _("Support tickets"),
            _("{n} rows · team, date, labelled"),
            _("Messages to a support desk in English, with team, date and a sentiment label"),
        ),
        _sample(
            "restaurant-reviews-zh.csv",
            120,
            _("餐厅评论"),
            _("{n} 行 · 城市, 日期"),
            _("Restaurant reviews in Chinese, with city and date"),
        ),
    )


def _sample(file: str, n_documents: int, title: str, facts: str, description: str) -> Sample:
    path = resource_path("samples", file)
    return Sample(path, n_documents, title, facts.format(n=n_documents), description)
