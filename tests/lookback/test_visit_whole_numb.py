"""A bay's story: its numb windows, and how far they are known."""

import pytest

from station.core.change import replace
from station.core.duration import HOUR, MINUTE
from station.core.facts import FactKind
from station.lookback.cream import SLACK
from station.lookback.span import Gap, Span, SpanKind
from station.lookback.told import Told
from tests.core.ward import NUMB520
from tests.lookback.stories import (
    DUE,
    DUE_TOLD,
    LAST,
    LOST,
    OFF,
    ON,
    OPEN,
    applied,
    fact,
    removed,
    story,
    unknown,
)

K = FactKind
NUMB = SpanKind.NUMB
ENDS = OFF + HOUR
ALL = applied(), DUE_TOLD, removed()


def windows(*facts: Told, until: int = LAST, gaps: tuple[Gap, ...] = ()) -> list[Span]:
    return story(*facts, until=until, gaps=gaps).windows


def numb(kind: FactKind, at: int, application: int = 1, **more: object) -> Told:
    return fact(kind, at, application=application, **more)


def test_a_window_is_open_while_the_station_was_heard_no_longer() -> None:
    assert windows(*ALL, until=OFF + 5) == [Span(NUMB, OFF, OFF + 5, 1, open=True)]
    assert windows(*ALL, until=OFF) == []
    for late in (0, SLACK):
        assert windows(*ALL, until=ENDS + late) == [Span(NUMB, OFF, ENDS + late, 1, open=True)]
    assert windows(*ALL, until=ENDS + SLACK + 1) == [Span(NUMB, OFF, ENDS, 1)]


def test_a_window_ends_when_it_was_told_or_when_it_must() -> None:
    for at in (ENDS - MINUTE, ENDS, ENDS + SLACK):
        assert windows(*ALL, numb(K.NUMB_OVER, at)) == [Span(NUMB, OFF, at, 1)]
    late = numb(K.NUMB_OVER, ENDS + SLACK + 1)
    assert windows(*ALL, late) == [Span(NUMB, OFF, ENDS, 1)]
    wrong = numb(K.NUMB_OVER, ENDS, trusted=False)
    assert windows(*ALL, wrong) == [Span(NUMB, OFF, ENDS, 1, certain=False)]


def test_a_window_of_unknown_length_is_known_once_it_shows() -> None:
    silent = applied(terms=None), DUE_TOLD, removed()
    assert windows(*silent) == []
    ending = numb(K.NUMB_ENDING, OFF + 50 * MINUTE)
    assert windows(*silent, ending) == [Span(NUMB, OFF, LAST, 1, open=True)]
    assert windows(*silent, numb(K.NUMB_OVER, 2 * HOUR)) == [Span(NUMB, OFF, 2 * HOUR, 1)]


def test_a_cream_without_effect_has_none() -> None:
    dry = replace(NUMB520.terms, effect=None)
    assert windows(applied(terms=dry), DUE_TOLD, removed()) == []
    assert windows(applied(terms=dry), DUE_TOLD, removed(), numb(K.NUMB_OVER, ENDS)) == []


def test_a_new_client_ends_it() -> None:
    assert windows(*ALL, fact(K.NEW_CLIENT, OFF + 5)) == [Span(NUMB, OFF, OFF + 5, 1)]
    assert windows(*ALL, fact(K.NEW_CLIENT, OFF)) == []
    wrong = fact(K.NEW_CLIENT, OFF + 5, trusted=False)
    assert windows(*ALL, wrong) == [Span(NUMB, OFF, OFF + 5, 1, certain=False)]


@pytest.mark.parametrize(
    ("end", "sure", "certain"),
    [
        (OFF, False, True),
        (OFF + 1, False, False),
        (ENDS, False, False),
        (ENDS + 1, False, True),
        (OFF + 1, True, True),
    ],
)
def test_it_is_certain_if_the_station_was_not_away_for_nobody_knows_how_long(
    end: int, *, sure: bool, certain: bool
) -> None:
    gaps = (Gap(OFF - 5, end, certain=sure),)
    assert windows(*ALL, numb(K.NUMB_OVER, ENDS), gaps=gaps) == [
        Span(NUMB, OFF, ENDS, 1, certain=certain)
    ]


def test_two_windows_end_each_with_its_own_application() -> None:
    off = ON + HOUR
    second = [applied(off - 5 * MINUTE, application=2), removed(off, application=2, contact=None)]
    over = [numb(K.NUMB_OVER, ENDS), numb(K.NUMB_OVER, off + HOUR, 2)]
    assert windows(*ALL, *second, *over) == [
        Span(NUMB, OFF, ENDS, 1),
        Span(NUMB, off, off + HOUR, 2),
    ]
    assert windows(*ALL, *second, over[1])[0] == Span(NUMB, off, off + HOUR, 2)


def test_the_end_of_a_window_says_that_its_own_cream_is_off() -> None:
    over = numb(K.NUMB_OVER, HOUR)
    assert story(applied(), over).applications == [replace(LOST, latest=HOUR)]
    assert story(applied(), numb(K.NUMB_OVER, HOUR, 2)).applications == [OPEN]
    assert story(over).applications == []


def test_or_that_nothing_is_known_of_cream_that_was_found_on() -> None:
    visits = story(DUE_TOLD, numb(K.NUMB_ENDING, DUE + 5), until=DUE + 9)
    assert visits.track == [unknown(DUE, DUE + 9, None, open_=True)]
