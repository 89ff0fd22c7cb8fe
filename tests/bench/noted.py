"""`station run CONFIG` whose mock panels note in a file what they are sent, and when.

`python -m tests.bench.noted CONFIG FILE`. A note costs some microseconds: that of a frame, which
has the process's peak memory with it, a few dozen.
"""

import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench.unclaimed import run
from tests.soak.wires import boot_us

FRAME: Final = 64
"""Bytes of a payload that may be a frame's; commands are shorter."""
_HEAD: Final = struct.Struct("<qqHH")


class Note(NamedTuple):
    """What a panel took."""

    at: int
    """Microseconds of the boot clock."""
    peak: int
    """KiB of memory that the process had at most until then; 0 if nobody looked."""
    address: int
    payload: bytes


def peak(status: str) -> int:
    """The most memory that a process had, in KiB, from its /proc/PID/status."""
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def notes(noted: bytes) -> Iterator[Note]:
    """The notes of a file; one that is not whole yet is left out."""
    at = 0
    while at + _HEAD.size <= len(noted):
        instant, most, address, length = _HEAD.unpack_from(noted, at)
        at += _HEAD.size + length
        if at > len(noted):
            return
        yield Note(instant, most, address, noted[at - length : at])


def main(config: str, path: str) -> int:
    """As `station run`."""
    from station.hardware.glass import RecordingBus  # noqa: PLC0415 - readers need none of it

    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    take = RecordingBus.write

    def write(bus: RecordingBus, address: int, payload: bytes) -> None:
        take(bus, address, payload)
        now = boot_us()
        most = 0
        if len(payload) >= FRAME:
            most = peak(Path("/proc/self/status").read_text(encoding="ascii"))
        os.write(file, _HEAD.pack(now, most, address, len(payload)) + payload)

    RecordingBus.write = write  # type: ignore[assignment, method-assign]  # of this process alone
    return run(config)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
