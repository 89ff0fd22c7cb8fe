"""A wall clock that is put forward and back, and an engine that hangs, while cream is on."""

import ctypes
import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import pytest

from tests.lab.guest import awaited, service
from tests.lab.guest.clock import now, sleep_until, until
from tests.lab.guest.faults.alarms import OVERDUE, REMOVAL, lateness
from tests.lab.guest.finger import SURE_PRESS, Finger
from tests.lab.guest.tracer import tracing
from tests.lab.guest.ward import Bed, Cream, Ward

VISIT: Final = Cream("visit", contact="12s", removal="12s", silence_first=False)
WARD: Final = Ward((Bed("bed-1", 17, 27, VISIT),))
BUZZER: Final = 22
WATCHDOG: Final = 10_000
"""Milliseconds; the unit's WatchdogSec."""
HOUR: Final = 3_600
YEAR: Final = 365 * 24 * HOUR
PTRACE_ATTACH: Final = 16


@pytest.fixture(autouse=True)
def _ward() -> Iterator[None]:
    service.configure(WARD.config, **WARD.protocols)
    service.start()
    yield
    service.stop()


def put(seconds: int) -> None:
    """Step the wall clock, as `date -s` does."""
    service.run("date", "--set", f"@{time.time() + seconds:.3f}")


def test_a_wall_clock_put_years_forth_and_back_moves_no_alarm() -> None:
    wall, began = time.time(), now()
    try:
        with tracing() as trace:
            since = awaited.newest()
            Finger(17).press(SURE_PRESS)
            applied = awaited.told("applied", since)["at"]
            put(3 * YEAR)
            put(-11 * YEAR)
            due = awaited.told("removal_due", since)["at"]
            put(20 * YEAR)
            put(-HOUR)
            overdue = awaited.told("overdue", since)["at"]
            put(-9 * YEAR)
            sleep_until(overdue + 2 * OVERDUE.period)
            edges = trace.of(BUZZER)
    finally:
        service.run("date", "--set", f"@{wall + (now() - began) / 1e3:.3f}")
    assert (due, overdue) == (applied + 12_000, applied + 24_000)
    end = overdue + 2 * OVERDUE.period
    late = lateness(edges, REMOVAL, due, overdue) + lateness(edges, OVERDUE, overdue, end)
    print(f"edges of the alarms late (ms): most {max(late):.0f} of {len(late)}")


Dead: TypeAlias = Callable[[], bool]
"""Whether the process that hung is dead."""


def stopped(process: int) -> Dead:
    """The whole process stands still, and hears no signal but SIGKILL."""
    os.kill(process, signal.SIGSTOP)
    return lambda: service.pid() != process


def hung(process: int) -> Dead:
    """Its engine stands still, as in a loop that never ends; its other threads go on."""
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.ptrace(PTRACE_ATTACH, process, None, None) == 0, os.strerror(ctypes.get_errno())
    os.waitpid(process, 0)
    return lambda: os.waitpid(process, os.WNOHANG)[0] == process  # who traces it buries it


@pytest.mark.parametrize("hang", [stopped, hung])
def test_an_engine_that_hangs_is_killed_and_its_countdown_goes_on(
    hang: Callable[[int], Dead],
) -> None:
    since, place, worker = awaited.newest(), service.place_in_log(), service.pid()
    Finger(17).press(SURE_PRESS)
    applied = awaited.told("applied", since)["at"]
    with tracing() as trace:
        dead, began = hang(worker), now()
        until(dead, 60, every=0.2)
        died = now()
        service.back(worker)
        back, lamp = now(), trace.of(27)
    words = service.log(place)
    print(f"dead after {died - began:.0f} ms, back after {back - began:.0f} ms")
    print(words)
    assert "Watchdog timeout (limit 10s)!" in words
    assert died - began > WATCHDOG / 2
    due = awaited.told("removal_due", since)
    assert due["at"] == applied + 12_000
    assert due["late"]
    assert len(awaited.every("removal_due", since)) == 1
    assert next(edge.level for edge in lamp) == 0, "the lamp of a dead station shone on"
    if hang is hung:
        assert "runtime.py" in words, "where the engine was is not in the journal"
