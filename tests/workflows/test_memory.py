"""What is promised of memory before a file is opened holds once its words are counted."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from textminer.storage.memory_need import BYTES_PER_BYTE

WITH_WINDOW = 1.5  # bytes a byte of short rows that scores, views and what they are made from take
FEW, MANY = 10_000, 130_000  # rows: what both take is the program, what the second takes more is the rows
# What a window makes of a file and keeps; the peak of the second file less the peak of the first.
OPENING = """
import sys
from pathlib import Path
import numpy as np
from textminer.workflows.counting import WordOptions, count_words
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.opening import open_corpus
from textminer.workflows.overview_ground import OverviewOptions, overview_ground
from textminer.workflows.preparing import prepare_words
from textminer.workflows.scoring import tokens_of

def opened(path):
    Path("/proc/self/clear_refs").write_text("5")  # the peak is of what follows
    corpus = open_corpus([Path(path)])
    tokens = tokens_of(corpus.text_cells(), corpus_tokenizer(corpus))
    prepare_words(corpus, tokens, None)
    ground = overview_ground(corpus, None, tokens, None, OverviewOptions())
    words = count_words(corpus, tokens, WordOptions(), np.arange(len(tokens.offsets) - 1))
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.split("VmHWM:")[1].split()[0])

few, many = sys.argv[1:]
print(-opened(few) + opened(many))
"""


def rows(path: Path, n_rows: int) -> Path:
    rng = np.random.default_rng(0)
    words = np.array([f"word{n}" for n in range(20_000)])
    odds = 1 / np.arange(1, len(words) + 1)
    lines = [" ".join(line) for line in rng.choice(words, (n_rows, 14), p=odds / odds.sum())]
    path.write_text(
        "id,text,city\n" + "".join(f"{n:07d},{line},Porto {n % 9}\n" for n, line in enumerate(lines))
    )
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a process, and resets it")
def test_a_row_more_takes_no_more_than_was_said(tmp_path: Path) -> None:
    few, many = rows(tmp_path / "few.csv", FEW), rows(tmp_path / "many.csv", MANY)
    done = subprocess.run(
        [sys.executable, "-c", OPENING, str(few), str(many)], capture_output=True, text=True, check=True
    )
    per_byte = int(done.stdout) / (many.stat().st_size - few.stat().st_size)
    assert 2 < per_byte < BYTES_PER_BYTE - WITH_WINDOW
