"""What each section of a report says: overview, documents, words, groups, topics."""

from collections.abc import Sequence

import numpy as np

from textminer.analysis.frequency import WordFrequencies
from textminer.analysis.topics import Topics
from textminer.corpus.corpus import Corpus
from textminer.figures.compare import draw_keyness_bars
from textminer.figures.overview import (
    draw_groups,
    draw_score_spread,
    draw_side_words,
    draw_timeline,
    shortened,
)
from textminer.figures.words import draw_word_bars
from textminer.report.content import Chart, Fact, Quote, Section, Table
from textminer.sentiment.labels import NEGATIVE, POSITIVE
from textminer.sentiment.score_words import percent, signed
from textminer.translation import _, ngettext_
from textminer.workflows.comparing import Compared
from textminer.workflows.honesty import honesty_lines, nothing_scored
from textminer.workflows.overview import Overview
from textminer.workflows.overview_marks import DISAGREEING, mark
from textminer.workflows.topics import TopicSizes

MOST_QUOTES = 3  # of each side
QUOTE_CHARACTERS = 320
MOST_TABLE_WORDS = 25
TOPIC_WORDS = 8
ROW_INCHES, AXIS_INCHES = 0.27, 0.75


def overview_sections(corpus: Corpus, found: Overview) -> list[Section]:
    """Shares, trust, scores, time, groups and the words of each side, as far as they are known."""
    sections = [Section(_("Sentiment"), _shares_note(found), tuple(_share_facts(found)))]
    sections.append(_trust(found))
    if found.spread is not None and found.n_scored:
        spread, counts, shares = found.spread, found.spread_counts, found.shares
        chart = Chart(
            lambda figure, colours: draw_score_spread(figure, spread, counts, shares, colours), 2.6,
            _("Documents by their score"),
        )  # fmt: skip
        sections.append(Section(_("How the scores are spread"), chart=chart))
    if found.timeline is not None and found.timeline.bins.n_bins > 1 and found.n_scored:
        line = found.timeline
        note = _("By “{column}”, with the 95 % interval of the mean.").format(column=line.name)
        chart = Chart(
            lambda figure, colours: draw_timeline(figure, line, found.shares, colours), 3.4,
            _("Mean score and number of documents over time"),
        )  # fmt: skip
        sections.append(Section(_("Over time"), note, chart=chart))
    if found.groups is not None and found.groups.grouping.n_groups > 1 and found.n_scored:
        groups = found.groups
        height = AXIS_INCHES + ROW_INCHES * max(groups.grouping.n_groups, 3)
        chart = Chart(
            lambda figure, colours: draw_groups(figure, groups, found.shares, colours), height,
            _("Shares of the classes in each group"),
        )  # fmt: skip
        sections.append(Section(_("By {column}").format(column=groups.name), _left_out(found), chart=chart))
    if any(side.words for side in found.sides):
        note = _("Documents that hold the word. Paler words may be chance.")
        chart = Chart(
            lambda figure, colours: draw_side_words(figure, found.sides, found.shares, colours), 3.2,
            _("The words most characteristic of each class"),
        )  # fmt: skip
        sections.append(Section(_("Words that carry each side"), note, chart=chart))
    return sections


def quotes_section(corpus: Corpus, scores: np.ndarray, positions: np.ndarray) -> Section:
    """The documents that the model is surest of, as they stand in the file.

    scores:     float (n_documents,), NaN where there is none
    positions:  of the documents that count
    """
    scored = positions[~np.isnan(scores[positions])]
    order = scored[np.argsort(scores[scored], kind="stable")]
    negative = [place for place in order[:MOST_QUOTES].tolist() if scores[place] < 0]
    positive = [place for place in order[::-1][:MOST_QUOTES].tolist() if scores[place] > 0]
    quotes = [_quote(corpus, place, float(scores[place])) for place in [*negative, *positive]]
    note = _("The most negative and the most positive documents, as the model reads them.")
    return Section(_("In their words"), note, quotes=tuple(quotes))


def words_section(found: WordFrequencies) -> Section:
    """The most frequent words, as bars and as a table."""
    n = min(len(found.words), MOST_TABLE_WORDS)
    rates = found.rates_per_million()
    rows = []
    for place in range(n):
        row = [found.words[place], f"{found.counts[place]:,}", f"{rates[place]:,.0f}"]
        row.append(f"{found.document_counts[place]:,}")
        if found.mean_scores is not None:
            mean = float(found.mean_scores[place])
            row.append("–" if np.isnan(mean) else signed(mean))
        rows.append(tuple(row))
    header = [_("Word"), _("Occurrences"), _("Per million"), _("Documents")]
    if found.mean_scores is not None:
        header.append(_("Mean score"))
    table = Table(tuple(header), tuple(rows), (False, *[True] * (len(header) - 1)))
    note = _("Without stop words and numbers: {words} different words, {tokens} counted.").format(
        words=f"{found.n_words:,}", tokens=f"{found.n_tokens:,}"
    )
    chart = Chart(
        lambda figure, colours: draw_word_bars(figure, found, colours), 4.0, _("The most frequent words")
    )
    return Section(_("Most frequent words"), note, chart=chart if n else None, table=table if n else None)


def compared_section(found: Compared, column: str) -> Section:
    """The words that set each group of a column apart."""
    chart = Chart(
        lambda figure, colours: draw_keyness_bars(
            figure, found.keyness, found.matrix.words, colours, others=_("all others")
        ),
        2.6 if len(found.keyness.comparisons) < 4 else 4.6,
        _("The words that set the groups apart"),
    )
    note = _(
        "Each group of “{column}” against all others: log-ratio with its 95 % interval; pale words may be "
        "chance (log-likelihood, corrected for many tests)."
    )
    return Section(
        _("What sets {column} apart").format(column=column), note.format(column=column), chart=chart
    )


def topics_section(found: Topics, sizes: TopicSizes, words: Sequence[Sequence[str]]) -> Section:
    """Topics with their words, documents and mean scores; the largest first.

    words:  of each topic, heaviest first
    """
    rows = []
    for topic in np.argsort(-sizes.counts, kind="stable").tolist():
        if not sizes.counts[topic]:
            continue
        share = sizes.counts[topic] / max(sizes.n_documents, 1)
        row = [", ".join(words[topic][:TOPIC_WORDS]), f"{sizes.counts[topic]:,}", percent(share, 1)]
        if sizes.means is not None:
            mean = float(sizes.means.means[topic])
            row.append("–" if np.isnan(mean) else signed(mean))
        rows.append(tuple(row))
    header = [_("Words of the topic"), _("Documents"), _("Share")]
    if sizes.means is not None:
        header.append(_("Mean score"))
    note = _("Found by the words that stand together (NMF); the same every time. Names are yours to give.")
    table = Table(tuple(header), tuple(rows), (False, *[True] * (len(header) - 1)))
    return Section(_("Topics"), note, table=table if rows else None)


def _shares_note(found: Overview) -> str:
    if not found.n_scored:
        return " ".join([_("No document has a score."), nothing_scored(found)]).strip()
    return _("With 95 % intervals: what would be found in more documents like these.")


def _share_facts(found: Overview) -> list[Fact]:
    facts = []
    for share in found.shares if found.n_scored else ():
        low, high = share.interval
        note = f"± {50 * (high - low):.1f} · {_documents(share.count)}"
        tone = share.role if share.role in (POSITIVE, NEGATIVE) else ""
        facts.append(Fact(_capital(share.name), percent(share.share, 1), note, tone))
    return facts


def _trust(found: Overview) -> Section:
    lines = honesty_lines(found)
    values = [_documents(len(found.judged.disagreeing)) if found.judged and line.mark == mark(DISAGREEING)
              else line.value for line in lines]  # fmt: skip
    rows = tuple((line.name, value) for line, value in zip(lines, values, strict=True))
    note = "" if found.judged else _("There are no labels to judge the model by.")
    return Section(_("How far to trust this"), note, table=Table(("", ""), rows, (False, True)))


def _documents(n: int) -> str:
    return ngettext_("{n} document", "{n} documents", n).format(n=f"{n:,}")


def _left_out(found: Overview) -> str:
    groups = found.groups
    if groups is None or not groups.n_groups_left:
        return ""
    return ngettext_(
        "{n} smaller group with {documents} is not shown.",
        "{n} smaller groups with {documents} are not shown.",
        groups.n_groups_left,
    ).format(n=f"{groups.n_groups_left:,}", documents=_documents(groups.n_documents_left))


def _quote(corpus: Corpus, position: int, score: float) -> Quote:
    text = " ".join(corpus.document(position).text.split())
    if len(text) > QUOTE_CHARACTERS:
        text = text[:QUOTE_CHARACTERS].rsplit(" ", 1)[0] + " …"
    row = _("row {n}").format(n=f"{position + 1:,}")
    parts = [row, _("score {score}").format(score=signed(score))]
    group = corpus.roles.group
    if group is not None:
        parts.insert(1, shortened(corpus.document(position).cells[group]))
    return Quote(text, " · ".join(parts), POSITIVE if score > 0 else NEGATIVE)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
