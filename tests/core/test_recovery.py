"""Going on after a kill or a power cut: the two tables of section 5, in the clinic's words."""

from dataclasses import replace

import pytest

from station.core.bay import Bay, Refused
from station.core.doubt import Doubt
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import Fact, FactKind, Gesture, Refusal
from station.core.past import NO_PROTOCOL, Past, elapsed_since, remember
from station.core.phase import Phase
from station.core.protocol import Protocol
from station.core.recovery import confirmable, recover, recovered
from station.core.screen import Light
from station.core.stamp import WALL_JITTER, Row, Stamp
from tests.core.outage import NOON, Outages, folded
from tests.core.ward import NUMB520, plan, short
from tests.journal.rows import applied, past_of

K = FactKind
NEXT = 25 * HOUR


def told(facts: list[Fact]) -> list[tuple[object, ...]]:
    """Kind, own instant, and what matters after a start."""
    return [
        (f.kind, f.at, *(x for x in (f.phase, f.certain) if f.kind is K.RESUMED), *_late(f))
        for f in facts
        if f.kind is not K.STARTED
    ]


def _late(fact: Fact) -> tuple[str, ...]:
    return ("late",) if fact.late else ()


def cream_on(after: int, *, beds: int = 1) -> Outages:
    """Cream went on at 1:00; so long after that."""
    station = Outages(plan(beds))
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.until(MINUTE + after)
    return station


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


# Power was cut, and nobody knows for how long


@pytest.mark.meets("SND-5", "ELA-5", "ELA-6", "RES-2", "RES-3", "RES-5", "RES-6", "RES-10")
@pytest.mark.parametrize(
    ("after", "phase", "sound", "least"),
    [  # the least time: until the last row, a minute before the cut at most, and since the start
        (5 * MINUTE, Phase.REMOVAL, 200, "4:10"),
        (18 * MINUTE, Phase.REMOVAL, 200, "17:10"),
        (21 * MINUTE, Phase.REMOVAL, 200, "21:10"),
        (23 * MINUTE, Phase.OVERDUE, 150, "23:10"),
    ],
)
def test_with_unknown_time_the_cream_is_to_be_wiped_from_now_on(
    after: int, phase: Phase, sound: int, least: str
) -> None:
    station = cream_on(after)
    assert told(station.cut(90 * SECOND, trusted=False)) == [(K.RESUMED, 0, phase, False)]
    station.ward.wait(10 * SECOND)
    assert {length for _, length in station.ward.pulses(since=300)} == {sound}
    shown = station.ward.screen()
    assert shown.header == ("POWER LOST", f"on at least {least}", "1 of 6?")


@pytest.mark.meets("RES-4")
def test_a_removal_after_unknown_time_counts_from_the_start() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    assert station.ward.screen().figure == "2:00"
    station.ward.until(2 * MINUTE)
    assert (station.ward.last().kind, station.ward.last().at) == (K.OVERDUE, 2 * MINUTE)


def test_the_least_time_on_ticks_every_second() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    seen = set()
    for _ in range(5):
        seen.add(station.ward.screen().header[1])
        station.ward.wait(SECOND)
    assert len(seen) == 5


@pytest.mark.meets("RES-2")
def test_an_early_removal_is_never_put_back_to_contact() -> None:
    station = cream_on(5 * MINUTE)
    station.ward.hold()
    station.ward.wait(MINUTE)
    wall = NOON + station.ward.now + 90 * SECOND
    assert told(station.cut(90 * SECOND, trusted=False, wall=0)) == [
        (K.RESUMED, 0, Phase.REMOVAL, False)
    ]
    [confirmed, overdue] = station.trust(wall)
    assert (confirmed.kind, confirmed.phase) == (K.TIME_CONFIRMED, Phase.REMOVAL)
    assert (overdue.kind, overdue.late) == (K.OVERDUE, True)


def test_wiped_after_unknown_time_is_recorded_as_uncertain_but_numbness_counts() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    station.ward.wait(5 * SECOND)
    station.ward.press()
    station.ward.wait(11 * SECOND)
    [removed] = station.ward.press()
    assert (removed.kind, removed.certain) == (K.REMOVED, False)
    assert station.ward.screen().figure == "60:00"
    assert station.ward.bay().certain


@pytest.mark.meets("RES-7")
def test_numb_windows_and_counts_go_by_the_least_time_and_say_that_they_are_not_sure() -> None:
    station = cream_on(15 * MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(10 * MINUTE)
    assert told(station.cut(HOUR, trusted=False)) == [(K.RESUMED, 0, Phase.NUMB, False)]
    shown = station.ward.screen()
    assert shown.header == ("POWER LOST", "so long at most", "1 of 6?")
    left = int(shown.figure.split(":")[0])
    assert 50 <= left <= 51


@pytest.mark.meets("ELA-5")
def test_two_cuts_of_unknown_length_still_count_all_that_is_known() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    station.ward.wait(MINUTE)
    station.cut(90 * SECOND, trusted=False)
    assert station.ward.phase() is Phase.REMOVAL
    assert station.ward.screen().header[1] == "on at least 5:00"


# The clock becomes trusted


@pytest.mark.meets("RES-8")
def test_once_the_clock_is_trusted_contact_goes_on_if_time_is_left() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(30 * SECOND)
    [confirmed] = station.trust(NOON + MINUTE + 5 * MINUTE + 2 * MINUTE)
    assert (confirmed.kind, confirmed.phase) == (K.TIME_CONFIRMED, Phase.CONTACT)
    shown = station.ward.screen()
    assert (shown.figure, shown.inverted) == ("13:00", False)
    assert "POWER LOST" not in shown.header
    station.ward.wait(13 * MINUTE)
    assert station.ward.last().kind is K.REMOVAL_DUE


@pytest.mark.meets("RES-8")
def test_even_from_an_overdue_that_was_only_counted_from_the_start() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(3 * MINUTE)
    assert station.ward.phase() is Phase.OVERDUE
    [confirmed] = station.trust(NOON + MINUTE + 5 * MINUTE + 4 * MINUTE + 30 * SECOND)
    assert confirmed.phase is Phase.CONTACT
    assert station.ward.screen().figure == "10:30"


@pytest.mark.meets("RES-9")
def test_if_somebody_has_answered_only_the_figures_are_mended() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(5 * SECOND)
    station.ward.press()
    [confirmed] = station.trust(NOON + MINUTE + 5 * MINUTE + 2 * MINUTE)
    assert confirmed.phase is Phase.REMOVAL
    station.ward.wait(11 * SECOND)
    [removed] = station.ward.press()
    assert removed.certain is True
    assert removed.contact == 7 * MINUTE + removed.at - confirmed.at


@pytest.mark.meets("RES-9")
def test_if_no_time_is_left_the_removal_began_when_it_really_did() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(16 * MINUTE, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    [confirmed] = station.trust(NOON + MINUTE + 21 * MINUTE)
    assert confirmed.phase is Phase.REMOVAL
    assert station.ward.screen().figure == "1:00"


def test_if_it_is_really_overdue_it_says_so_at_once() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(HOUR, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    [confirmed, overdue] = station.trust(NOON + MINUTE + 25 * MINUTE)
    assert (confirmed.phase, overdue.kind, overdue.late) == (Phase.REMOVAL, K.OVERDUE, True)
    assert station.ward.screen().figure == "+3:00"


def test_a_known_overdue_counts_from_its_true_instant() -> None:
    station = cream_on(23 * MINUTE)
    station.cut(HOUR, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    [confirmed] = station.trust(NOON + MINUTE + 30 * MINUTE)
    assert confirmed.phase is Phase.OVERDUE
    assert station.ward.screen().figure == "+8:00"


def test_a_clock_that_denies_even_the_least_time_confirms_nothing() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(30 * SECOND)
    assert station.trust(NOON) == []
    assert station.ward.phase() is Phase.REMOVAL


def test_a_numb_window_is_as_long_as_it_really_was() -> None:
    station = cream_on(15 * MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(10 * MINUTE)
    wall = NOON + station.ward.now
    station.cut(HOUR, trusted=False, wall=0)
    [confirmed] = station.trust(wall + 20 * MINUTE)
    assert (confirmed.kind, confirmed.phase) == (K.TIME_CONFIRMED, Phase.NUMB)
    assert 29 <= int(station.ward.screen().figure.split(":")[0]) <= 30
    assert "1 of 6" in station.ward.screen().header


def test_a_boot_without_any_trusted_clock_is_never_confirmed() -> None:
    station = Outages(trusted=False)
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(MINUTE)
    station.cut(90 * SECOND, trusted=False)
    assert not confirmable(station.ward.floor)
    assert station.trust() == []


def test_cream_from_before_two_cuts_is_confirmed_though_the_time_between_never_was() -> None:
    station = cream_on(5 * MINUTE)
    wall = NOON + station.ward.now
    station.cut(30 * SECOND, trusted=False, wall=0)
    station.ward.wait(20 * SECOND)
    station.cut(30 * SECOND, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    [confirmed] = station.trust(wall + 90 * SECOND)
    assert confirmed.phase is Phase.CONTACT
    assert station.ward.screen().figure == "13:30"
    assert station.ward.bay().certain


# Several beds, and strange journals


def test_every_bed_is_judged_by_itself() -> None:
    station = cream_on(5 * MINUTE, beds=3)
    station.ward.press(1)
    station.ward.wait(16 * MINUTE)
    facts = station.cut(90 * SECOND)
    assert {f.bay: f.phase for f in facts if f.kind is K.RESUMED} == {
        "bed-1": Phase.OVERDUE,
        "bed-2": Phase.CONTACT,
    }


def test_facts_that_cannot_have_happened_change_nothing_and_are_counted() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    again = replace(station.rows[0], fact=Fact(K.APPLIED, 0, 0, bay="bed-1"))
    past = folded([*station.rows, again])
    assert past.strange == 1
    assert past.bays == station.past.bays


def test_a_past_that_makes_no_sense_keeps_no_station_from_starting() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    assert recovered(station.plan, station.past, station.stamp()) == (
        *recover(station.plan, station.past, station.stamp()),
        None,
    )
    senseless = replace(station.ward.bay(), windows=(None,))  # type: ignore[arg-type]  # on purpose
    past = replace(station.past, bays={"bed-1": senseless})
    floor, facts, error = recovered(station.plan, past, station.stamp())
    assert isinstance(error, AttributeError)
    assert [fact.kind for fact in facts] == [K.STARTED]
    assert floor.forgotten(0), "the panels ask whether cream is on"


def test_a_bay_that_the_config_no_longer_has_is_left_alone() -> None:
    station = cream_on(5 * MINUTE, beds=2)
    station.keep()
    floor, _ = recover(plan(1), replace(station.past, bays={"gone": station.ward.bay()}),
                       station.stamp())  # fmt: skip
    assert [place.bay.phase for place in floor.places] == [Phase.READY]


def test_an_empty_journal_is_a_station_that_has_never_run() -> None:
    floor, facts = recover(plan(2), Past(), Stamp("a", 5, NOON, trusted=False))
    assert [fact.kind for fact in facts] == [K.STARTED]
    assert (floor.asking, floor.absent) == (frozenset(), ())
    assert [place.bay.phase for place in floor.places] == [Phase.READY, Phase.READY]


def test_after_a_damaged_journal_the_panel_asks_until_somebody_answers() -> None:
    station = Outages(plan(3))
    station.past = Past(gaps=True)
    station.kill()
    asks = "MEMORY LOST: is cream on?"
    assert [f"Bed {bed}: {asks}" in station.ward.screen().news for bed in (1, 2, 3)] == [True] * 3
    station.ward.wait(MINUTE)
    station.ward.press(0)
    station.ward.hold(1)  # nothing to clear, but an answer
    assert [station.ward.floor.forgotten(bed) for bed in range(3)] == [False, False, True]
    station.kill()
    station.cut(MINUTE)
    assert [station.ward.floor.forgotten(bed) for bed in range(3)] == [False, False, True]


def test_cream_on_at_a_bay_that_the_config_no_longer_has_is_shown_on_every_panel() -> None:
    station = cream_on(5 * MINUTE, beds=3)
    station.plan = replace(plan(2, panels=((0,), (1,))), bays=plan(3).bays[1:])
    station.kill()
    for minutes in (5, 6):
        says = f"bed-1: CREAM ON {minutes} min, not in the config"
        assert [says in station.ward.screen(panel).news for panel in (0, 1)] == [True, True]
        station.ward.wait(MINUTE)


def without_its_bed(station: Outages) -> Outages:
    """The config is put back to a bed by another name, and the station is told to read it."""
    station.plan = replace(plan(), bays=(replace(plan().bays[0], id="bed-9"),))
    station.kill()
    return station


def told_of_it(station: Outages) -> bool:
    return any("not in the config" in line for line in station.ward.screen().news)


@pytest.mark.parametrize("on", [0, 21 * MINUTE, 40 * MINUTE])
def test_it_is_shown_until_it_is_an_hour_overdue_and_then_the_panel_may_sleep(on: int) -> None:
    station = without_its_bed(cream_on(on))
    ends = max(MINUTE + 22 * MINUTE, station.ward.floor.started) + HOUR
    station.ward.until(ends - SECOND)
    assert told_of_it(station)
    assert station.ward.screen().light is Light.DIM
    station.ward.until(ends)
    assert not told_of_it(station)
    assert station.ward.screen().light is Light.BLANK


@pytest.mark.parametrize(("away", "told"), [(23 * HOUR, True), (25 * HOUR, False)])
def test_after_a_long_outage_it_is_still_told_for_an_hour_unless_a_day_has_passed(
    away: int, told: bool
) -> None:
    station = cream_on(5 * MINUTE)
    station.cut(away)
    station = without_its_bed(station)
    assert told_of_it(station) is told
    station.ward.wait(HOUR)
    assert not told_of_it(station)


def test_if_nobody_knows_for_how_long_it_was_off_the_panel_says_so() -> None:
    station = cream_on(5 * MINUTE)
    station.cut(HOUR, trusted=False)
    says = "bed-1: CREAM ON 4? min, not in the config"
    assert says in without_its_bed(station).ward.screen().news


def test_a_bed_that_is_put_back_is_timed_on() -> None:
    station = without_its_bed(cream_on(5 * MINUTE))
    station.plan = plan()
    station.kill()
    assert station.ward.screen().figure == "15:00"


def test_what_such_a_bay_is_called_in_a_file_of_somebody_elses_is_one_line() -> None:
    told = applied(0, "bed\x1b[2J\n1")
    floor, _ = recover(plan(), past_of([told]), told.stamp)
    assert [gone.bay for gone in floor.absent] == ["bed\ufffd[2J\ufffd1"]


def test_nothing_is_said_of_one_that_it_no_longer_has_without_cream() -> None:
    station = cream_on(5 * MINUTE, beds=3)
    station.ward.hold(1)
    station.plan = replace(plan(1), bays=plan(3).bays[:1])
    station.kill()
    assert station.ward.floor.absent == ()


def test_who_answered_before_a_second_cut_has_answered() -> None:
    station = cream_on(5 * MINUTE)
    wall = NOON + station.ward.now
    station.cut(30 * SECOND, trusted=False, wall=0)
    station.ward.wait(20 * SECOND)
    station.ward.press()
    station.cut(30 * SECOND, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    [confirmed] = station.trust(wall + 2 * MINUTE)
    assert confirmed.phase is Phase.REMOVAL


def test_nothing_can_be_undone_after_a_cut_of_unknown_length() -> None:
    station = cream_on(15 * MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(5 * SECOND)
    station.cut(8 * HOUR, trusted=False)
    station.ward.wait(5 * SECOND)
    [cleared] = station.ward.hold()
    assert cleared.kind is K.NEW_CLIENT


def test_a_removal_that_is_undone_once_the_time_is_known_goes_on_with_that_time() -> None:
    station = cream_on(5 * MINUTE)
    wall = NOON + station.ward.now
    station.cut(40 * MINUTE, trusted=False, wall=0)
    station.ward.wait(5 * SECOND)
    station.ward.press()
    station.ward.wait(11 * SECOND)
    station.ward.press()
    station.trust(wall + 40 * MINUTE + 20 * SECOND)
    station.ward.wait(3 * SECOND)
    undone, overdue = station.ward.hold()
    assert (undone.kind, overdue.kind) == (K.UNDONE, K.OVERDUE)
    assert int(station.ward.screen().figure.strip("+").split(":")[0]) in (23, 24)


def test_a_numb_window_in_the_background_is_marked_when_its_age_is_not_known() -> None:
    station = cream_on(15 * MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(10 * MINUTE)
    station.cut(MINUTE, trusted=False)
    station.ward.wait(MINUTE)
    station.ward.press()
    assert any("numb" in line and line.endswith("?") for line in station.ward.screen().news)


def test_a_boot_whose_start_is_missing_was_of_unknown_length() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    alive = Row(Stamp("boot 2", 30_000, NOON, trusted=True))
    past = folded([*station.rows, alive])
    bay = past.bays["bed-1"]
    assert bay.cream is not None
    assert not bay.sure(bay.cream.applied)
    before, last = station.ward.bay().cream, station.rows[-1].stamp.instant
    assert before is not None
    assert 30_000 - bay.cream.applied == 30_000 + last - before.applied


def test_a_start_at_once_is_as_late_as_its_own_clock_says() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    started = Fact(K.STARTED, 500, 500, elapsed=0, certain=True)
    past = folded([*station.rows, Row(Stamp("boot 2", 500, NOON, trusted=True), started)])
    before, after = station.ward.bay().cream, past.bays["bed-1"].cream
    assert before is not None
    assert after is not None
    assert 500 - after.applied == station.rows[-1].stamp.instant - before.applied


def awake_again(bay: Bay) -> Bay:
    """A bay after an interruption of unknown length."""
    past = Past({"bed-1": bay}, last=Stamp("boot 1", 90_000, NOON, trusted=False))
    started = Fact(K.STARTED, 0, 0, elapsed=0, certain=False)
    woken = remember(past, Row(Stamp("boot 2", 0, NOON, trusted=False), started))
    return woken.bays["bed-1"]


def test_a_refusal_from_before_a_cut_of_unknown_length_is_over() -> None:
    refused = Refused(Gesture.PRESS, Refusal.LIMIT, acted=89_000)
    bay = Bay("bed-1", NUMB520, applied=(60_000,), refused=refused)
    assert awake_again(bay).refused is None
    assert awake_again(bay).doubts


def test_of_a_bay_that_no_longer_matters_no_doubt_is_left() -> None:
    assert awake_again(Bay("bed-1", NUMB520, doubts=(Doubt(60_000),))).doubts == ()


def test_a_bay_of_the_past_is_ready_since_its_first_fact_and_has_no_protocol() -> None:
    station = Outages()
    station.ward.until(MINUTE)
    station.ward.hold()
    station.keep()
    bay = folded(station.rows).bays["bed-1"]
    assert (bay.protocol, bay.rested) == (NO_PROTOCOL, station.ward.last().at)
    assert repr(NO_PROTOCOL) == repr(Protocol(id="", name="", source="", contact=0))


def test_only_what_somebody_did_since_rows_were_missing_answers_for_a_bay() -> None:
    station = cream_on(20 * MINUTE - SECOND)
    station.keep()
    silent = replace(station.past, gaps=True)
    station.ward.wait(2 * SECOND)
    due = station.ward.last()
    silent = remember(silent, Row(station.stamp(), due))
    assert (due.kind, silent.answered) == (K.REMOVAL_DUE, frozenset())
    station.ward.press()
    pressed = Row(station.stamp(), station.ward.last())
    assert remember(silent, pressed).answered == {"bed-1"}
    station.keep()
    assert station.past.answered == frozenset()


def test_a_removal_that_is_just_over_by_what_is_known_is_overdue() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    for up, phase in [(17 * MINUTE - 1, Phase.REMOVAL), (17 * MINUTE, Phase.OVERDUE)]:
        last = station.rows[-1].stamp.instant
        awake = up + (MINUTE + 5 * MINUTE - last)
        _, facts = recover(plan(), station.past, Stamp("boot 2", awake, NOON, trusted=False))
        assert [fact.phase for fact in facts if fact.kind is K.RESUMED] == [phase]


def test_a_bay_with_nothing_to_remember_has_no_doubts() -> None:
    station = cream_on(5 * MINUTE)
    station.ward.hold()
    station.ward.wait(11 * SECOND)
    station.ward.press()
    station.ward.wait(31 * SECOND)
    station.ward.hold()
    assert station.cut(90 * SECOND, trusted=False)[1:] == []
    assert station.ward.bay().doubts == ()


# Found by a simulated month against the oracle


def test_what_was_confirmed_is_in_doubt_again_after_the_next_cut_of_unknown_length() -> None:
    station = cream_on(2 * MINUTE)
    wall = NOON + station.ward.now
    for _ in range(2):
        station.cut(MINUTE, trusted=False, wall=0)
        station.ward.wait(70 * SECOND)
    [confirmed] = station.trust(wall + 5 * MINUTE)
    assert confirmed.phase is Phase.CONTACT
    station.ward.wait(30 * SECOND)
    assert told(station.cut(30 * MINUTE, trusted=False, wall=0)) == [
        (K.RESUMED, 0, Phase.REMOVAL, False)
    ]
    [confirmed, overdue] = station.trust(wall + 36 * MINUTE)
    assert (confirmed.phase, overdue.kind) == (Phase.REMOVAL, K.OVERDUE)
    assert station.ward.bay().certain


def test_kills_do_not_put_off_a_removal_that_counts_from_the_start() -> None:
    station = cream_on(2 * MINUTE)
    station.cut(MINUTE, trusted=False)
    for _ in range(3):
        station.ward.wait(30 * SECOND)
        assert told(station.kill()) == [(K.RESUMED, station.ward.now, Phase.REMOVAL, False)]
    station.ward.wait(MINUTE)
    assert (station.ward.last().kind, station.ward.last().at) == (K.OVERDUE, 2 * MINUTE)


def test_nor_does_a_cut_whose_length_is_known() -> None:
    station = cream_on(2 * MINUTE)
    station.cut(MINUTE, trusted=False)
    station.ward.wait(30 * SECOND)
    station.trusted = True  # just now: there is a row of it, and no time to confirm anything
    station._write(Row(station.stamp()))
    assert told(station.cut(40 * SECOND)) == [(K.RESUMED, 0, Phase.REMOVAL, False)]
    station.ward.wait(50 * SECOND)
    assert (station.ward.last().kind, station.ward.last().at) == (K.OVERDUE, 50 * SECOND)


def test_a_silenced_overdue_of_unknown_age_stays_silent_through_a_kill() -> None:
    station = cream_on(23 * MINUTE)
    station.cut(MINUTE, trusted=False)
    station.ward.wait(SECOND)
    station.ward.press()
    station.kill()
    assert not station.ward.bay().sounding


@pytest.mark.parametrize("early", [True, False])
def test_an_overdue_from_the_very_last_row_is_mended_too(early: bool) -> None:
    station = cream_on(5 * MINUTE if early else 22 * MINUTE)
    if early:
        station.ward.hold()
        station.ward.wait(2 * MINUTE - 30)
    assert station.ward.last().kind is K.OVERDUE
    overdue = NOON + station.ward.last().at
    station.ward.wait(27 * SECOND)
    wall = NOON + station.ward.now
    station.cut(SECOND, trusted=False, wall=0)
    station.ward.wait(9 * SECOND)
    station.trust(wall + 10 * SECOND)
    assert station.ward.screen().figure == "+0:37"
    cream = station.ward.bay().cream
    assert cream is not None
    assert station.booted + cream.since == overdue


def test_an_alarm_that_is_mended_is_no_slower_for_it() -> None:
    station = cream_on(23 * MINUTE)
    station.cut(HOUR, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    station.trust(NOON + MINUTE + 2 * HOUR)
    begin = station.ward.now
    station.ward.wait(MINUTE)
    assert len([at for at, _ in station.ward.pulses() if at > begin]) > 60


def test_cream_that_went_on_afterwards_is_nobodys_doubt() -> None:
    station = cream_on(15 * MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(MINUTE)
    wall = NOON + station.ward.now
    station.cut(HOUR, trusted=False, wall=0)
    station.ward.wait(MINUTE)
    station.ward.press()
    assert station.ward.bay().certain
    before = station.ward.bay().cream
    station.ward.wait(MINUTE)
    [confirmed] = station.trust(wall + 10 * MINUTE)
    assert (confirmed.kind, confirmed.phase) == (K.TIME_CONFIRMED, Phase.CONTACT)
    assert station.ward.bay().cream == before
    assert "area 1 numb" in next(line for line in station.ward.screen().news if "numb" in line)


def test_what_is_learnt_of_a_later_cut_is_the_least_for_all_before_it() -> None:
    station = Outages(trusted=False)
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(MINUTE)
    station.cut(MINUTE, trusted=True)  # nobody will ever know how long that was
    station.ward.wait(MINUTE)
    wall = station.stamp().wall
    station.cut(40 * MINUTE, trusted=False, wall=0)
    assert int(station.ward.screen().figure.split(":")[0]) > 50
    station.trust(wall + 40 * MINUTE)
    shown = station.ward.screen()
    assert 15 < int(shown.figure.split(":")[0]) < 20
    assert shown.header[1] == "so long at most"


def test_a_removal_that_began_with_the_start_is_no_older_for_being_undone() -> None:
    station = cream_on(2 * MINUTE)
    wall = NOON + station.ward.now
    station.cut(4 * MINUTE, trusted=False, wall=0)
    station.ward.wait(5 * SECOND)
    station.ward.press()
    station.ward.wait(11 * SECOND)
    station.ward.press()
    station.trust(wall + 4 * MINUTE + 20 * SECOND)
    station.ward.wait(3 * SECOND)
    assert [fact.kind for fact in station.ward.hold()] == [K.UNDONE]
    station.ward.until(2 * MINUTE)
    assert (station.ward.last().kind, station.ward.last().at) == (K.OVERDUE, 2 * MINUTE)


def test_cuts_one_upon_the_other_are_confirmed_once() -> None:
    station = cream_on(MINUTE)
    wall = NOON + station.ward.now
    for _ in range(3):
        station.cut(SECOND, trusted=False, wall=0)
    [confirmed] = station.trust(wall + 3 * SECOND)
    assert confirmed.phase is Phase.CONTACT
    station.ward.wait(SECOND)
    assert station.trust() == []


def test_a_lamp_that_flashes_fast_from_the_start_has_just_begun_to() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    floor, _ = recover(plan(), station.past, Stamp("boot 2", HOUR, NOON, trusted=False))
    assert floor.places[0].bay.phase is Phase.OVERDUE
    assert floor.places[0].lamp.switched == HOUR
