"""When lines changed, from the kernel's own tracer: to the microsecond, and without asking anybody.

Every value that a program sets through the GPIO character device passes the tracepoint
gpio:gpio_value (drivers/gpio/gpiolib.c), stamped here with the boot clock.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TRACING: Final = Path("/sys/kernel/tracing")
_LINE: Final = re.compile(r"\s(\d+\.\d+): gpio_value: (\d+) set (\d)")


@dataclass(frozen=True)
class Edge:
    """A change of an output."""

    at: float
    """Milliseconds of the boot clock."""
    level: int


class Trace:
    """What outputs did since tracing began."""

    def __init__(self, base: int) -> None:
        self._base = base

    def edges(self) -> Mapping[int, Sequence[Edge]]:
        """The changes of each line, by its number on the header, in order."""
        found: dict[int, list[Edge]] = {}
        for line in (TRACING / "trace").read_text().splitlines():
            if match := _LINE.search(line):
                seconds, number, value = match.groups()
                of_line = found.setdefault(int(number) - self._base, [])
                if not of_line or of_line[-1].level != int(value):
                    of_line.append(Edge(float(seconds) * 1e3, int(value)))
        return found

    def of(self, pin: int) -> Sequence[Edge]:
        """The changes of one line."""
        return self.edges().get(pin, ())


@contextmanager
def tracing() -> Iterator[Trace]:
    """Watch all outputs for a while."""
    _set("tracing_on", "0")
    _set("trace_clock", "boot")
    _set("buffer_size_kb", "4096")
    _set("trace", "")
    _set("events/gpio/gpio_value/filter", "get == 0")  # the station reads its buttons all the time
    _set("events/gpio/gpio_value/enable", "1")
    _set("tracing_on", "1")
    try:
        yield Trace(_base())
    finally:
        _set("events/gpio/gpio_value/enable", "0")


def from_boot() -> Trace:
    """What outputs did since another began to watch: a unit that starts before the station."""
    return Trace(_base())


def _set(name: str, value: str) -> None:
    (TRACING / name).write_text(value)


def _base() -> int:
    """The kernel's number of our bank's first line: tracepoints speak in those."""
    for chip in Path("/sys/class/gpio").glob("gpiochip*"):
        if (chip / "label").read_text().strip() == "pinctrl-bcm2711":
            return int((chip / "base").read_text())
    raise LookupError("the bank is not there")
