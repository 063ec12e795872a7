"""The commands, their options, and how they end."""

import argparse
import importlib
import sys
from pathlib import Path

import textminer
from textminer.errors import TextMinerError
from textminer.translation import _

COMMANDS = (
    "score", "replay", "report", "overview", "train", "evaluate", "words", "concordance",
    "compare", "inspect", "models",
)  # fmt: skip


def is_for_command_line(arguments: list[str]) -> bool:
    """Whether the arguments name a command or ask for help, rather than files to open in the window."""
    return bool(arguments) and (arguments[0] in COMMANDS or arguments[0].startswith("-"))


def run_command_line(arguments: list[str]) -> int:
    """Run one command. Returns 0, 1 after one sentence on stderr for bad input or where `replay` finds a
    difference, or 2 for wrong usage.
    """
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    # Each command is a module of its own, imported when it runs: `models` must not wait for torch.
    command = importlib.import_module(f"textminer.cli.{options.command}")
    try:
        status = command.run(options)
    except TextMinerError as error:
        print(f"textminer: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(_("textminer: stopped; nothing was written."), file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:  # of a disk, where no module knows better what to say
        print(f"textminer: {error}", file=sys.stderr)
        return 1
    return status if isinstance(status, int) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="textminer",
        description=_("Sentiment and words of a table of texts. With a FILE or nothing, opens the window."),
    )
    parser.add_argument("--version", action="version", version=f"textminer {textminer.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_score(commands)
    replay = commands.add_parser("replay", help=_("whether a receipt gives the same export again"))
    replay.add_argument("receipt", type=Path, metavar="RECEIPT")
    replay.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help=_("what the export was made from")
    )
    _add_train(commands)
    _add_evaluate(commands)
    _add_words(commands)
    _add_concordance(commands)
    _add_compare(commands)
    _add_report(commands)
    _add_overview(commands)
    inspect = commands.add_parser("inspect", help=_("how a file is read"))
    inspect.add_argument("file", type=Path, metavar="FILE")
    _add_reading(inspect)
    inspect.add_argument("--json", action="store_true", help=_("print JSON"))
    models = commands.add_parser("models", help=_("the models there are"))
    models.add_argument("action", nargs="?", choices=["show"], help=_("show one model's card"))
    models.add_argument("name", nargs="?", metavar="NAME")
    return parser


def _add_score(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    score = commands.add_parser("score", help=_("score every document and write all rows"))
    score.add_argument("files", type=Path, nargs="+", metavar="FILE")
    score.add_argument("-o", "--output", type=Path, required=True, metavar="OUT")
    score.add_argument("--text", metavar="COLUMN", help=_("the column that holds the texts"))
    score.add_argument("--model", default="", metavar="NAME|FILE")
    _add_neutral_threshold(score)
    _add_reading(score)
    score.add_argument(
        "--for-spreadsheets",
        action="store_true",
        help=_("guard cells that a spreadsheet would run as a formula; --guarded takes the guards off again"),
    )
    score.add_argument(
        "--with-bom", action="store_true", help=_("write UTF-8 with a byte order mark, as Excel wants it")
    )


def _add_train(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    train = commands.add_parser("train", help=_("train a model on your own labels"))
    train.add_argument("file", type=Path, metavar="FILE")
    train.add_argument("--text", required=True, metavar="COLUMN")
    train.add_argument("--label", required=True, metavar="COLUMN")
    train.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL")
    train.add_argument("--preset", choices=["quick", "accurate", "article"], default="quick")
    train.add_argument("--cell", choices=["lstm", "peephole", "rnn"], default="lstm")
    length = train.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=_positive_number, metavar="M")
    length.add_argument("--steps", type=_positive_integer, metavar="N")
    train.add_argument("--seed", type=int, default=0, metavar="N")
    train.add_argument(
        "--fresh",
        action="store_true",
        help=_("begin anew where the very same training was interrupted, instead of going on"),
    )
    _add_reading(train)


def _add_evaluate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    evaluate = commands.add_parser("evaluate", help=_("compare a model with labels"))
    evaluate.add_argument("file", type=Path, metavar="FILE")
    evaluate.add_argument("--text", required=True, metavar="COLUMN")
    evaluate.add_argument("--label", required=True, metavar="COLUMN")
    evaluate.add_argument("--labels", metavar="MAP", help=_("such as 1=negative,2=neutral,3=positive"))
    evaluate.add_argument("--model", default="", metavar="NAME|FILE")
    _add_neutral_threshold(evaluate)
    evaluate.add_argument(
        "--reliability", action="store_true", help=_("print confidence beside accuracy in 15 bins")
    )
    evaluate.add_argument("--json", action="store_true", help=_("print JSON"))
    _add_reading(evaluate)


def _add_words(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    words = commands.add_parser("words", help=_("count the words"))
    words.add_argument("file", type=Path, metavar="FILE")
    words.add_argument("--text", metavar="COLUMN")
    words.add_argument("--top", type=_positive_integer, default=50, metavar="N")
    words.add_argument("--ngrams", type=int, choices=range(1, 6), default=1, metavar="N")
    words.add_argument("--by", metavar="COLUMN", help=_("count each group of this column by itself"))
    forms = words.add_mutually_exclusive_group()
    forms.add_argument("--lemma", action="store_true", help=_("count words under the forms of a dictionary"))
    forms.add_argument("--stem", action="store_true", help=_("count words under their stems"))
    words.add_argument(
        "--stop-words",
        type=Path,
        metavar="LIST",
        help=_("more words to leave out, one a line or CSV or JSON"),
    )
    words.add_argument(
        "--synonyms",
        type=Path,
        metavar="LIST",
        help=_("words counted as one, lines such as “room: rooms, suite*”"),
    )
    words.add_argument("--phrases", type=Path, metavar="LIST", help=_("runs of words counted as one"))
    words.add_argument(
        "--themes", type=Path, metavar="LIST",
        help=_("count these themes: text such as “Staff: waiter*, rude”, CSV, JSON or .dic"),
    )  # fmt: skip
    words.add_argument("-o", "--output", type=Path, metavar="OUT")
    _add_reading(words)


def _add_concordance(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    lines = commands.add_parser("concordance", help=_("show every line in which words occur"))
    lines.add_argument("file", type=Path, metavar="FILE")
    lines.add_argument("pattern", metavar="PATTERN", help=_("such as good|great, un*able or 'not * good'"))
    lines.add_argument("--text", metavar="COLUMN")
    lines.add_argument("--regex", action="store_true", help=_("read PATTERN as a regular expression"))
    lines.add_argument("--match-case", action="store_true", help=_("tell Good and good apart"))
    lines.add_argument("--punctuation", action="store_true", help=_("count punctuation marks as words"))
    lines.add_argument(
        "--sort", default="", metavar="KEYS", help=_("such as 1R,2R,3R for the words to the right; 1L, node")
    )
    lines.add_argument("--top", type=_positive_integer, metavar="N", help=_("show the first lines alone"))
    lines.add_argument("--width", type=_positive_integer, default=40, metavar="N")
    lines.add_argument("-o", "--output", type=Path, metavar="OUT")
    _add_reading(lines)


def _add_compare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    compare = commands.add_parser("compare", help=_("which words tell groups of documents apart"))
    compare.add_argument("file", type=Path, metavar="FILE")
    compare.add_argument(
        "groups",
        nargs="*",
        metavar="GROUP",
        help=_("one group to compare with all others, or two; without any, each with all others"),
    )
    compare.add_argument("--by", required=True, metavar="COLUMN", help=_("the column that tells the groups"))
    compare.add_argument("--text", metavar="COLUMN")
    compare.add_argument("--ngrams", type=int, choices=range(1, 6), default=1, metavar="N")
    compare.add_argument(
        "--by-documents",
        action="store_true",
        help=_("count the documents that hold a word, not its occurrences"),
    )
    compare.add_argument(
        "--fewest",
        type=_positive_integer,
        default=5,
        metavar="N",
        help=_("documents that must hold a word for it to be tested"),
    )
    compare.add_argument(
        "--show",
        choices=["words", "gap", "themes"],
        default="words",
        help=_("key words; what each word carries of the gap in sentiment; themes with their sentiment"),
    )
    compare.add_argument(
        "--themes", type=Path, metavar="FILE", help=_("lists of words; without any, themes are proposed")
    )
    compare.add_argument("--model", default="", metavar="NAME|FILE", help=_("what scores gap and themes"))
    compare.add_argument("--top", type=_positive_integer, metavar="N", help=_("lines of each comparison"))
    compare.add_argument("-o", "--out", "--output", dest="output", type=Path, metavar="OUT")
    _add_reading(compare)


def _add_overview(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    overview = commands.add_parser("overview", help=_("shares, scores over time and by group, their words"))
    overview.add_argument("file", type=Path, metavar="FILE")
    overview.add_argument("--text", metavar="COLUMN")
    overview.add_argument("--date", metavar="COLUMN", help=_("the column that holds the dates"))
    overview.add_argument("--by", metavar="COLUMN", help=_("the column that holds the groups"))
    overview.add_argument("--model", default="", metavar="NAME|FILE")
    _add_neutral_threshold(overview)
    _add_reading(overview)


def _add_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    report = commands.add_parser("report", help=_("write what a file holds as one HTML or PDF file"))
    report.add_argument("files", type=Path, nargs="+", metavar="FILE")
    report.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT", help=_("OUT.html or OUT.pdf")
    )
    report.add_argument("--text", metavar="COLUMN", help=_("the column that holds the texts"))
    report.add_argument("--by", metavar="COLUMN", help=_("the column that tells groups"))
    report.add_argument("--date", metavar="COLUMN", help=_("the column of dates"))
    report.add_argument("--title", metavar="TITLE")
    report.add_argument(
        "--sections", metavar="NAMES", help=_("below the overview: quotes,words,groups,topics unless you say")
    )
    report.add_argument("--model", default="", metavar="NAME|FILE")
    _add_neutral_threshold(report)
    _add_reading(report)


def _add_neutral_threshold(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--neutral-threshold",
        type=_share,
        default=0.0,
        metavar="P",
        help=_("how probable positive or negative must be, 0 to 1, or else a document counts as neutral"),
    )


def _add_reading(command: argparse.ArgumentParser) -> None:
    command.add_argument("--encoding", metavar="E", help=_("text encoding of the file, such as cp1252"))
    command.add_argument("--delimiter", metavar="D", help=_("the character between cells; \\t for a tab"))
    command.add_argument(
        "--sheet", metavar="NAME", help=_("the sheet of a workbook, or the file in an archive")
    )
    command.add_argument(
        "--one-text",
        choices=["line", "paragraph", "file"],
        help=_("what one document of a plain text file is"),
    )
    command.add_argument(
        "--first-rows", type=_positive_integer, metavar="N", help=_("read no more than the first N rows")
    )
    command.add_argument(
        "--guarded",
        action="store_true",
        help=_("take off the apostrophes that an export for spreadsheets put before formulas"),
    )


def _positive_integer(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(_("must be 1 or more"))
    return number


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(_("must be from 0 to 1"))
    return number


def _positive_number(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(_("must be more than 0"))
    return number
