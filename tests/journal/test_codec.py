"""Rows to columns and back: nothing is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.bay import Bay, Cream, Interrupted, LastDone, NumbWindow, Refused
from station.core.change import replace
from station.core.doubt import Doubt
from station.core.facts import Correction, Fact, FactKind, Gesture, Refusal
from station.core.past import NO_PROTOCOL, Past
from station.core.phase import Phase
from station.core.protocol import Terms
from station.core.stamp import Row, Stamp
from station.journal.codec import (
    Columns,
    Entry,
    Record,
    Snapshot,
    UnreadableRowError,
    columns,
    entry,
    sealed,
)
from tests.journal.rows import TERMS, applied, past_of, row
from tests.journal.stories import DEEDS, eventful, told

INSTANTS = st.integers(-(2**62), 2**62)
WORDS = st.text(max_size=20)
STAMPS = st.builds(Stamp, WORDS, INSTANTS, INSTANTS, st.booleans())
FACTS = st.builds(
    Fact,
    st.sampled_from(FactKind),
    INSTANTS,
    INSTANTS,
    bay=st.none() | WORDS,
    application=st.none() | st.integers(0, 99),
    today=st.none() | st.integers(0, 99),
    over_limit=st.booleans(),
    of=st.none() | st.sampled_from(FactKind),
    contact=st.none() | INSTANTS,
    overdue_by=st.none() | INSTANTS,
    certain=st.none() | st.booleans(),
    gesture=st.none() | st.sampled_from(Gesture),
    reason=st.none() | WORDS,
    panel=st.none() | st.integers(0, 9),
    phase=st.none() | st.sampled_from(Phase),
    late=st.booleans(),
    terms=st.none()
    | st.builds(
        Terms,
        *(WORDS, INSTANTS, INSTANTS),
        effect=st.none() | INSTANTS,
        onset=st.none() | st.tuples(INSTANTS, INSTANTS),
        silence_first=st.booleans(),
    ),
    elapsed=st.none() | INSTANTS,
    corrections=st.lists(st.builds(Correction, INSTANTS, INSTANTS, st.booleans()), max_size=3).map(
        tuple
    ),
)


def record(entry: Entry) -> Record:
    """As the table gives an entry back."""
    return sealed(1, columns(entry))


@given(STAMPS, FACTS)
def test_any_fact_comes_back_exactly(stamp: Stamp, fact: Fact) -> None:
    assert entry(record(Row(stamp, fact))) == Row(stamp, fact)


@pytest.mark.meets("JNL-9")
@given(STAMPS)
def test_so_does_a_checkpoint(stamp: Stamp) -> None:
    assert entry(record(Row(stamp))) == Row(stamp)


@given(st.lists(DEEDS, max_size=25), st.booleans())
def test_so_does_the_past_that_any_story_comes_to(
    deeds: list[tuple[str, int]], basis: bool
) -> None:
    past = past_of(told(deeds))
    if past.last is not None:
        snapshot = Snapshot(past.last, past, basis=basis)
        assert entry(record(snapshot)) == snapshot


def test_so_does_everything_that_a_bay_can_know() -> None:
    assert entry(record(RICH)) == RICH


def test_a_story_of_this_version_has_all_of_it() -> None:
    """So that the stories above are worth folding."""
    kinds = {row.fact.kind for row in eventful() if row.fact}
    assert kinds >= {
        *(FactKind.STARTED, FactKind.APPLIED, FactKind.REMOVAL_DUE, FactKind.OVERDUE),
        *(FactKind.SILENCED, FactKind.REMOVED, FactKind.UNDONE, FactKind.RESUMED),
        *(FactKind.TIME_CONFIRMED, FactKind.NUMB_ENDING, FactKind.REFUSED),
    }
    assert past_of(eventful()).strange == 0


@pytest.mark.meets("JNL-9")
def test_a_body_holds_only_what_is_not_as_always() -> None:
    at, kind_and_bay, body = (row := columns(applied(5)))[:4], row[4:6], row[6]
    assert at == ("boot 1", 5, 1_800_000_000_005, 1)
    assert kind_and_bay == ("applied", "bed-1")
    assert body == (
        '{"at":5,"acted":5,"application":1,'
        '"terms":{"protocol":"numb520","contact":1200000,"removal":120000,"effect":3600000,'
        '"onset":null,"silence_first":true}}'
    )


def test_an_application_of_a_station_that_kept_fewer_terms_is_read_as_the_careful_reading() -> None:
    told = columns(applied(5))
    body = (told[6] or "").replace(',"onset":null,"silence_first":true', "")
    assert entry(sealed(1, (*told[:6], body))) == applied(5)


def test_words_that_no_json_can_hold_do_not_keep_a_fact_from_being_written() -> None:
    lost = Fact(FactKind.PANEL_LOST, 1, 1, panel=0, reason="no \udcff answer")
    found = entry(record(Row(RICH.stamp, lost)))
    assert isinstance(found, Row)
    assert found.fact is not None
    assert found.fact.reason == "no ? answer"


def test_fields_that_a_later_station_adds_are_passed_over() -> None:
    told = ("boot 1", 5, 9, 1, "new_client", "bed-1", '{"at":5,"acted":6,"mood":"fine"}')
    found = entry(sealed(1, told))
    assert found == Row(Stamp("boot 1", 5, 9, True), Fact(FactKind.NEW_CLIENT, 5, 6, bay="bed-1"))


@pytest.mark.parametrize(
    "damage",
    [
        ("boot 1", 5, 9, 1, "new_client", "bed-1", '{"at":5'),
        ("boot 1", 5, 9, 1, "new_client", "bed-1", "[]"),
        ("boot 1", 5, 9, 1, "new_client", "bed-1", None),
        ("boot 1", 5, 9, 1, "new_client", "bed-1", '{"at":5}'),
        ("boot 1", 5, 9, 1, "new_client", "bed-1", '{"at":"5","acted":6}'),
        ("boot 1", 5, 9, 1, "new_cl\ufffdent", "bed-1", '{"at":5,"acted":6}'),
        ("boot 1", None, 9, 1, "checkpoint", None, None),
        (7, 5, 9, 1, "checkpoint", None, None),
        ("boot 1", 5, 9, 1, "snapshot", None, '{"bays":{"bed-1":{}}}'),
        ("boot 1", 5, 9, 1, "snapshot", None, "[" * 100_000),
    ],
)
def test_what_makes_no_sense_is_told_from_any_row(damage: Columns) -> None:
    with pytest.raises(UnreadableRowError):
        entry(sealed(1, damage))


def flips(record: Record) -> list[Record]:
    """A row with any one bit of it changed, as the table would give it back."""
    changed: list[Record] = []
    for place, value in enumerate(record):
        if isinstance(value, int):
            others: list[object] = [value ^ 1 << bit for bit in range(33)]
        else:
            raw = (value or "").encode()
            bits = [int.from_bytes(raw) ^ 1 << bit for bit in range(8 * len(raw))]
            others = [bit.to_bytes(len(raw)).decode(errors="replace") for bit in bits]
        changed += [(*record[:place], other, *record[place + 1 :]) for other in others]  # type: ignore[misc]
    return changed


@pytest.mark.parametrize(
    "one", [applied(5), row(60_000), Snapshot(row(5).stamp, past_of([row(5)]))]
)
def test_so_is_a_row_with_a_bit_changed_wherever_it_is(one: Entry) -> None:
    for changed in flips(record(one)):
        with pytest.raises(UnreadableRowError):
            entry(changed)


def test_so_is_one_that_stands_where_another_was_or_lost_a_column() -> None:
    number, *rest = record(applied(5))
    said = (boot, instant, wall, trusted, kind, bay, body) = columns(applied(5))
    for moved in (
        (number + 1, *rest),
        (number, boot, instant, wall, trusted, kind, None, body, rest[-1]),
        (number, *said, None),
        (number, boot, wall, instant, trusted, kind, bay, body, rest[-1]),
    ):
        with pytest.raises(UnreadableRowError):
            entry(moved)  # type: ignore[arg-type]  # what a damaged table gives


def snapshot_that_says(body: str, kind: str = "snapshot") -> Record:
    stamp = RICH.stamp
    return sealed(1, (stamp.boot, stamp.instant, stamp.wall, 1, kind, None, body))


@pytest.mark.parametrize("unknown", ['"strangers":2,"strange"', '"last":{"mood":"fine",'])
def test_a_snapshot_with_what_only_a_later_station_knows_is_no_shortcut_but_a_basis_is_all_there_is(
    unknown: str,
) -> None:
    known = '"strange"' if "strange" in unknown else '"last":{'
    body = RICH_BODY.replace(known, unknown)
    assert body != RICH_BODY
    with pytest.raises(UnreadableRowError):
        entry(snapshot_that_says(body))
    past = replace(RICH.past, gaps=True)
    assert entry(snapshot_that_says(body, "basis")) == Snapshot(RICH.stamp, past, basis=True)


@pytest.mark.parametrize("kind", ["snapshot", "basis"])
def test_a_snapshot_that_lacks_what_came_later_is_one_all_the_same(kind: str) -> None:
    """A start without it would fold all rows there ever were."""
    body = RICH_BODY.replace(',"strange":2', "").replace('"hushed":415,', "")
    bed = replace(RICH.past.bays["bed-1"], hushed=None)
    past = replace(RICH.past, strange=0, bays={**RICH.past.bays, "bed-1": bed})
    found = entry(snapshot_that_says(body, kind))
    assert found == Snapshot(RICH.stamp, past, basis=kind == "basis")


def test_one_that_lacks_what_was_always_there_is_none() -> None:
    with pytest.raises(UnreadableRowError):
        entry(snapshot_that_says(RICH_BODY.replace('"since":400,', "")))


def test_a_snapshot_of_the_first_version_is_still_read() -> None:
    """Journals outlive versions: if this fails once one is released, a field went or changed.

    Bring snapshots up to date by a migration, then write this one anew: a start without them folds
    all rows there ever were. A field that only came has a default, and needs neither.
    """
    assert entry(snapshot_that_says(RICH_BODY)) == RICH


BEFORE = Cream(4, TERMS, applied=-90_000, phase=Phase.CONTACT, since=-90_000, warned=True)
RICH = Snapshot(
    Stamp("8e1f", 500, 1_700_000_000_500, trusted=True),
    Past(
        bays={
            "bed-1": Bay(
                "bed-1",
                NO_PROTOCOL,
                cream=Cream(
                    *(4, TERMS, -90_000, Phase.REMOVAL, 400),
                    raised=400,
                    silenced=450,
                    warned=True,
                    interrupted=Interrupted(BEFORE, resumed=400),
                ),
                windows=(NumbWindow(3, -200_000, 3_400_000, warned=True),),
                serial=4,
                applied=(-300_000, -90_000),
                done=LastDone(FactKind.REMOVAL_STARTED, 410, BEFORE),
                accepted=411,
                quieted=412,
                answered=413,
                refused=Refused(Gesture.HOLD, Refusal.TOO_SOON, 414),
                hushed=415,
                rested=-7,
                doubts=(
                    Doubt(-80_000, 1_600_000_085_000),
                    Doubt(-70_000, settled=True),
                    Doubt(400),
                ),
            ),
            "bed-2": Bay("bed-2", NO_PROTOCOL),
        },
        last=Stamp("8e1f", 500, 1_700_000_000_500, trusted=True),
        wall_at_zero=1_700_000_000_000,
        answered=frozenset({"bed-1", "bed-2"}),
        strange=2,
    ),
)
RICH_BODY = (
    '{"bays":{"bed-1":{"id":"bed-1","protocol":{"id":"","name":"","source":"","contact":0,'
    '"removal":120000,"onset":null,"effect":null,"applications":null,"reviewer":null,'
    '"silence_first":true,"hints":{}},"cream":{"application":4,"terms":{"protocol":"numb520",'
    '"contact":1200000,"removal":120000,"effect":3600000},"applied":-90000,"phase":"removal",'
    '"since":400,"raised":400,"silenced":450,"warned":true,'
    '"interrupted":{"before":{"application":4,"terms":{"protocol":"numb520",'
    '"contact":1200000,"removal":120000,"effect":3600000},"applied":-90000,"phase":"contact",'
    '"since":-90000,"raised":null,"silenced":null,"warned":true,"interrupted":null},'
    '"resumed":400,"answered":false}},"windows":[{"application":3,"opened":-200000,"ends":3400000,'
    '"warned":true}],"serial":4,"applied":[-300000,-90000],"done":{"of":"removal_started",'
    '"at":410,"before":{"application":4,"terms":{"protocol":"numb520","contact":1200000,'
    '"removal":120000,"effect":3600000},"applied":-90000,"phase":"contact","since":-90000,'
    '"raised":null,"silenced":null,"warned":true,"interrupted":null}},"accepted":411,'
    '"quieted":412,"answered":413,"refused":{"gesture":"hold","reason":"too_soon",'
    '"acted":414},"hushed":415,"rested":-7,"doubts":[{"until":-80000,'
    '"wall_at_zero":1600000085000,"settled":false},{"until":-70000,"wall_at_zero":null,'
    '"settled":true},{"until":400,"wall_at_zero":null,"settled":false}]},"bed-2":{"id":"bed-2","protocol":{"id":"","name":"",'
    '"source":"","contact":0,"removal":120000,"onset":null,"effect":null,"applications":null,'
    '"reviewer":null,"silence_first":true,"hints":{}},"cream":null,"windows":[],"serial":0,'
    '"applied":[],"done":null,"accepted":null,"quieted":null,"answered":null,"refused":null,'
    '"hushed":null,"rested":0,"doubts":[]}},"last":{"boot":"8e1f","instant":500,'
    '"wall":1700000000500,"trusted":true},"wall_at_zero":1700000000000,'
    '"gaps":false,"answered":["bed-1","bed-2"],"strange":2}'
)
