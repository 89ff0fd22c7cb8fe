"""What a gesture becomes by the fifth rule of section 2 of the design: what the table says.

The table that it names is in test_bay.
"""

from itertools import product

import pytest

from station.core.change import replace
from station.core.deadlines import CREAM_ROWS
from station.core.duration import DAY, SECOND
from station.core.facts import FactKind, Gesture, Refusal
from station.core.phase import Phase
from station.core.rules import GESTURES, next_ruling_change
from tests.core.scenes import (
    NO_EFFECT,
    Scene,
    applied,
    at_limit,
    removal_started,
    ruled,
    silenced_overdue,
    silenced_removal,
)
from tests.core.ward import APPLIED as ON
from tests.core.ward import plan, short, ward_in

PRESS, HOLD = Gesture.PRESS, Gesture.HOLD


@pytest.mark.meets("REM-2", "OVD-1", "LIM-4")
@pytest.mark.parametrize("scene", [silenced_removal, silenced_overdue, removal_started])
def test_a_press_within_ten_seconds_is_no_word_that_it_is_wiped(scene: Scene) -> None:
    ward = scene()
    recognised = ward.last().acted
    assert ruled(ward, PRESS, recognised + 9_999) is Refusal.TOO_SOON
    assert ruled(ward, PRESS, recognised + 10_000) is FactKind.REMOVED


@pytest.mark.meets("REM-3", "OVD-2")
@pytest.mark.parametrize("scene", [silenced_removal, silenced_overdue])
def test_a_hold_is_such_a_word_at_once(scene: Scene) -> None:
    ward = scene()
    assert ruled(ward, HOLD, ward.now + 10) is FactKind.REMOVED


@pytest.mark.meets("RDY-2")
def test_the_limit_is_for_twenty_four_hours() -> None:
    ward = at_limit()
    assert ruled(ward, PRESS, ON + DAY - 1) is Refusal.LIMIT
    assert ruled(ward, PRESS, ON + DAY) is FactKind.APPLIED


@pytest.mark.meets("PRO-9", "RDY-4")
def test_a_second_press_within_thirty_seconds_is_always_timed() -> None:
    ward = at_limit()
    [refused] = ward.press()
    assert ruled(ward, PRESS, refused.acted + 30_000) is FactKind.APPLIED
    assert ruled(ward, PRESS, refused.acted + 30_001) is Refusal.LIMIT
    [seventh] = ward.press()
    assert (seventh.application, seventh.today, seventh.over_limit) == (7, 7, True)
    ward.wait(31 * SECOND)
    ward.hold()
    ward.wait(31 * SECOND)
    ward.press()
    ward.wait(3 * SECOND)
    assert [f.reason for f in ward.press()] == [Refusal.LIMIT]


def test_a_protocol_without_a_limit_refuses_none() -> None:
    ward = ward_in(Phase.READY, on=plan(protocol=short(NO_EFFECT, applications=None)))
    for _ in range(8):
        ward.treat()
    counts = [(f.today, f.over_limit) for f in ward.facts if f.kind is FactKind.APPLIED]
    assert counts == [(n, False) for n in range(1, 9)]


@pytest.mark.meets("RUL-11")
def test_the_last_row_for_a_phase_and_gesture_fits_in_every_case() -> None:
    last = {(row.phase, row.gesture): row.provided for row in GESTURES}
    assert set(last) == set(product(Phase, Gesture))
    assert {provided.__name__ for provided in last.values()} == {"always"}


def test_the_next_change_of_a_ruling_is_the_next_boundary() -> None:
    ward = applied()
    boundaries, at = [], next_ruling_change(ward.bay(), 2000, ward.now)
    while at is not None:
        boundaries.append(at)
        at = next_ruling_change(ward.bay(), 2000, at)
    assert boundaries == [ON + 180 + 2000, ON + 30_001, ON + DAY]
    twice = replace(ward_in(Phase.READY).bay(), applied=(ON, ON + 5))
    assert next_ruling_change(twice, 2000, ON + DAY) == ON + DAY + 5
    assert next_ruling_change(ward_in(Phase.READY).bay(), 2000, ON) is None


TABLE = """
ready press limit_reached -> refused limit: ready
ready press always -> applied: contact
ready hold nothing_to_clear -> refused nothing_to_clear: ready
ready hold always -> new_client: ready
numb press limit_reached -> refused limit: numb
numb press always -> applied: contact
numb hold always -> new_client: ready
contact press always -> refused cream_on: contact
contact hold always -> removal_started: removal
removal press too_soon -> refused too_soon: removal
removal press always -> removed: numb or ready
removal hold always -> removed: numb or ready
overdue press too_soon -> refused too_soon: overdue
overdue press always -> removed: numb or ready
overdue hold always -> removed: numb or ready
"""


def test_the_table_says_this_row_by_row() -> None:
    said = []
    for row in GESTURES:
        fact = f"{row.fact} {row.reason}" if row.reason else row.fact
        to = " or ".join(row.to)
        said.append(f"{row.phase} {row.gesture} {row.provided.__name__} -> {fact}: {to}")
    assert said == TABLE.strip().splitlines()


TIME = """
contact contact_ends_soon -> removal_soon: contact
contact contact_ends -> removal_due: removal
removal removal_limit -> overdue: overdue
overdue silence_over -> resounded: overdue
"""


def test_so_does_the_table_of_what_time_does() -> None:
    rows = [f"{row.phase} {row.due.__name__} -> {row.fact}: {row.to}" for row in CREAM_ROWS]
    assert rows == TIME.strip().splitlines()
