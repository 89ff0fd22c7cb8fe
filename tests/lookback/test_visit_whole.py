"""A bay's story, whatever is missing of it, in all that is known of it then."""

import pytest

from station.core.change import replace
from station.core.duration import HOUR, MINUTE
from station.core.facts import FactKind
from station.core.fold import FORGOTTEN
from station.lookback.cream import SLACK
from station.lookback.span import Span, SpanKind
from tests.lookback.stories import (
    DUE,
    DUE_TOLD,
    LAST,
    LATE,
    LATE_TOLD,
    LOST,
    OFF,
    ON,
    OPEN,
    WIPED,
    applied,
    fact,
    removed,
    story,
    unknown,
)

K = FactKind
CONTACT, REMOVAL, OVERDUE = SpanKind.CONTACT, SpanKind.REMOVAL, SpanKind.OVERDUE
NUMB = SpanKind.NUMB


# All of it was told


def test_wiped_in_time() -> None:
    visits = story(applied(), DUE_TOLD, fact(K.SILENCED, DUE + 7), removed())
    assert visits.track == [Span(CONTACT, ON, DUE, 1), Span(REMOVAL, DUE, OFF, 1)]
    assert visits.windows == [Span(NUMB, OFF, OFF + HOUR, 1)]
    assert visits.applications == [WIPED]


def test_wiped_early() -> None:
    started, off = ON + 5 * MINUTE, ON + 6 * MINUTE
    visits = story(applied(), fact(K.REMOVAL_STARTED, started), removed(off))
    assert visits.track == [Span(CONTACT, ON, started, 1), Span(REMOVAL, started, off, 1)]
    assert visits.applications == [
        replace(WIPED, removed=off, contact=6 * MINUTE, latest=off),
    ]


@pytest.mark.parametrize("told", [True, False], ids=["and overdue was told", "and it was not"])
def test_wiped_late(*, told: bool) -> None:
    off = LATE + 3 * MINUTE
    overdue = [LATE_TOLD, fact(K.RESOUNDED, LATE + MINUTE)] if told else []
    visits = story(applied(), DUE_TOLD, *overdue, removed(off, overdue_by=3 * MINUTE))
    assert visits.track == [
        Span(CONTACT, ON, DUE, 1),
        Span(REMOVAL, DUE, LATE, 1),
        Span(OVERDUE, LATE, off, 1),
    ]
    late = replace(WIPED, removed=off, contact=off - ON, overdue_by=3 * MINUTE, late=True)
    assert visits.applications == [replace(late, latest=off)]


@pytest.mark.parametrize(("late", "known"), [(FORGOTTEN, True), (FORGOTTEN + 1, False)])
def test_wiped_so_late_that_nobody_knows_when(late: int, *, known: bool) -> None:
    off = LATE + late
    visits = story(
        applied(), DUE_TOLD, LATE_TOLD, removed(off, overdue_by=late, certain=known), until=off + 1
    )
    assert visits.track[-1] == Span(OVERDUE, LATE, off, 1, certain=known)
    assert visits.applications[0].certain is known
    assert visits.windows == [Span(NUMB, off, off + 1, 1, open=True)] * known


def test_with_a_clock_that_is_not_to_be_trusted_nothing_is_certain() -> None:
    facts = applied(), DUE_TOLD, LATE_TOLD, removed(LATE + 1, overdue_by=1)
    for wrong in range(4):
        some = [replace(f, trusted=n != wrong) for n, f in enumerate(facts)]
        visits = story(*some)
        sure = [wrong not in ends for ends in ((0, 1), (1, 2), (2, 3))]
        assert [span.certain for span in visits.track] == sure
        assert visits.applications[0].certain is (wrong in (1, 2))
        assert [span.certain for span in visits.windows] == [wrong != 3]


def test_still_on() -> None:
    visits = story(applied(), DUE_TOLD, until=OFF)
    assert visits.track == [Span(CONTACT, ON, DUE, 1), Span(REMOVAL, DUE, OFF, 1, open=True)]
    assert visits.applications == [replace(OPEN, latest=OFF)]
    visits = story(applied(), DUE_TOLD, LATE_TOLD)
    assert visits.track[-1] == Span(OVERDUE, LATE, LAST, 1, open=True)
    assert visits.applications == [replace(OPEN, overdue_by=LAST - LATE, late=True)]


def test_it_is_on_at_least_until_it_was_told_though_the_station_was_heard_before() -> None:
    visits = story(applied(), until=ON - MINUTE)
    assert visits.track == []
    assert visits.applications == [replace(OPEN, latest=ON)]


# Something was not told


def test_the_removal_before_the_next_application() -> None:
    again = applied(HOUR, application=2, today=4, over_limit=False)
    visits = story(applied(), DUE_TOLD, again, until=HOUR + MINUTE)
    assert visits.track == [
        Span(CONTACT, ON, DUE, 1),
        unknown(DUE, HOUR),
        Span(CONTACT, HOUR, HOUR + MINUTE, 2, open=True),
    ]
    second = replace(OPEN, application=2, today=4, applied=HOUR, over_limit=False)
    assert visits.applications == [
        replace(LOST, latest=HOUR),
        replace(second, latest=HOUR + MINUTE),
    ]


def test_the_removal_of_what_was_overdue() -> None:
    visits = story(applied(), DUE_TOLD, LATE_TOLD, fact(K.NEW_CLIENT, HOUR))
    assert visits.track[-1] == unknown(LATE, HOUR)
    assert visits.applications == [replace(LOST, late=True, latest=HOUR)]


def test_the_end_of_contact() -> None:
    visits = story(applied(), removed())
    assert visits.track == [unknown(ON, OFF)]
    assert visits.applications == [WIPED]
    visits = story(applied(), LATE_TOLD, removed(LATE + 5, overdue_by=5))
    assert visits.track == [unknown(ON, LATE), Span(OVERDUE, LATE, LATE + 5, 1)]


def test_what_lasts_longer_than_it_can_was_something_else() -> None:
    due = DUE + SLACK + 1
    visits = story(applied(), replace(DUE_TOLD, at=due, acted=due, wall=due), until=due + 5)
    assert visits.track == [
        unknown(ON, due),
        Span(REMOVAL, due, due + 5, 1, open=True),
    ]


def test_the_application() -> None:
    visits = story(DUE_TOLD, removed())
    assert visits.track == [unknown(ON, DUE, None), Span(REMOVAL, DUE, OFF, None)]
    found = replace(WIPED, today=None, over_limit=False)
    assert visits.applications == [found]
    visits = story(LATE_TOLD, removed(LATE + 5, overdue_by=5))
    assert visits.track == [unknown(ON, LATE, None), Span(OVERDUE, LATE, LATE + 5, None)]
    late = replace(found, removed=LATE + 5, contact=LATE + 5 - ON, overdue_by=5, late=True)
    assert visits.applications == [replace(late, latest=LATE + 5)]


def test_all_but_the_removal() -> None:
    visits = story(removed())
    assert visits.track == [unknown(ON, OFF, None)]
    assert visits.applications == [replace(WIPED, today=None, over_limit=False)]
    assert visits.windows == [], "nobody told how long this cream has an effect"
    visits = story(removed(contact=None))
    assert visits.track == []
    silent = replace(WIPED, today=None, over_limit=False, applied=None, contact=None)
    assert visits.applications == [silent]
    assert story(removed(contact=-5)).track == []


def test_all_but_that_it_is_still_overdue() -> None:
    visits = story(fact(K.RESOUNDED, LATE + MINUTE))
    assert visits.track == [Span(OVERDUE, LATE + MINUTE, LAST, None, open=True)]
    found = replace(OPEN, application=None, today=None, applied=None, over_limit=False)
    late = replace(found, late=True, overdue_by=LAST - LATE - MINUTE)
    assert visits.applications == [late]


def test_an_application_in_between() -> None:
    began = OFF - 5 * MINUTE
    visits = story(applied(), removed(application=2, contact=5 * MINUTE))
    assert visits.track == [unknown(ON, began), unknown(began, OFF, None)]
    second = replace(WIPED, application=2, today=None, over_limit=False)
    assert visits.applications == [
        replace(LOST, latest=began),
        replace(second, applied=began, contact=5 * MINUTE),
    ]
    # Of a removal that does not say for how long it was on, only its instant is known.
    visits = story(applied(), removed(application=2, contact=None))
    assert visits.track == [unknown(ON, OFF)]
    # ... nor can that be before the first.
    visits = story(applied(), removed(application=2, contact=HOUR))
    assert visits.track == [unknown(OFF - HOUR, OFF, None)]
    assert visits.applications[0] == replace(LOST, latest=ON)


def test_a_number_that_nobody_told_contradicts_nothing() -> None:
    for facts in ((applied(application=None), removed()), (applied(), removed(application=None))):
        assert len(story(*facts).applications) == 1


def test_a_removal_that_contradicts_what_was_told_leaves_nothing_known() -> None:
    visits = story(applied(), DUE_TOLD, removed(contact=40 * MINUTE))
    assert visits.track == [unknown(ON, OFF)]
    # Of cream that was found on, it says when that began.
    visits = story(LATE_TOLD, removed(LATE + MINUTE, contact=30 * MINUTE, overdue_by=10 * MINUTE))
    assert visits.track == [unknown(LATE + MINUTE - 30 * MINUTE, LATE + MINUTE, None)]
    assert visits.applications[0].late


def test_a_removal_told_to_be_later_than_it_can_be_is_not_made_overdue() -> None:
    visits = story(applied(), DUE_TOLD, removed(overdue_by=2 * MINUTE))
    assert visits.track == [Span(CONTACT, ON, DUE, 1), Span(REMOVAL, DUE, OFF, 1)]
    visits = story(applied(), DUE_TOLD, removed(overdue_by=MINUTE))
    assert visits.track == [Span(CONTACT, ON, DUE, 1), Span(OVERDUE, DUE, OFF, 1)]


def test_a_millisecond_too_late_is_late() -> None:
    visits = story(applied(), DUE_TOLD, removed(LATE + 1, overdue_by=1))
    assert visits.track[1:] == [Span(REMOVAL, DUE, LATE, 1), Span(OVERDUE, LATE, LATE + 1, 1)]
    assert visits.applications[0].late


def test_a_removal_that_says_that_it_was_on_for_no_time_contradicts_it_too() -> None:
    assert story(applied(), DUE_TOLD, removed(contact=0)).track == [unknown(ON, OFF)]


def test_clocks_that_differ_by_a_minute_do_not_contradict_each_other() -> None:
    visits = story(applied(), DUE_TOLD, removed(contact=22 * MINUTE))
    assert visits.track == [Span(CONTACT, ON, DUE, 1), Span(REMOVAL, DUE, OFF, 1)]


def test_what_was_before_cream_that_was_found_on_comes_before_all_its_phases() -> None:
    visits = story(DUE_TOLD, LATE_TOLD, removed(LATE + 5, overdue_by=5))
    assert visits.track == [
        unknown(ON, DUE, None),
        Span(REMOVAL, DUE, LATE, None),
        Span(OVERDUE, LATE, LATE + 5, None),
    ]


# Undone, though what was undone was not told


def test_an_application_undone_is_off() -> None:
    visits = story(applied(), fact(K.UNDONE, ON + 5, of=K.APPLIED))
    assert visits.track == [unknown(ON, ON + 5)]
    assert visits.applications == [replace(LOST, latest=ON + 5)]


def test_a_removal_undone_leaves_the_cream_on_in_no_phase_that_is_known() -> None:
    undone = fact(K.UNDONE, DUE, of=K.REMOVAL_STARTED)
    visits = story(applied(), undone)
    assert visits.track == [unknown(ON, DUE), unknown(DUE, LAST, open_=True)]
    visits = story(undone)
    assert visits.track == [unknown(DUE, LAST, None, open_=True)]


# What shows a phase without changing it


def test_a_warning_shows_contact() -> None:
    soon = fact(K.REMOVAL_SOON, DUE - MINUTE)
    visits = story(soon, DUE_TOLD, until=DUE)
    assert visits.track == [Span(CONTACT, DUE - MINUTE, DUE, None)]
    visits = story(applied(), DUE_TOLD, replace(soon, at=OFF, wall=OFF), until=OFF + 5)
    assert visits.track == [
        Span(CONTACT, ON, DUE, 1),
        unknown(DUE, OFF),
        Span(CONTACT, OFF, OFF + 5, 1, open=True),
    ]


def test_an_alarm_that_is_silenced_shows_removal_or_overdue() -> None:
    silenced = fact(K.SILENCED, OFF)
    assert story(silenced, until=OFF + 5).track == [unknown(OFF, OFF + 5, None, open_=True)]
    visits = story(applied(), silenced, until=OFF + 5)
    assert visits.track == [unknown(ON, OFF), unknown(OFF, OFF + 5, open_=True)]
    for before in ((DUE_TOLD,), (DUE_TOLD, fact(K.OVERDUE, OFF - 5))):
        visits = story(applied(), *before, silenced, until=OFF + 5)
        assert visits.track[-1].end == OFF + 5
        assert visits.track[-1].kind in (REMOVAL, OVERDUE)


def test_an_alarm_that_sounds_again_shows_overdue() -> None:
    visits = story(applied(), DUE_TOLD, fact(K.RESOUNDED, OFF), until=OFF + 5)
    assert visits.track[1:] == [unknown(DUE, OFF), Span(OVERDUE, OFF, OFF + 5, 1, open=True)]
