"""The command `station`, and `python -m station`: settled before the most is imported.

Nothing but `sys` is imported up here: whoever presses Ctrl-C meanwhile would get a traceback.
"""

import sys

_INTERRUPTED = 1
"""The exit status FAILED, as for a Ctrl-C later on; where it is defined may not be imported yet."""


def main(argv: list[str] | None = None) -> int:
    """Runs the command that the command line names. Returns its exit status."""
    try:
        return _run(argv)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run(argv: list[str] | None) -> int:
    """All that takes long enough to be interrupted, the imports first of all."""
    from station.machine.pace import set_out  # noqa: PLC0415 - see above

    set_out()
    from station.cli import main as named  # noqa: PLC0415 - that is what is settled first

    return named(argv)


if __name__ == "__main__":
    sys.exit(main())
