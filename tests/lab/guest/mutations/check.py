"""The bedside check: what a bed must find of its station, and one reason where it does not.

It knows nothing of how the station may be broken. `test_mutations` shows that it finds out.
"""

from collections.abc import Callable
from typing import Final

from tests.lab.guest import awaited, service
from tests.lab.guest.clock import now, sleep_until, until
from tests.lab.guest.finger import SURE_PRESS, Finger
from tests.lab.guest.glass import says
from tests.lab.guest.panel import Panel
from tests.lab.guest.tracer import Trace, tracing
from tests.lab.guest.ward import Bed, Cream, Ward

LONG: Final = Cream("long", contact="1h", removal="2m")
BED: Final = Bed("bed-1", 17, 27, LONG)
WARD: Final = Ward((BED,))
BUZZER: Final = WARD.horns[0].pin
PATIENCE: Final = 10.0
"""Seconds for what takes a tenth of one, or, under emulation, one."""
WATCHDOG: Final = 12_000
"""Milliseconds: longer than systemd waits for a word (WatchdogSec=10s)."""


class BedsideError(Exception):
    """What is wrong at the bed, in a word: service, journal, lamp, buzzer, panel or watchdog."""

    def __init__(self, what: str, said: str) -> None:
        super().__init__(f"{what}: {said}")
        self.what = what
        self.said = said
        """What the service and systemd said meanwhile."""


def check_bedside() -> None:
    """Start the station and apply cream. Raises BedsideError with the first thing that is wrong."""
    service.stop()
    service.forget()
    Panel().unplug()  # what it showed last must not pass for news
    Panel().plug()
    place = service.place_in_log()
    try:
        _require_all()
    except _Wrong as wrong:
        raise BedsideError(str(wrong), service.log(place)) from None


class _Wrong(Exception):  # noqa: N818 - its text names what is
    pass


def _require_all() -> None:
    service.systemctl("reset-failed", "station", check=False)
    service.systemctl("start", "--no-block", "station")
    until(lambda: service.active() or _failed(), service.SLOW_START, every=0.2)
    if _failed():
        raise _Wrong("service")
    began = now()
    with tracing() as trace:
        _require("panel", lambda: says(Panel(), BED.label))
        Finger(BED.button).press(SURE_PRESS)
        _require("journal", lambda: bool(awaited.every("applied")))
        _require("lamp", lambda: _last(trace, BED.lamp) == 1)
        _require("buzzer", lambda: [edge.level for edge in trace.of(BUZZER)][-4:] == [1, 0, 1, 0])
        _require("panel", lambda: says(Panel(), "CREAM ON"))
    sleep_until(began + WATCHDOG)
    if _failed() or not service.active():
        raise _Wrong("watchdog")


def _failed() -> bool:
    """Whether its process has ended of its own, or systemd has ended it, since `reset-failed`."""
    return service.prop("Result") != "success" or service.restarts() > 0


def _require(what: str, look: Callable[[], bool]) -> None:
    try:
        until(look, PATIENCE, every=0.1)
    except AssertionError:
        raise _Wrong(what) from None


def _last(trace: Trace, pin: int) -> int | None:
    edges = trace.of(pin)
    return edges[-1].level if edges else None
