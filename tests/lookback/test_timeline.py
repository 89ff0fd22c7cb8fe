"""What is known of a bay's day, and what is not."""

from station.core.change import replace
from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.facts import FactKind
from station.lookback.span import Application, Gap, Span, SpanKind
from station.lookback.timeline import BayDay
from tests.core.outage import NOON, Outages
from tests.core.ward import plan
from tests.lookback.looking_back import (
    ON_TIME,
    STATION,
    Treatment,
    Worked,
    plainly,
    seen,
    told,
    worked,
)


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


def test_a_boot_whose_clock_was_set_later_is_put_right() -> None:
    work: Worked = worked([ON_TIME])
    rows = work.station.rows
    wrong = [
        replace(row, stamp=replace(row.stamp, wall=row.stamp.wall - 9 * HOUR, trusted=False))
        for row in rows[:3]
    ]
    assert plainly(seen(told([*wrong, *rows[3:]]).facts).track) == work.expected


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
