"""The station of tests/lab/powercut/station, at its busiest and watched."""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.lab.guest import service
from tests.lab.guest.powercut.fingers import Fingers
from tests.lab.guest.powercut.witness import Witness

STATION: Final = Path(__file__).parents[2] / "powercut/station"
BUTTONS: Final = {"bed-1": 17, "bed-2": 5, "bed-3": 13}
PANELS: Final = {0x3C: ("Bed 1",), 0x3D: ("Bed 2", "Bed 3")}
BAYS: Final = {"Bed 1": "bed-1", "Bed 2": "bed-2", "Bed 3": "bed-3"}
LOOK: Final = 0.005
"""Seconds from one look at the panels to the next."""
PATIENCE: Final = 600
"""Seconds; a machine that shares its cores is slow."""


def configure() -> None:
    """Have the installed station be this one. Not started."""
    protocols = {path.stem: path.read_text() for path in (STATION / "protocols").iterdir()}
    service.configure((STATION / "station.yaml").read_text(), **protocols)


class Ward:
    """Who works there."""

    def __init__(self, swear: Callable[[str, str, int], None], seed: int = 1) -> None:
        """`swear` is told what the witness saw: bay, phase, and when."""
        self._swear = swear
        self._fingers = Fingers(BUTTONS, random.Random(seed))
        self._witness = Witness(PANELS, BAYS)
        self.sworn = 0
        """How often."""

    def busy(self, enough: Callable[[], bool]) -> None:
        """Until it is enough. Raises AssertionError if it never is."""
        end = time.monotonic() + PATIENCE
        while not enough():
            assert time.monotonic() < end, f"not enough after {PATIENCE} s: {self.done()}"
            self._fingers.act()
            for seen in self._witness.news():
                self._swear(*seen)
                self.sworn += 1
            time.sleep(LOOK)
        self._fingers.rest()

    def done(self) -> dict[str, object]:
        """What was done and seen."""
        return {
            "touches": self._fingers.touches,
            "looks": self._witness.looks,
            "unsaved": self._witness.unsaved,
            "sworn": self.sworn,
        }
