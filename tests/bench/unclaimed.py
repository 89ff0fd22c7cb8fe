"""`station run CONFIG`, all of it but its claim on the pins.

So what is measured on mock pins disturbs no other station on the machine, nor is disturbed.
"""

import sys
from collections.abc import Iterable

from station.hardware import holder


class NoClaim:
    """Pins that nobody need be told of."""

    def __init__(self, wanted: Iterable[int]) -> None:
        """Claims none."""

    def close(self) -> None:
        """Nothing is held."""


def run(config: str) -> int:
    """Work until a signal says to stop. Returns the exit status."""
    # Of this process alone, and before anybody imports it from there.
    holder.PinClaim = NoClaim  # type: ignore[assignment, misc]
    from station.__main__ import main  # noqa: PLC0415

    return main(["run", "-c", config])


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
