"""Who sounds where, once a station comes up again: an alarm is not weak before it was heard."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from station.core import step
from station.core.alarm import UNANSWERED
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from tests.core.outage import Outages
from tests.core.ward import APPLIED, Ward, ward_in

OVERDUE_AT = 23 * MINUTE
"""Some seconds after this the cream of `overdue` has been on too long."""


def overdue() -> Outages:
    """Cream went on at 1:00, and has been overdue for five seconds."""
    station = Outages()
    station.ward.until(APPLIED)
    station.ward.press()
    station.ward.until(OVERDUE_AT + 5 * SECOND)
    return station


def longest_silence(ward: Ward, begin: int, end: int) -> int:
    """Between one pulse and the next, from begin to end."""
    pulses = [(at, at + length) for at, length in ward.pulses(since=begin) if at < end]
    ends = [begin, *(until for _, until in pulses)]
    return max(b - e for e, b in zip(ends, [*(at for at, _ in pulses), end], strict=True))


def test_an_alarm_that_sounded_before_the_cut_is_not_weak_after_it() -> None:
    station = overdue()
    station.cut(2 * HOUR)
    station.ward.until(UNANSWERED)
    assert longest_silence(station.ward, 0, UNANSWERED) < 3 * SECOND


def test_nor_one_that_was_silenced_and_should_have_sounded_again_meanwhile() -> None:
    station = overdue()
    station.ward.press()
    said = station.cut(2 * HOUR)
    assert [(f.kind, f.late) for f in said][1] == (FactKind.RESOUNDED, True)
    station.ward.until(UNANSWERED)
    assert longest_silence(station.ward, 0, UNANSWERED) < 3 * SECOND


def test_what_is_known_minutes_after_it_fell_due_is_heard_then() -> None:
    ward = ward_in(Phase.NUMB)
    ends = ward.now + HOUR
    ward.floor, _ = step.scan(ward.floor, [False], woken := ends + 3 * MINUTE)
    ward.now = woken
    ward.wait(SECOND)
    assert ward.phase() is Phase.READY
    assert ward.pulses(since=woken)


def test_unanswered_for_half_an_hour_since_it_came_up_it_is_one_burst_a_minute() -> None:
    station = overdue()
    station.cut(2 * HOUR)
    station.ward.until(HOUR)
    begins = [at for at, _ in station.ward.pulses(since=UNANSWERED + MINUTE)]
    bursts = [b for a, b in pairwise(begins) if b - a > 3 * SECOND]
    assert {b - a for a, b in pairwise(bursts)} == {MINUTE}


@dataclass(frozen=True)
class Done:
    """What staff, or the mains, do."""

    what: str
    long: int
    """Milliseconds: until then, or for so long."""


AWAY = st.sampled_from([SECOND, 61 * SECOND, 31 * MINUTE, 3 * HOUR])
DOINGS = st.one_of(
    st.builds(Done, st.just("wait"), st.sampled_from([SECOND, 61 * SECOND, 10 * MINUTE])),
    st.builds(Done, st.sampled_from(["cut", "cut, clock lost"]), AWAY),
    st.builds(Done, st.sampled_from(["press", "hold", "kill"]), st.just(0)),
)


def do(station: Outages, done: Done) -> None:
    """One thing."""
    match done.what:
        case "wait":
            station.ward.wait(done.long)
        case "press":
            station.ward.press()
        case "hold":
            station.ward.hold()
        case "kill":
            station.kill()
        case _:
            station.cut(done.long, trusted="lost" not in done.what)


@given(doings=st.lists(DOINGS, max_size=3), away=AWAY, trusted=st.booleans())
def test_whatever_was_before_an_alarm_is_not_weak_before_half_an_hour_after_a_start(
    doings: list[Done], away: int, trusted: bool
) -> None:
    station = overdue()
    for done in doings:
        do(station, done)
    station.cut(away, trusted=trusted)
    ward = station.ward
    ward.until(3 * MINUTE)
    alarm = ward.floor.buzzers[0].alarm
    if alarm is not None and ward.phase() is Phase.OVERDUE:
        assert alarm.slow is not None
        assert alarm.slow >= UNANSWERED
        raised = max(0, alarm.raised)
        assert longest_silence(ward, raised, ward.now) < 3 * SECOND
