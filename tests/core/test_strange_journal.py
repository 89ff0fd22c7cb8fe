"""Several beds, and what a journal says that is odd, missing or impossible."""

from station.core.bay import Bay, Refused
from station.core.change import replace
from station.core.doubt import Doubt
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import Fact, FactKind, Gesture, Refusal
from station.core.past import NO_PROTOCOL, Past, remember
from station.core.phase import Phase
from station.core.protocol import Protocol
from station.core.recovery import recover, recovered
from station.core.stamp import Row, Stamp
from tests.core.outage import NOON, Outages, cream_on, folded
from tests.core.ward import NUMB520, plan

K = FactKind


def test_every_bed_is_judged_by_itself() -> None:
    station = cream_on(5 * MINUTE, beds=3)
    station.ward.press(1)
    station.ward.wait(16 * MINUTE)
    facts = station.cut(90 * SECOND)
    assert {f.bay: f.phase for f in facts if f.kind is K.RESUMED} == {
        "bed-1": Phase.OVERDUE,
        "bed-2": Phase.CONTACT,
    }


def test_facts_that_cannot_have_happened_change_nothing_and_are_counted() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    again = replace(station.rows[0], fact=Fact(K.APPLIED, 0, 0, bay="bed-1"))
    past = folded([*station.rows, again])
    assert past.strange == 1
    assert past.bays == station.past.bays


def test_a_past_that_makes_no_sense_keeps_no_station_from_starting() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    assert recovered(station.plan, station.past, station.stamp()) == (
        *recover(station.plan, station.past, station.stamp()),
        None,
    )
    senseless = replace(station.ward.bay(), windows=(None,))  # type: ignore[arg-type]  # on purpose
    past = replace(station.past, bays={"bed-1": senseless})
    floor, facts, error = recovered(station.plan, past, station.stamp())
    assert isinstance(error, AttributeError)
    assert [fact.kind for fact in facts] == [K.STARTED]
    _, as_ever = recover(station.plan, station.past, station.stamp())
    assert facts[0] == as_ever[0], "when it last wrote anything is known"
    assert floor.forgotten(0), "the panels ask whether cream is on"


def test_a_bay_that_the_config_no_longer_has_is_left_alone() -> None:
    station = cream_on(5 * MINUTE, beds=2)
    station.keep()
    floor, _ = recover(plan(1), replace(station.past, bays={"gone": station.ward.bay()}),
                       station.stamp())  # fmt: skip
    assert [place.bay.phase for place in floor.places] == [Phase.READY]


def test_an_empty_journal_is_a_station_that_has_never_run() -> None:
    floor, facts = recover(plan(2), Past(), Stamp("a", 5, NOON, trusted=False))
    assert [fact.kind for fact in facts] == [K.STARTED]
    assert (floor.asking, floor.absent) == (frozenset(), ())
    assert [place.bay.phase for place in floor.places] == [Phase.READY, Phase.READY]


def test_after_a_damaged_journal_the_panel_asks_until_somebody_answers() -> None:
    station = Outages(plan(3))
    station.past = Past(gaps=True)
    station.kill()
    asks = "MEMORY LOST: is cream on?"
    assert [f"Bed {bed}: {asks}" in station.ward.screen().news for bed in (1, 2, 3)] == [True] * 3
    station.ward.wait(MINUTE)
    station.ward.press(0)
    station.ward.hold(1)  # nothing to clear, but an answer
    assert [station.ward.floor.forgotten(bed) for bed in range(3)] == [False, False, True]
    station.kill()
    station.cut(MINUTE)
    assert [station.ward.floor.forgotten(bed) for bed in range(3)] == [False, False, True]


def test_who_answered_before_a_second_cut_has_answered() -> None:
    station = cream_on(5 * MINUTE)
    wall = NOON + station.ward.now
    station.cut(30 * SECOND, trusted=False, wall=0)
    station.ward.wait(20 * SECOND)
    station.ward.press()
    station.cut(30 * SECOND, trusted=False, wall=0)
    station.ward.wait(10 * SECOND)
    [confirmed] = station.trust(wall + 2 * MINUTE)
    assert confirmed.phase is Phase.REMOVAL


def test_nothing_can_be_undone_after_a_cut_of_unknown_length() -> None:
    station = cream_on(15 * MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(5 * SECOND)
    station.cut(8 * HOUR, trusted=False)
    station.ward.wait(5 * SECOND)
    [cleared] = station.ward.hold()
    assert cleared.kind is K.NEW_CLIENT


def test_a_removal_that_is_undone_once_the_time_is_known_goes_on_with_that_time() -> None:
    station = cream_on(5 * MINUTE)
    wall = NOON + station.ward.now
    station.cut(40 * MINUTE, trusted=False, wall=0)
    station.ward.wait(5 * SECOND)
    station.ward.press()
    station.ward.wait(11 * SECOND)
    station.ward.press()
    station.trust(wall + 40 * MINUTE + 20 * SECOND)
    station.ward.wait(3 * SECOND)
    undone, overdue = station.ward.hold()
    assert (undone.kind, overdue.kind) == (K.UNDONE, K.OVERDUE)
    assert int(station.ward.screen().figure.strip("+").split(":")[0]) in (23, 24)


def test_a_numb_window_in_the_background_is_marked_when_its_age_is_not_known() -> None:
    station = cream_on(15 * MINUTE)
    station.ward.hold()
    station.ward.wait(15 * SECOND)
    station.ward.press()
    station.ward.wait(10 * MINUTE)
    station.cut(MINUTE, trusted=False)
    station.ward.wait(MINUTE)
    station.ward.press()
    assert any("numb" in line and line.endswith("?") for line in station.ward.screen().news)


def test_a_boot_whose_start_is_missing_was_of_unknown_length() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    alive = Row(Stamp("boot 2", 30_000, NOON, trusted=True))
    past = folded([*station.rows, alive])
    bay = past.bays["bed-1"]
    assert bay.cream is not None
    assert not bay.sure(bay.cream.applied)
    before, last = station.ward.bay().cream, station.rows[-1].stamp.instant
    assert before is not None
    assert 30_000 - bay.cream.applied == 30_000 + last - before.applied


def test_a_start_at_once_is_as_late_as_its_own_clock_says() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    started = Fact(K.STARTED, 500, 500, elapsed=0, certain=True)
    past = folded([*station.rows, Row(Stamp("boot 2", 500, NOON, trusted=True), started)])
    before, after = station.ward.bay().cream, past.bays["bed-1"].cream
    assert before is not None
    assert after is not None
    assert 500 - after.applied == station.rows[-1].stamp.instant - before.applied


def awake_again(bay: Bay) -> Bay:
    """A bay after an interruption of unknown length."""
    past = Past({"bed-1": bay}, last=Stamp("boot 1", 90_000, NOON, trusted=False))
    started = Fact(K.STARTED, 0, 0, elapsed=0, certain=False)
    woken = remember(past, Row(Stamp("boot 2", 0, NOON, trusted=False), started))
    return woken.bays["bed-1"]


def test_a_refusal_from_before_a_cut_of_unknown_length_is_over() -> None:
    refused = Refused(Gesture.PRESS, Refusal.LIMIT, acted=89_000)
    bay = Bay("bed-1", NUMB520, applied=(60_000,), refused=refused)
    assert awake_again(bay).refused is None
    assert awake_again(bay).doubts


def test_of_a_bay_that_no_longer_matters_no_doubt_is_left() -> None:
    assert awake_again(Bay("bed-1", NUMB520, doubts=(Doubt(60_000),))).doubts == ()


def test_a_bay_of_the_past_is_ready_since_its_first_fact_and_has_no_protocol() -> None:
    station = Outages()
    station.ward.until(MINUTE)
    station.ward.hold()
    station.keep()
    bay = folded(station.rows).bays["bed-1"]
    assert (bay.protocol, bay.rested) == (NO_PROTOCOL, station.ward.last().at)
    assert repr(NO_PROTOCOL) == repr(Protocol(id="", name="", source="", contact=0))


def test_only_what_somebody_did_since_rows_were_missing_answers_for_a_bay() -> None:
    station = cream_on(20 * MINUTE - SECOND)
    station.keep()
    silent = replace(station.past, gaps=True)
    station.ward.wait(2 * SECOND)
    due = station.ward.last()
    silent = remember(silent, Row(station.stamp(), due))
    assert (due.kind, silent.answered) == (K.REMOVAL_DUE, frozenset())
    station.ward.press()
    pressed = Row(station.stamp(), station.ward.last())
    assert remember(silent, pressed).answered == {"bed-1"}
    station.keep()
    assert station.past.answered == frozenset()


def test_a_removal_that_is_just_over_by_what_is_known_is_overdue() -> None:
    station = cream_on(5 * MINUTE)
    station.keep()
    for up, phase in [(17 * MINUTE - 1, Phase.REMOVAL), (17 * MINUTE, Phase.OVERDUE)]:
        last = station.rows[-1].stamp.instant
        awake = up + (MINUTE + 5 * MINUTE - last)
        _, facts = recover(plan(), station.past, Stamp("boot 2", awake, NOON, trusted=False))
        assert [fact.phase for fact in facts if fact.kind is K.RESUMED] == [phase]


def test_a_bay_with_nothing_to_remember_has_no_doubts() -> None:
    station = cream_on(5 * MINUTE)
    station.ward.hold()
    station.ward.wait(11 * SECOND)
    station.ward.press()
    station.ward.wait(31 * SECOND)
    station.ward.hold()
    assert station.cut(90 * SECOND, trusted=False)[1:] == []
    assert station.ward.bay().doubts == ()
