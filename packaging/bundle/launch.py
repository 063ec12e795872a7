"""Where the bundle starts."""

import multiprocessing
import sys

from textminer.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # first: a spawned worker enters here too
    sys.exit(main())
