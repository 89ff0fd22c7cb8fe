"""Where things are on the wall picture, in mm: boxes beside the header, and wires that never cross.

The parts on a side stand in the order of their pins. A wire leaves the header level, turns once in
a lane of its own, and reaches its part level. Of neighbouring wires that all go down, the upper
one's lane is farther from the header, of those that go up, the lower one's: so none meets another.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from station.wiring.connections import Kind, Leg, Part, Wiring
from station.wiring.header import PINS, is_inner, row_of
from station.wiring.wires import Wire

HEIGHTS: Final = {
    Kind.BUTTON: 11.5,
    Kind.LAMP: 11.5,
    Kind.BUZZER: 33.0,
    Kind.PANEL: 20.5,
    Kind.MULTIPLEXER: 20.5,
}
ROWS: Final = {
    Kind.BUTTON: {Wire.BUTTON: 4.2},
    Kind.LAMP: {Wire.LAMP: 4.2},
    Kind.BUZZER: {Wire.BUZZER: 18.0},
    Kind.PANEL: {Wire.DATA: 8.3, Wire.CLOCK: 12.6},
    Kind.MULTIPLEXER: {Wire.DATA: 8.3, Wire.CLOCK: 12.6},
}
"""How far below the top of a part's box each of its wires comes in."""
GAP: Final = 1.6
PITCH: Final = 7.4
HEADER_HEIGHT: Final = len(PINS) // 2 * PITCH
_TRUNKS: Final = {Wire.DATA: 2.2, Wire.CLOCK: 4.0}
"""How far from the boxes SDA and SCL run down to further panels of the same bus."""


class Box(Struct, frozen=True):
    """A part's place: how far below the top of the drawing it begins."""

    part: Part
    inner: bool
    """Whether it is on the side of pin 1."""
    top: float

    def row(self, wire: Wire) -> float:
        """Where this wire comes in."""
        return self.top + ROWS[self.part.kind][wire]


class Route(Struct, frozen=True):
    """A wire from the header to a box, on one side."""

    wire: Wire
    inner: bool
    start: float
    """How far down it leaves the header."""
    lane: float
    """From 0 at the header to 1 at the boxes: where it turns."""
    end: float
    """How far down it reaches the box."""


class Trunk(Struct, frozen=True):
    """A wire from one part to the next on the same bus, `away` from the boxes."""

    wire: Wire
    inner: bool
    away: float
    start: float
    end: float


class Layout(Struct, frozen=True):
    """Everything beside the header. `height` is what all of it takes."""

    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    trunks: tuple[Trunk, ...]
    header: float
    """Where the header's first row begins."""
    height: float

    def pin(self, number: int) -> float:
        """How far down the middle of a pin is."""
        return _pin(self.header, number)


def lay_out(wiring: Wiring) -> Layout:
    """Places for everything."""
    sides = {inner: _order(wiring, inner=inner) for inner in (True, False)}
    for part in wiring.parts:
        if _first_pin(part) is None:  # on no pin of the header: where there is more room
            sides[_tall(sides[True]) <= _tall(sides[False])].append(part)
    height = max(HEADER_HEIGHT, _tall(sides[True]), _tall(sides[False]))
    header = (height - HEADER_HEIGHT) / 2
    boxes = [
        box
        for inner, parts in sides.items()
        for box in _stacked(parts, header, height, inner=inner)
    ]
    routes = [route for inner in sides for route in _routes(boxes, header, inner=inner)]
    return Layout(tuple(boxes), tuple(routes), tuple(_trunks(boxes)), header, height)


def wired(box: Box) -> list[Leg]:
    """The legs of a part that a drawn wire leads to: signals from its own side of the header."""
    rows = ROWS[box.part.kind]
    return [
        leg
        for leg in box.part.legs
        if leg.wire in rows and leg.pin is not None and is_inner(leg.pin) is box.inner
    ]


def _pin(header: float, number: int) -> float:
    return header + (row_of(number) + 0.5) * PITCH


def _first_pin(part: Part) -> int | None:
    signals = (leg.pin for leg in part.legs if leg.wire in ROWS[part.kind])
    return next((pin for pin in signals if pin is not None), None)


def _order(wiring: Wiring, *, inner: bool) -> list[Part]:
    """The parts of a side, from the top: panels of one bus stay together."""
    pins = [(pin, part) for part in wiring.parts if (pin := _first_pin(part)) is not None]
    return [part for pin, part in sorted(pins, key=lambda p: p[0]) if is_inner(pin) is inner]


def _tall(parts: Sequence[Part]) -> float:
    return sum(HEIGHTS[part.kind] + GAP for part in parts) - (GAP if parts else 0)


def _stacked(parts: Sequence[Part], header: float, height: float, *, inner: bool) -> list[Box]:
    """Boxes from the top down, each as near its pin as the others let it."""
    tops: list[float] = []
    least = 0.0
    for part in parts:
        pin = _first_pin(part)
        rows = ROWS[part.kind].values()
        wanted = height if pin is None else _pin(header, pin) - min(rows)
        tops.append(max(wanted, least))
        least = tops[-1] + HEIGHTS[part.kind] + GAP
    most = height
    for at in range(len(parts) - 1, -1, -1):
        tops[at] = min(tops[at], most - HEIGHTS[parts[at].kind])
        most = tops[at] - GAP
    return [Box(part, inner, top) for part, top in zip(parts, tops, strict=True)]


def _routes(boxes: Sequence[Box], header: float, *, inner: bool) -> list[Route]:
    ends: list[tuple[Wire, float, float]] = []
    known: set[int | None] = set()
    for box in boxes:
        for leg in wired(box) if box.inner is inner else ():
            if leg.pin is not None and leg.pin not in known:  # a further panel hangs on a trunk
                ends.append((leg.wire, _pin(header, leg.pin), box.row(leg.wire)))
            known.add(leg.pin)
    routes: list[Route] = []
    for run in _runs(ends):
        down = run[0][2] > run[0][1]
        for at, (wire, start, end) in enumerate(run):
            rank = len(run) - at if down else at + 1
            routes.append(Route(wire, inner, start, rank / (len(run) + 1), end))
    return routes


def _runs(ends: Sequence[tuple[Wire, float, float]]) -> list[list[tuple[Wire, float, float]]]:
    """Neighbours that all go down, or all go up."""
    runs: list[list[tuple[Wire, float, float]]] = []
    for end in sorted(ends, key=lambda end: end[1]):
        if runs and (runs[-1][0][2] > runs[-1][0][1]) is (end[2] > end[1]):
            runs[-1].append(end)
        else:
            runs.append([end])
    return runs


def _trunks(boxes: Sequence[Box]) -> list[Trunk]:
    """What joins the panels of a bus whose wires come from the header."""
    trunks = []
    first: dict[int, Box] = {}
    for box in boxes:
        for leg in wired(box) if Wire.DATA in ROWS[box.part.kind] else ():
            if leg.pin is None:
                continue
            above = first.get(leg.pin)
            if above is not None:
                start, end = above.row(leg.wire), box.row(leg.wire)
                trunks.append(Trunk(leg.wire, box.inner, _TRUNKS[leg.wire], start, end))
            first[leg.pin] = box
    return trunks
