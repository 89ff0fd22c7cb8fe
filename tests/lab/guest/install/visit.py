"""A visit that goes on while the software beneath it is changed."""

import time
from dataclasses import dataclass
from math import ceil
from typing import Final

from tests.lab.guest import service
from tests.lab.guest.clock import now, until
from tests.lab.guest.countdown import left
from tests.lab.guest.lines import pull
from tests.lab.guest.panel import Panel

PRESS: Final = 0.5
"""Seconds that a button is down."""
TOO_SOON: Final = 11.0
"""Seconds after an alarm was answered for which a press is no wiping, and one more."""
LAG: Final = 2
"""Seconds that a panel may be behind: emulated, drawing and sending takes much of one."""


@dataclass(frozen=True)
class Visit:
    """Cream is on, since `applied`, for `contact` (milliseconds of the boot clock)."""

    bay: str
    applied: int
    contact: int

    @property
    def due(self) -> int:
        """When it has to come off."""
        return self.applied + self.contact


def last_row() -> int:
    """The number of the journal's last; a service that has just started is about to write one."""
    return int(until(service.facts)[-1]["number"])


def press(button: int) -> tuple[float, float]:
    """Somebody presses a button: between which instants."""
    before = now()
    pull(button, up=False)
    time.sleep(PRESS)
    pull(button, up=True)
    return before, now()


def begin(button: int, bay: str, contact: int) -> Visit:
    """Cream is applied, and somebody presses the button."""
    last = last_row()
    before, after = press(button)
    (fact,) = until(lambda: [f for f in service.facts(last) if f["kind"] == "applied"])
    assert fact["bay"] == bay
    assert before - 1 <= fact["at"] <= after
    return Visit(bay, fact["at"], contact)


def wipe(button: int) -> None:
    """Somebody answers the alarm, wipes the cream off, and says so."""
    time.sleep(PRESS)
    _press_for(button, "silenced")
    time.sleep(TOO_SOON)
    _press_for(button, "removed")


def _press_for(button: int, becomes: str) -> None:
    last = last_row()
    press(button)
    until(lambda: [fact for fact in service.facts(last) if fact["kind"] == becomes])


def assert_goes_on(visit: Visit) -> None:
    """As if nothing had happened, on the panel too, where it must be the most urgent."""
    applied = [f for f in service.facts() if f["kind"] == "applied" and f["bay"] == visit.bay]
    assert [fact["at"] for fact in applied] == [visit.applied]
    until(lambda: _shown(visit), service.SLOW_START, every=0.3)
    said = service.run("/usr/local/bin/station", "status")
    assert "room-1: running" in said
    assert f"{visit.bay}  contact" in said


def _shown(visit: Visit) -> bool:
    """Whether the panel shows the time that is left now, and not another one."""
    least = ceil((visit.due - now()) / 1e3) - 1
    picture = Panel().picture()
    most = ceil((visit.due - now()) / 1e3) + LAG
    seconds = left(picture, 1e3 * most, bays=2)
    return seconds is not None and least <= seconds <= most


def rest(since: int) -> float:
    """How long buttons rested at the only restart after row `since`, in seconds; printed.

    From the old station's last look at them to the new one's first.
    """
    facts = [f for f in service.facts(since) if f["kind"] in ("stopped", "started")]
    assert [fact["kind"] for fact in facts] == ["stopped", "started"]
    seconds = float(facts[1]["at"] - facts[0]["at"]) / 1e3
    print(f"buttons rested for {seconds:.1f} s")
    return seconds
