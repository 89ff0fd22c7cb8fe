"""The witness: looks at the panels all the time, and swears to what they showed as saved.

What it swears is written to the same disk at once, beyond the file system and past every cache,
but without a flush: so it stands in the log of the disk's writes where it happened, and makes
nothing durable that the station had not made so.
"""

import json
import mmap
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.lab.guest.clock import now
from tests.lab.guest.panel import Panel
from tests.lab.guest.powercut.glass import Glass, Glimpse

BLOCK: Final = 4096


class Oath:
    """Where the witness writes: a block of a disk."""

    def __init__(self, disk: Path, offset: int) -> None:
        self._file = os.open(disk, os.O_WRONLY | os.O_DIRECT)
        self._offset = offset
        self._block = mmap.mmap(-1, BLOCK)  # O_DIRECT takes whole blocks of whole pages only

    def swear(self, bay: str, phase: str, at: int) -> None:
        """That the glass showed this bay in this phase, all saved. `at` in milliseconds of boot."""
        said = json.dumps({"bay": bay, "phase": phase, "at": at}).encode()
        self._block[:] = said.ljust(BLOCK, b"\0")
        os.pwrite(self._file, self._block, self._offset)


class Witness:
    """Looks at panels by turns."""

    def __init__(self, panels: Mapping[int, Sequence[str]], bays: Mapping[str, str]) -> None:
        """`panels`: the labels that each address shows; `bays`: the bay of each label."""
        self._glasses = [Glass(Panel(address), tuple(labels)) for address, labels in panels.items()]
        self._bays = bays
        self._sworn: dict[str, Glimpse] = {}
        self.looks = 0
        self.unsaved = 0
        """How often a panel said that something is not saved."""

    def news(self) -> list[tuple[str, str, int]]:
        """Bays seen in another phase than before, all saved: bay, phase, and when it was seen."""
        found = []
        for glass in self._glasses:
            at = int(now())
            seen = glass.look()
            self.looks += 1
            if seen is None:
                continue
            self.unsaved += not seen.saved
            if seen.saved and self._sworn.get(seen.label) != seen:
                self._sworn[seen.label] = seen
                found.append((self._bays[seen.label], str(seen.phase), at))
        return found
