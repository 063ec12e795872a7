"""One window for a whole day: corpora that were closed leave nothing behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.stories.soak import PAGES

N_OPENINGS = int(os.environ.get("TEXTMINER_OPENINGS", "22"))
WARM_UP = 5 * N_OPENINGS // 11  # what is built once is built by then, on a busy machine as well
MOST_MB = 1.0  # that an opening may leave: caches still fill, .4 after ten openings and .1 after twenty
ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(20 * N_OPENINGS)
def test_corpora_that_were_replaced_are_gone(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.stories.soak", str(N_OPENINGS), str(tmp_path)],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["alive"] == []
    n_widgets, megabytes = found["widgets"], found["megabytes"]
    assert np.polyfit(range(N_OPENINGS - WARM_UP), n_widgets[WARM_UP:], 1)[0] < 1, n_widgets
    settled, round_of_pages = np.array(megabytes[WARM_UP:]), len(PAGES)
    # by the median, since what a library takes once and for all is no leak
    slope = np.median(settled[round_of_pages:] - settled[:-round_of_pages]) / round_of_pages
    assert slope < MOST_MB, f"{slope:.2f} MB with each opening: {megabytes}"
