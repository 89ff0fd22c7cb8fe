"""Facts on one clock and in one order."""

from station.core.change import replace
from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.facts import Fact, FactKind
from station.core.phase import Phase
from station.core.stamp import Row, Stamp
from station.lookback.told import LATEST_UNDO, Told, from_rows, mended, stories
from station.lookback.told import told as told_of
from tests.core.outage import NOON, Outages
from tests.core.ward import NUMB520, plan
from tests.lookback.looking_back import STATION, Treatment, told, worked

MISTAKEN = Treatment(pause=60, wiped=60, answered=5, mistaken=True)


def test_what_was_undone_is_in_no_story() -> None:
    work = worked([MISTAKEN])
    story = stories(work.told)[STATION]["bed-1"]
    kinds = [fact.kind for fact in story]
    assert kinds.count(FactKind.APPLIED) == 1
    assert [fact.paired for fact in story if fact.kind is FactKind.UNDONE] == [True]


def test_an_undo_of_something_never_told_takes_nothing_else_back() -> None:
    work = worked([Treatment(pause=60, wiped=60, answered=5), MISTAKEN])
    first, mistake, third = (f for f in work.told if f.kind is FactKind.APPLIED)
    lost = [fact for fact in work.told if fact != mistake]
    applied = [f for f in stories(lost)[STATION]["bed-1"] if f.kind is FactKind.APPLIED]
    assert applied == [first, third]


def test_facts_told_twice_are_told_once() -> None:
    work = worked([MISTAKEN])
    assert stories([*work.told, *work.told]) == stories(work.told)


def test_a_clock_that_was_never_right_stands_at_least_after_what_was_before() -> None:
    station = Outages(plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.wait(10 * MINUTE)
    station.cut(90 * SECOND, trusted=False, wall=0)
    station.ward.wait(MINUTE)
    station.keep()
    walls = [(fact.when, fact.trusted) for fact in told(station.rows).facts]
    assert all(NOON <= wall < NOON + HOUR for wall, _ in walls)
    assert {trusted for _, trusted in walls} == {True, False}


def test_facts_without_any_wall_time_have_no_story() -> None:
    work = worked([MISTAKEN])
    lost = [replace(fact, wall=None, trusted=False) for fact in work.told]
    assert not stories(lost)
    # One of the same boot that has it is enough for all.
    assert stories([*lost[:-1], work.told[-1]]).keys() == {STATION}


def test_a_long_journal_leaves_only_what_matters_in_the_memory() -> None:
    work = worked([MISTAKEN])
    rows = work.station.rows
    assert not from_rows(STATION, rows, NOON + DAY).facts
    assert from_rows(STATION, rows, NOON + DAY).last == told(rows).last


def test_a_journal_with_nothing_in_it_tells_nothing() -> None:
    assert from_rows(STATION, []).last is None


# A journal, row by row

K = FactKind
UP = Stamp("boot 1", 0, NOON, trusted=True)


def row(stamp: Stamp, kind: FactKind | None = None, **more: object) -> Row:
    """A row of the journal, or a checkpoint; what it says happened just then."""
    if kind is None:
        return Row(stamp)
    return Row(stamp, Fact(kind, stamp.instant, stamp.instant, **more))  # type: ignore[arg-type]  # a fact's own


def later(stamp: Stamp, by: int, **changes: object) -> Stamp:
    return replace(stamp, instant=stamp.instant + by, wall=stamp.wall + by, **changes)  # type: ignore[arg-type]  # its own


def test_a_fact_is_told_with_all_that_it_says() -> None:
    said = {
        "bay": "bed-1",
        "application": 2,
        "today": 3,
        "over_limit": True,
        "of": K.APPLIED,
        "contact": 7,
        "overdue_by": 8,
        "certain": True,
        "phase": Phase.NUMB,
        "late": True,
        "terms": NUMB520.terms,
        "elapsed": 9,
    }
    fact = Fact(K.REMOVED, 1000, 1180, **said)  # type: ignore[arg-type]  # a fact's own
    heard = told_of(STATION, later(UP, 1180), fact, number=4)
    whole = Told(STATION, "boot 1", K.REMOVED, 1000, 1180, NOON + 1000, trusted=True, number=4)
    assert heard == replace(whole, **said)  # type: ignore[arg-type]  # as the fact has them
    assert (heard.when, heard.noticed) == (NOON + 1000, NOON + 1180)
    assert replace(heard, wall=None).when == 0
    assert told_of(STATION, later(UP, 1180), fact) == replace(heard, number=0)


def test_rows_are_numbered_from_the_first_and_checkpoints_tell_nothing() -> None:
    rows = [row(UP, K.STARTED), row(later(UP, 5)), row(later(UP, 9), K.STOPPED)]
    found = told(rows)
    assert [(f.kind, f.number, f.when) for f in found.facts] == [
        (K.STARTED, 1, NOON),
        (K.STOPPED, 3, NOON + 9),
    ]
    assert found.last == NOON + 9


def test_only_the_times_that_are_asked_for_are_kept_unless_nobody_knows_them() -> None:
    stamps = [later(UP, n) for n in (9, 10, 19, 20)]
    stamps += [later(UP, n, boot="boot 2", trusted=False) for n in (1, 30)]
    found = from_rows(STATION, [row(stamp, K.STOPPED) for stamp in stamps], NOON + 10, NOON + 20)
    assert [fact.number for fact in found.facts] == [2, 3, 5, 6]
    assert len(from_rows(STATION, [row(s, K.STOPPED) for s in stamps], NOON + 10).facts) == 5
    assert len(from_rows(STATION, [row(s, K.STOPPED) for s in stamps], None, NOON + 10).facts) == 3


def test_a_boot_whose_clock_was_never_right_began_at_least_so_long_after_the_last_row() -> None:
    wrong = Stamp("boot 2", 30, 1000, trusted=False)
    rows = [
        row(later(UP, 100)),
        row(wrong, K.STARTED, elapsed=25, certain=False),
        row(later(wrong, 10), K.STOPPED),
    ]
    found = told(rows)
    assert [(f.when, f.trusted) for f in found.facts] == [(NOON + 125, False), (NOON + 135, False)]
    assert found.last == NOON + 135
    checkpoint = row(wrong)
    assert told([rows[0], checkpoint, rows[2]]).facts[0].when == NOON + 110
    # Its start is missing: it may have begun at once.
    assert told([rows[0], rows[2]]).facts[0].when == NOON + 100


def test_a_journal_that_begins_with_a_wrong_clock_has_no_other() -> None:
    wrong = Stamp("boot 2", 30, 1000, trusted=False)
    (fact,) = told([row(wrong, K.STOPPED)]).facts
    assert (fact.when, fact.trusted) == (1000, False)


def test_a_clock_that_comes_right_is_right_for_its_whole_boot() -> None:
    wrong = Stamp("boot 1", 30, 1000, trusted=False)
    right = Stamp("boot 1", 50, NOON, trusted=True)
    found = told([row(wrong, K.STOPPED), row(right), row(replace(wrong, instant=60), K.STOPPED)])
    assert [(f.when, f.trusted) for f in found.facts] == [(NOON - 20, True), (NOON + 10, True)]


def test_how_long_it_was_down_is_from_its_last_sign_of_life_by_the_best_clock() -> None:
    up = Stamp("boot 2", 30, NOON + 500, trusted=True)
    rows = [row(later(UP, 100)), row(up, K.STARTED, elapsed=30, certain=False)]
    (fact,) = told(rows).facts
    assert (fact.elapsed, fact.certain) == (400, True)
    rows[0] = row(later(UP, 100, trusted=False))
    (fact,) = told(rows).facts
    assert (fact.elapsed, fact.certain) == (400, False)
    rows[1] = row(replace(up, trusted=False), K.STARTED, elapsed=30, certain=True)
    (fact,) = told([row(later(UP, 100)), rows[1]]).facts
    assert (fact.elapsed, fact.certain) == (30, True), "as it knew itself"


def test_a_first_start_was_after_nothing_and_one_before_its_time_took_none() -> None:
    (fact,) = told([row(UP, K.STARTED, elapsed=3, certain=True)]).facts
    assert (fact.elapsed, fact.certain) == (3, True)
    early = Stamp("boot 2", 0, NOON + 40, trusted=True)
    (fact,) = told([row(later(UP, 100)), row(early, K.STARTED, elapsed=0, certain=False)]).facts
    assert fact.elapsed == 0


# Told without a journal


def heard(kind: FactKind, at: int, **more: object) -> Told:
    return replace(
        Told(STATION, "boot 1", kind, at, at, NOON + at, trusted=True, bay="bed-1"),
        **more,  # type: ignore[arg-type]  # its own
    )


def test_all_of_one_boot_goes_by_the_clock_that_is_trusted_then_by_the_latest() -> None:
    wrong = heard(K.REMOVAL_SOON, 5, wall=77, trusted=False)
    right = heard(K.REMOVAL_DUE, 3)
    newer = heard(K.OVERDUE, 9, wall=88, trusted=False)
    for order in ([wrong, right, newer], [newer, right, wrong]):
        assert {(f.kind, f.wall, f.trusted) for f in mended(order)} == {
            (K.REMOVAL_SOON, NOON + 5, True),
            (K.REMOVAL_DUE, NOON + 3, True),
            (K.OVERDUE, NOON + 9, True),
        }
        late = [f for f in order if f is not right]
        assert {(f.kind, f.wall) for f in mended(late)} == {(K.REMOVAL_SOON, 84), (K.OVERDUE, 88)}


def test_what_acted_later_knows_the_clock_better() -> None:
    first = heard(K.REMOVAL_SOON, 5, acted=6)
    late = heard(K.REMOVAL_DUE, 3, acted=8, wall=NOON + 1003)
    assert [f.wall for f in mended([late, first])] == [NOON + 1003, NOON + 1005]


def test_clocks_are_of_one_station_s_boot() -> None:
    here, there = heard(K.OVERDUE, 5), heard(K.OVERDUE, 5, station="room-2", wall=99)
    again = heard(K.OVERDUE, 5, boot="boot 2", wall=77)
    lost = heard(K.OVERDUE, 5, boot="boot 3", wall=None)
    assert [f.wall for f in mended([here, there, again, lost])] == [NOON + 5, 99, 77]


def test_facts_that_differ_in_anything_that_names_them_are_two() -> None:
    one = heard(K.NUMB_OVER, 5, application=1)
    others = [
        replace(one, station="room-2"),
        replace(one, boot="boot 2"),
        replace(one, bay="bed-2"),
        replace(one, kind=K.NUMB_ENDING),
        replace(one, at=6, acted=6, wall=NOON + 6),
        replace(one, application=2),
    ]
    found = stories([one, *others, replace(one, today=3)])
    assert sum(len(story) for bays in found.values() for story in bays.values()) == 7


def test_without_a_journal_s_numbers_the_clocks_tell_the_order() -> None:
    earlier = heard(K.STOPPED, 900, boot="boot 9", wall=NOON - 100)
    started, confirmed = heard(K.STARTED, 5), heard(K.TIME_CONFIRMED, 5)
    soon, due = heard(K.REMOVAL_SOON, 3, acted=5), heard(K.REMOVAL_DUE, 4, acted=5)
    silenced, resumed, last = (
        heard(K.SILENCED, 5),
        heard(K.RESUMED, 5),
        heard(K.APPLIED, 4, acted=7),
    )
    right = [earlier, started, confirmed, soon, due, silenced, resumed, last]
    for order in (right, right[::-1], [*right[3:], *right[:3]]):
        found = stories(order)[STATION]["bed-1"]
        assert [(f.kind, f.at) for f in found] == [(f.kind, f.at) for f in right]


def test_a_journal_s_numbers_tell_it_whatever_the_clocks_say() -> None:
    first, second = heard(K.APPLIED, 500, number=1), heard(K.REMOVED, 100, number=2)
    assert [f.number for f in stories([second, first])[STATION]["bed-1"]] == [1, 2]
    unnumbered = heard(K.NUMB_OVER, 900)
    found = stories([second, first, unnumbered])[STATION]["bed-1"]
    assert [f.number for f in found] == [0, 1, 2]


# What was undone


def undone(at: int, of: FactKind) -> Told:
    return heard(K.UNDONE, at, of=of)


def left(*story: Told) -> list[tuple[FactKind, int]]:
    """Besides what took something of it back."""
    return [(f.kind, f.at) for f in stories(story)[STATION]["bed-1"] if not f.paired]


LATEST = LATEST_UNDO + SECOND


def test_a_gesture_that_was_undone_takes_with_it_what_time_made_of_it() -> None:
    applied, soon, silenced = heard(K.APPLIED, 10), heard(K.REMOVAL_SOON, 20), heard(K.SILENCED, 25)
    before = heard(K.NUMB_ENDING, 5)
    story = (before, applied, soon, silenced, undone(30, K.APPLIED))
    assert left(*story) == [(K.NUMB_ENDING, 5), (K.SILENCED, 25)]
    assert left(applied, silenced, undone(30, K.APPLIED)) == [(K.SILENCED, 25)]


def test_an_undo_comes_at_most_so_long_after() -> None:
    applied = heard(K.APPLIED, 10)
    assert left(applied, undone(10 + LATEST, K.APPLIED)) == []
    late = 10 + LATEST + 1
    assert left(applied, undone(late, K.APPLIED)) == [(K.APPLIED, 10), (K.UNDONE, late)]


def test_what_time_brought_long_before_is_not_in_its_way() -> None:
    started, overdue = heard(K.REMOVAL_STARTED, 10), heard(K.OVERDUE, 10 - 2 * LATEST)
    assert left(started, undone(20, K.REMOVAL_STARTED)) == []
    assert left(overdue, started, undone(20, K.REMOVAL_STARTED)) == [(K.OVERDUE, overdue.at)]
    # A late one fired at its own instant, before the gesture, yet stands after it.
    story = (started, replace(overdue, acted=15), undone(20, K.REMOVAL_STARTED))
    assert left(*story) == []


def test_it_is_the_last_that_could_be_undone_or_none() -> None:
    first, second = heard(K.APPLIED, 10), heard(K.REMOVED, 20)
    stays = [(K.APPLIED, 10), (K.REMOVED, 20), (K.UNDONE, 30)]
    assert left(first, second, undone(30, K.APPLIED)) == stays
    assert left(first, second, undone(30, K.REMOVED)) == [(K.APPLIED, 10)]
    assert left(undone(30, K.REMOVED)) == [(K.UNDONE, 30)]
