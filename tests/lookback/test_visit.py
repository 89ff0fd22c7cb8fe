"""A bay's story of which facts are missing: what is known all the same, and what is not."""

from station.core.change import replace
from station.core.duration import HOUR, MINUTE
from station.core.facts import FactKind
from station.core.phase import Phase
from station.lookback.span import Gap, Span, SpanKind
from station.lookback.timeline import _away, _parted
from station.lookback.told import Told
from station.lookback.visit import Visits
from tests.core.ward import NUMB520

APPLIED = 10 * MINUTE
DUE = APPLIED + 20 * MINUTE
WIPED = DUE + MINUTE
Plain = list[tuple[SpanKind, int, int]]


def fact(kind: FactKind, at: int, **more: object) -> Told:
    return Told("room-1", "boot", kind, at, at, at, trusted=True, bay="bed-1", **more)  # type: ignore[arg-type]  # a fact's own


def applied() -> Told:
    return fact(FactKind.APPLIED, APPLIED, application=1, terms=NUMB520.terms)


def removed(**more: object) -> Told:
    return fact(FactKind.REMOVED, WIPED, application=1, overdue_by=0, certain=True, **more)


def story(*facts: Told) -> Visits:
    """All that was told, until 3 o'clock."""
    visits = Visits((), 3 * HOUR)
    for each in facts:
        visits.take(each)
    visits.finish()
    return visits


def plain(spans: list[Span]) -> Plain:
    return [(span.kind, span.begin, span.end) for span in spans]


def test_a_new_client_ends_the_numbness_of_the_one_before() -> None:
    visits = story(
        applied(),
        removed(contact=21 * MINUTE),
        fact(FactKind.NEW_CLIENT, WIPED + 9 * MINUTE),
    )
    assert plain(visits.windows) == [(SpanKind.NUMB, WIPED, WIPED + 9 * MINUTE)]
    assert not visits.windows[0].open


def test_cream_that_is_off_when_the_station_comes_back_came_off_meanwhile() -> None:
    visits = story(applied(), fact(FactKind.RESUMED, HOUR, phase=Phase.READY, certain=True))
    (application,) = visits.applications
    assert (application.applied, application.removed) == (APPLIED, None)
    assert not application.certain
    assert all(span.end <= HOUR for span in visits.track)


def test_cream_that_is_on_when_the_station_comes_back_is_known_from_then() -> None:
    visits = story(fact(FactKind.RESUMED, DUE, phase=Phase.CONTACT, certain=True))
    assert visits.track[0].begin == DUE
    assert visits.applications[0].applied is None


def test_a_phase_that_nobody_told_the_beginning_of_is_known_from_where_it_shows() -> None:
    visits = story(
        applied(),
        fact(FactKind.RESUMED, WIPED, phase=Phase.REMOVAL, certain=True),
        removed(contact=21 * MINUTE),
    )
    assert visits.track[-1].end == WIPED
    assert not any(span.kind is SpanKind.REMOVAL for span in visits.track)
    assert visits.applications[0].contact == 21 * MINUTE


def test_when_the_time_is_confirmed_cream_of_unknown_origin_was_in_contact() -> None:
    visits = story(
        fact(FactKind.RESUMED, DUE - 5 * MINUTE, phase=Phase.REMOVAL, certain=False),
        fact(FactKind.TIME_CONFIRMED, DUE - 4 * MINUTE, phase=Phase.CONTACT),
        fact(FactKind.REMOVAL_DUE, DUE),
        removed(contact=21 * MINUTE),
    )
    assert (SpanKind.CONTACT, DUE - 5 * MINUTE, DUE) in plain(visits.track)


def test_what_was_before_the_first_fact_is_unknown_as_long_as_the_last_says_it_was_on() -> None:
    visits = story(fact(FactKind.REMOVAL_DUE, DUE), removed(contact=21 * MINUTE))
    assert plain(visits.track) == [
        (SpanKind.UNKNOWN, APPLIED, DUE),
        (SpanKind.REMOVAL, DUE, WIPED),
    ]


def test_without_a_word_on_how_long_nothing_is_said_of_before() -> None:
    visits = story(fact(FactKind.REMOVAL_DUE, DUE), removed())
    assert plain(visits.track)[0][1] >= DUE


def test_a_window_that_ends_says_that_its_cream_was_off() -> None:
    visits = story(applied(), fact(FactKind.NUMB_OVER, 2 * HOUR, application=1))
    (application,) = visits.applications
    assert (application.removed, application.certain) == (None, False)


def test_from_stop_to_start_the_station_did_not_run_though_nobody_says_for_how_long() -> None:
    told = [fact(FactKind.STOPPED, HOUR), fact(FactKind.STARTED, 2 * HOUR)]
    assert list(_away(told)) == [Gap(HOUR, 2 * HOUR, certain=True)]


def test_a_start_that_says_for_how_long_is_believed_before_the_stop() -> None:
    stopped = fact(FactKind.STOPPED, HOUR)

    def away(elapsed: int | None) -> list[Gap]:
        return list(_away([stopped, fact(FactKind.STARTED, 2 * HOUR, elapsed=elapsed)]))

    assert away(0) == []
    assert away(1) == [Gap(2 * HOUR - 1, 2 * HOUR, certain=False)]
    assert away(MINUTE) == [Gap(2 * HOUR - MINUTE, 2 * HOUR, certain=False)]


def test_a_start_after_no_stop_or_after_another_start_says_nothing() -> None:
    started, stopped = fact(FactKind.STARTED, 2 * HOUR), fact(FactKind.STOPPED, HOUR)
    assert list(_away([started])) == []
    again = replace(started, wall=3 * HOUR)
    assert len(list(_away([stopped, started, again]))) == 1
    assert list(_away([fact(FactKind.STARTED, HOUR, elapsed=MINUTE, certain=True)])) == [
        Gap(HOUR - MINUTE, HOUR, certain=True)
    ]


def test_how_long_it_did_not_run_is_certain_by_one_clock_or_by_two_that_are_trusted() -> None:
    stopped, started = fact(FactKind.STOPPED, HOUR), fact(FactKind.STARTED, 2 * HOUR)

    def sure(*, first: bool, second: bool, boot: str) -> bool:
        later = replace(started, trusted=second, boot=boot)
        [gap] = _away([replace(stopped, trusted=first), later])
        return gap.certain

    assert sure(first=False, second=False, boot="boot")
    assert sure(first=True, second=True, boot="another")
    assert not sure(first=True, second=False, boot="another")
    assert not sure(first=False, second=True, boot="another")


def test_what_came_later_is_believed_and_what_it_cuts_short_is_not_certain() -> None:
    long = Span(SpanKind.CONTACT, 0, 2 * HOUR, 1, open=True)
    later = Span(SpanKind.REMOVAL, HOUR, 3 * HOUR, 1)
    short = Span(SpanKind.CONTACT, 0, HOUR, 1, certain=False)
    assert _parted([later, long]) == [short, later]


def test_of_two_spans_that_begin_at_once_the_longer_is_believed() -> None:
    short = Span(SpanKind.CONTACT, 0, HOUR, 1)
    assert _parted([Span(SpanKind.REMOVAL, 0, 2 * HOUR, 1), short]) == [
        Span(SpanKind.REMOVAL, 0, 2 * HOUR, 1)
    ]


def test_what_was_seen_from_its_first_moment_has_no_unknown_before_it() -> None:
    visits = story(
        fact(FactKind.RESUMED, APPLIED, phase=Phase.CONTACT, certain=True),
        fact(FactKind.REMOVAL_DUE, DUE),
        removed(contact=21 * MINUTE),
    )
    assert plain(visits.track) == [
        (SpanKind.CONTACT, APPLIED, DUE),
        (SpanKind.REMOVAL, DUE, WIPED),
    ]
