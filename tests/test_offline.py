"""Does anything reach for the network?"""

import ast
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "textminer"
NETWORK = {
    "socket", "ssl", "http", "ftplib", "smtplib", "imaplib", "telnetlib", "xmlrpc", "socketserver",
    "requests", "httpx", "aiohttp", "urllib3", "webbrowser",
}  # fmt: skip

SCORE_WITHOUT_NETWORK = """
import socket, sys

def refuse(*arguments, **options):
    raise AssertionError("a connection was tried")

socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
from textminer.__main__ import main
sys.exit(main(["score", sys.argv[1], "-o", sys.argv[2]]))
"""


def test_no_module_imports_anything_that_speaks_to_a_network() -> None:
    found = []
    modules = sorted(PACKAGE.rglob("*.py"))
    assert len(modules) > 50
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [
                f"{path.name}: {name}"
                for name in names
                if name.split(".")[0] in NETWORK or "QtNetwork" in name or name.startswith("urllib.request")
            ]
    assert not found


def test_scoring_a_file_opens_no_connection(tmp_path: Path) -> None:
    source = tmp_path / "reviews.csv"
    source.write_text("review\nA wonderful room.\nThe worst breakfast ever.\n", encoding="utf-8")
    target = tmp_path / "scored.csv"
    done = subprocess.run(
        [sys.executable, "-c", SCORE_WITHOUT_NETWORK, str(source), str(target)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(target.read_text(encoding="utf-8").splitlines()) == 3
