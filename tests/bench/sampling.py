"""A loop that only samples: every 10 ms each wire, and an edge when 30 ms of it were equal.

`python -m tests.bench.sampling WIRES NOTES PIN...`: reads the levels of one file of wires, writes
its edges to another, first of all the level that each has now.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.soak.wires import Wires, boot_us

SCAN = 10_000
"""Microseconds."""
DEBOUNCE = 30
"""Milliseconds, from sample to sample as they were taken, each cut to whole ones."""


def main(wires: Wires, notes: Wires, pins: Sequence[int]) -> None:
    """Sample until killed."""
    raw = {pin: wires.level(pin) for pin in pins}
    since = dict.fromkeys(pins, boot_us() // 1000)
    told = dict(raw)
    for pin in pins:
        notes.tell(pin, level=raw[pin])
    while True:
        scan = (boot_us() // SCAN + 1) * SCAN
        time.sleep(max(0, scan - boot_us()) / 1e6)
        now = boot_us() // 1000
        for pin in pins:
            level = wires.level(pin)
            if level is not raw[pin]:
                raw[pin], since[pin] = level, now
            elif level is not told[pin] and now - since[pin] >= DEBOUNCE:
                told[pin] = level
                notes.tell(pin, level=level)


if __name__ == "__main__":
    main(Wires(Path(sys.argv[1])), Wires(Path(sys.argv[2])), [int(pin) for pin in sys.argv[3:]])
