"""Where a day ends, and which bays and which gaps are of it."""

from station.core.change import replace
from station.core.duration import DAY, MINUTE, SECOND
from station.lookback.span import Gap, Span, SpanKind
from station.lookback.timeline import days
from tests.core.outage import NOON, Outages
from tests.core.ward import plan
from tests.lookback.looking_back import FOREVER, ON_TIME, STATION, plainly, seen, told, worked


def test_a_visit_over_midnight_is_of_both_days() -> None:
    work = worked([ON_TIME])
    midnight = NOON + 10 * MINUTE
    before, after = (seen(work.told, *d) for d in ((0, midnight), (midnight, midnight + DAY)))
    assert before.track[-1].ends_after
    assert after.track[0].begins_before
    assert before.applications == after.applications


def test_bays_of_two_stations_do_not_mix() -> None:
    work = worked([ON_TIME])
    other = [replace(fact, station="room-2") for fact in work.told]
    both = days([*work.told, *other], 0, FOREVER, bays=[("room-0", "bed-9")])
    assert [(day.station, day.bay) for day in both] == [
        ("room-0", "bed-9"), ("room-1", "bed-1"), ("room-2", "bed-1"),
    ]  # fmt: skip
    assert plainly(both[1].track) == plainly(both[2].track) == work.expected
    assert not both[0].track


def test_beds_are_in_the_order_of_their_numbers() -> None:
    names = ["bed-1", "bed-2", "bed-10", "bed-a", "window"]
    found = days([], 0, 1, bays=[("room-1", name) for name in reversed(names)])
    assert [day.bay for day in found] == names


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
