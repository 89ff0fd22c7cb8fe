"""One application as it was told: which of its phases count as known."""

import pytest

from station.core.duration import MINUTE
from station.core.facts import FactKind
from station.core.protocol import Terms
from station.lookback.cream import SLACK, Cream, corroborated
from station.lookback.span import Span, SpanKind
from station.lookback.told import Told
from tests.core.ward import NUMB520

ON = 10 * MINUTE
DUE, LATE = ON + 20 * MINUTE, ON + 22 * MINUTE
CONTACT, REMOVAL, OVERDUE = SpanKind.CONTACT, SpanKind.REMOVAL, SpanKind.OVERDUE
UNKNOWN = SpanKind.UNKNOWN


def fact(kind: FactKind, at: int, **more: object) -> Told:
    return Told("room-1", "boot", kind, at, at, at, trusted=True, bay="bed-1", **more)  # type: ignore[arg-type]  # a fact's own


def cream(
    kind: SpanKind = CONTACT,
    since: int = ON,
    *,
    sure: bool = True,
    found: bool = False,
    terms: Terms | None = NUMB520.terms,
) -> Cream:
    return Cream(fact(FactKind.APPLIED, ON, application=3), kind, since, sure, found, terms)


def closed(on: Cream, at: int, *, followed: bool = True, sure: bool = True) -> Span:
    on.close(at, followed=followed, sure=sure)
    return on.spans[-1]


@pytest.mark.parametrize(("kind", "length"), [(CONTACT, 20 * MINUTE), (REMOVAL, 2 * MINUTE)])
def test_a_phase_is_known_if_it_lasted_no_longer_than_it_can(kind: SpanKind, length: int) -> None:
    latest = ON + length + SLACK
    assert closed(cream(kind), latest) == Span(kind, ON, latest, 3)
    assert closed(cream(kind), latest + 1) == Span(UNKNOWN, ON, latest + 1, 3, certain=False)


def test_overdue_lasts_as_long_as_it_lasts_and_so_does_anything_without_a_protocol() -> None:
    assert closed(cream(OVERDUE), 500 * MINUTE) == Span(OVERDUE, ON, 500 * MINUTE, 3)
    assert closed(cream(terms=None), 500 * MINUTE) == Span(CONTACT, ON, 500 * MINUTE, 3)


def test_what_cannot_follow_says_nothing_of_before() -> None:
    assert closed(cream(), DUE, followed=False) == Span(UNKNOWN, ON, DUE, 3, certain=False)


def test_it_is_certain_only_if_both_its_ends_are() -> None:
    assert closed(cream(sure=False), DUE) == Span(CONTACT, ON, DUE, 3, certain=False)
    assert closed(cream(), DUE, sure=False) == Span(CONTACT, ON, DUE, 3, certain=False)


def test_cream_of_which_nobody_told_the_beginning_has_no_number() -> None:
    assert closed(cream(found=True), DUE) == Span(CONTACT, ON, DUE, None)


def test_phases_follow_each_other() -> None:
    on = cream()
    on.enter(REMOVAL, DUE, sure=True)
    assert not on.overdue_since
    on.enter(OVERDUE, LATE, sure=False)
    assert on.spans == [Span(CONTACT, ON, DUE, 3), Span(REMOVAL, DUE, LATE, 3, certain=False)]
    assert (on.kind, on.since, on.sure) == (OVERDUE, LATE, False)
    assert on.overdue_since == LATE


def test_overdue_cannot_follow_contact_but_anything_may_follow_what_is_not_known() -> None:
    on = cream()
    on.enter(OVERDUE, DUE, sure=True)
    assert on.spans == [Span(UNKNOWN, ON, DUE, 3, certain=False)]
    on = cream(REMOVAL)
    on.enter(CONTACT, DUE, sure=True)
    assert on.spans == [Span(UNKNOWN, ON, DUE, 3, certain=False)]
    on = cream(UNKNOWN)
    on.enter(REMOVAL, DUE, sure=True, followed=None)
    assert on.spans == [Span(UNKNOWN, ON, DUE, 3, certain=False)]


def test_whoever_knows_better_says_whether_it_followed() -> None:
    on = cream()
    on.enter(OVERDUE, DUE, sure=True, followed=True)
    on.enter(UNKNOWN, LATE, sure=True, followed=False)
    assert [span.kind for span in on.spans] == [CONTACT, UNKNOWN]


@pytest.mark.parametrize(
    ("at", "left"),
    [
        (LATE - MINUTE, [Span(CONTACT, ON, DUE, 3), Span(REMOVAL, DUE, LATE - MINUTE, 3)]),
        (DUE, [Span(CONTACT, ON, DUE, 3)]),
        (ON + MINUTE, [Span(CONTACT, ON, ON + MINUTE, 3)]),
        (ON, []),
    ],
)
def test_a_phase_that_began_before_the_last_cuts_what_was_thought(
    at: int, left: list[Span]
) -> None:
    on = cream()
    on.enter(REMOVAL, DUE, sure=True)
    on.enter(OVERDUE, LATE, sure=True)
    on.enter(UNKNOWN, at, sure=True)
    assert (on.spans, on.kind, on.since) == (left, UNKNOWN, at)


def test_what_is_forgotten_is_not_known_from_its_first_moment() -> None:
    on = cream()
    on.enter(REMOVAL, DUE, sure=True)
    on.forget(LATE)
    assert (on.spans, on.kind, on.since) == ([], UNKNOWN, ON)
    on = cream()
    on.forget(ON - MINUTE)  # the clocks disagree
    assert on.since == ON - MINUTE


# Whether the removal is of the application that was told


def removed(**more: object) -> Told:
    return fact(FactKind.REMOVED, LATE, **{"application": 3, "certain": True, **more})


@pytest.mark.parametrize("apart", [0, SLACK, -SLACK])
def test_it_is_if_both_say_that_the_cream_went_on_at_about_one_time(apart: int) -> None:
    assert corroborated(cream(), removed(), ON + apart)


@pytest.mark.parametrize("apart", [SLACK + 1, -SLACK - 1])
def test_it_is_not_if_they_do_not(apart: int) -> None:
    assert not corroborated(cream(), removed(), ON + apart)


def test_the_first_of_what_was_told_counts() -> None:
    on = cream()
    on.enter(REMOVAL, DUE, sure=True)
    assert corroborated(on, removed(), ON)
    assert not corroborated(on, removed(), DUE)


def test_cream_that_was_found_on_may_have_been_on_for_longer() -> None:
    on = cream(found=True)
    assert corroborated(on, removed(), ON - 60 * MINUTE)
    assert corroborated(on, removed(), ON + SLACK)
    assert not corroborated(on, removed(), ON + SLACK + 1)


@pytest.mark.parametrize("how", [{"certain": False}, {"certain": None}])
def test_a_removal_that_is_not_certain_contradicts_only_what_was_found(
    how: dict[str, object],
) -> None:
    for began in (ON, ON + 60 * MINUTE, None):
        assert corroborated(cream(), removed(**how), began)
        assert not corroborated(cream(found=True), removed(**how), began)
    assert corroborated(cream(), removed(), None)
    assert not corroborated(cream(found=True), removed(), None)


def test_of_overdue_cream_the_removal_says_how_late_it_was() -> None:
    on = cream()
    on.enter(REMOVAL, ON + MINUTE, sure=True)
    on.enter(OVERDUE, LATE - 5 * MINUTE, sure=True)
    late = 5 * MINUTE
    for apart in (0, SLACK, -SLACK):
        assert corroborated(on, removed(overdue_by=late + apart), ON)
    for apart in (SLACK + 1, -SLACK - 1):
        assert not corroborated(on, removed(overdue_by=late + apart), ON)
    assert not corroborated(on, removed(overdue_by=late), ON + SLACK + 1)
    assert not corroborated(on, removed(overdue_by=None), ON)


def test_what_was_overdue_just_before_it_was_wiped_need_not_say_how_late_it_was() -> None:
    on = cream()
    on.enter(OVERDUE, LATE - SLACK, sure=True)
    assert corroborated(on, removed(overdue_by=None), ON)
    on = cream()
    on.enter(OVERDUE, LATE - SLACK - 1, sure=True)
    assert not corroborated(on, removed(overdue_by=None), ON)
