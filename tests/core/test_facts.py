"""The facts, exactly as the table of section 6 of the design lists their fields."""

from collections.abc import Iterable

import pytest
from msgspec.structs import fields as fields_of

from station.core.change import replace
from station.core.duration import MINUTE, SECOND
from station.core.facts import FIELDS, ButtonTrouble, Fact, FactKind, Gesture, Refusal, fields
from station.core.phase import Phase
from station.core.telling import sentence, told
from tests.core.ward import APPLIED as ON
from tests.core.ward import Ward, plan, short, ward_in

# fact: its fields besides `bay`; with "?" only if true. Section 5 marks every deadline `late`.
TABLE = """
applied                          application today over_limit?
undone                           of
removal_soon removal_due removal_started overdue silenced resounded new_client | late?
removed                          application contact overdue_by certain
numb_ending numb_over          | application late?
refused                          gesture reason
button_fault button_ok         | reason
panel_lost panel_restored      | panel
journal_lost journal_restored  | reason
started stopped                |
resumed                          phase certain
time_confirmed                   phase
"""
NO_BAY = ("panel_lost", "panel_restored", "journal_lost", "journal_restored", "started", "stopped")


def rows() -> Iterable[tuple[str, tuple[str, ...]]]:
    for line in TABLE.strip().splitlines():
        kinds, bar, names = line.partition("|")
        if not bar:
            kinds, _, names = line.partition(" ")
        for kind in kinds.split():
            yield kind, tuple(names.split())


@pytest.mark.meets("FCT-1", "FCT-3", "FCT-4", "FCT-6", "FCT-8", "FCT-9", "FCT-10", "FCT-11")
@pytest.mark.meets("FCT-12", "FCT-13", "FCT-14", "FCT-15")
def test_the_fields_are_those_of_the_design() -> None:
    assert {kind.value: names for kind, names in FIELDS.items()} == dict(rows())
    assert {kind.value for kind in FactKind} == set(dict(rows()))


@pytest.mark.meets("FCT-9", "FCT-10")
def test_the_reasons_are_those_of_the_design() -> None:
    assert {reason.value for reason in Refusal} == {
        "phase_changed",
        "guard",
        "cream_on",
        "too_soon",
        "limit",
        "nothing_to_clear",
    }
    assert [reason.value for reason in ButtonTrouble] == ["stuck", "chattering"]
    assert [gesture.value for gesture in Gesture] == ["press", "hold"]


def a_day() -> Ward:
    """Every kind of fact that the core makes."""
    ward = ward_in(Phase.OVERDUE)
    ward.until(ON + 24 * MINUTE)  # resounded
    ward.press(length=11 * SECOND)  # a fault
    ward.wait(2 * SECOND)
    ward.press()
    ward.wait(12 * SECOND)
    ward.press()  # removed
    ward.wait(SECOND)
    ward.hold()  # undone
    ward.hold()
    ward.until(ON + 90 * MINUTE)  # numb is over
    for _ in range(5):
        ward.treat()
    ward.press()
    ward.wait(SECOND)
    ward.press()  # over the limit
    ward.wait(SECOND)
    ward.hold()
    ward.wait(31 * SECOND)
    ward.hold()
    ward.hold()
    return ward


OF_THE_EDGES = {"panel_lost", "panel_restored", "journal_lost", "journal_restored"}
OF_A_START = {"started", "stopped", "resumed", "time_confirmed"}


@pytest.mark.meets("FCT-1", "FCT-4", "FCT-6", "FCT-8")
def test_every_fact_of_the_core_sets_exactly_its_fields() -> None:
    facts = a_day().facts
    assert {kind.value for kind in FactKind} - {f.kind.value for f in facts} == {
        *OF_THE_EDGES,
        *OF_A_START,
    }
    expected = dict(rows())
    always = {"kind", "at", "acted", "bay", "terms"}
    unset = {field.name: field.default for field in fields_of(Fact) if field.name not in always}
    for fact in facts:
        names = expected[fact.kind.value]
        assert (fact.bay is None) is (fact.kind.value in NO_BAY)
        assert fact.at <= fact.acted
        for name, default in unset.items():
            if name in names:
                assert getattr(fact, name) is not None
            elif f"{name}?" not in names:
                assert getattr(fact, name) == default, f"{fact.kind} has a {name}"


@pytest.mark.meets("FCT-2", "FCT-13", "FCT-16")
def test_programs_are_told_durations_in_seconds_and_what_is_only_true_if_true() -> None:
    removed = Fact(
        FactKind.REMOVED,
        5000,
        5030,
        "bed-1",
        application=2,
        contact=1_215_200,
        overdue_by=0,
        certain=False,
    )
    assert fields(removed) == {
        "application": 2,
        "contact": 1215.2,
        "overdue_by": 0.0,
        "certain": False,
    }
    applied = Fact(FactKind.APPLIED, 5000, 5180, "bed-1", application=1, today=1)
    assert told(applied) == {
        "fact": "applied",
        "bay": "bed-1",
        "at": 5.0,
        "application": 1,
        "today": 1,
    }
    seventh = Fact(FactKind.APPLIED, 5000, 5180, "bed-1", application=7, today=7, over_limit=True)
    assert fields(seventh)["over_limit"] is True
    assert told(Fact(FactKind.STARTED, 0, 0)) == {"fact": "started", "at": 0.0}


@pytest.mark.meets("FCT-5")
@pytest.mark.parametrize(
    ("kind", "late", "expected"),
    [
        (FactKind.OVERDUE, True, {"late": True}),
        (FactKind.OVERDUE, False, {}),
        (FactKind.NUMB_OVER, True, {"application": 3, "late": True}),
    ],
)
def test_a_deadline_that_fired_after_a_restart_is_late(
    kind: FactKind, late: bool, expected: dict[str, object]
) -> None:
    application = 3 if kind is FactKind.NUMB_OVER else None
    assert fields(Fact(kind, 0, 0, "bed-1", application=application, late=late)) == expected


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Fact(FactKind.STARTED, 0, 0), "started"),
        (Fact(FactKind.REMOVAL_DUE, 0, 0, "bed-1"), "bed-1 removal due"),
        (
            Fact(FactKind.RESUMED, 0, 0, "bed-1", phase=Phase.CONTACT, certain=False),
            "bed-1 resumed: phase contact, certain no",
        ),
        (Fact(FactKind.PANEL_LOST, 0, 0, panel=0, reason="bus"), "panel lost: panel 0: bus"),
        (
            Fact(FactKind.REFUSED, 0, 0, "bed-1", gesture=Gesture.PRESS, reason=Refusal.CREAM_ON),
            "bed-1 refused: gesture press, reason cream on",
        ),
        (
            Fact(
                FactKind.REMOVED,
                0,
                0,
                "bed-1",
                application=1,
                contact=1_215_200,
                overdue_by=0,
                certain=True,
            ),
            "bed-1 removed: application 1, contact 20:15, overdue by 0:00, certain yes",
        ),
    ],
)
def test_people_are_told_a_fact_in_a_sentence(fact: Fact, said: str) -> None:
    assert sentence(fact) == said


def test_a_fact_that_no_station_tells_is_told_all_the_same() -> None:
    """A row of a file may be whole and yet make no sense."""
    removed = Fact(FactKind.REMOVED, 0, 0, "bed-1")
    assert fields(removed)["contact"] is None
    assert sentence(removed) == (
        "bed-1 removed: application unknown, contact unknown, overdue by unknown, certain unknown"
    )


def test_whatever_a_fact_says_is_one_line_that_only_shows_itself() -> None:
    """A terminal that reads a journal of somebody else's, or a log, obeys nobody."""
    lost = Fact(FactKind.PANEL_LOST, 0, 0, panel=0, reason="bus\n\x1b[2Jbed-1 removed\u202e")
    assert sentence(lost) == "panel lost: panel 0: bus\ufffd\ufffd[2Jbed-1 removed\ufffd"
    assert sentence(Fact(FactKind.OVERDUE, 0, 0, "Bett-ä\t")) == "Bett-ä\ufffd overdue"


def test_a_fact_may_be_acted_on_late_but_never_early() -> None:
    ward = Ward(plan(protocol=short(contact=70 * SECOND)))
    ward.until(ON)
    ward.press()
    ward.until(ON + 5 * MINUTE)
    assert [fact.acted - fact.at for fact in ward.facts] == [180, 0, 0, 0]


def test_what_is_told_ten_seconds_after_its_instant_was_not_heard_in_time() -> None:
    fact = Fact(FactKind.NUMB_OVER, 10**6, 10**6 + 10_000, "bed-1")
    assert fact.unheard
    assert not replace(fact, acted=10**6 + 9_999).unheard
    assert replace(fact, acted=10**6, late=True).unheard
