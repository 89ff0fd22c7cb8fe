"""A bay's day, however it was worked and whatever of it arrives."""

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.change import replace
from station.core.duration import DAY, HOUR, MINUTE
from station.core.facts import FactKind
from station.lookback.cream import SLACK
from station.lookback.span import SpanKind
from station.lookback.timeline import BayDay, days
from station.lookback.told import UNDOABLE, Told
from tests.core.outage import NOON
from tests.lookback.looking_back import (
    FOREVER,
    Treatment,
    any_told,
    covered,
    plainly,
    seen,
    treatments,
    worked,
)

few = st.lists(treatments, min_size=1, max_size=3)
FEWER = settings(max_examples=settings().max_examples // 5)
"""Each is a day's work."""


def apart(day: BayDay) -> bool:
    return all(a.end <= b.begin for a, b in pairwise(day.track))


@FEWER
@given(few)
def test_a_day_looks_as_it_was_worked(plan_of_day: list[Treatment]) -> None:
    work = worked(plan_of_day)
    day = seen(work.told)
    assert plainly(day.track) == work.expected
    ours = plainly(day.windows)
    assert [w[1] for w in ours] == [w[1] for w in work.numb]
    assert all(end <= true for (_, _, end), (_, _, true) in zip(ours, work.numb, strict=True))
    assert not any(span.open for span in day.track)
    assert all(span.certain for span in day.track if span.end - span.begin <= HOUR)
    # No time is lost: what was on the skin is what the station itself says it was.
    contacts = sum(a.contact or 0 for a in day.applications)
    assert sum(span.end - span.begin for span in day.track) == contacts
    assert len(day.applications) == len(plan_of_day)


@FEWER
@given(few, st.data())
def test_whatever_of_it_arrives_and_in_whatever_order_nothing_is_invented(
    plan_of_day: list[Treatment], chance: st.DataObject
) -> None:
    work = worked(plan_of_day)
    whole = [replace(fact, number=0) for fact in work.told]
    arrive = [f for f in whole if f.kind is FactKind.UNDONE or chance.draw(st.booleans())]
    twice = chance.draw(st.lists(st.sampled_from(whole), max_size=5)) if arrive else []
    heap = [*arrive, *(f for f in twice if f in arrive)]
    chance.draw(st.randoms(use_true_random=False)).shuffle(heap)
    for day in days(heap, 0, FOREVER):
        assert apart(day)
        truth = [*work.expected, *plainly(seen(work.told).windows)]
        # What is open says that its end was not told: it may have been before.
        ended = (span for span in (*day.track, *day.windows) if not span.open)
        for span in plainly(ended):
            assert covered(span, truth, SLACK), (span, truth)


@FEWER
@given(few, st.data())
def test_the_order_in_which_all_of_it_arrives_does_not_matter(
    plan_of_day: list[Treatment], chance: st.DataObject
) -> None:
    work = worked(plan_of_day)
    whole = [replace(fact, number=0) for fact in work.told]
    chance.draw(st.randoms(use_true_random=False)).shuffle(whole)
    assert days(whole, 0, FOREVER) == days(work.told, 0, FOREVER)


@given(st.lists(any_told(), max_size=30), st.integers(-(10**7), 10**7))
def test_nonsense_is_bounded(facts: list[Told], begin: int) -> None:
    end = begin + DAY
    for day in days(facts, begin, end, heard={"a": 10**17}):
        assert apart(day)
        ends = [(span.begin, span.end) for span in (*day.track, *day.windows)]
        for b, e in [*ends, *((gap.begin, gap.end) for gap in day.gaps)]:
            assert begin <= b < e <= end
        assert len(day.track) <= 4 * len(facts)


WORDS = [
    *((kind, None) for kind in FactKind if kind is not FactKind.UNDONE),
    *((FactKind.UNDONE, of) for of in sorted(UNDOABLE)),
]


@pytest.mark.parametrize("last", WORDS, ids=lambda word: "-of-".join(filter(None, word)))
def test_any_three_words_of_a_bay_make_a_day(last: tuple[FactKind, FactKind | None]) -> None:
    """Each after each after each: what a board hears that comes late, or of which rows are lost."""
    of_cream = {FactKind.REMOVAL_STARTED, FactKind.REMOVED}
    for story in product([None, *WORDS], WORDS, [last]):
        facts = [
            Told("a", "x", kind, at, at, NOON + at, trusted=True, bay="bed-1", of=of)
            for at, (kind, of) in enumerate(filter(None, story))
        ]
        (day,) = days(facts, 0, FOREVER, heard={"a": NOON + MINUTE})
        assert apart(day), story
        assert last[1] not in of_cream or day.track[-1].open, story


@FEWER
@given(few, st.integers(0, 6 * 60), st.integers(0, 6 * 60))
def test_a_day_in_two_halves_is_the_whole(
    plan_of_day: list[Treatment], first: int, second: int
) -> None:
    work = worked(plan_of_day)
    cuts = sorted({NOON, NOON + first * MINUTE, NOON + second * MINUTE, NOON + DAY})
    parts = [seen(work.told, a, b) for a, b in pairwise(cuts)]
    whole = seen(work.told, NOON, NOON + DAY)
    for kind in SpanKind:
        pieces = [s for part in parts for s in (*part.track, *part.windows) if s.kind is kind]
        spans = [s for s in (*whole.track, *whole.windows) if s.kind is kind]
        assert sum(s.end - s.begin for s in pieces) == sum(s.end - s.begin for s in spans)
