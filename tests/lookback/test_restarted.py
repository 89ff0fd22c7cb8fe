"""The program dies while nobody knows how long cream has been on: that is no new alarm."""

from collections.abc import Callable

import pytest

from station.core.change import replace
from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.lookback.burden import alarms
from station.lookback.span import SpanKind
from station.lookback.timeline import BayDay, days
from station.lookback.told import Told
from tests.core.outage import Outages, cream_on
from tests.lookback.looking_back import FOREVER, told

AWAY = 20 * SECOND


def in_doubt() -> Outages:
    """Five minutes of cream, and a power cut of which nobody knows how long it was."""
    station = cream_on(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(5 * SECOND)
    return station


def restarted(station: Outages) -> None:
    """The program dies; the journal's last word was some time before."""
    station.keep()
    station.ward.wait(AWAY)
    station.kill()


def journalled(station: Outages) -> list[Told]:
    station.keep()
    return list(told(station.rows).facts)


def published(station: Outages) -> list[Told]:
    """As a broker tells it: nothing there says for how long a station was away."""
    facts = journalled(station)
    return [
        replace(fact, elapsed=None, certain=None) if fact.kind is FactKind.STARTED else fact
        for fact in facts
    ]


def seen(facts: list[Told]) -> BayDay:
    (day,) = days(facts, 0, FOREVER)
    return day


@pytest.mark.parametrize("heard", [journalled, published])
def test_a_restart_after_the_answer_asks_nobody_and_the_removal_stays_known(
    heard: Callable[[Outages], list[Told]],
) -> None:
    station = in_doubt()
    station.ward.press()
    restarted(station)
    assert not station.ward.bay().sounding
    station.ward.wait(AWAY)
    station.ward.press()
    (alarm,) = alarms(heard(station))
    assert (alarm.kind, alarm.answer) == (FactKind.RESUMED, 5 * SECOND)
    day = seen(heard(station))
    assert [span.kind for span in day.track] == [SpanKind.UNKNOWN, SpanKind.REMOVAL]
    removal = day.track[-1]
    assert removal.end - removal.begin > 2 * AWAY
    assert not day.applications[0].certain, "how long it was on is not known all the same"


def test_an_alarm_that_sounds_through_a_restart_is_answered_from_its_beginning() -> None:
    station = in_doubt()
    restarted(station)
    assert station.ward.bay().sounding
    station.ward.wait(AWAY)
    station.ward.press()
    (alarm,) = alarms(journalled(station))
    assert alarm.answer is not None
    assert alarm.answer >= 5 * SECOND + 2 * AWAY


def test_what_becomes_overdue_after_a_restart_is_known_from_the_limit_on() -> None:
    station = in_doubt()
    station.ward.press()
    restarted(station)
    station.ward.wait(3 * MINUTE)
    station.ward.press()
    kinds = [span.kind for span in seen(journalled(station)).track]
    assert kinds == [SpanKind.UNKNOWN, SpanKind.REMOVAL, SpanKind.OVERDUE]


def test_each_power_cut_is_an_alarm_of_its_own() -> None:
    station = in_doubt()
    station.ward.press()
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(7 * SECOND)
    station.ward.press()
    assert [alarm.answer for alarm in alarms(journalled(station))] == [5 * SECOND, 7 * SECOND]
    assert [span.kind for span in seen(journalled(station)).track][-2:] == [
        SpanKind.UNKNOWN,
        SpanKind.REMOVAL,
    ]


def test_a_bed_s_doubt_is_not_another_s() -> None:
    station = in_doubt()
    facts = journalled(station)
    other = [replace(fact, bay="bed-2") for fact in facts if fact.bay == "bed-1"]
    assert [alarm.bay for alarm in alarms([*facts, *other])] == ["bed-1", "bed-2"]
