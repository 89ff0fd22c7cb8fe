"""A disk as it may be after its power was cut: a rough one, but honest.

What was written before the last flush is on the medium. Of each later write nobody can say: it
is there, or not, or torn, whatever came of those beside it.
"""

import os
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.lab.powercut.writelog import Request

KEPT, DROPPED = 0.4, 0.75
"""Bounds of a draw: below the first a write is kept whole, below the second dropped, else torn."""
GRAINS: Final = (512, 4096)
"""Bytes of which a disk writes all or none: a sector, or what a card calls one."""


class CutDisk:
    """One disk, cut at one point of its log after another: each later than the one before."""

    def __init__(self, blank: Path, requests: Sequence[Request], path: Path) -> None:
        """`blank`: the disk before the first request. `path`: where the disk is built, and kept
        as it is on the medium up to the last flush."""
        self._requests = requests
        self._path = path
        self._flushed = 0
        """How many requests are on the medium for good."""
        copy_sparse(blank, path)

    def cut(self, count: int, chance: random.Random, to: Path) -> None:
        """The disk as it may be if power fails once it was told `count` requests, as file `to`."""
        # A flush is of what came before it: what it writes itself comes after.
        later = range(count - 1, self._flushed - 1, -1)
        flushed = next((at for at in later if self._requests[at].flush), self._flushed)
        with self._path.open("r+b") as medium:
            for request in self._requests[self._flushed : flushed]:
                put(medium.fileno(), request.offset, request.written)
        self._flushed = flushed
        copy_sparse(self._path, to)
        with to.open("r+b") as medium:
            for request in self._requests[flushed:count]:
                for offset, part in survivors(request, chance):
                    put(medium.fileno(), offset, part)


def survivors(request: Request, chance: random.Random) -> list[tuple[int, bytes]]:
    """What of a write that was never flushed is on the medium, with its offsets."""
    whole = [(request.offset, request.written)]
    draw = chance.random()
    if request.durable or draw < KEPT:
        return whole
    if draw < DROPPED:
        return []
    grain = chance.choice(GRAINS)
    parts = [
        (request.offset + at, request.written[at : at + grain])
        for at in range(0, len(request.written), grain)
    ]
    if chance.random() < 0.5:  # as far as it came
        return parts[: chance.randint(0, len(parts))]
    return [part for part in parts if chance.random() < 0.5]


def put(file: int, offset: int, written: bytes) -> None:
    """Write all of it there."""
    while written:
        done = os.pwrite(file, written, offset)
        offset, written = offset + done, written[done:]


def copy_sparse(source: Path, to: Path) -> None:
    """A copy that takes no room for what was never written."""
    to.unlink(missing_ok=True)
    with source.open("rb") as read, to.open("wb") as written:
        size = os.fstat(read.fileno()).st_size
        written.truncate(size)
        at = 0
        while at < size:
            try:
                at = os.lseek(read.fileno(), at, os.SEEK_DATA)
            except OSError:  # none beyond here
                return
            end = os.lseek(read.fileno(), at, os.SEEK_HOLE)
            put(written.fileno(), at, os.pread(read.fileno(), end - at, at))
            at = end
