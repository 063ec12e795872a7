"""Which columns the grid of documents shows, and what each is sorted by."""

from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics

from textminer.analysis.cells import looks_numeric
from textminer.analysis.ordering import POSITION
from textminer.corpus.corpus import Corpus
from textminer.corpus.given_labels import LABEL_KEY
from textminer.gui.fonts import BODY_PX, font
from textminer.gui.parts.label_words import label_colour, label_word
from textminer.gui.widgets.column_table import Column
from textminer.sentiment.prediction import Prediction
from textminer.sentiment.score_words import Verdict, percent, verdict_of
from textminer.session.session import Session
from textminer.translation import _
from textminer.workflows.known_labels import rating_column

SENTIMENT_WIDTH = 214  # bar, gap and "leaning negative"
CONFIDENCE_WIDTH = 66
LABEL_WIDTH = 96
MIN_WIDTH, MAX_WIDTH = 72, 240
CELL_PADDING = 28
MEASURED_ROWS = 30
MEASURED_COLUMNS = 60  # measuring 10,000 columns would take a second
CHARACTERS_SHOWN = 300


@dataclass(frozen=True)
class GridColumn:
    """A column of the grid.

    key:  what it is sorted by, as in SortKey
    """

    shown: Column
    key: int | str


def grid_columns(session: Session) -> list[GridColumn]:
    """Row number, what the model says, the text, then the other original columns in the order of the file,
    but for the label or rating: it stands beside the text that it is of.
    """
    corpus = session.corpus
    if corpus is None:
        return []
    label = rating_column(corpus) if corpus.roles.label is None else corpus.roles.label
    others = [place for place in range(corpus.table.n_columns) if place != corpus.text_column]
    others.sort(key=lambda place: place != label)
    return [
        GridColumn(_row_column(corpus), POSITION),
        *_verdict_columns(session),
        *_label_columns(session),
        GridColumn(_text_column(corpus), corpus.text_column),
        *(GridColumn(_original_column(corpus, place, n), place) for n, place in enumerate(others)),
    ]


def has_polarity(session: Session) -> bool:
    """Whether scores are shown; also before a model has said anything, since the usual one has a polarity."""
    return session.prediction is None or session.prediction.polarity is not None


def _row_column(corpus: Corpus) -> Column:
    width = max(MIN_WIDTH - 12, _measure(f"{corpus.table.n_documents:,}", True) + CELL_PADDING)
    return Column(
        _("Row"),
        lambda position: f"{position + 1:,}",
        colour=lambda _position: "secondary",
        width=width,
        number=True,
    )


def _verdict_columns(session: Session) -> list[GridColumn]:
    """The prediction is asked of the session at each row: rows fill as they are scored."""
    verdict = _LastVerdict(session)

    def words(position: int) -> str:
        return verdict.of(position).words

    def colour(position: int) -> str:
        return verdict.of(position).colour

    def score(position: int) -> float | None:
        return verdict.of(position).score

    def confidence(position: int) -> str:
        share = verdict.of(position).confidence
        return "" if share is None else percent(share)

    if has_polarity(session):
        first = GridColumn(Column(_("Sentiment"), words, score, colour, SENTIMENT_WIDTH), "score")
    else:
        first = GridColumn(Column(_("Prediction"), words, None, colour, MAX_WIDTH - 60), "prediction")
    second = Column(
        _("Conf."), confidence, None, lambda _position: "secondary", CONFIDENCE_WIDTH, number=True
    )
    return [first, GridColumn(second, "confidence")]


class _LastVerdict:
    """The verdict on the row that was asked for last: the cells of a row ask for it six times."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: tuple[Prediction | None, int, int] = (None, -1, -1)
        self._verdict = Verdict()

    def of(self, position: int) -> Verdict:
        """The verdict on a position, as far as scoring has come."""
        prediction = self._session.prediction
        status = -1
        if prediction is not None and position < prediction.n_documents:
            status = int(prediction.statuses[position])
        before, last, its_status = self._of
        if before is not prediction or last != position or its_status != status:
            self._of = (prediction, position, status)
            self._verdict = verdict_of(prediction, position)
        return self._verdict


def _label_columns(session: Session) -> list[GridColumn]:
    """The user's own labels, as soon as there are any."""
    if not session.labels:
        return []

    def words(position: int) -> str:
        label = session.labels.of(position)
        return "" if label is None else label_word(label)

    column = Column(
        _("Your label"),
        words,
        colour=lambda position: label_colour(session.labels.of(position)),
        width=LABEL_WIDTH,
    )
    return [GridColumn(column, LABEL_KEY)]


def _text_column(corpus: Corpus) -> Column:
    cells = corpus.table.column(corpus.text_column).array

    def is_blank(position: int) -> bool:
        return not str(cells[position])[:CHARACTERS_SHOWN].strip()

    return Column(
        corpus.table.names[corpus.text_column] or _("Text"),
        lambda position: _("empty") if is_blank(position) else str(cells[position]),
        colour=lambda position: "secondary" if is_blank(position) else "text",
        width=0,
    )


def _original_column(corpus: Corpus, place: int, number: int) -> Column:
    cells = corpus.table.column(place).array
    name = corpus.table.names[place]
    if number < MEASURED_COLUMNS:
        is_number = looks_numeric(corpus.table, place)
        sample = [" ".join(str(cell)[:40].split()) for cell in cells[:MEASURED_ROWS]]
        widest = max((_measure(text, is_number) for text in [*sample, name[:30] + "  "]), default=0)
        width = min(max(widest + CELL_PADDING, MIN_WIDTH), MAX_WIDTH)
    else:
        is_number, width = False, MAX_WIDTH // 2
    return Column(name, lambda position: str(cells[position]), width=width, number=is_number)


def _measure(text: str, is_number: bool) -> int:
    """Width of a cell's text in pixels at scale 1; figures of one width are wider than others."""
    return QFontMetrics(font(BODY_PX, tabular=is_number)).horizontalAdvance(text)
