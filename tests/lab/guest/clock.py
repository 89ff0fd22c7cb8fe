"""The boot clock, in milliseconds: the station's, and the kernel tracer's."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def now() -> float:
    """Milliseconds since boot."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) / 1e6


def sleep_until(instant: float) -> None:
    """Let real time pass: the station under test runs on it."""
    time.sleep(max(0.0, instant - now()) / 1e3)


def until(look: Callable[[], Found], seconds: float = 20, *, every: float = 0.05) -> Found:
    """What `look` finds, as soon as it finds something. Raises AssertionError if it never does."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"still nothing after {seconds} s"
        time.sleep(every)
    return found
