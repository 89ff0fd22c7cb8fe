"""A bay's story, and what is known of it once the station came back."""

import pytest

from station.core.change import replace
from station.core.duration import HOUR, MINUTE
from station.core.facts import FactKind
from station.core.phase import Phase
from station.lookback.span import Gap, Span, SpanKind
from tests.lookback.stories import (
    DUE,
    DUE_TOLD,
    LOST,
    OFF,
    ON,
    OPEN,
    WIPED,
    applied,
    fact,
    removed,
    resumed,
    story,
    unknown,
)

K = FactKind
CONTACT, REMOVAL, OVERDUE = SpanKind.CONTACT, SpanKind.REMOVAL, SpanKind.OVERDUE


def test_it_goes_on_as_if_nothing_had_been() -> None:
    visits = story(applied(), resumed(ON + MINUTE, Phase.CONTACT), DUE_TOLD, removed())
    assert visits.track == [Span(CONTACT, ON, DUE, 1), Span(REMOVAL, DUE, OFF, 1)]


def test_it_says_nothing_of_a_phase() -> None:
    assert story(applied(), resumed(ON + MINUTE, None)).applications == [OPEN]
    assert story(resumed(ON, None)).applications == []


@pytest.mark.parametrize("phase", [Phase.READY, Phase.NUMB])
def test_the_cream_came_off_meanwhile(phase: Phase) -> None:
    visits = story(applied(), resumed(HOUR, phase))
    assert visits.track == [unknown(ON, HOUR)]
    assert visits.applications == [replace(LOST, latest=HOUR)]
    assert story(resumed(HOUR, phase)).applications == []


def test_another_phase_than_was_told_began_before() -> None:
    visits = story(applied(), resumed(OFF, Phase.OVERDUE), until=OFF + 5)
    assert visits.track == [unknown(ON, OFF), Span(OVERDUE, OFF, OFF + 5, 1, open=True)]
    visits = story(resumed(OFF, Phase.OVERDUE), until=OFF + 5)
    assert visits.track == [Span(OVERDUE, OFF, OFF + 5, None, open=True)]


AWAY = Gap(ON + MINUTE, ON + 3 * MINUTE, certain=True)
UNSURE = resumed(ON + 3 * MINUTE, Phase.REMOVAL, certain=False)


def test_nobody_knows_how_far_it_went_while_the_station_was_away() -> None:
    visits = story(applied(), UNSURE, removed(ON + 4 * MINUTE), gaps=(AWAY,))
    assert visits.track == [
        Span(CONTACT, ON, AWAY.begin, 1),
        unknown(AWAY.begin, AWAY.end),
        Span(REMOVAL, AWAY.end, ON + 4 * MINUTE, 1),
    ]
    (application,) = visits.applications
    assert not application.certain
    maybe = replace(AWAY, certain=False)
    visits = story(applied(), UNSURE, gaps=(maybe,))
    assert visits.track[0] == Span(CONTACT, ON, AWAY.begin, 1, certain=False)


def test_the_latest_time_away_counts_and_none_that_was_later_or_before_the_cream() -> None:
    before, after = Gap(0, ON - 1, certain=True), Gap(HOUR, HOUR + 1, certain=True)
    first = Gap(ON + 5, ON + 6, certain=True)
    for known in ((before, first, AWAY, after), (first, AWAY), (AWAY, after)):
        assert story(applied(), UNSURE, gaps=known).track[0].end == AWAY.begin
    for other in ((before,), (after,)):
        assert story(applied(), UNSURE, gaps=other).track[0] == unknown(ON, AWAY.end)
    just = Gap(ON, ON + 3 * MINUTE, certain=True)
    assert story(applied(), UNSURE, gaps=(just,)).track[0] == unknown(ON, AWAY.end)


def test_the_time_is_known_again_and_it_was_contact_all_along() -> None:
    confirmed = fact(K.TIME_CONFIRMED, ON + 5 * MINUTE, phase=Phase.CONTACT)
    visits = story(applied(), UNSURE, confirmed, DUE_TOLD, removed(), gaps=(AWAY,))
    assert visits.track == [Span(CONTACT, ON, DUE, 1), Span(REMOVAL, DUE, OFF, 1)]
    assert visits.applications == [WIPED]
    overdue = replace(UNSURE, phase=Phase.OVERDUE)
    visits = story(applied(), overdue, confirmed, until=DUE, gaps=(AWAY,))
    assert visits.applications == [replace(OPEN, latest=DUE)]
    doubted = applied(trusted=False)
    visits = story(doubted, UNSURE, confirmed, until=DUE, gaps=(AWAY,))
    assert visits.track == [Span(CONTACT, ON, DUE, 1, certain=False, open=True)]


def test_the_time_is_known_again_and_it_was_not_contact() -> None:
    confirmed = fact(K.TIME_CONFIRMED, OFF, phase=Phase.OVERDUE)
    visits = story(applied(), DUE_TOLD, confirmed, until=OFF + 5)
    assert visits.track[1:] == [unknown(DUE, OFF), Span(OVERDUE, OFF, OFF + 5, 1, open=True)]


def test_of_cream_that_was_found_on_contact_is_known_from_then() -> None:
    confirmed = fact(K.TIME_CONFIRMED, ON + 5 * MINUTE, phase=Phase.CONTACT)
    visits = story(UNSURE, confirmed, until=DUE)
    assert visits.track == [Span(CONTACT, ON + 3 * MINUTE, DUE, None, open=True)]
