"""Which thread the processor goes to first: the window's."""

import os
import sys
import threading

BEHIND = 5  # of Linux' 40 steps: a third of the share of a thread that does not give way


def give_way() -> None:
    """Let this thread, and those that it starts, wait where the window's thread has something to do.

    Two cores with a scoring, a counting and a drawing thread otherwise let the window wait for its turn.
    Does nothing where threads have no priority of their own, or may not change it.
    """
    if sys.platform == "linux":
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)
        except OSError:
            return
