"""The day picture: looked at once, then compared; and what any picture must be."""

import time
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.change import replace
from station.core.duration import DAY, HOUR, MINUTE
from station.day.picture import busy, draw_days
from station.day.words import MOST_LETTERS, plain, span_rows
from station.lookback.span import Span, SpanKind
from station.lookback.timeline import BayDay
from tests.day.scenes import MIDNIGHT, MORNING, PICTURE, full_day, span

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.meets("CMD-11")
def test_it_looks_as_it_did_when_it_was_looked_at() -> None:
    drawn = draw_days(full_day(), zone=UTC, alone=True) + "\n"
    assert drawn == PICTURE.read_text(encoding="utf-8"), "python -m tests.day.make_pictures"


def test_it_says_what_it_is_to_who_does_not_see_it() -> None:
    root = ET.fromstring(draw_days(full_day(), zone=UTC, name="x"))  # noqa: S314 - our own
    named = root.attrib["aria-labelledby"].split()
    texts = [e.text for e in root.iter() if e.attrib.get("id") in named]
    assert root.attrib["role"] == "img"
    assert texts[0] == "2026-05-01: what was on whose skin"
    assert "bed-1: cream on 3 times, 1 overdue, 1 not known" in (texts[1] or "")


def test_each_kind_is_told_apart_without_its_colour() -> None:
    root = ET.fromstring(draw_days(full_day(), zone=UTC))  # noqa: S314
    bars: dict[str, tuple[str, str, bool]] = {}
    for group in root.iter(f"{SVG}g"):
        title, rect = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        assert title is not None
        assert rect is not None
        assert title.text
        fill = "pattern" if "url" in rect.attrib.get("fill", "") else "plain"
        dashed = "stroke-dasharray" in rect.attrib
        kind = title.text.split(",")[0]
        bars.setdefault(kind, (rect.attrib["height"], fill, dashed))
    assert len(set(bars.values())) == len(bars) == 6


def test_the_table_says_all_that_the_picture_shows() -> None:
    days = full_day()
    rows = span_rows(days, zone=UTC)
    shown = sum(len((*day.track, *day.windows, *day.gaps)) for day in days)
    assert len(rows) == shown
    assert ("bed-1", "overdue, no. 2", "09:02", "09:20", "18:00", "") in rows


def test_only_the_busy_hours_are_drawn_but_all_on_request() -> None:
    begin, end = busy(full_day())
    assert (begin, end) == (MORNING, MORNING + 4 * HOUR)
    assert busy([]) == (0, HOUR)
    empty = full_day()[1:]
    assert busy(empty) == (MIDNIGHT, MIDNIGHT + DAY)
    assert ">23:00<" not in draw_days(full_day(), zone=UTC)
    assert ">22:00<" in draw_days(full_day(), zone=UTC, hours=(MIDNIGHT, MIDNIGHT + DAY))


@pytest.mark.parametrize(("begin", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_on_which_clocks_change_has_its_own_hours(
    begin: str, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    midnight = round(datetime.fromisoformat(begin).timestamp() * 1000)
    on = Span(SpanKind.CONTACT, midnight + HOUR, midnight + 4 * HOUR, 1)
    day = BayDay("room-1", "bed-1", midnight, midnight + hours * HOUR, track=(on,))
    drawn = draw_days([day])
    monkeypatch.undo()
    time.tzset()
    assert drawn.count(">02:00<") == (0 if hours == 23 else 2)


@given(st.text(), st.text(), st.integers(-(10**17), 10**17))
def test_no_text_of_any_origin_is_anything_but_text(station: str, bay: str, now: int) -> None:
    day = replace(full_day()[0], station=station, bay=bay)
    drawn = draw_days([day, full_day()[1]], labels={("x", "y"): bay}, zone=UTC, now=now)
    root = ET.fromstring(drawn)  # noqa: S314
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "pattern", "rect", "path", "line", "text", "g"}
    assert not any(name.startswith("on") for e in root.iter() for name in e.attrib)
    assert len(plain(bay)) <= MOST_LETTERS


def test_a_script_for_a_label_is_shown_as_it_is_written() -> None:
    label = "<script>alert(1)</script>"
    drawn = draw_days(full_day(), labels={("room-1", "bed-1"): label}, zone=UTC)
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_times_beyond_all_years_are_drawn_at_the_edge() -> None:
    far = BayDay("a", "b", 10**16, 10**16 + DAY, track=(span(SpanKind.CONTACT, 0, 1),))
    assert "svg" in draw_days([far], zone=UTC, now=10**16 + MINUTE)


def test_no_bays_is_a_picture_too() -> None:
    assert "no bays" in draw_days([], zone=UTC)
