"""What coming back, and learning the time, make of cream that is on (section 5 of the design)."""

import pytest

from station.core.bay import Bay, Cream, Interrupted, LastDone, Refused
from station.core.change import replace
from station.core.doubt import Doubt
from station.core.duration import DAY, MINUTE
from station.core.facts import Correction, Fact, FactKind, Gesture, Refusal
from station.core.fold import ImpossibleFactError, by_the_clock, fold
from station.core.phase import Phase
from tests.core.ward import NUMB520

DUE, LIMIT = 20 * MINUTE, 22 * MINUTE
BACK = 60 * MINUTE


def on(phase: Phase, since: int, **more: object) -> Bay:
    """Cream went on at 0, and the time until 50 min is not known."""
    cream = Cream(1, NUMB520.terms, 0, phase, since, **more)  # type: ignore[arg-type]  # its own
    return Bay("bed-1", NUMB520, cream, applied=(0,), doubts=(Doubt(50 * MINUTE),))


def resumed(bay: Bay, phase: Phase) -> Bay:
    return fold(bay, Fact(FactKind.RESUMED, BACK, BACK + 5, "bed-1", phase=phase, certain=False))


@pytest.mark.parametrize(
    ("before", "after", "since"),
    [
        (on(Phase.CONTACT, 0), Phase.REMOVAL, BACK),
        (on(Phase.CONTACT, 0), Phase.OVERDUE, LIMIT),
        (on(Phase.REMOVAL, 7, silenced=9), Phase.REMOVAL, BACK),
        (on(Phase.REMOVAL, 7, silenced=9), Phase.OVERDUE, 7 + 2 * MINUTE),
        (on(Phase.OVERDUE, 30 * MINUTE, silenced=9), Phase.OVERDUE, 30 * MINUTE),
    ],
)
def test_who_comes_back_without_the_time_sounds_and_remembers_what_was_before(
    before: Bay, after: Phase, since: int
) -> None:
    bay = resumed(before, after)
    assert before.cream is not None
    assert bay.cream == replace(
        before.cream,
        phase=after,
        since=since,
        raised=BACK + 5,
        silenced=None,
        interrupted=Interrupted(before.cream, BACK + 5),
    )
    assert bay == replace(before, cream=bay.cream)


def test_who_comes_back_knowing_the_time_changes_nothing() -> None:
    known = replace(on(Phase.CONTACT, 0), doubts=())
    assert resumed(known, Phase.CONTACT) == known


def confirmed(bay: Bay, phase: Phase, by: int) -> Bay:
    doubt = Correction(50 * MINUTE, by)
    at = BACK + 3 * MINUTE
    said = Fact(FactKind.TIME_CONFIRMED, at, at, "bed-1", phase=phase, corrections=(doubt,))
    return fold(bay, said)


def test_once_the_time_is_known_nothing_of_the_interruption_is_left() -> None:
    back = resumed(on(Phase.CONTACT, 0), Phase.REMOVAL)
    bay = confirmed(back, Phase.REMOVAL, by=0)
    assert bay.cream is not None
    assert (bay.cream.interrupted, bay.doubts) == (None, ())
    # It is really overdue since 22 min: its limit is still to pass.
    assert (bay.cream.phase, bay.cream.since) == (Phase.REMOVAL, LIMIT - 2 * MINUTE)


def test_nor_of_what_an_undo_would_bring_back() -> None:
    back = resumed(on(Phase.CONTACT, 0), Phase.REMOVAL)
    bay = replace(back, cream=None, done=LastDone(FactKind.REMOVED, BACK + MINUTE, back.cream))
    done = confirmed(bay, Phase.NUMB, by=0).done
    assert done is not None
    assert done.before is not None
    assert done.before.interrupted is None


@pytest.mark.parametrize(
    ("now", "phase", "since"),
    [
        (DUE - 1, Phase.CONTACT, 0),
        (DUE, Phase.REMOVAL, DUE),
        (LIMIT - 1, Phase.REMOVAL, DUE),
        (LIMIT, Phase.OVERDUE, LIMIT),
    ],
)
def test_by_the_clock_each_phase_begins_at_its_very_instant(
    now: int, phase: Phase, since: int
) -> None:
    cream = Cream(1, NUMB520.terms, 0, Phase.CONTACT, 0)
    assert by_the_clock(cream, now) == replace(cream, phase=phase, since=since)


# What gestures and deadlines make of it


def test_an_application_of_which_the_number_or_the_terms_are_missing_cannot_be() -> None:
    ready = Bay("bed-1", NUMB520)
    for missing in ({"application": 1}, {"terms": NUMB520.terms}):
        with pytest.raises(ImpossibleFactError):
            fold(ready, Fact(FactKind.APPLIED, 0, 0, "bed-1", **missing))


def test_an_application_just_24_hours_ago_counts_no_more() -> None:
    bay = Bay("bed-1", NUMB520, applied=(0, 1))
    again = Fact(FactKind.APPLIED, DAY, DAY, "bed-1", application=3, terms=NUMB520.terms)
    assert fold(bay, again).applied == (1, DAY)


@pytest.mark.parametrize(("late", "audible"), [(True, BACK), (False, None)])
def test_nobody_could_answer_what_did_not_sound_yet(late: bool, audible: int | None) -> None:
    bay = replace(on(Phase.REMOVAL, DUE), answered=5)
    overdue = Fact(FactKind.OVERDUE, LIMIT, BACK, "bed-1", late=late)
    after = fold(bay, overdue)
    assert (after.audible, after.answered) == (audible, 5)


def test_whoever_silences_the_alarm_has_been_heard() -> None:
    bay = replace(
        on(Phase.REMOVAL, DUE, raised=DUE), refused=Refused(Gesture.PRESS, Refusal.GUARD, 1)
    )
    after = fold(bay, Fact(FactKind.SILENCED, DUE + 7, DUE + 9, "bed-1"))
    assert after.cream == on(Phase.REMOVAL, DUE, silenced=DUE + 7).cream
    assert (after.refused, after.quieted, after.answered) == (None, DUE + 9, DUE + 7)
