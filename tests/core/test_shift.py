"""The same past on another clock: every instant of it is moved, and nothing else."""

from msgspec.structs import fields

from station.core.bay import Bay, Cream, Interrupted, LastDone, NumbWindow, Refused
from station.core.change import replace
from station.core.doubt import Doubt
from station.core.facts import Correction, FactKind, Gesture, Refusal
from station.core.phase import Phase
from station.core.shift import corrected, translated
from tests.core.ward import NUMB520

TERMS = NUMB520.terms


def cream(applied: int, since: int, **more: object) -> Cream:
    return Cream(3, TERMS, applied, Phase.OVERDUE, since, **more)  # type: ignore[arg-type]  # its own


def full(by: int = 0) -> Bay:
    """A bay with everything that it can have, so much later."""
    before = cream(110 + by, 120 + by, raised=121 + by, silenced=122 + by)
    resumed = cream(
        110 + by,
        130 + by,
        raised=131 + by,
        silenced=132 + by,
        interrupted=Interrupted(before, 140 + by, answered=True),
    )
    return Bay(
        "bed-1",
        NUMB520,
        cream=resumed,
        windows=(NumbWindow(1, 150 + by, 950 + by, warned=True), NumbWindow(2, 160 + by, 960 + by)),
        serial=3,
        applied=(170 + by, 180 + by, 110 + by),
        done=LastDone(FactKind.REMOVAL_STARTED, 190 + by, before),
        accepted=200 + by,
        quieted=210 + by,
        answered=220 + by,
        audible=225 + by,
        refused=Refused(Gesture.HOLD, Refusal.GUARD, 230 + by),
        hushed=240 + by,
        rested=250 + by,
        doubts=(Doubt(260 + by, wall_at_zero=1000 - by),),
    )


def test_on_a_clock_that_shows_more_all_of_it_is_as_much_later() -> None:
    assert all(getattr(full(), field.name) for field in fields(Bay))
    assert translated(full(), 7000) == full(7000)


def test_what_there_is_not_is_not_moved() -> None:
    empty = Bay("bed-1", NUMB520)
    assert translated(empty, 7000) == replace(empty, rested=7000)
    doubted = replace(empty, doubts=(Doubt(5),))
    assert corrected(doubted, (Correction(5, 3),)) == replace(empty, rested=-3)


def test_what_an_interruption_really_lasted_is_how_much_earlier_all_before_it_was() -> None:
    windows = (NumbWindow(1, 100, 900), NumbWindow(2, 101, 901), NumbWindow(3, 201, 902))
    bay = Bay("bed-1", NUMB520, windows=windows, applied=(100, 101, 200, 201))
    bay = replace(bay, doubts=(Doubt(100), Doubt(200)))
    true = corrected(bay, (Correction(100, 50), Correction(200, 7)))
    assert true.applied == (50, 94, 193, 201)
    # A window is as long as it ever was.
    assert [(w.opened, w.ends) for w in true.windows] == [(50, 850), (94, 894), (201, 902)]
    assert true.doubts == ()


def test_what_began_as_the_station_came_back_was_not_earlier() -> None:
    bay = full()
    true = corrected(bay, (Correction(260, 30),))
    earlier = full(-30)
    assert bay.cream is not None
    assert earlier.cream is not None
    assert bay.cream.interrupted is not None
    assert earlier.cream.interrupted is not None
    stays = replace(
        bay.cream,
        applied=110 - 30,
        interrupted=replace(earlier.cream.interrupted, resumed=bay.cream.interrupted.resumed),
    )
    assert true == replace(earlier, cream=stays, doubts=())


def test_nor_was_what_an_undo_would_bring_back_of_it() -> None:
    bay = full()
    bay = replace(bay, done=LastDone(FactKind.REMOVED, 255, bay.cream), cream=None)
    true = corrected(bay, (Correction(260, 30),))
    assert true.cream is None
    assert true.done is not None
    assert true.done.at == 225
    assert true.done.before == corrected(full(), (Correction(260, 30),)).cream
