"""`textminer inspect`: how a file is read."""

import argparse
import json

from textminer.cli.reading import import_settings
from textminer.cli.terminal import TerminalProgress
from textminer.corpus.columns import guess_roles
from textminer.corpus.languages import detect_language
from textminer.storage.tables import read_table
from textminer.translation import _
from textminer.workflows.opening import LANGUAGE_SAMPLE


def run(options: argparse.Namespace) -> None:
    """Print encoding, delimiter, columns with their roles, rows and notices."""
    with TerminalProgress("textminer") as progress:
        settings = import_settings(options)
        read = read_table(options.file, settings, progress, settings.first_rows)
    roles, guesses = guess_roles(read.frame, read.columns)
    texts = None if roles.text is None else read.frame.iloc[:LANGUAGE_SAMPLE, roles.text]
    reasons = {guess.column: guess.reason for guess in guesses}
    columns = [
        {"name": name, "role": roles.role_of(place), "reason": reasons.get(place)}
        for place, name in enumerate(read.columns)
    ]
    notices = [{"kind": item.kind, "message": item.message, "lines": item.lines} for item in read.notices]
    found = {
        "file": str(options.file),
        "kind": read.kind,
        "encoding": read.settings.encoding,
        "delimiter": read.settings.delimiter,
        "quote": read.settings.quote,
        "has_header": read.settings.has_header,
        "sheet": read.settings.sheet,
        "sheets": list(read.sheets),
        "rows": len(read.frame),
        "language": None if texts is None else detect_language(texts),
        "columns": columns,
        "notices": notices,
    }
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for key in ("file", "kind", "encoding", "delimiter", "quote", "has_header", "sheet", "rows", "language"):
        if found[key] not in (None, ""):
            value = found[key]
            print(f"{key:<11}{value!r}" if key in ("delimiter", "quote") else f"{key:<11}{value}")
    print(_("columns"))
    for place, name in enumerate(read.columns, start=1):
        role = roles.role_of(place - 1)
        print(f"  {place:>3}  {name}" + (f"  [{role}: {reasons.get(place - 1)}]" if role else ""))
    for notice in read.notices:
        print(f"! {notice.message}")
