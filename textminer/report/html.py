"""A report as one self-contained HTML file: no script, nothing loaded from elsewhere."""

import html
import io
import re
from collections.abc import Sequence

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from textminer.figures.style import LIGHT, prepare_matplotlib
from textminer.progress import Progress, silent
from textminer.report.content import WIDTH, Chart, Fact, Quote, Report, Section, Table
from textminer.translation import _

_REFERENCE = re.compile(r'(?<= id=")|(?<=xlink:href="#)|(?<=url\(#)')
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
_STYLE = f"""
:root {{ color-scheme: light; }}
body {{ font: 15px/1.55 Inter, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  color: {LIGHT.text}; background: {LIGHT.ground}; margin: 0; }}
main {{ max-width: 860px; margin: 0 auto; padding: 40px 24px 64px; }}
h1 {{ font-size: 26px; margin: 0 0 6px; }}
h2 {{ font-size: 17px; margin: 0 0 4px; }}
p.about, p.note, figcaption, footer {{ color: {LIGHT.secondary}; }}
p.about {{ margin: 0; }} p.note {{ margin: 0 0 12px; font-size: 13.5px; }}
section {{ background: {LIGHT.surface}; border: 1px solid {LIGHT.line}; border-radius: 12px;
  padding: 18px 20px; margin-top: 18px; break-inside: avoid; }}
dl {{ display: flex; flex-wrap: wrap; gap: 14px 34px; margin: 6px 0 0; }}
dl div {{ min-width: 120px; }} dt {{ color: {LIGHT.secondary}; font-size: 13px; }}
dd {{ margin: 0; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }}
dd small {{ display: block; font-size: 12.5px; font-weight: 400; color: {LIGHT.secondary}; }}
.positive {{ color: {LIGHT.positive_text}; }} .negative {{ color: {LIGHT.negative_text}; }}
figure {{ margin: 8px 0 0; }} figure svg {{ width: 100%; height: auto; display: block; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; margin-top: 8px; font-size: 13.5px; }}
th, td {{ text-align: start; padding: 5px 10px 5px 0; border-bottom: 1px solid {LIGHT.line};
  vertical-align: top; unicode-bidi: plaintext; }}
th {{ color: {LIGHT.secondary}; font-weight: 500; }}
.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
blockquote {{ margin: 10px 0 0; padding: 2px 0 2px 12px; border-inline-start: 3px solid {LIGHT.line};
  unicode-bidi: plaintext; overflow-wrap: anywhere; }}
blockquote.positive {{ border-color: {LIGHT.positive}; color: inherit; }}
blockquote.negative {{ border-color: {LIGHT.negative}; color: inherit; }}
blockquote cite {{ display: block; font-style: normal; font-size: 12.5px; color: {LIGHT.secondary}; }}
pre {{ font-size: 11.5px; white-space: pre-wrap; overflow-wrap: anywhere; }}
footer {{ margin-top: 28px; font-size: 12.5px; }}
th:last-child, td:last-child {{ padding-right: 0; }}
@media print {{
  body {{ background: none; font-size: 12.5px; }} main {{ padding: 0; max-width: none; }}
  section {{ break-inside: auto; border: 0; border-radius: 0; padding: 0; margin-top: 22px; }}
  h2, p.note {{ break-after: avoid; }} dl, figure, blockquote, tr {{ break-inside: avoid; }}
  table {{ font-size: 11.5px; }} th, td {{ padding-top: 3px; padding-bottom: 3px; }}
  dd {{ font-size: 19px; }} figure svg {{ max-height: 9.2cm; }} footer {{ margin-top: 18px; }}
}}
"""


def html_of(report: Report, progress: Progress = silent) -> str:
    """The whole file; the same report gives the same text."""
    prepare_matplotlib()
    parts = []
    for number, section in enumerate(report.sections):
        progress.report(number / max(len(report.sections), 1))
        parts.append(_section(section, number))
    about = "".join(f'<p class="about">{html.escape(line)}</p>' for line in report.about)
    receipt = (
        f"<details><summary>{html.escape(_('Receipt: how to make these figures again'))}</summary>"
        f"<pre>{html.escape(report.receipt)}</pre></details>"
    )
    made = html.escape(_("Made with TextMiner on this computer alone; nothing was sent anywhere."))
    title = html.escape(report.title)
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<header><h1>{title}</h1>{about}</header>\n"
        + "\n".join(parts)
        + f"\n<footer>{receipt}<p>{made}</p></footer>\n</main>\n</body>\n</html>\n"
    )


def _section(section: Section, number: int) -> str:
    inside = [f"<h2>{html.escape(section.heading)}</h2>"]
    if section.note:
        inside.append(f'<p class="note">{html.escape(section.note)}</p>')
    if section.facts:
        inside.append(f"<dl>{''.join(map(_fact, section.facts))}</dl>")
    if section.chart is not None:
        inside.append(_chart(section.chart, f"chart-{number}-"))
    if section.table is not None:
        inside.append(_table(section.table))
    inside += map(_quote, section.quotes)
    return f"<section>{''.join(inside)}</section>"


def _fact(fact: Fact) -> str:
    note = f"<small>{html.escape(fact.note)}</small>" if fact.note else ""
    value = f'<dd class="{fact.tone}">{html.escape(fact.value)}{note}</dd>'
    return f"<div><dt>{html.escape(fact.name)}</dt>{value}</div>"


def _chart(chart: Chart, prefix: str) -> str:
    says = html.escape(chart.says, quote=True)
    return f'<figure role="img" aria-label="{says}">{_svg(chart, prefix)}</figure>'


def _svg(chart: Chart, prefix: str) -> str:
    """The figure as an element that can stand beside others: ids begin with the prefix, none repeats."""
    import matplotlib as mpl

    figure = Figure(figsize=(WIDTH, chart.height), layout="constrained")
    canvas = FigureCanvasSVG(figure)
    chart.draw(figure, LIGHT)
    for artist in figure.findobj():
        artist.set_gid(None)  # names for clicks, which repeat and mean nothing here
    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": prefix}):
        canvas.print_figure(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = _METADATA.sub("", buffer.getvalue())
    return _REFERENCE.sub(rf"\g<0>{prefix}", text[text.index("<svg") :])


def _table(table: Table) -> str:
    kinds = ['class="number"' if is_number else "" for is_number in table.is_number]
    head = f"<thead>{_row('th', table.header, kinds)}</thead>" if any(table.header) else ""
    rows = "".join(_row("td", row, kinds) for row in table.rows)
    return f'<div class="scroll"><table>{head}<tbody>{rows}</tbody></table></div>'


def _row(tag: str, cells: Sequence[str], kinds: Sequence[str]) -> str:
    inside = "".join(
        f"<{tag} {kind}>{html.escape(cell)}</{tag}>" for kind, cell in zip(kinds, cells, strict=True)
    )
    return f"<tr>{inside}</tr>"


def _quote(quote: Quote) -> str:
    return (
        f'<blockquote class="{quote.tone}">{html.escape(quote.text)}<cite>{html.escape(quote.source)}</cite>'
        "</blockquote>"
    )
