"""Every sound, pulse by pulse as the pin gives it (the table of section 3 of the design)."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from station.core.alarm import ALARMS, PATTERNS, Playing, Priority, Sound
from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from station.core.reports import JournalReport, PanelReport, Report
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, ward_in

DUE, OVER = ON + 20 * MINUTE, ON + 22 * MINUTE
Pulses = list[tuple[int, int]]

OVERDUE_BURST = [
    (0, 150),
    (250, 150),
    (500, 150),
    (1000, 150),  # 350 after the 3rd
    (1250, 150),
    (1900, 150),  # 500 after the 5th
    (2150, 150),
    (2400, 150),
    (2900, 150),  # 350 after the 8th
    (3150, 150),
]
REMOVAL_BURST = [(0, 200), (400, 200), (800, 200)]
FAULT_BURST = [(0, 200), (400, 200)]
DOUBLE = [(0, 200), (400, 200)]
SINGLE = [(0, 200)]


def heard(ward: Ward, since: int, length: int) -> Pulses:
    """(begin, length) of every pulse that began within `length` of an instant, from there."""
    ward.until(since + length)
    return [(begin - since, pulse) for begin, pulse in ward.pulses(since=since)]


def after(first: int, burst: Pulses) -> Pulses:
    return [(first + begin, length) for begin, length in burst]


# Alarms: burst after burst


@pytest.mark.meets("PRO-5", "REM-5", "LIM-3", "SND-1", "SND-2")
def test_overdue_sounds_ten_pulses_and_again_two_and_a_half_seconds_after_the_last() -> None:
    pulses = heard(ward_in(Phase.OVERDUE, sounding=True), OVER, 2 * 5800 + 4000)
    assert pulses == [pulse for first in (0, 5800, 11_600) for pulse in after(first, OVERDUE_BURST)]


@pytest.mark.meets("PRO-3", "CON-6", "SND-4")
def test_removal_due_sounds_three_pulses_and_again_five_seconds_after_the_last() -> None:
    pulses = heard(ward_in(Phase.REMOVAL, sounding=True), DUE, 2 * 6000 + 2000)
    assert pulses == [pulse for first in (0, 6000, 12_000) for pulse in after(first, REMOVAL_BURST)]


@pytest.mark.meets("SND-6")
@pytest.mark.parametrize("fault", [PanelReport(0, "no answer"), JournalReport("full")])
def test_a_fault_while_cream_is_on_sounds_two_pulses_every_half_minute(fault: Report) -> None:
    ward = ward_in(Phase.CONTACT)
    ward.report(fault)
    pulses = heard(ward, ward.now, 2 * 30_600 + 2000)
    assert pulses == [pulse for first in (0, 30_600, 61_200) for pulse in after(first, FAULT_BURST)]


# Notices: once


def soon() -> tuple[Ward, int]:
    return ward_in(Phase.CONTACT), ON + 19 * MINUTE


def ending() -> tuple[Ward, int]:
    ward = ward_in(Phase.NUMB)
    return ward, ward.bay().windows[0].ends - 10 * MINUTE


def over() -> tuple[Ward, int]:
    ward = ward_in(Phase.NUMB)
    return ward, ward.bay().windows[0].ends


@pytest.mark.meets("SND-9")
@pytest.mark.parametrize(("scene", "burst"), [(soon, SINGLE), (ending, SINGLE), (over, DOUBLE)])
def test_a_notice_sounds_once(scene: Callable[[], tuple[Ward, int]], burst: Pulses) -> None:
    ward, instant = scene()
    assert heard(ward, instant, 50 * SECOND) == burst


@pytest.mark.meets("SND-15")
def test_the_start_sounds_once() -> None:
    assert heard(Ward(), 0, MINUTE) == SINGLE


# Feedback: once, and a tick for the finger


@pytest.mark.meets("SND-10", "SND-13")
def test_applied_is_two_short_pulses_after_the_tick() -> None:
    ward = ward_in(Phase.READY)
    ward.press()
    assert heard(ward, ON, 5 * SECOND) == [(30, 30), (180, 100), (380, 100)]


@pytest.mark.meets("GES-11", "CON-3", "SND-11", "SND-14")
def test_another_gesture_accepted_is_one_short_pulse_after_two_ticks() -> None:
    ward = ward_in(Phase.CONTACT)
    down = ward.now
    ward.hold()
    assert heard(ward, down, 5 * SECOND) == [(30, 30), (2000, 30), (3030, 100)]


@pytest.mark.meets("SND-12", "SND-13")
def test_a_gesture_refused_is_one_long_pulse() -> None:
    ward = ward_in(Phase.CONTACT)
    down = ward.now
    ward.press()
    assert heard(ward, down, 5 * SECOND) == [(30, 30), (180, 400)]


# Patterns as data


@pytest.mark.meets("SND-1", "SND-4", "SND-6", "SND-9", "SND-10")
def test_what_outdoes_what() -> None:
    assert {sound: pattern.priority for sound, pattern in PATTERNS.items()} == {
        Sound.OVERDUE: Priority.HIGH,
        Sound.REMOVAL: Priority.MEDIUM,
        Sound.FAULT: Priority.LOW,
        Sound.SOON: Priority.NOTICE,
        Sound.ENDING: Priority.NOTICE,
        Sound.OVER: Priority.NOTICE,
        Sound.STARTED: Priority.NOTICE,
        Sound.APPLIED: Priority.FEEDBACK,
        Sound.ACCEPTED: Priority.FEEDBACK,
        Sound.REFUSED: Priority.FEEDBACK,
        Sound.TICK: Priority.FEEDBACK,
    }
    assert sorted(Priority) == [
        Priority.FEEDBACK,
        Priority.NOTICE,
        Priority.LOW,
        Priority.MEDIUM,
        Priority.HIGH,
    ]


def test_those_that_sound_until_somebody_acts_are_alarms_and_no_others_are() -> None:
    assert ALARMS == (Sound.OVERDUE, Sound.REMOVAL, Sound.FAULT)
    assert {sound for sound, pattern in PATTERNS.items() if pattern.pause} == set(ALARMS)


def edges(playing: Playing, until: int) -> list[int]:
    """Its edges, as `next_edge` tells them."""
    found, at = [], playing.next_edge(playing.start - 1)
    while at is not None and at < until:
        found.append(at)
        at = playing.next_edge(at)
    return found


@pytest.mark.parametrize("sound", Sound)
def test_the_next_edge_is_where_the_level_next_changes(sound: Sound) -> None:
    playing = Playing(sound, 1000, slow=1000 + 20 * SECOND if sound is Sound.OVERDUE else None)
    until = 1000 + (66 * SECOND if sound in (Sound.OVERDUE, Sound.FAULT) else 13 * SECOND)
    turns = [t for t in range(1001, until) if playing.level(t) is not playing.level(t - 1)]
    assert edges(playing, until) == [1000, *turns]


@pytest.mark.parametrize("sound", Sound)
def test_the_next_pulse_and_the_last_heard_are_where_they_are(sound: Sound) -> None:
    playing = Playing(sound, 0)
    begins, ends = edges(playing, 80_000)[::2], edges(playing, 80_000)[1::2]
    for now in range(0, 40_000, 50):
        assert playing.next_pulse(now) == next((t for t in begins if t > now), None)
        heard_last = now if playing.level(now) else max(t for t in ends if t <= now)
        assert playing.last_heard(now) == heard_last


# Unanswered


def bursts(ward: Ward, since: int, length: int) -> tuple[list[int], set[int]]:
    """When each fast burst of the overdue alarm began, and how far apart the slow ones are."""
    begins = [begin for begin, pulse in heard(ward, since, length) if pulse == 150][::10]
    fast = [begin for begin, after in pairwise(begins) if after - begin == 5800]
    slow = {after - begin for begin, after in pairwise(begins[len(fast) :])}
    return [*fast, fast[-1] + 5800], slow


@pytest.mark.meets("SND-3")
def test_unanswered_for_half_an_hour_it_sounds_one_burst_a_minute() -> None:
    ward = ward_in(Phase.OVERDUE, sounding=True)
    assert bursts(ward, OVER, 40 * MINUTE) == (list(range(0, 30 * MINUTE, 5800)), {MINUTE})
    last = ward.pulses(since=OVER + 30 * MINUTE + 30 * SECOND)[:10]
    assert after(-last[0][0], last) == OVERDUE_BURST


def test_an_alarm_raised_after_its_half_hour_still_sounds_its_first_burst_at_once() -> None:
    playing = Playing(Sound.OVERDUE, start=10 * MINUTE, slow=5 * MINUTE)
    begins = [t for t in edges(playing, 14 * MINUTE) if playing.level(t)]
    assert begins[::10] == [10 * MINUTE, 11 * MINUTE, 12 * MINUTE, 13 * MINUTE]


@pytest.mark.meets("OVD-4", "BUZ-7")
def test_silencing_it_starts_the_half_hour_again() -> None:
    ward = ward_in(Phase.OVERDUE, sounding=True)
    ward.until(OVER + 29 * MINUTE)
    [silenced] = ward.press()
    fast, slow = bursts(ward, silenced.at + MINUTE, 35 * MINUTE)
    assert (fast, slow) == (list(range(0, 29 * MINUTE, 5800)), {MINUTE})


@pytest.mark.meets("BUZ-7")
def test_so_does_an_undo() -> None:
    ward = ward_in(Phase.OVERDUE)
    ward.press()
    ward.wait(20 * SECOND)
    [undone] = ward.hold()
    assert undone.of is FactKind.REMOVED
    ward.wait(MINUTE)
    resounded = ward.last()
    assert resounded.kind is FactKind.RESOUNDED
    fast, slow = bursts(ward, resounded.at, 35 * MINUTE)
    answered = undone.at + 30 * MINUTE - resounded.at
    assert (fast, slow) == (list(range(0, answered, 5800)), {MINUTE})


def test_what_is_done_at_another_bed_does_not() -> None:
    ward = ward_in(Phase.OVERDUE, sounding=True, on=plan(2))
    ward.until(OVER + 10 * MINUTE)
    ward.press(1)
    assert ward.last().kind is FactKind.APPLIED
    ward.wait(10 * SECOND)
    ward.hold(1)
    assert ward.last().kind is FactKind.UNDONE
    fast, _ = bursts(ward, OVER, 40 * MINUTE)
    assert fast == list(range(0, 30 * MINUTE, 5800))
