"""`textminer`: the window, or a command of the command line."""

import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the command line where the first argument is one of its commands, otherwise the window.

    Returns the exit status: 0 done, 1 bad input, 2 wrong usage.
    """
    # Read by OpenMP when torch loads: spinning threads starve the window on a busy machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    arguments = sys.argv[1:] if arguments is None else arguments
    from textminer.cli.commands import is_for_command_line

    if is_for_command_line(arguments):
        os.environ.setdefault("TEXTMINER_READING_THREADS", str(os.cpu_count() or 1))  # no window wants a core
        from textminer.cli.commands import run_command_line

        return run_command_line(arguments)
    from textminer.app import run_window

    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
