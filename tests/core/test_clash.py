"""Two removals at once, foreseen on the ready screen (section 2 of the design, "Clash")."""

import pytest

from station.core.bay import Bay
from station.core.change import replace
from station.core.clash import Clash, foresee, next_clash_change, removal_span
from station.core.duration import MINUTE, SECOND
from station.core.phase import Phase
from station.core.protocol import Protocol
from tests.core.ward import APPLIED as ON
from tests.core.ward import NUMB520, plan, short, ward_in

FREE = Bay("free", NUMB520)
QUICK = Bay("quick", short(contact=10 * MINUTE))


def in_contact(since: int = ON, name: str = "other", protocol: Protocol = NUMB520) -> Bay:
    """Its removal is expected in [since + 20 min, since + 22 min)."""
    bay = ward_in(Phase.CONTACT, on=plan(protocol=protocol)).bay()
    assert bay.cream is not None
    return replace(bay, id=name, cream=replace(bay.cream, applied=since, since=since))


@pytest.mark.meets("CLS-1")
@pytest.mark.parametrize("later", [0, SECOND, 90 * SECOND, 2 * MINUTE - 1])
def test_applying_within_two_minutes_of_another_bay_would_clash(later: int) -> None:
    clash = foresee(FREE, [in_contact()], ON + later)
    assert clash == Clash("other", wait=2 * MINUTE - later)


@pytest.mark.meets("CLS-2")
@pytest.mark.parametrize("later", [2 * MINUTE, 10 * MINUTE])
def test_one_removal_may_begin_as_another_ends(later: int) -> None:
    assert foresee(FREE, [in_contact()], ON + later) is None


@pytest.mark.meets("CLS-1", "CLS-2")
def test_one_removal_may_end_as_another_begins() -> None:
    just = ON + 8 * MINUTE  # its removal is in [18, 20) minutes after the other's application
    assert foresee(QUICK, [in_contact()], just) is None
    assert foresee(QUICK, [in_contact()], just + 1) == Clash("other", wait=4 * MINUTE - 1)


@pytest.mark.meets("CLS-4")
def test_waiting_so_long_really_avoids_it() -> None:
    others = [in_contact(), in_contact(ON + 90 * SECOND, "third")]
    clash = foresee(FREE, others, ON + 100 * SECOND)
    assert clash is not None
    assert foresee(FREE, others, ON + 100 * SECOND + clash.wait) is None
    assert foresee(FREE, others, ON + 100 * SECOND + clash.wait - 1) is not None


def test_the_bay_named_is_the_one_whose_removal_it_meets_first() -> None:
    others = [in_contact(ON + 90 * SECOND, "later"), in_contact(ON, "sooner")]
    assert foresee(FREE, others, ON + MINUTE) == Clash("sooner", wait=150 * SECOND)
    assert foresee(FREE, others, ON + 2 * MINUTE) == Clash("later", wait=90 * SECOND)


def test_a_gap_too_small_for_a_removal_is_no_place_for_one() -> None:
    others = [in_contact(ON, "first"), in_contact(ON + 3 * MINUTE, "second")]
    assert foresee(FREE, others, ON + MINUTE) == Clash("first", wait=4 * MINUTE)
    others[1] = in_contact(ON + 4 * MINUTE, "second")
    assert foresee(FREE, others, ON + MINUTE) == Clash("first", wait=MINUTE)


@pytest.mark.meets("CLS-3")
def test_a_removal_that_runs_counts_too() -> None:
    wiping = ward_in(Phase.REMOVAL).bay()  # since 20 min after the application
    hasty = Bay("hasty", short(contact=MINUTE))
    due = ON + 20 * MINUTE
    assert foresee(hasty, [wiping], due + 30 * SECOND) == Clash("bed-1", wait=30 * SECOND)
    assert foresee(hasty, [wiping], due + MINUTE) is None


def test_a_removal_that_began_early_counts_from_then() -> None:
    ward = ward_in(Phase.CONTACT)
    ward.hold()
    since = ward.last().at
    hasty = Bay("hasty", short(contact=MINUTE))
    assert removal_span(ward.bay()) == (since, since + 2 * MINUTE)
    assert foresee(hasty, [ward.bay()], since + 30 * SECOND) == Clash("bed-1", wait=30 * SECOND)


@pytest.mark.meets("CLS-2")
def test_the_others_own_removal_limit_counts() -> None:
    slow = in_contact(protocol=short(removal=5 * MINUTE))
    assert foresee(FREE, [slow], ON + 4 * MINUTE) == Clash("other", wait=MINUTE)


@pytest.mark.parametrize("phase", [Phase.READY, Phase.NUMB, Phase.OVERDUE])
def test_a_bay_with_no_removal_whose_end_is_known_clashes_with_nobody(phase: Phase) -> None:
    other = ward_in(phase)
    assert foresee(Bay("hasty", short(contact=SECOND)), [other.bay()], other.now) is None
    assert next_clash_change(FREE, [other.bay()], other.now) is None


@pytest.mark.parametrize("bay", [FREE, QUICK], ids=lambda bay: bay.id)
def test_the_next_change_is_the_next_other_second_of_waiting(bay: Bay) -> None:
    others = [in_contact(ON), in_contact(ON + 2500, "third")]

    def shown(now: int) -> tuple[str, int] | None:
        clash = foresee(bay, others, now)
        return None if clash is None else (clash.bay, -(-clash.wait // SECOND))

    now, changes = ON + 2600, 0
    while (at := next_clash_change(bay, others, now)) is not None:
        assert shown(at - 1) == shown(now) != shown(at), at - ON
        now, changes = at, changes + 1
    assert shown(now) is None
    assert changes > 100
