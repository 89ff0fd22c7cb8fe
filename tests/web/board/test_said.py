"""What stations say is understood; whatever else is on the broker is refused, and shows nowhere."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.facts import Fact as CoreFact
from station.core.facts import FactKind
from station.fleet.payload import fact_payload
from station.web.board.said import (
    LATEST,
    LONGEST_LABEL,
    Bay,
    RefusedError,
    place,
    read_bay,
    read_fact,
    read_status,
)
from tests.web.board.clinic import bay, cream_on, iso


def read(told: dict[str, Any]) -> Bay:
    return read_bay("room-1", "bed-1", json.dumps(told).encode())


def test_a_bay_with_cream_on() -> None:
    seen = read(cream_on(1_800_000_000.5))
    assert (seen.phase, seen.since, seen.due) == ("contact", 1_800_000_000_500, 1_800_001_200_500)
    assert seen.overdue == 1_800_001_320_500
    assert seen.cream_on
    assert not read(bay()).cream_on


def test_times_that_the_station_does_not_know_are_not_known_here() -> None:
    seen = read(bay("removal", certain=False))
    assert (seen.since, seen.due, seen.overdue, seen.certain) == (None, None, None, False)


def test_fields_that_later_stations_add_are_passed_over() -> None:
    assert read(bay(later={"more": [1]})) == read(bay())


@pytest.mark.parametrize(
    "wrong",
    [
        {"phase": "asleep"},
        {"phase": None},
        {"label": 7},
        {"today": -1},
        {"today": 10**30},
        {"today": True},
        {"silenced": "no"},
        {"faults": ["x" * 100]},
        {"faults": ["panel_lost"] * 17},
        {"faults": ["<b>"]},
        {"alarm": "fire"},
        {"alarm": "soon"},
        {"protocol": "<script>"},
        {"due": 5},
        {"due": "soon"},
        {"due": "2026-05-01T10:00:00"},
        {"due": "9999-12-31T23:59:59Z"},
        {"due": "0001-01-01T00:00:00+23:59"},
        {"due": "1970-01-01T00:00:00Z"},
        {"since": iso(1_800_000_000), "due": iso(1_800_000_000 + 60 * 3600)},
    ],
)
def test_a_message_that_no_station_sends_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        read(bay("contact") | wrong)


@pytest.mark.parametrize("field", ["label", "phase", "since", "due", "faults", "today"])
def test_so_is_one_without_what_it_must_have(field: str) -> None:
    told = bay()
    del told[field]
    with pytest.raises(RefusedError, match="fields"):
        read(told)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b'{"label": "\xff"}', "not JSON"),
        (b"[" * 8000, "fields"),
        (b'{"later": ' + b"[" * 8000, "not JSON"),
        (b"null", "fields"),
        (b"x" * 1_000_000, "too long"),
        (b"NaN", "not JSON"),
    ],
)
def test_what_is_no_message_at_all(payload: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read_bay("room-1", "bed-1", payload)


def test_a_label_is_one_line_that_shows_only_itself() -> None:
    assert read(bay(label=" Bed\n\t2 \u202e\x00")).label == "Bed 2"
    assert read(bay(label="<script>alert(1)</script>")).label == "<script>alert(1)</script>"
    assert len(read(bay(label="x" * 1000)).label) == LONGEST_LABEL
    assert read(bay(label="\u200b \n")).label == "bed-1", "it has a name of its own then"


@pytest.mark.parametrize(
    ("topic", "meaning"),
    [
        ("station/room-1/status", ("room-1", "status", None)),
        ("station/room-1/fact", ("room-1", "fact", None)),
        ("station/room-1/bay/bed-1", ("room-1", "bay", "bed-1")),
    ],
)
def test_the_topics_of_stations(topic: str, meaning: tuple[str, str, str | None]) -> None:
    assert place(topic) == meaning


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "station",
        "station//status",
        "station/Room/status",
        "station/room/1/status",
        "station/raum-ä/status",
        "station/room-1/bay/",
        "station/room-1/bay/bed 1",
        "station/room-1/bay/<script>",
        f"station/{'x' * 33}/status",
        f"station/room-1/bay/{'x' * 33}",
        "station/room-1/status/more",
        "station/room-1\n/status",
        "station/../status",
        "x" * 65535,
    ],
)
def test_all_other_topics_are_refused(topic: str) -> None:
    with pytest.raises(RefusedError, match="topic"):
        place(topic)


@pytest.mark.parametrize("payload", [b"", b"ONLINE", b"online ", b"\xff", b"x" * 1000])
def test_a_station_is_online_or_offline_and_nothing_else(payload: bytes) -> None:
    assert read_status(b"online")
    assert not read_status(b"offline")
    with pytest.raises(RefusedError):
        read_status(payload)


def test_a_fact() -> None:
    told = {"fact": "removed", "bay": "bed-1", "at": 5.25, "time": None, "boot": "b-1"}
    fact = read_fact(json.dumps(told | {"contact": 1200.5, "certain": True, "new": 1}).encode())
    assert (fact.fact, fact.at, fact.contact, fact.certain) == ("removed", 5.25, 1200.5, True)


def test_what_fell_due_while_the_power_was_cut_is_of_before_this_boot() -> None:
    due = CoreFact(FactKind.REMOVAL_DUE, at=-600_000, acted=0, bay="bed-1", late=True)
    fact = read_fact(fact_payload(due, "b-2", lambda at: 1_800_000_000_000 + at))
    assert (fact.fact, fact.at, fact.late) == ("removal_due", -600.0, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"fact": "<b>"},
        {"at": -1e300},
        {"at": 1e300},
        {"boot": ""},
        {"bay": "Bed"},
        {"time": "9999-01-01T00:00:00Z"},
    ],
)
def test_a_fact_that_cannot_be(wrong: dict[str, Any]) -> None:
    told = {"fact": "applied", "bay": "bed-1", "at": 5.0, "time": None, "boot": "b"} | wrong
    with pytest.raises(RefusedError):
        read_fact(json.dumps(told).encode())


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)


@given(st.binary(max_size=300) | ANYTHING.map(lambda v: json.dumps(v).encode()))
def test_no_payload_does_any_harm(payload: bytes) -> None:
    for reading in (lambda p: read_bay("a", "b", p), read_fact, read_status):
        try:
            reading(payload)
        except RefusedError:
            continue


@given(
    st.dictionaries(
        st.sampled_from(sorted(bay())), ANYTHING | st.datetimes().map(lambda d: f"{d.isoformat()}Z")
    )
)
def test_what_of_a_bay_is_understood_is_within_its_bounds(wrong: dict[str, Any]) -> None:
    try:
        seen = read(bay("contact") | wrong)
    except RefusedError:
        return
    assert 1 <= len(seen.label) <= LONGEST_LABEL
    assert all(t is None or 0 < t <= LATEST for t in (seen.since, seen.due, seen.overdue))


@given(
    st.text(max_size=100)
    | st.lists(st.sampled_from(["station", "bay", "x", "", "status"])).map("/".join)
)
def test_no_topic_does_any_harm(topic: str) -> None:
    try:
        station, what, _bay = place(topic)
    except RefusedError:
        return
    assert topic.startswith(f"station/{station}/{what}")
