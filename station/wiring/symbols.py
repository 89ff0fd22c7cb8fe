"""The parts as symbols in their boxes, each wire with its pin and colour in words.

Inside a box, `u` counts mm from the side that faces the header, `v` from the top.
"""

from collections.abc import Sequence
from typing import Final

from station.wiring.connections import (
    BASE_RESISTOR,
    DISCHARGE,
    LED_RESISTOR,
    PULL_DOWN,
    Kind,
    Leg,
    Part,
)
from station.wiring.layout import HEIGHTS, ROWS, Box, wired
from station.wiring.parts import ohms
from station.wiring.sheet import Point, Sheet, ruler
from station.wiring.wires import Wire
from station.wiring.wording import shortened, wrapped

WIDTH: Final = 50.0
"""Of every box."""
SMALL: Final = 2.1
NAME: Final = 2.5
_TITLE: Final = 26.8
"""Where names begin."""
_RESISTOR: Final = 5.2, 2.0


class Pen:
    """Draws in one box of the sheet, whichever side of the header it is on."""

    def __init__(self, sheet: Sheet, face: float, top: float, *, inner: bool) -> None:
        self._sheet = sheet
        self._face, self._top = face, top
        self._way = -1 if inner else 1

    def at(self, u: float, v: float) -> Point:
        """A place in the box on the sheet."""
        return self._face + self._way * u, self._top + v

    def line(self, *points: Point, thick: float = 0.35, fill: str = "none") -> None:
        """A line through places in the box."""
        self._sheet.line([self.at(u, v) for u, v in points], thick=thick, fill=fill)

    def rect(self, u: float, v: float, width: float, height: float, fill: str = "#fff") -> None:
        """A rectangle from the corner next to the header."""
        x, y = self.at(u if self._way > 0 else u + width, v)
        self._sheet.rect(x, y, width, height, fill=fill, thick=0.35)

    def circle(self, u: float, v: float, radius: float, fill: str = "#fff") -> None:
        """A circle."""
        self._sheet.circle(*self.at(u, v), radius, fill=fill, thick=0.35)

    def dot(self, u: float, v: float) -> None:
        """Where lines are joined."""
        self.circle(u, v, 0.45, fill="#000")

    def away(
        self, u: float, v: float, text: str, size: float = SMALL, *, bold: bool = False
    ) -> None:
        """A text that begins (or ends, to the left of the header) at u and goes on from there."""
        anchor = "start" if self._way > 0 else "end"
        self._sheet.text(*self.at(u, v), text, size, anchor=anchor, bold=bold)

    def towards(self, u: float, v: float, text: str, size: float = SMALL) -> None:
        """A text between the side that faces the header and u, where it stops."""
        self._sheet.text(*self.at(u, v), text, size, anchor="end" if self._way > 0 else "start")

    def middle(self, u: float, v: float, text: str, size: float = SMALL) -> None:
        """A text around u."""
        self._sheet.text(*self.at(u, v), text, size, anchor="middle")

    def name(self, part: Part, v: float, lines: int, *, room: float, small: int = 0) -> None:
        """The part's name in so many lines; below in `small` ones what it is, and for whom."""
        texts = _in_lines(part.name, room, lines)
        for at, text in enumerate(texts):
            self._title(v + at * 3.3, text, NAME, room, bold=True)
        details = wrapped(part.detail, room, ruler(SMALL)) if part.detail else []
        details += _for_whom(part.serves, room, small - len(details))
        for at, text in enumerate(details):
            self._title(v + len(texts) * 3.3 + at * 2.7, text, SMALL, room)

    def _title(self, v: float, text: str, size: float, room: float, *, bold: bool = False) -> None:
        left = self.at(WIDTH - 2 - room, v)[0]
        right = self.at(WIDTH - 2, v)[0]
        self._sheet.text(min(left, right), self._top + v, text, size, bold=bold)

    def ground(self, u: float, v: float) -> None:
        """The symbol of ground, its line coming from above."""
        for row, half in enumerate((1.5, 0.95, 0.4)):
            self.line((u - half, v + row * 0.7), (u + half, v + row * 0.7), thick=0.4)

    def resistor(self, u: float, v: float, *, upright: bool = False) -> None:
        """A resistor from its end at u, v: away from the header, or downwards."""
        length, width = _RESISTOR
        if upright:
            self.rect(u - width / 2, v, width, length)
        else:
            self.rect(u, v - width / 2, length, width)


def draw_box(sheet: Sheet, box: Box, face: float, top: float, shared: Sequence[int]) -> None:
    """Draws a part in its box, `face` being the side towards the header.

    `shared` pins are for a terminal block.
    """
    left, high = face - (WIDTH if box.inner else 0), HEIGHTS[box.part.kind]
    sheet.rect(left, top, WIDTH, high, fill="#fff", thick=0.5, name="box", round_=1)
    pen = Pen(sheet, face, top, inner=box.inner)
    if box.part.kind in (Kind.PANEL, Kind.MULTIPLEXER):
        _panel(pen, box.part, shared, [leg.pin for leg in wired(box)])
    else:
        _DRAWN[box.part.kind](pen, box.part, shared)


def _said(leg: Leg, part: Part, shared: Sequence[int]) -> str:
    """Where a wire comes from, and its colour."""
    if leg.pin is None and leg.wire is Wire.POWER3:
        return f"reg. {leg.wire.colour}"
    if leg.pin is None:
        return f"bus {part.port} {leg.wire.colour}"
    return f"{leg.pin}{'*' if leg.pin in shared else ''} {leg.wire.colour}"


def _button(pen: Pen, part: Part, shared: Sequence[int]) -> None:
    v = ROWS[part.kind][Wire.BUTTON]
    pen.away(0.8, v - 1.1, _said(part.leg(Wire.BUTTON), part, shared))
    pen.line((0, v), (14, v))
    pen.line((13.6, v - 1.5), (20.8, v - 1.5), thick=0.6)
    pen.line((17.2, v - 1.5), (17.2, v - 2.8), thick=0.6)
    pen.line((20.6, v), (24, v), (24, 8))
    pen.circle(14.2, v, 0.6)
    pen.circle(20.2, v, 0.6)
    pen.ground(24, 8)
    pen.towards(21.5, 9.4, _said(part.leg(Wire.GROUND), part, shared))
    pen.name(part, _first_line(part), 3, room=WIDTH - _TITLE - 2)


def _lamp(pen: Pen, part: Part, shared: Sequence[int]) -> None:
    v = ROWS[part.kind][Wire.LAMP]
    pen.away(0.8, v - 1.1, _said(part.leg(Wire.LAMP), part, shared))
    pen.line((0, v), (24, v), (24, 8))
    pen.resistor(11.3, v)
    pen.middle(13.9, v + 3.2, ohms(LED_RESISTOR))
    pen.line((18.6, v - 1.4), (18.6, v + 1.4), (21, v), (18.6, v - 1.4), fill="#fff")
    pen.line((21, v - 1.4), (21, v + 1.4), thick=0.5)
    for u in (19, 20.4):
        pen.line((u, v - 1.7), (u + 0.9, v - 2.9), thick=0.25)
    pen.ground(24, 8)
    pen.towards(21.5, 10.3, _said(part.leg(Wire.GROUND), part, shared))
    pen.name(part, _first_line(part), 3, room=WIDTH - _TITLE - 2)


def _buzzer(pen: Pen, part: Part, shared: Sequence[int]) -> None:
    v = ROWS[part.kind][Wire.BUZZER]
    pen.away(0.8, v - 1.1, _said(part.leg(Wire.BUZZER), part, shared))
    pen.line((0, v), (19.5, v))
    pen.resistor(13, v)
    pen.middle(15.6, v + 3.2, ohms(BASE_RESISTOR))
    pen.line((19.5, v - 2.6), (19.5, v + 2.6), thick=0.8)
    pen.line((19.5, v - 1), (23, v - 3), (23, 3))
    pen.line((19.5, v + 1), (23, v + 3), (23, 27.5))
    pen.line((21.2, v + 2.8), (22.7, v + 2.8), (22, v + 1.6), (21.2, v + 2.8), fill="#000")
    pen.line((21.2, 3), (24.8, 3), thick=0.6)
    pen.towards(20.2, 3.8, f"{_said(part.leg(Wire.POWER5), part, shared)}, 5 V")
    pen.line((23, 4.8), (28.5, 4.8), (28.5, 12.6), (23, 12.6))
    if part.passive:
        pen.resistor(28.5, 6.1, upright=True)
        pen.away(28, 15.3, ohms(DISCHARGE))
    else:
        pen.line((27.1, 10), (29.9, 10), (28.5, 7.4), (27.1, 10), fill="#fff")
        pen.line((27.1, 7.4), (29.9, 7.4), thick=0.6)
        pen.away(28, 15.3, "1N4148")
    pen.circle(23, 8.7, 2.4)
    pen.towards(19.9, 7.6, "+")
    pen.towards(19.9, 12, "-")
    pen.dot(23, 4.8)
    pen.dot(23, 12.6)
    pen.line((4, v), (4, 27.5), (23, 27.5))
    pen.resistor(4, v + 2.2, upright=True)
    pen.away(5.9, v + 5.6, ohms(PULL_DOWN))
    pen.line((13, 27.5), (13, 29))
    pen.dot(4, v)
    pen.dot(13, 27.5)
    pen.ground(13, 29)
    pen.away(15.6, 30.7, _said(part.leg(Wire.GROUND), part, shared))
    pen.name(part, 4.2, 1, room=WIDTH - 31.5 - 2, small=3)
    pen.away(25.2, v + 0.8, "NPN transistor")
    pen.away(24, v - 2, "C")
    pen.away(24, v + 4, "E")


def _panel(pen: Pen, part: Part, shared: Sequence[int], drawn: Sequence[int | None]) -> None:
    rows = {Wire.POWER3: 4.0, **ROWS[part.kind], Wire.GROUND: 16.9}
    pen.rect(21, 1.4, WIDTH - 22, HEIGHTS[part.kind] - 2.8, fill="#f4f4f4")
    for leg in part.legs:
        v = rows[leg.wire]
        begin = 0.0 if leg.pin in drawn else 15.0
        pen.line((begin, v), (22.2, v))
        pen.circle(22.2, v, 0.6)
        pen.away(23.4, v + 0.75, leg.name, 1.9)
        said = _said(leg, part, shared)
        if leg.wire in ROWS[part.kind]:
            pen.away(0.8, v - 1.1, said)
        else:
            pen.towards(12.8, v + 0.75, said)
    pen.line((15, rows[Wire.POWER3] - 1.3), (15, rows[Wire.POWER3] + 1.3), thick=0.6)
    pen.ground(15, rows[Wire.GROUND])
    pen.name(part, 5, 1, room=WIDTH - 29.4 - 2, small=4)


def _first_line(part: Part) -> float:
    """Where a name begins so that it stands in the middle of a small box."""
    lines = len(_in_lines(part.name, WIDTH - _TITLE - 2, 3))
    return HEIGHTS[part.kind] / 2 + 0.9 - (lines - 1) * 1.65


def _in_lines(name: str, room: float, lines: int) -> list[str]:
    """A name in so many lines at most, each `room` mm wide, shortened until it fits."""
    measure = ruler(NAME, bold=True)
    texts = wrapped(name, room, measure)
    most = room * lines
    while len(texts) > lines:
        texts = wrapped(shortened(name, most, measure), room, measure)
        most -= 1
    return texts


def _for_whom(labels: Sequence[str], room: float, lines: int) -> list[str]:
    """The bays that a part is for, by name or, as a few of several would mislead, by number."""
    if not labels:
        return []
    measure = ruler(SMALL)
    texts = wrapped(f"for {', '.join(labels)}", room, measure)
    if len(texts) <= lines:
        return texts
    if len(labels) > 1:
        return [f"for {len(labels)} bays"]
    return ["for", shortened(labels[0], room, measure)][-lines:]


_DRAWN = {Kind.BUTTON: _button, Kind.LAMP: _lamp, Kind.BUZZER: _buzzer}
