"""A button pressed by mistake, and taken back: numbness of other cream ended all the same."""

import pytest

from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.lookback.span import Span, SpanKind
from station.lookback.timeline import days
from station.lookback.told import Told, stories
from tests.core.outage import NOON, Outages
from tests.core.ward import plan
from tests.lookback.looking_back import FOREVER, STATION, told

K = FactKind


def pressed_by_mistake_as_numbness(before: int) -> Outages:
    """A client was wiped; so long before the end of numbness somebody pressed, and held soon."""
    station = Outages(plan())
    ward = station.ward
    ward.until(MINUTE)
    ward.press()
    ward.wait(20 * MINUTE)
    ward.press()
    ward.wait(11 * SECOND)
    ward.press()
    ward.until(ward.bay().windows[0].ends - before)
    ward.press()
    ward.wait(10 * SECOND)
    ward.hold()
    ward.wait(3 * HOUR)
    station.keep()
    return station


def without_terms(station: Outages) -> list[Told]:
    """As a broker tells it: nothing there says how long numbness lasts."""
    return [replace(fact, terms=None) for fact in told(station.rows).facts]


@pytest.mark.parametrize(
    ("before", "word"),
    [(5 * SECOND, K.NUMB_OVER), (10 * MINUTE + 5 * SECOND, K.NUMB_ENDING)],
)
def test_numbness_that_ends_meanwhile_has_ended(before: int, word: FactKind) -> None:
    station = pressed_by_mistake_as_numbness(before)
    assert [fact.kind for fact in station.ward.facts].count(word) == 1, "it does not come again"
    facts = without_terms(station)
    kinds = [fact.kind for fact in stories(facts)[STATION]["bed-1"]]
    assert [kind for kind in kinds if kind in (K.NUMB_ENDING, K.NUMB_OVER)] == [
        K.NUMB_ENDING,
        K.NUMB_OVER,
    ]
    (removed,) = (fact.when for fact in facts if fact.kind is K.REMOVED)
    (day,) = days(facts, 0, FOREVER, heard={STATION: NOON + station.ward.now})
    assert day.windows == (Span(SpanKind.NUMB, removed, removed + HOUR, 1),)


def heard(kind: FactKind, at: int, **more: object) -> Told:
    return replace(
        Told(STATION, "boot 1", kind, at, at, NOON + at, trusted=True, bay="bed-1"),
        **more,  # type: ignore[arg-type]  # its own
    )


def test_its_own_numbness_goes_with_a_removal_that_is_undone() -> None:
    removed = heard(K.REMOVED, 10, application=2)
    other, own = heard(K.NUMB_OVER, 11, application=1), heard(K.NUMB_ENDING, 12, application=2)
    undone = heard(K.UNDONE, 20, of=K.REMOVED)
    left = (other, replace(undone, paired=True))
    assert stories([removed, other, own, undone])[STATION]["bed-1"] == left


def test_a_mistaken_press_that_is_all_that_was_told_leaves_nothing() -> None:
    """The station started yesterday, and nobody has come yet."""
    mistake = [heard(K.APPLIED, 10, application=1), heard(K.UNDONE, 20, of=K.APPLIED)]
    (day,) = days(mistake, 0, FOREVER)
    assert (day.bay, day.track, day.windows, day.applications) == ("bed-1", (), (), ())


@pytest.mark.parametrize("gesture", [K.REMOVAL_STARTED, K.REMOVED])
def test_who_takes_back_that_cream_was_wiped_says_that_it_is_on(gesture: FactKind) -> None:
    """When it was put on was not told: before the board was there, or in a row that was lost."""
    (day,) = days(
        [heard(gesture, 10, application=1), heard(K.UNDONE, 20, of=gesture)],
        0,
        FOREVER,
        heard={STATION: NOON + MINUTE},
    )
    unknown = Span(SpanKind.UNKNOWN, NOON + 20, NOON + MINUTE, None, certain=False, open=True)
    assert day.track == (unknown,)
    (application,) = day.applications
    assert (application.open, application.certain, application.applied) == (True, False, None)


@pytest.mark.parametrize("gesture", [K.APPLIED, K.REMOVAL_STARTED])
def test_what_was_on_before_stays_as_it_was(gesture: FactKind) -> None:
    """Of a second application, the end of the first was not told."""
    on = heard(K.APPLIED, 0, application=1)
    taken_back = [heard(gesture, 10, application=2), heard(K.UNDONE, 20, of=gesture)]
    (day,) = days([on, *taken_back], 0, FOREVER, heard={STATION: NOON + MINUTE})
    assert day.track == (Span(SpanKind.CONTACT, NOON, NOON + MINUTE, 1, open=True),)
