"""The command `station`, and `python -m station`: settled before the most is imported."""

import sys
from collections.abc import Sequence

from station.machine.pace import set_out


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command that the command line names. Returns its exit status."""
    set_out()
    from station.cli import main as named  # noqa: PLC0415 - that is what is settled first

    return named(argv)


if __name__ == "__main__":
    sys.exit(main())
