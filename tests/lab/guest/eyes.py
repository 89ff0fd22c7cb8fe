"""Eyes on lines and panels: what a passer-by could have seen, and when, without any tracer."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from tests.lab.guest.clock import now
from tests.lab.guest.lines import BANK
from tests.lab.guest.meanwhile import Ended
from tests.lab.guest.panel import BUS, decoded

GLANCE: Final = 0.03
"""Seconds from one look at the panels to the next."""
PEEK: Final = 0.008
"""The same of a line: many looks at the shortest of an alarm's pulses."""
MOST: Final = 4096
"""Bytes of the longest of these files."""
_COUNTERS: Final = b" xfers="
"""What follows in a panel's state is no part of how it looks."""


@dataclass(frozen=True)
class Sight:
    """What a panel looked like from `at` on; `until` is when it was last so seen."""

    at: float
    until: float
    state: str
    ram: bytes

    def picture(self) -> Image.Image:
        """What could be seen; mode "1", 1 is lit."""
        return decoded(self.ram, dict(word.split("=") for word in self.state.split()))


def watch(addresses: Sequence[int], ended: Ended) -> list[list[Sight]]:
    """Every look of these panels that differs from the one before, until it is time to end."""
    sights: list[list[Sight]] = [[] for _ in addresses]
    with _opened([BUS / f"{a:02x}" / name for a in addresses for name in ("state", "gddram")]) as f:
        while not ended():
            for index, seen in enumerate(sights):
                at = now()
                state = os.pread(f[2 * index], MOST, 0).partition(_COUNTERS)[0].decode()
                ram = os.pread(f[2 * index + 1], MOST, 0)
                if seen and (seen[-1].state, seen[-1].ram) == (state, ram):
                    seen[-1] = Sight(seen[-1].at, at, state, ram)
                else:
                    seen.append(Sight(at, at, state, ram))
            time.sleep(GLANCE)
    return sights


@dataclass(frozen=True)
class Sample:
    """A line's level, read between two instants."""

    before: float
    after: float
    level: int


def peek(pin: int, ended: Ended) -> list[Sample]:
    """What a voltmeter says of a line, again and again, until it is time to end."""
    samples = []
    with _opened([BANK / f"sim_gpio{pin}" / "value"]) as (line,):
        while not ended():
            before = now()
            level = int(os.pread(line, MOST, 0))
            samples.append(Sample(before, now(), level))
            time.sleep(PEEK)
    return samples


@contextmanager
def _opened(paths: Sequence[Path]) -> Iterator[list[int]]:
    files = [os.open(path, os.O_RDONLY) for path in paths]
    try:
        yield files
    finally:
        for file in files:
            os.close(file)
