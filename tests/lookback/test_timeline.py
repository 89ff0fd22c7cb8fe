"""What is known of a bay's day, and what is not."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.change import replace
from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.lookback.cream import SLACK
from station.lookback.span import Application, Gap, Span, SpanKind
from station.lookback.timeline import BayDay, days
from station.lookback.told import Told
from tests.core.outage import NOON, Outages
from tests.core.ward import plan
from tests.lookback.looking_back import (
    FOREVER,
    STATION,
    Treatment,
    Worked,
    covered,
    plainly,
    told,
    treatments,
    worked,
)

few = st.lists(treatments, min_size=1, max_size=3)
FEWER = settings(max_examples=settings().max_examples // 5)
"""Each is a day's work."""
ON_TIME = Treatment(pause=60, wiped=60, answered=5)


def seen(facts: object, begin: int = 0, end: int = FOREVER, **how: object) -> BayDay:
    (day,) = days(facts, begin, end, **how)  # type: ignore[arg-type]  # as it has them
    return day


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


@st.composite
def any_told(draw: st.DrawFn) -> Told:
    """What nobody would tell."""
    number = st.integers(-(10**16), 10**16) | st.integers(0, 10**7)
    return Told(
        draw(st.sampled_from("ab")),
        draw(st.sampled_from("xy")),
        draw(st.sampled_from(FactKind)),
        at=draw(number),
        acted=draw(number),
        wall=draw(st.none() | number),
        trusted=draw(st.booleans()),
        bay=draw(st.sampled_from([None, "bed-1", "<script>"])),
        application=draw(st.none() | st.integers(-1, 3)),
        of=draw(st.none() | st.sampled_from(FactKind)),
        contact=draw(st.none() | number),
        overdue_by=draw(st.none() | number),
        certain=draw(st.none() | st.booleans()),
        late=draw(st.booleans()),
        elapsed=draw(st.none() | number),
    )


@given(st.lists(any_told(), max_size=30), st.integers(-(10**7), 10**7))
def test_nonsense_is_bounded(facts: list[Told], begin: int) -> None:
    end = begin + DAY
    for day in days(facts, begin, end, heard={"a": 10**17}):
        assert apart(day)
        ends = [(span.begin, span.end) for span in (*day.track, *day.windows)]
        for b, e in [*ends, *((gap.begin, gap.end) for gap in day.gaps)]:
            assert begin <= b < e <= end
        assert len(day.track) <= 4 * len(facts)


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


def test_cream_that_is_on_is_open_until_the_station_was_last_heard() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.keep()
    day = seen(told(station.rows).facts, heard={STATION: NOON + 11 * MINUTE})
    (span,) = day.track
    assert (span.kind, span.open, span.end) == (SpanKind.CONTACT, True, NOON + 11 * MINUTE)
    assert day.applications[0].open


def test_a_station_that_fell_silent_with_cream_on_leaves_it_open_at_its_last_word() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(5 * MINUTE)
    station.keep()
    left = told(station.rows)
    assert left.last is not None
    assert seen(left.facts, heard={STATION: left.last}).track[-1].end == left.last


def test_what_happened_while_power_was_off_for_nobody_knows_how_long_is_not_known() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(5 * MINUTE)
    station.cut(90 * SECOND, trusted=False)
    station.ward.wait(30 * SECOND)
    station.keep()
    day = seen(told(station.rows).facts)
    kinds = [span.kind for span in day.track]
    assert kinds[:2] != [SpanKind.CONTACT, SpanKind.REMOVAL]
    assert SpanKind.CONTACT not in kinds[1:]
    assert not day.applications[0].certain


def test_once_the_clock_tells_how_long_it_was_contact_all_along() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(5 * MINUTE)
    right = station.booted + station.ward.now + 90 * SECOND
    station.cut(90 * SECOND, trusted=False)
    station.ward.wait(30 * SECOND)
    station.trust(right + 30 * SECOND)
    station.ward.until(station.ward.now + 20 * MINUTE)
    station.keep()
    day = seen(told(station.rows).facts)
    assert plainly(day.track)[0] == ("contact", NOON + MINUTE, NOON + 21 * MINUTE)
    assert day.gaps == (Gap(day.gaps[0].begin, NOON + 6 * MINUTE + 150 + 30 + 90 * SECOND, True),)


def test_a_cut_of_known_length_hides_nothing() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(5 * MINUTE)
    station.cut(30 * MINUTE)
    station.ward.wait(MINUTE)
    station.keep()
    day = seen(told(station.rows).facts)
    on = NOON + MINUTE
    assert plainly(day.track)[:2] == [
        ("contact", on, on + 20 * MINUTE),
        ("removal", on + 20 * MINUTE, on + 22 * MINUTE),
    ]
    assert day.track[2].kind is SpanKind.OVERDUE


def test_forgotten_cream_is_overdue_until_nobody_knows_when() -> None:
    work = worked([Treatment(pause=60, wiped=63 * 60, answered=5)])
    day = seen(work.told)
    assert not day.track[-1].certain
    assert not day.windows
    assert not day.applications[0].certain


def test_a_visit_over_midnight_is_of_both_days() -> None:
    work = worked([ON_TIME])
    midnight = NOON + 10 * MINUTE
    before, after = (seen(work.told, *d) for d in ((0, midnight), (midnight, midnight + DAY)))
    assert before.track[-1].ends_after
    assert after.track[0].begins_before
    assert before.applications == after.applications


def test_without_the_removal_the_rest_is_not_known() -> None:
    work = worked([ON_TIME, ON_TIME])
    lost = [f for f in work.told if not (f.kind is FactKind.REMOVED and f.application == 1)]
    day = seen(lost)
    assert [s.kind for s in day.track][:2] == [SpanKind.CONTACT, SpanKind.UNKNOWN]
    assert day.applications[0].removed is None
    assert not day.applications[0].open


def test_a_removal_alone_says_how_long_cream_was_on_but_not_how() -> None:
    work = worked([ON_TIME])
    day = seen([f for f in work.told if f.kind is FactKind.REMOVED])
    begin, end = work.expected[0][1], work.expected[-1][2]
    assert plainly(day.track) == [("not known", begin, end)]


def test_bays_of_two_stations_do_not_mix() -> None:
    work = worked([ON_TIME])
    other = [replace(fact, station="room-2") for fact in work.told]
    both = days([*work.told, *other], 0, FOREVER, bays=[("room-0", "bed-9")])
    assert [(day.station, day.bay) for day in both] == [
        ("room-0", "bed-9"), ("room-1", "bed-1"), ("room-2", "bed-1"),
    ]  # fmt: skip
    assert plainly(both[1].track) == plainly(both[2].track) == work.expected
    assert not both[0].track


def test_a_boot_whose_clock_was_set_later_is_put_right() -> None:
    work: Worked = worked([ON_TIME])
    rows = work.station.rows
    wrong = [
        replace(row, stamp=replace(row.stamp, wall=row.stamp.wall - 9 * HOUR, trusted=False))
        for row in rows[:3]
    ]
    assert plainly(seen(told([*wrong, *rows[3:]]).facts).track) == work.expected


def test_beds_are_in_the_order_of_their_numbers() -> None:
    names = ["bed-1", "bed-2", "bed-10", "bed-a", "window"]
    found = days([], 0, 1, bays=[("room-1", name) for name in reversed(names)])
    assert [day.bay for day in found] == names


def test_all_that_is_known_of_an_application_that_was_wiped_in_time() -> None:
    work = worked([ON_TIME])
    on, due, off = (NOON + minutes * MINUTE for minutes in (1, 21, 22))
    assert seen(work.told, NOON, NOON + DAY) == BayDay(
        STATION,
        "bed-1",
        NOON,
        NOON + DAY,
        track=(Span(SpanKind.CONTACT, on, due, 1), Span(SpanKind.REMOVAL, due, off, 1)),
        windows=(Span(SpanKind.NUMB, off, off + HOUR, 1),),
        applications=(
            Application(
                STATION,
                "bed-1",
                application=1,
                today=1,
                applied=on,
                removed=off,
                contact=21 * MINUTE,
                overdue_by=0,
                certain=True,
                over_limit=False,
                late=False,
                open=False,
                latest=off,
            ),
        ),
        gaps=(),
    )


def test_all_that_is_known_of_one_that_was_wiped_too_late() -> None:
    work = worked([ON_TIME, replace(ON_TIME, wiped=200)])
    day = seen(work.told, NOON, NOON + DAY)
    late = day.applications[1]
    on, off = late.applied, late.removed
    assert on is not None
    assert off is not None
    assert day.track[2:] == (
        Span(SpanKind.CONTACT, on, on + 20 * MINUTE, 2),
        Span(SpanKind.REMOVAL, on + 20 * MINUTE, on + 22 * MINUTE, 2),
        Span(SpanKind.OVERDUE, on + 22 * MINUTE, off, 2),
    )
    assert day.windows[1] == Span(SpanKind.NUMB, off, off + HOUR, 2)
    assert late == replace(
        day.applications[0],
        application=2,
        today=2,
        applied=on,
        removed=off,
        contact=off - on,
        overdue_by=off - on - 22 * MINUTE,
        late=True,
        latest=off,
    )


def test_all_that_is_known_of_one_that_is_still_on() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.until(24 * MINUTE)
    station.keep()
    now = NOON + 24 * MINUTE
    on, due = NOON + MINUTE, NOON + 21 * MINUTE
    day = seen(told(station.rows).facts, NOON, NOON + DAY, heard={STATION: now})
    assert day.track == (
        Span(SpanKind.CONTACT, on, due, 1),
        Span(SpanKind.REMOVAL, due, due + 2 * MINUTE, 1),
        Span(SpanKind.OVERDUE, due + 2 * MINUTE, now, 1, open=True),
    )
    assert day.applications == (
        Application(
            STATION,
            "bed-1",
            application=1,
            today=1,
            applied=on,
            removed=None,
            contact=None,
            overdue_by=MINUTE,
            certain=False,
            over_limit=False,
            late=True,
            open=True,
            latest=now,
        ),
    )


def test_a_day_that_is_asked_for_cuts_what_goes_over_its_edges() -> None:
    work = worked([ON_TIME])
    on, due, off = (NOON + minutes * MINUTE for minutes in (1, 21, 22))
    early, late = on + MINUTE, off + MINUTE
    day = seen(work.told, early, late)
    assert day.track == (
        Span(SpanKind.CONTACT, early, due, 1, begins_before=True),
        Span(SpanKind.REMOVAL, due, off, 1),
    )
    assert day.windows == (Span(SpanKind.NUMB, off, late, 1, ends_after=True),)
    whole = seen(work.told, on, off).track
    assert whole == (Span(SpanKind.CONTACT, on, due, 1), Span(SpanKind.REMOVAL, due, off, 1))


def test_what_only_touches_a_day_is_not_of_it() -> None:
    work = worked([ON_TIME])
    on, due, off = (NOON + minutes * MINUTE for minutes in (1, 21, 22))
    assert not seen(work.told, 0, on).track
    assert not seen(work.told, 0, on).applications
    assert [span.kind for span in seen(work.told, due, off).track] == [SpanKind.REMOVAL]
    assert seen(work.told, off, FOREVER).applications, "it ended just then"
    assert not seen(work.told, off + 1, FOREVER).applications


def test_the_end_of_a_day_is_no_end_of_what_is_open() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.keep()
    facts, now = told(station.rows).facts, NOON + 11 * MINUTE
    (span,) = seen(facts, NOON, now, heard={STATION: now}).track
    assert (span.open, span.ends_after) == (True, False)
    (span,) = seen(facts, NOON, now - 1, heard={STATION: now}).track
    assert (span.open, span.ends_after) == (False, True)


def test_gaps_of_a_station_are_those_it_told_and_those_in_which_nobody_heard_it() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.cut(30 * MINUTE)
    station.keep()
    down = Gap(NOON + MINUTE + 180, NOON + 31 * MINUTE + 180, certain=True)
    deaf = Gap(NOON, NOON + 30 * SECOND, certain=True, unheard=True)
    facts = told(station.rows).facts
    day = seen(facts, gaps={STATION: [deaf], "room-2": [replace(deaf, end=NOON + 1)]})
    assert day.gaps == (deaf, down)
    cut = seen(facts, NOON + 10 * SECOND, NOON + 2 * MINUTE, gaps={STATION: [deaf]})
    assert cut.gaps == (replace(deaf, begin=NOON + 10 * SECOND), replace(down, end=cut.end))


def test_a_bay_of_which_nothing_is_told_has_its_station_s_gaps() -> None:
    deaf = Gap(NOON, NOON + MINUTE, certain=True, unheard=True)
    (day,) = days([], 0, FOREVER, gaps={STATION: [deaf]}, bays=[(STATION, "bed-2")])
    assert (day.track, day.gaps) == ((), (deaf,))
    work = worked([ON_TIME])
    gaps = {STATION: [deaf]}
    first, second = days(work.told, 0, FOREVER, gaps=gaps, bays=[(STATION, "bed-2")])
    assert (first.bay, second.bay) == ("bed-1", "bed-2")
    assert (second.track, second.applications, second.gaps) == ((), (), (deaf,))


def test_a_bay_of_which_nothing_is_told_has_the_gaps_that_its_station_told() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.cut(30 * MINUTE)
    station.keep()
    silent = [(STATION, "bed-2"), ("room-2", "bed-1")]
    ours, mine, other = days(told(station.rows).facts, 0, FOREVER, bays=silent)
    assert ours.gaps == mine.gaps != ()
    assert other.gaps == ()


def test_a_number_is_as_large_with_noughts_before_it() -> None:
    names = [
        "-",
        "0",
        "annex-1",
        "bed-0",
        "bed-01",
        "bed-1",
        "bed-02",
        "bed-3",
        "bed-010",
        "bed-11",
    ]
    found = days([], 0, 1, bays=[("room-1", name) for name in reversed(names)])
    assert [day.bay for day in found] == names
