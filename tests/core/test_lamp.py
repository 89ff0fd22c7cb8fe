"""The phase as a pattern of light, and never more than three flashes a second (section 3)."""

from itertools import combinations

import pytest

from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.core.lamp import Lamp
from station.core.phase import Phase
from tests.core.outage import NOON, Outages
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, ward_in

DUE, OVER = ON + 20 * MINUTE, ON + 22 * MINUTE
LAMPS = plan(lamps=True)
Lights = list[tuple[int, bool]]


def lit(phase: Phase, *, sounding: bool = False) -> Ward:
    return ward_in(phase, sounding=sounding, on=LAMPS)


def lights(ward: Ward, since: int, length: int) -> Lights:
    """(instant, lit) of every change within `length` of an instant, from there."""
    ward.until(since + length)
    return [(at - since, level) for at, level in ward.lights(since=since) if at - since <= length]


@pytest.mark.meets("LMP-2")
def test_off_in_ready() -> None:
    assert lights(lit(Phase.READY), 0, 20 * MINUTE) == []


@pytest.mark.meets("LMP-3")
def test_on_in_contact_since_the_press_counts() -> None:
    ward = lit(Phase.CONTACT)
    assert [change for change in ward.lights() if change[0] > ON + 130] == [(ON + 180, True)]
    assert lights(ward, ward.now, MINUTE) == []


@pytest.mark.meets("LMP-1", "LMP-4", "LMP-6")
@pytest.mark.parametrize("sounding", [True, False])
def test_half_a_hertz_in_removal_counted_from_its_begin(sounding: bool) -> None:
    ward = lit(Phase.REMOVAL, sounding=sounding)
    assert lights(ward, DUE + 20 * SECOND, 4500) == [
        (0, True),
        (1000, False),
        (2000, True),
        (3000, False),
        (4000, True),
    ]


@pytest.mark.meets("LMP-1", "LMP-5")
@pytest.mark.parametrize("sounding", [True, False])
def test_two_hertz_in_overdue_counted_from_its_begin(sounding: bool) -> None:
    ward = lit(Phase.OVERDUE, sounding=sounding)
    assert lights(ward, OVER + 20 * SECOND, 1100) == [
        (0, True),
        (250, False),
        (500, True),
        (750, False),
        (1000, True),
    ]


@pytest.mark.meets("LMP-6")
def test_a_flash_begins_on() -> None:
    ward = lit(Phase.CONTACT)
    assert lights(ward, DUE, 1500) == [(1000, False)]  # it was on already
    ward.until(OVER - SECOND)
    assert lights(ward, OVER, 300) == [(0, True), (250, False)]


@pytest.mark.meets("LMP-1", "LMP-7")
def test_a_tenth_of_a_second_every_two_in_numb_counted_from_the_removal() -> None:
    ward = lit(Phase.REMOVAL)
    removed = ward.now
    ward.press()
    assert lights(ward, removed + 2 * SECOND, 2200) == [
        (0, True),
        (100, False),
        (2000, True),
        (2100, False),
    ]


@pytest.mark.meets("LMP-2")
def test_off_again_when_numb_is_over() -> None:
    ward = lit(Phase.NUMB)
    over = ward.bay().windows[0].ends
    ward.until(over)
    assert lights(ward, over, MINUTE)[1:] == []
    assert not ward.lit[0]


def glances(phase: Phase, length: int) -> set[tuple[bool, ...]]:
    """All that somebody can see of a phase who looks for so long, from any moment on."""
    light = [Lamp().level(phase, 0, at) for at in range(0, 2000 + length, 10)]
    return {tuple(light[begin : begin + length // 10]) for begin in range(200)}


@pytest.mark.parametrize(("one", "other"), list(combinations(Phase, 2)))
def test_whoever_looks_for_two_seconds_knows_the_phase_by_the_light_alone(
    one: Phase, other: Phase
) -> None:
    assert not glances(one, 2100) & glances(other, 2100)
    assert glances(Phase.CONTACT, 900) & glances(Phase.REMOVAL, 900)  # a shorter look may not do


@pytest.mark.meets("LMP-8")
@pytest.mark.parametrize(("phase", "level"), [(Phase.READY, True), (Phase.CONTACT, False)])
def test_it_inverts_for_a_tenth_of_a_second_when_a_down_counts(phase: Phase, level: bool) -> None:
    ward = lit(phase)
    down = ward.now
    ward.down()
    assert lights(ward, down, 5 * SECOND) == [(30, level), (130, not level)]


def test_it_does_so_again_a_second_later_at_the_earliest() -> None:
    lamp = Lamp().touched(5000)
    assert lamp.touched(5999) == lamp
    assert lamp.touched(6000).level(Phase.READY, 0, 6000)


def test_a_bed_without_a_lamp_lights_none() -> None:
    ward = ward_in(Phase.OVERDUE)
    assert (ward.lit, ward.lamp_edges) == ([False], [])


def most_flashes(ward: Ward) -> int:
    """The most pairs of opposing changes within any one second (how WCAG 2.3.1 counts)."""
    changes = [at for at, _ in ward.lights()]
    return max(sum(begin <= at < begin + SECOND for at in changes) // 2 for begin in changes)


HAMMERS = {
    "as fast as counts": (40,),
    "fast": (50, 70, 90),
    "like a person": (150, 240, 180, 300),
    "in bursts": (40, 40, 40, 40, 40, 800),
}
"""How long the button stays down, up, down, and so on, in turn."""


def hammer(ward: Ward, how: str) -> None:
    turns = HAMMERS[how] * 8
    for n in range(0, 48, 2):
        ward.press(length=turns[n % len(turns)])
        ward.wait(turns[(n + 1) % len(turns)])


@pytest.mark.meets("LMP-9")
@pytest.mark.parametrize("how", HAMMERS)
@pytest.mark.parametrize("sounding", [True, False])
@pytest.mark.parametrize("phase", Phase)
def test_never_more_than_three_flashes_a_second_however_the_button_is_hammered(
    phase: Phase, sounding: bool, how: str
) -> None:
    for offset in range(0, 500, 90 if phase is Phase.OVERDUE else 250):
        ward = lit(phase, sounding=sounding)
        ward.wait(SECOND - ward.now % SECOND + offset)
        hammer(ward, how)
        assert most_flashes(ward) <= 3, f"{offset} ms into its second"


@pytest.mark.meets("LMP-9")
@pytest.mark.parametrize("before", range(0, 2600, 190))
def test_nor_as_removal_becomes_overdue(before: int) -> None:
    ward = lit(Phase.REMOVAL, sounding=True)
    ward.until(OVER - before)
    hammer(ward, "as fast as counts")
    assert ward.phase() is Phase.OVERDUE
    assert most_flashes(ward) <= 3


@pytest.mark.meets("LMP-9")
@pytest.mark.parametrize("length", [40, 60, 150])
def test_nor_as_overdue_becomes_numb(length: int) -> None:
    for offset in range(0, 500, 30):
        ward = lit(Phase.OVERDUE)
        ward.until(OVER + 20 * SECOND + offset)
        [removed] = ward.press(length=length)
        assert removed.kind is FactKind.REMOVED
        ward.wait(2 * SECOND)
        assert most_flashes(ward) <= 3, f"pressed {offset} ms into a flash"


@pytest.mark.meets("LMP-9")
def test_nor_as_a_removal_is_undone() -> None:
    for offset in range(0, 500, 30):
        ward = lit(Phase.OVERDUE)
        ward.until(OVER + 14 * SECOND)
        ward.press()
        ward.until(OVER + 16 * SECOND + offset)
        [undone] = ward.hold(length=2500)
        assert undone.kind is FactKind.UNDONE
        hammer(ward, "fast")
        assert most_flashes(ward) <= 3, f"held {offset} ms into a flash"


@pytest.mark.meets("LMP-9")
def test_nor_as_its_time_is_confirmed_while_it_is_overdue() -> None:
    for offset in range(0, 500, 20):
        for other in (0, 170, 330, 480):
            station = Outages(LAMPS)
            station.ward.until(ON)
            station.ward.press()
            station.ward.wait(23 * MINUTE)
            station.cut(6 * MINUTE, trusted=False, wall=station.booted)
            ward = station.ward
            ward.until(10 * SECOND)
            ward.press()
            ward.until(15 * SECOND + offset)  # too soon to be believed
            ward.down()
            ward.wait(400)
            since = ward.bay().since
            [confirmed] = station.trust(NOON + 30 * MINUTE + ward.now + other)
            assert confirmed.phase is ward.phase() is Phase.OVERDUE
            assert ward.bay().since != since
            ward.wait(300)
            ward.up()
            ward.wait(2 * SECOND)
            assert most_flashes(ward) <= 3, f"{offset} ms into a flash, moved by {other}"
            begin = ward.now + 500 - (ward.now - ward.bay().since) % 500
            assert lights(ward, begin, 300) == [(0, True), (250, False)]


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("lamp", [*map(Lamp, (None, 5000, 5080, 5150)), Lamp(None, 5400, True)])
def test_the_next_change_is_where_it_next_changes(phase: Phase, lamp: Lamp) -> None:
    since = 1000
    for now in range(5160, 8000, 70):
        at = lamp.next_change(phase, since, now)
        lit_now = lamp.level(phase, since, now)
        for t in range(now, now + 2100 if at is None else at):
            assert lamp.level(phase, since, t) is lit_now
        assert at is None or lamp.level(phase, since, at) is not lit_now


def test_an_inversion_ends_of_itself() -> None:
    lamp = Lamp(5000)
    assert lamp.next_change(Phase.READY, 0, 5000) == 5100
    assert lamp.next_change(Phase.READY, 0, 5100) is None


# The lamp alone, to the millisecond


def test_overdue_that_goes_on_at_other_instants_begins_no_flash_within_half_a_second() -> None:
    moved = Lamp(switched=1230, moving=True)  # nothing that begins before 1730
    seen = {now: moved.level(Phase.OVERDUE, 0, now) for now in (1500, 1740, 1999, 2000, 2249, 2250)}
    assert seen == {1500: False, 1740: False, 1999: False, 2000: True, 2249: True, 2250: False}
    at_once = Lamp(switched=1000, moving=True)
    assert at_once.level(Phase.OVERDUE, 0, 1500), "just half a second later"
    assert at_once.level(Phase.OVERDUE, 100, 1650)
    assert Lamp(switched=1230).level(Phase.OVERDUE, 0, 1500), "it has only just begun"


@pytest.mark.parametrize("since", [950, 1000])
def test_a_flash_of_numbness_that_began_while_overdue_flashed_is_left_out(since: int) -> None:
    lamp = Lamp(switched=1000)
    assert not lamp.level(Phase.NUMB, since, since + 50)
    assert lamp.level(Phase.NUMB, since, since + 2000)
    assert Lamp(switched=949).level(Phase.NUMB, since, since + 50)
    assert lamp.level(Phase.CONTACT, since, since + 50)
