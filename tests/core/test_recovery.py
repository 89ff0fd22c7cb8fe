"""Going on after a kill or a power cut: the two tables of section 5, in the clinic's words."""

import pytest

from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.core.past import elapsed_since
from station.core.phase import Phase
from station.core.stamp import WALL_JITTER, Stamp
from tests.core.outage import NOON, Outages, cream_on, told
from tests.core.ward import NUMB520, plan, short

K = FactKind
NEXT = 25 * HOUR


# How long the station was away: the table "start after"

LAST = Stamp("a", 500_000, NOON, trusted=True)


@pytest.mark.meets("ELA-1", "ELA-2", "ELA-4", "ELA-5", "ELA-6")
@pytest.mark.parametrize(
    ("last", "now", "elapsed"),
    [
        (None, Stamp("a", 7, NOON, trusted=True), (0, True)),
        # the process died, same boot: the boot clock alone, whatever the wall clock says
        (LAST, Stamp("a", 507_000, NOON - NEXT, trusted=True), (7000, True)),
        (LAST, Stamp("a", 507_000, 0, trusted=False), (7000, True)),
        # a new boot, trusted at the last row and now
        (LAST, Stamp("b", 4000, NOON + 90_000, trusted=True), (90_000, True)),
        (LAST, Stamp("b", 4000, NOON + 4000, trusted=True), (4000, True)),
        # ... but a wall clock that runs backwards, or denies the uptime, is not to be trusted
        (LAST, Stamp("b", 4000, NOON - 1, trusted=True), (4000, False)),
        (LAST, Stamp("b", 40_000, NOON + 30_000, trusted=True), (40_000, False)),
        (LAST, Stamp("b", 4000, 4000, trusted=True), (4000, False)),  # 1970
        (LAST, Stamp("b", 4000, NOON + 4000 - WALL_JITTER, trusted=True), (4000, True)),
        (LAST, Stamp("b", 4000, NOON + 3999 - WALL_JITTER, trusted=True), (4000, False)),
        # a new boot, not trusted: at least the uptime
        (LAST, Stamp("b", 4000, NOON + 90_000, trusted=False), (4000, False)),
        (
            replace(LAST, trusted=False),
            Stamp("b", 4000, NOON + 90_000, trusted=True),
            (4000, False),
        ),
        # a boot clock that runs backwards within a boot is none
        (LAST, Stamp("a", 400_000, NOON, trusted=True), (0, False)),
    ],
)
def test_how_long_the_station_was_away(
    last: Stamp | None, now: Stamp, elapsed: tuple[int, bool]
) -> None:
    assert elapsed_since(last, now) == elapsed


# The process died: everything goes on as if nothing had been


@pytest.mark.meets("ELA-1", "RES-10")
@pytest.mark.parametrize(
    ("after", "phase"),
    [
        (5 * MINUTE, Phase.CONTACT),
        (20 * MINUTE + SECOND, Phase.REMOVAL),
        (23 * MINUTE, Phase.OVERDUE),
    ],
)
def test_after_a_kill_the_countdown_goes_on(after: int, phase: Phase) -> None:
    station = cream_on(after)
    before = station.ward.bay()
    assert told(station.kill()) == [(K.RESUMED, station.ward.now, phase, True)]
    assert station.ward.bay().cream == before.cream
    station.ward.until(MINUTE + 24 * MINUTE)
    station.keep()
    facts = [row.fact for row in station.rows if row.fact is not None]
    assert [(f.at, f.late) for f in facts if f.kind is K.OVERDUE] == [(23 * MINUTE, False)]


def test_a_station_with_nothing_on_does_not_say_that_it_has_resumed() -> None:
    station = Outages()
    station.ward.until(MINUTE)
    assert [fact.kind for fact in station.kill()] == [K.STARTED]


def test_a_silenced_alarm_stays_silent_through_a_kill_and_sounds_again_in_time() -> None:
    station = cream_on(23 * MINUTE)
    [silenced] = station.ward.press()
    station.ward.wait(10 * SECOND)
    station.kill()
    station.ward.wait(5 * SECOND)
    assert station.ward.pulses(since=station.ward.floor.started + 300) == []
    station.ward.wait(MINUTE)
    assert (station.ward.last().kind, station.ward.last().at) == (
        K.RESOUNDED,
        silenced.at + MINUTE,
    )


def test_an_undo_still_works_after_a_kill() -> None:
    station = cream_on(5 * SECOND)
    station.kill()
    [undone] = station.ward.hold()
    assert (undone.kind, undone.of) == (K.UNDONE, K.APPLIED)


# Power was cut, and the wall clock is right: what fell due meanwhile fires late


@pytest.mark.meets("ELA-2")
def test_a_countdown_is_shorter_by_the_time_that_power_was_off() -> None:
    station = cream_on(5 * MINUTE)
    [resumed] = told(station.cut(90 * SECOND))
    assert resumed == (K.RESUMED, 0, Phase.CONTACT, True)
    assert station.ward.screen().figure == "13:30"
    assert "POWER LOST" not in station.ward.screen().text


@pytest.mark.meets("RES-1")
def test_what_fell_due_meanwhile_fires_at_once_at_its_own_instant_and_says_late() -> None:
    station = cream_on(18 * MINUTE)
    facts = station.cut(5 * MINUTE)
    assert told(facts) == [
        (K.REMOVAL_SOON, -4 * MINUTE, "late"),
        (K.REMOVAL_DUE, -3 * MINUTE, "late"),
        (K.OVERDUE, -1 * MINUTE, "late"),
        (K.RESUMED, 0, Phase.OVERDUE, True),
    ]
    assert {fact.acted for fact in facts} == {0}
    assert station.ward.screen().figure == "+1:00"


def test_an_overdue_alarm_that_nobody_could_hear_is_not_slow_yet() -> None:
    station = cream_on(18 * MINUTE)
    station.cut(2 * HOUR)
    station.ward.until(30 * MINUTE)
    assert len([at for at, _ in station.ward.pulses() if at > 29 * MINUTE]) > 60


@pytest.mark.meets("ELA-3")
def test_a_wall_clock_stepped_before_the_last_row_does_no_harm() -> None:
    station = cream_on(2 * MINUTE)
    station.keep()
    station.booted += 10 * 365 * 24 * HOUR
    station.ward.wait(3 * MINUTE)
    station.cut(90 * SECOND)
    assert station.ward.screen().figure == "13:30"


def test_numb_windows_that_ended_meanwhile_are_over() -> None:
    station = cream_on(15 * MINUTE)
    for gesture in (station.ward.hold, station.ward.press):
        gesture()
        station.ward.wait(15 * SECOND)
    opened = station.ward.bay().windows[0].opened
    away = 2 * HOUR
    gone = away + station.ward.now - opened
    assert told(station.cut(away)) == [
        (K.NUMB_ENDING, 50 * MINUTE - gone, "late"),
        (K.NUMB_OVER, 60 * MINUTE - gone, "late"),
        (K.RESUMED, 0, Phase.READY, True),
    ]


def test_counts_and_serial_numbers_survive() -> None:
    station = Outages()
    station.ward.until(MINUTE)
    for _ in range(6):
        station.ward.treat()
    station.cut(MINUTE)
    station.ward.wait(MINUTE)
    [refused] = station.ward.press()
    assert refused.reason == "limit"
    station.cut(24 * HOUR)
    station.ward.wait(MINUTE)
    [applied] = station.ward.press()
    assert (applied.application, applied.today) == (7, 1)


def test_an_application_keeps_its_own_protocol_whatever_the_config_says_by_then() -> None:
    station = cream_on(5 * MINUTE)
    station.plan = plan(protocol=short(NUMB520, contact=30 * MINUTE, effect=None))
    station.kill()
    assert station.ward.screen().figure == "15:00"
    station.ward.until(21 * MINUTE)
    assert station.ward.last().kind is K.REMOVAL_DUE
    station.ward.press()
    station.ward.wait(11 * SECOND)
    station.ward.press()
    assert station.ward.phase() is Phase.NUMB
    station.ward.hold()
    station.ward.wait(31 * SECOND)
    station.ward.hold()
    station.ward.wait(3 * SECOND)
    station.ward.press()
    assert station.ward.screen().figure == "30:00"


def test_so_does_what_a_press_at_its_alarm_means() -> None:
    station = cream_on(20 * MINUTE + 5 * SECOND)
    station.plan = plan(protocol=short(silence_first=False))
    station.kill()
    station.ward.wait(3 * SECOND)
    assert station.ward.press()[-1].kind is K.SILENCED


def test_and_when_numbness_begins() -> None:
    station = cream_on(5 * MINUTE)
    station.plan = plan(protocol=short(contact=HOUR, onset=(30 * MINUTE, 50 * MINUTE)))
    station.kill()
    assert station.ward.screen().onset == 150  # 3 of 20 minutes
