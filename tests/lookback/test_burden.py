"""What a day's alarms asked of the staff."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.change import replace
from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.core.fold import FORGOTTEN
from station.lookback.burden import (
    Burdens,
    Spread,
    _missed,
    _most_within,
    _together,
    alarms,
    burdens,
    spread,
)
from station.lookback.timeline import days
from station.lookback.told import Told
from tests.core.outage import NOON, Outages
from tests.core.ward import plan
from tests.lookback.looking_back import FOREVER, Treatment, any_told, told, worked


def figures(facts: object) -> Burdens:
    return burdens(facts, days(facts, 0, FOREVER))  # type: ignore[arg-type]  # facts


def test_an_alarm_is_answered_by_the_press_that_silences_it() -> None:
    work = worked([Treatment(pause=60, wiped=60, answered=7)])
    (alarm,) = alarms(work.told)
    assert (alarm.kind, alarm.answer) == (FactKind.REMOVAL_DUE, 7 * SECOND)
    assert figures(work.told).worst == ("room-1", "bed-1")


def test_late_is_what_became_overdue_and_missed_what_nobody_wiped_for_an_hour() -> None:
    work = worked([
        Treatment(pause=60, wiped=60, answered=7),
        Treatment(pause=60, wiped=200, answered=7),
        Treatment(pause=60, wiped=3800, answered=7),
    ])  # fmt: skip
    found = figures(work.told).all
    assert (found.applications, found.late, found.missed) == (3, 2, 1)
    assert found.contacts is not None
    assert found.contacts.count == 2  # nobody knows how long the third was on


def test_bays_at_once_count_their_time_once() -> None:
    work = worked([Treatment(pause=60, wiped=60, answered=7)])
    other = [replace(fact, bay=fact.bay and "bed-2") for fact in work.told]
    both, one = figures([*work.told, *other]), figures(work.told)
    assert both.all.cream_on == one.all.cream_on == 21 * MINUTE
    assert (both.all.alarms, one.all.alarms) == (2, 1)
    assert both.all.alarms_per_hour == 2 * 60 / 21
    assert both.worst is None  # one as the other


def test_what_fell_due_while_the_station_was_down_sounds_once_and_is_answered_from_then() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.cut(40 * MINUTE)
    station.ward.wait(30 * SECOND)
    station.ward.press()
    station.keep()
    (alarm,) = alarms(told(station.rows).facts)
    assert (alarm.kind, alarm.answer) == (FactKind.OVERDUE, 30 * SECOND)


def test_an_alarm_that_nobody_was_told_to_answer_is_unanswered() -> None:
    work = worked([Treatment(pause=60, wiped=60, answered=7)])
    kept = [f for f in work.told if f.kind in (FactKind.APPLIED, FactKind.REMOVAL_DUE)]
    found = figures(kept).all
    assert (found.alarms, found.unanswered, found.answers) == (1, 1, None)


def test_the_most_in_an_hour() -> None:
    day = [Treatment(pause=45, wiped=60, answered=7)] * 4
    assert figures(worked(day).told).all.most_in_an_hour == 3


def test_a_day_on_which_nothing_happened_has_no_worst_bay() -> None:
    found = burdens([], days([], NOON, NOON + 1, bays=[("room-1", "bed-1")]))
    assert (found.worst, found.all.alarms_per_hour, found.all.answers) == (None, None, None)


def test_percentiles_are_the_lengths_that_so_many_do_not_exceed() -> None:
    assert spread(range(1, 1001)) == Spread(1000, least=1, p50=500, p90=900, most=1000)
    assert spread([7]) == Spread(1, least=7, p50=7, p90=7, most=7)
    assert spread([]) is None


def test_each_bay_has_its_own_figures_and_one_had_it_worst() -> None:
    work = worked([Treatment(pause=60, wiped=60, answered=7)])
    other = worked([Treatment(pause=60, wiped=60, answered=8)])
    found = figures([*work.told, *(replace(f, bay=f.bay and "bed-2") for f in other.told)])
    (first, one), (second, two) = found.bays
    assert (first, second) == (("room-1", "bed-1"), ("room-1", "bed-2"))
    assert (one, two) == (figures(work.told).all, figures(other.told).all)
    assert found.worst == second, "it was answered a second later"
    assert found.all.answers == Spread(2, 7 * SECOND, 7 * SECOND, 8 * SECOND, 8 * SECOND)


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_percentiles_are_of_what_there_is(lengths: list[int]) -> None:
    found = spread(lengths)
    assert found is not None
    assert {found.least, found.p50, found.p90, found.most} <= set(lengths)
    for percentile, share in ((found.p50, 50), (found.p90, 90)):
        assert sum(n <= percentile for n in lengths) * 100 >= share * len(lengths)
        assert sum(n < percentile for n in lengths) * 100 < share * len(lengths)


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(any_told(), max_size=30))
def test_nonsense_has_figures_too(facts: list[object]) -> None:
    found = figures(facts).all
    assert found.unanswered <= found.alarms <= len(facts)
    assert found.answers is None or found.answers.least >= 0


def test_coming_back_without_the_time_is_an_alarm_and_ends_those_before() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(20 * MINUTE + SECOND)  # due, and nobody comes
    station.cut(MINUTE, trusted=False)
    station.ward.wait(30 * SECOND)
    station.ward.press()
    station.keep()
    found = alarms(told(station.rows).facts)
    assert [alarm.kind for alarm in found] == [FactKind.REMOVAL_DUE, FactKind.RESUMED]
    assert found[0].answer is None


def test_each_day_has_its_own_alarms() -> None:
    work = worked([Treatment(pause=60, wiped=60, answered=7)])
    (alarm,) = alarms(work.told)
    first = days(work.told, 0, alarm.at - MINUTE)
    second = days(work.told, alarm.at - MINUTE, FOREVER)
    assert burdens(work.told, first).all.alarms == 0
    assert burdens(work.told, [*first, *second]).all.alarms == 1


def test_what_begins_as_a_day_does_is_of_that_day_and_of_no_other() -> None:
    work = worked([Treatment(pause=60, wiped=60, answered=7)])
    (alarm,) = alarms(work.told)
    for at, what in ((alarm.at, "alarms"), (NOON + MINUTE, "applications")):
        edges = [0, at - 2, at - 1, at, at + 1, FOREVER]
        each = [days(work.told, *edges[n : n + 2]) for n in range(5)]
        counts = [getattr(burdens(work.told, day).all, what) for day in each]
        assert counts == [0, 0, 0, 1, 0]
        together = [bay for day in reversed(each) for bay in day]
        assert getattr(burdens(work.told, together).all, what) == 1


def heard(kind: FactKind, at: int, number: int, **more: object) -> Told:
    told_at = Told("room-1", "boot", kind, at, at, at, trusted=True, number=number, bay="bed-1")
    return replace(told_at, **more)  # type: ignore[arg-type]  # its own


def answer(due: Told, answered: int) -> int | None:
    (alarm,) = alarms([due, heard(FactKind.SILENCED, answered, 2)])
    return alarm.answer


def test_an_answer_is_as_quick_as_can_be_but_never_before_the_alarm() -> None:
    due = heard(FactKind.OVERDUE, 100, 1)
    assert [answer(due, at) for at in (160, 100, 99)] == [60, 0, None]


def test_of_a_late_alarm_only_what_the_station_did_says_when_it_sounded() -> None:
    late = heard(FactKind.OVERDUE, 100, 1, late=True)
    assert answer(late, 160) is None
    assert answer(replace(late, acted=130), 160) == 30


@pytest.mark.parametrize(
    ("removed", "overdue_by", "open_", "missed"),
    [
        (None, None, False, True),
        (None, None, True, False),
        (5, None, False, False),
        (5, FORGOTTEN, False, False),
        (5, FORGOTTEN + 1, False, True),
        (None, FORGOTTEN + 1, True, True),
    ],
)
def test_missed_is_what_nobody_said_was_off_or_only_after_an_hour(
    removed: int | None, overdue_by: int | None, open_: bool, missed: bool
) -> None:
    (application,) = days(worked([Treatment(60, 60, 7)]).told, 0, FOREVER)[0].applications
    application = replace(application, removed=removed, overdue_by=overdue_by, open=open_)
    assert _missed(application) is missed


def test_time_with_cream_on_is_counted_once_however_it_overlaps() -> None:
    assert _together([(10, 20), (0, 50), (30, 40), (45, 60), (60, 61), (70, 80)]) == 61 + 10
    assert _together([]) == 0


def test_an_hour_is_less_than_from_one_alarm_to_another_an_hour_later() -> None:
    assert _most_within([0, 60], 60) == 1
    assert _most_within([0, 59], 60) == 2
    assert _most_within([0, 1, 2, 61, 62, 63, 64, 130], 60) == 4
    assert _most_within([0, 1, 2, 30, 60, 61, 62], 60) == 4
    assert _most_within([], 60) == 0


def test_the_bay_that_had_it_worst_is_the_one_with_most_late_and_missed() -> None:
    late = worked([Treatment(60, 200, 7), Treatment(60, 200, 7), Treatment(60, 60, 7)])
    missed = worked([Treatment(60, 3800, 7), Treatment(60, 3800, 7)])  # late and missed, both
    other = [replace(fact, bay=fact.bay and "bed-2") for fact in missed.told]
    assert figures([*late.told, *other]).worst == ("room-1", "bed-2")
