"""Who sounds on a shared buzzer (section 3 of the design, below its table)."""

import pytest

from station.core.alarm import Sound
from station.core.buzzer import (
    Alarm,
    Buzzer,
    confirm,
    notify,
    restless,
    settle,
)
from station.core.duration import MINUTE, SECOND
from station.core.phase import Phase
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, ward_in

DUE, OVER = ON + 20 * MINUTE, ON + 22 * MINUTE
REMOVAL = [(0, 200), (400, 200), (800, 200)]
OVERDUE = [(0, 150), (250, 150), (500, 150), (1000, 150), (1250, 150)]
FAULT = [(0, 200), (400, 200)]
NOTICE = [(0, 200)]


def two_beds(later: int, **kind: tuple[tuple[int, ...], ...]) -> Ward:
    """Cream on at both beds, at the second so much later; undo is over at both."""
    ward = Ward(plan(2, **kind))  # type: ignore[arg-type]  # buzzers or panels
    for bed, at in enumerate((ON, ON + later)):
        ward.until(at)
        ward.press(bed)
    ward.wait(MINUTE)
    return ward


def heard(ward: Ward, since: int, length: int, buzzer: int = 0) -> list[tuple[int, int]]:
    """(begin, length) of every pulse that began within `length` of an instant, from there."""
    ward.until(since + length)
    return [(begin - since, pulse) for begin, pulse in ward.pulses(buzzer, since)]


# Alarms


@pytest.mark.meets("BUZ-1", "BUZ-3")
def test_the_highest_priority_sounds_from_its_first_pulse_at_once() -> None:
    ward = two_beds(92 * SECOND)
    ward.until(OVER)
    assert ward.bay(1).sounding
    assert heard(ward, OVER, 1500) == OVERDUE


@pytest.mark.meets("BUZ-1")
def test_a_lower_one_does_not_disturb_it() -> None:
    ward = two_beds(2 * MINUTE + 3 * SECOND)
    burst = [pulse for pulse in heard(ward, OVER, 3400) if pulse[0] < 3300]
    assert (len(burst), burst[-1]) == (10, (3150, 150))
    assert ward.phase(1) is Phase.REMOVAL


@pytest.mark.meets("BUZ-2")
def test_among_equals_the_one_raised_first_goes_on_in_its_own_time() -> None:
    ward = two_beds(92 * SECOND)
    ward.until(DUE + 93 * SECOND)
    assert ward.bay(1).sounding
    bursts = [begin for begin, _ in heard(ward, DUE, 113 * SECOND)][::3]
    assert bursts == list(range(0, 113 * SECOND, 6 * SECOND))


@pytest.mark.meets("BUZ-3")
@pytest.mark.parametrize("bed", [0, 1])
def test_when_the_winner_is_silenced_the_next_starts_at_its_first_pulse(bed: int) -> None:
    ward = two_beds(92 * SECOND)
    ward.until(DUE + 98 * SECOND)
    [silenced] = ward.press(bed)
    if bed == 0:
        assert heard(ward, silenced.acted, 5 * SECOND) == REMOVAL
    else:  # the winner's pulses are as they were
        assert heard(ward, DUE + 102 * SECOND, 5 * SECOND) == REMOVAL


@pytest.mark.meets("BUZ-3")
def test_a_winner_that_was_outdone_starts_at_its_first_pulse_again() -> None:
    ward = two_beds(92 * SECOND)
    ward.until(OVER + 4 * SECOND)
    [silenced] = ward.press()
    assert ward.phase(1) is Phase.REMOVAL
    assert heard(ward, silenced.acted, 5 * SECOND) == REMOVAL


def test_a_bed_is_heard_on_its_own_buzzers_only() -> None:
    ward = two_beds(10 * MINUTE, buzzers=((0,), (1,), (0, 1)))
    ward.lose_journal()
    assert [heard(ward, DUE, 1500, buzzer) for buzzer in range(3)] == [REMOVAL, [], REMOVAL]


@pytest.mark.meets("BUZ-1", "BUZ-2")
@pytest.mark.parametrize(
    ("alarms", "winner"),
    [
        ([Alarm(Sound.FAULT, 0, raised=1), Alarm(Sound.REMOVAL, 1, raised=2)], 1),
        ([Alarm(Sound.REMOVAL, 0, raised=1), Alarm(Sound.OVERDUE, 1, raised=2)], 1),
        ([Alarm(Sound.OVERDUE, 0, raised=2), Alarm(Sound.OVERDUE, 1, raised=1)], 1),
        ([Alarm(Sound.OVERDUE, 0, raised=1), Alarm(Sound.OVERDUE, 1, raised=1)], 0),
    ],
)
def test_who_wins(alarms: list[Alarm], winner: int) -> None:
    for order in (alarms, alarms[::-1]):
        assert settle(Buzzer(), order, now=5).alarm == alarms[winner]


# Notices

AFTER_FEEDBACK = [(0, 100), (300, 200)]
"""A notice that a press let out: 200 ms after the feedback of that press."""


def silenced_after(wait: int) -> tuple[Ward, int, int]:
    """Bed 2's `numb_ending` falls due amid bed 1's alarm, which is silenced so much later."""
    ward = Ward(plan(2))
    ward.until(ON)
    ward.treat(1)
    ending = ward.bay(1).windows[0].ends - 10 * MINUTE
    ward.until(ending - 10 * SECOND - 20 * MINUTE)
    ward.press()
    ward.until(ending + wait - 180)
    [silenced] = ward.press()
    return ward, ending, silenced.acted


@pytest.mark.meets("BUZ-5")
def test_a_notice_waits_until_no_alarm_sounds() -> None:
    ward, ending, silenced = silenced_after(24 * SECOND)
    waiting = [
        pulse for begin, pulse in ward.pulses(since=ending - 10 * SECOND) if begin < silenced
    ]
    assert len(waiting) == 6 * 3 + 1  # bursts, a tick, and nothing in their pauses
    assert heard(ward, silenced, 15 * SECOND) == AFTER_FEEDBACK


@pytest.mark.meets("BUZ-6")
@pytest.mark.parametrize(("wait", "pulses"), [(59_700, AFTER_FEEDBACK), (59_710, [(0, 100)])])
def test_but_for_at_most_a_minute(wait: int, pulses: list[tuple[int, int]]) -> None:
    ward, _, silenced = silenced_after(wait)
    assert heard(ward, silenced, 15 * SECOND) == pulses  # the feedback goes first


@pytest.mark.meets("BUZ-5")
def test_an_alarm_cuts_a_notice_short_and_it_is_heard_afterwards() -> None:
    ward = two_beds(MINUTE - 100)  # bed 2's warning falls due 100 ms before bed 1's alarm
    assert heard(ward, DUE - 100, 2000) == [(0, 300), (500, 200), (900, 200)]
    [silenced] = ward.press()
    assert heard(ward, silenced.acted, 5 * SECOND) == AFTER_FEEDBACK


def test_two_notices_follow_one_another() -> None:
    ward = two_beds(0)
    assert heard(ward, ON + 19 * MINUTE, 5 * SECOND)[0] == (0, 200)
    gaps = [begin for begin, _ in heard(ward, ON + 19 * MINUTE, 5 * SECOND)]
    assert len(gaps) == 2
    assert gaps[1] >= 200 + 180


def test_a_low_alarm_lets_a_notice_be_heard_in_its_pause() -> None:
    ward = ward_in(Phase.CONTACT)
    soon = ON + 19 * MINUTE
    ward.until(soon - 300)
    ward.lose_journal()
    assert heard(ward, soon - 300, 20 * SECOND) == [*FAULT, (800, 200)]


def test_a_notice_due_in_such_a_pause_is_heard_at_once() -> None:
    ward = ward_in(Phase.CONTACT)
    soon = ON + 19 * MINUTE
    ward.until(soon - 5000)
    ward.lose_journal()
    assert heard(ward, soon, 20 * SECOND) == NOTICE


# Feedback


@pytest.mark.meets("BUZ-4")
@pytest.mark.parametrize(
    ("down", "tick", "applied"),
    [
        (1160, False, True),  # the tick would be 190 ms after the burst
        (1170, True, True),
        (5320, True, True),  # the second pulse ends 200 ms before the next burst
        (5330, True, False),
        (5500, True, False),
        (5750, False, False),
    ],
)
def test_feedback_sounds_only_where_silence_surrounds_it(
    down: int, tick: bool, applied: bool
) -> None:
    ward = ward_in(Phase.REMOVAL, sounding=True, on=plan(2))
    begin = DUE + 12 * SECOND
    ward.until(begin + down)
    ward.press(1)
    pulses = [pulse for pulse in heard(ward, begin, 6 * SECOND) if pulse not in REMOVAL]
    ticks, double = [(down + 30, 30)], [(down + 180, 100), (down + 380, 100)]
    assert pulses == ticks * tick + double * applied
    assert ward.phase(1) is Phase.CONTACT


@pytest.mark.meets("BUZ-4")
@pytest.mark.parametrize(
    ("now", "expected", "sounds"),
    [
        (1000, None, True),
        (1000, 1600, True),  # 400 ms long, 200 ms before
        (1000, 1599, False),
    ],
)
def test_feedback_keeps_clear_of_an_alarm_or_notice_that_is_due(
    now: int, expected: int | None, sounds: bool
) -> None:
    assert confirm(Buzzer(), Sound.REFUSED, now, expected).level(now) is sounds


@pytest.mark.meets("BUZ-4")
@pytest.mark.parametrize(("before", "sounds"), [(780, True), (770, False)])
def test_feedback_keeps_clear_of_a_deadline_of_the_same_bed(before: int, sounds: bool) -> None:
    ward = ward_in(Phase.CONTACT)
    down = ON + 19 * MINUTE - before  # refused: 400 ms from 180 ms on
    ward.until(down)
    ward.press()
    refusal = [(180, 400)] if sounds else []
    assert heard(ward, down, 5 * SECOND) == [(30, 30), *refusal, (before, 200)]


@pytest.mark.meets("BUZ-4")
@pytest.mark.parametrize(("after", "sounds"), [(399, False), (400, True)])
def test_feedback_keeps_clear_of_the_last_pulse_of_an_alarm_and_of_a_notice(
    after: int, sounds: bool
) -> None:
    alarm = settle(settle(Buzzer(), [Alarm(Sound.FAULT, 0, 0)], 0), [], 200)
    notice = settle(notify(Buzzer(), Sound.SOON, 0), [], 0)
    for buzzer in (alarm, settle(notice, [], after)):
        assert confirm(buzzer, Sound.TICK, after, None).level(after) is sounds


def test_a_notice_that_must_wait_is_no_reason_to_drop_feedback() -> None:
    ward = Ward(plan(2))
    ward.until(ON)
    ward.treat(1)
    ending = ward.bay(1).windows[0].ends - 10 * MINUTE
    ward.until(ending - 20 * MINUTE - 14 * SECOND)
    ward.press()
    ward.until(ending - 200)  # in a pause of bed 1's alarm, of which four seconds are left
    down = ward.now
    ward.press(1)
    assert heard(ward, down, 3 * SECOND) == [(30, 30), (180, 100), (380, 100)]


def test_silencing_amid_a_pulse_is_not_confirmed() -> None:
    ward = ward_in(Phase.REMOVAL, sounding=True)
    ward.until(DUE + 6000)
    [silenced] = ward.press()  # recognised in the first pulse of a burst
    assert heard(ward, silenced.acted, 5 * SECOND) == []
    assert ward.pulses()[-1] == (DUE + 6000, 180)


@pytest.mark.meets("SND-11")
def test_silencing_in_a_pause_is() -> None:
    ward = ward_in(Phase.REMOVAL, sounding=True)
    ward.until(DUE + 3000)
    [silenced] = ward.press()
    assert heard(ward, silenced.acted, 5 * SECOND) == [(0, 100)]


def test_an_alarm_takes_the_place_of_feedback_at_once() -> None:
    ward = ward_in(Phase.CONTACT)
    [refused] = ward.press()
    ward.wait(100)
    ward.lose_journal()
    assert heard(ward, refused.acted, 5 * SECOND) == [(0, 300), (500, 200)]


# Looking ahead


def test_a_buzzer_with_nothing_to_say_never_changes() -> None:
    assert Buzzer().next_change(0) is None
    assert not restless(Buzzer(), 0)


def test_a_notice_ends_with_the_silence_after_it() -> None:
    playing = settle(notify(Buzzer(), Sound.SOON, 0), [], 0)
    assert [playing.next_change(now) for now in (0, 199, 200, 399)] == [200, 200, 400, 400]
    assert [restless(playing, now) for now in (399, 400)] == [False, True]
    assert settle(playing, [], 400) == Buzzer(heard=200)
