"""A day of bays as one picture: SVG without script, font, file or style of its own.

Each bay has a lane: cream on is a low bar, to be wiped a higher one with stripes, overdue the
highest with crossed stripes and an exclamation mark, not known a dashed frame with a question
mark. Numb windows run in thin bars below, one row each where they overlap.
"""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final
from xml.etree import ElementTree as ET

from station.core.duration import HOUR, MINUTE
from station.day.ink import COLOURS, Ink, sides_of
from station.day.style import DAY_CSS
from station.day.words import (
    NO_LABELS,
    WORDS,
    Labels,
    away_word,
    called,
    clock,
    lasted,
    mind,
    moment,
    several,
    what,
)
from station.lookback.span import Gap, Span, SpanKind
from station.lookback.timeline import BayDay

WIDTH: Final = 1000
LEFT: Final = 150
RIGHT: Final = 20
TOP: Final = 34
LANE: Final = 46
"""A bay's lane without numb windows."""
THREAD: Final = 9
"""One row of numb windows."""
FOOT: Final = 34
SHORTEST: Final = 2.0
"""What was short is seen all the same."""
NARROW: Final = 4.0
"""Too narrow for a pattern to be seen: its height tells it."""
LEAST: Final = 4 * HOUR
HEIGHTS: Final = {
    SpanKind.CONTACT: 16,
    SpanKind.REMOVAL: 23,
    SpanKind.OVERDUE: 30,
    SpanKind.UNKNOWN: 16,
}


def draw_days(
    days: Sequence[BayDay],
    *,
    labels: Labels = NO_LABELS,
    zone: tzinfo | None = None,
    name: str = "day",
    now: int | None = None,
    hours: tuple[int, int] | None = None,
    alone: bool = False,
) -> str:
    """The lanes of these bays, all of one day, in the order given.

    `name`: what the picture's ids begin with, one on each page. `now`: where to draw the present.
    `hours`: from when to when; by itself the busy ones. `alone`: with its style, as a file.
    """
    return _Picture(days, labels, zone, name, now, hours=hours, alone=alone).svg()


def busy(days: Sequence[BayDay], now: int | None = None) -> tuple[int, int]:
    """From which full hour to which there is anything to see, at least LEAST if the day has it."""
    first, last = (min(d.begin for d in days), max(d.end for d in days)) if days else (0, HOUR)
    spans = [span for day in days for span in (*day.track, *day.windows)]
    if not spans:
        return first, last
    present = [now] if now is not None and first <= now < last else []
    begin = min(span.begin for span in spans) - 5 * MINUTE
    end = max([span.end for span in spans] + present) + 5 * MINUTE
    begin = max(first, first + (begin - first) // HOUR * HOUR)
    end = min(last, first - (first - end) // HOUR * HOUR)
    if end - begin < LEAST:
        end = min(last, begin + LEAST)
        begin = max(first, end - LEAST)
    return begin, end


class _Picture:
    """One picture being drawn."""

    def __init__(
        self, days: Sequence[BayDay], labels: Labels, zone: tzinfo | None, name: str,
        now: int | None, *, hours: tuple[int, int] | None, alone: bool,
    ) -> None:  # fmt: skip
        self._days, self._labels, self._zone, self._name = days, labels, zone, name
        self._many = several(days)
        self._begin, self._end = busy(days, now) if hours is None else hours
        self._now = now
        self._rows = [_stacked(day.windows) for day in days]
        lanes = sum(LANE + THREAD * max(1, len(rows)) for rows in self._rows)
        self._height = TOP + max(lanes, LANE) + FOOT
        self._ink = Ink(name, WIDTH, self._height)
        self._root = self._ink.root
        self._alone = alone

    def svg(self) -> str:
        """The picture as text."""
        self._head()
        self._hours()
        top = float(TOP)
        for day, rows in zip(self._days, self._rows, strict=True):
            top = self._lane(day, rows, top)
        if not self._days:
            self._ink.text((LEFT + WIDTH) / 2, TOP + LANE / 2, "no bays", "quiet", anchor="middle")
        if self._now is not None and self._begin <= self._now < self._end:
            x = self._x(self._now)
            self._ink.line(x, TOP - 6, x, self._height - FOOT, "edge", width=1.5)
            self._ink.text(x, TOP - 22, "now", "ink", anchor="middle", size=11)
        self._legend()
        return ET.tostring(self._root, encoding="unicode")

    def _head(self) -> None:
        date = moment(self._begin, self._zone).strftime("%Y-%m-%d")
        self._ink.title.text = f"{date}: what was on whose skin"
        counts = [self._counted(day) for day in self._days]
        self._ink.desc.text = "; ".join(counts) or "No bays."
        if self._alone:
            ET.SubElement(self._root, "style").text = DAY_CSS
        self._ink.pattern("removal", ("M0,8 L8,0",))
        self._ink.pattern("overdue", ("M0,6 L6,0", "M0,0 L6,6"), side=6)
        height = str(self._height)
        self._ink.add("rect", {"width": str(WIDTH), "height": height}, "paper", fill=True)

    def _counted(self, day: BayDay) -> str:
        name = called((day.station, day.bay), self._labels, several=self._many)
        on = sum(span.kind is SpanKind.CONTACT for span in day.track)
        late = sum(span.kind is SpanKind.OVERDUE for span in day.track)
        unknown = sum(span.kind is SpanKind.UNKNOWN for span in day.track)
        said = [f"cream on {on} times" if on != 1 else "cream on once"]
        said += [f"{late} overdue"] if late else []
        said += [f"{unknown} not known"] if unknown else []
        return f"{name}: {', '.join(said)}"

    def _hours(self) -> None:
        hours = (self._end - self._begin) // HOUR
        step = 1 if hours <= 12 else 2  # noqa: PLR2004 - then the labels touch
        bottom = self._height - FOOT
        before = None
        for tick in range(self._begin, self._end + 1, HOUR):
            hour = moment(tick, self._zone)
            x = self._x(tick)
            self._ink.line(x, TOP - 4, x, bottom, "line")
            if hour.hour % step == 0 or hour.hour == before:
                self._ink.text(
                    x, TOP - 10, hour.strftime("%H:%M"), "quiet", anchor="middle", size=12
                )
            before = hour.hour

    def _lane(self, day: BayDay, rows: Sequence[Sequence[Span]], top: float) -> float:
        base = top + LANE - 8
        below = base + 3 + THREAD * max(1, len(rows))
        name = called((day.station, day.bay), self._labels, several=self._many)
        shown = name if len(name) <= 19 else name[:18] + "…"  # noqa: PLR2004 - the column's width
        label = self._ink.text(LEFT - 12, base - 4, shown, "ink", anchor="end", size=14)
        if shown != name:
            ET.SubElement(label, "title").text = name
        for gap in day.gaps:
            self._gap(gap, top + 3, below)
        self._ink.line(LEFT, base, WIDTH - RIGHT, base, "line")
        for span in day.track:
            self._bar(span, base)
        for row, spans in enumerate(rows):
            for span in spans:
                self._thread(span, base + 4 + row * THREAD)
        if not day.track and not day.windows:
            self._ink.text(
                LEFT + 8,
                base - 6,
                "nothing told" if any(g.unheard for g in day.gaps) else "nothing",
                "quiet",
                size=12,
            )
        return below + 5

    def _bar(self, span: Span, base: float) -> None:
        x, width = self._extent(span)
        height = HEIGHTS[span.kind]
        sides = sides_of(x, base - height, width, height)
        group = ET.SubElement(self._root, "g")
        ET.SubElement(group, "title").text = self._said(span)
        if span.kind is SpanKind.UNKNOWN:
            box = {**sides, "stroke-width": "1.2", "stroke-dasharray": "3 2"}
            box |= {"stroke": COLOURS["ink"], "fill": COLOURS["paper"], "class": "unknown"}
            ET.SubElement(group, "rect", box)
            self._ink.mark(group, x + width / 2, base - 4, "?", "ink")
        elif span.kind is SpanKind.CONTACT:
            self._ink.add("rect", sides, "contact", fill=True, parent=group)
            if span.application is not None and width >= 6 + 7 * len(str(span.application)):
                self._ink.mark(group, x + width / 2, base - 4, str(span.application), "on-contact")
        elif width < NARROW:
            self._ink.add("rect", sides, span.kind.value, fill=True, parent=group)
        else:
            kind = span.kind.value
            ET.SubElement(group, "rect", {**sides, "fill": f"url(#{self._name}-{kind})"})
            box = {**sides, "fill": "none", "stroke": COLOURS["ink"], "stroke-width": "0.8"}
            ET.SubElement(group, "rect", {**box, "class": "edge"})
        if span.kind is SpanKind.OVERDUE:
            self._ink.mark(group, x + width / 2, base - height - 2, "!", "ink")
        if span.open or span.ends_after:
            self._ink.mark(group, x + width + 1, base - 3, "▸", "ink", anchor="start")
        if not span.certain and span.kind is not SpanKind.UNKNOWN:
            self._ink.mark(group, x, base - height - 2, "~", "ink", anchor="start")

    def _thread(self, span: Span, y: float) -> None:
        x, width = self._extent(span)
        group = ET.SubElement(self._root, "g")
        ET.SubElement(group, "title").text = self._said(span)
        self._ink.add("rect", sides_of(x, y, width, 5), "numb", fill=True, parent=group)
        if span.open or span.ends_after:
            self._ink.mark(group, x + width + 1, y + 6, "▸", "ink", anchor="start")

    def _gap(self, gap: Gap, top: float, bottom: float) -> None:
        if gap.end <= self._begin or gap.begin >= self._end:
            return
        left, right = self._x(gap.begin), self._x(gap.end)
        group = ET.SubElement(self._root, "g")
        doubt = "" if gap.certain else ", nobody knows for how long"
        times = f"{clock(gap.begin, self._zone)} to {clock(gap.end, self._zone)}"
        ET.SubElement(group, "title").text = f"{away_word(gap)}, {times}{doubt}"
        ink = {"stroke": COLOURS["off"], "stroke-width": "1", "stroke-dasharray": "2 3"}
        sides = sides_of(left, top, max(SHORTEST, right - left), bottom - top)
        ET.SubElement(group, "rect", {**sides, **ink, "fill": "none", "class": "off"})

    def _legend(self) -> None:
        y, x = self._height - 12.0, 20.0
        for kind in (SpanKind.CONTACT, SpanKind.REMOVAL, SpanKind.OVERDUE, SpanKind.UNKNOWN):
            height = HEIGHTS[kind] * 0.6
            sides = sides_of(x, y - height + 1, 22, height)
            if kind is SpanKind.UNKNOWN:
                ink = {"stroke": COLOURS["ink"], "stroke-dasharray": "3 2", "class": "unknown"}
                ET.SubElement(self._root, "rect", {**sides, **ink, "fill": COLOURS["paper"]})
            elif kind is SpanKind.CONTACT:
                self._ink.add("rect", sides, "contact", fill=True)
            else:
                fill = f"url(#{self._name}-{kind.value})"
                ET.SubElement(self._root, "rect", {**sides, "fill": fill})
            sign = {SpanKind.OVERDUE: " (!)", SpanKind.UNKNOWN: " (?)"}.get(kind, "")
            self._ink.text(x + 28, y, WORDS[kind] + sign, "ink", size=12)
            x += 140
        self._ink.add("rect", sides_of(x, y - 6, 22, 5), "numb", fill=True)
        self._ink.text(x + 28, y, WORDS[SpanKind.NUMB], "ink", size=12)
        x += 95
        ink = {"stroke": COLOURS["off"], "stroke-dasharray": "2 3", "class": "off"}
        ET.SubElement(self._root, "rect", {**sides_of(x, y - 12, 22, 14), **ink, "fill": "none"})
        unheard = any(gap.unheard for day in self._days for gap in day.gaps)
        self._ink.text(x + 28, y, "off, not heard" if unheard else "station off", "ink", size=12)
        self._ink.text(x + 120, y, "~ uncertain   ▸ goes on", "ink", size=12)

    def _said(self, span: Span) -> str:
        times = f"{clock(span.begin, self._zone)} to {clock(span.end, self._zone)}"
        said = f"{what(span)}, {times}, {lasted(span.end - span.begin)}"
        return f"{said}, {mind(span)}" if mind(span) else said

    def _x(self, wall: int) -> float:
        share = (wall - self._begin) / max(1, self._end - self._begin)
        return LEFT + min(1.0, max(0.0, share)) * (WIDTH - RIGHT - LEFT)

    def _extent(self, span: Span) -> tuple[float, float]:
        left = self._x(span.begin)
        return left, max(SHORTEST, self._x(span.end) - left)


def _stacked(windows: Sequence[Span]) -> list[list[Span]]:
    """Windows in as few rows as have no two that overlap."""
    rows: list[list[Span]] = []
    for span in windows:
        free = next((row for row in rows if row[-1].end <= span.begin), None)
        if free is None:
            rows.append([span])
        else:
            free.append(span)
    return rows
