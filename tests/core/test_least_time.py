"""What the least time that cream has been on decides and lets be heard, where nobody knows more."""

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from station.core.recovery import recover
from station.core.stamp import Stamp
from tests.core.outage import Outages


@pytest.mark.meets("RES-3")
@pytest.mark.parametrize(
    ("up", "phase"),
    [
        (0, Phase.REMOVAL),
        (18 * MINUTE - SECOND, Phase.REMOVAL),
        (18 * MINUTE, Phase.OVERDUE),
    ],
)
def test_overdue_if_the_least_time_is_past_contact_and_removal(up: int, phase: Phase) -> None:
    """Cream on for 4 min 0.18 s at the last row; the machine was up so long before the start."""
    station = Outages()
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.until(6 * MINUTE)
    station.keep()
    assert station.past.last is not None
    assert station.past.last.instant == 5 * MINUTE + 180
    _, facts = recover(station.plan, station.past, Stamp("boot 2", up, 0, trusted=False))
    resumed = facts[-1]
    assert (resumed.kind, resumed.phase, resumed.certain) == (FactKind.RESUMED, phase, False)


@pytest.mark.meets("SND-5", "RES-5")
def test_it_sounds_burst_after_burst_as_if_removal_were_due() -> None:
    station = Outages()
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.until(6 * MINUTE)
    station.cut(MINUTE, trusted=False)
    station.ward.until(14 * SECOND)
    bursts = [(begin + at, 200) for begin in (0, 6000, 12_000) for at in (0, 400, 800)]
    assert station.ward.pulses() == bursts
