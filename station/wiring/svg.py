"""`station wiring --svg`: the whole wiring on one page for the wall."""

from typing import Final

from station.config import StationConfig
from station.wiring.connections import Kind, Wiring, wire_up
from station.wiring.header import GROUND, PINS, POWER3, POWER5, is_inner, name_of
from station.wiring.layout import HEADER_HEIGHT, Route, Trunk, lay_out
from station.wiring.notes import SAFETY, notes
from station.wiring.parts import HEADER_LIMIT, currents, parts_list
from station.wiring.sheet import Sheet, room, ruler
from station.wiring.symbols import SMALL, WIDTH, draw_box
from station.wiring.terminal import purpose
from station.wiring.wires import Wire
from station.wiring.wording import Measure, shortened, wrapped

PAGE: Final = (297.0, 210.0)
MARGIN: Final = 9.0
_TOP: Final = 31.0
"""Where the drawing begins, below the title."""
_FOOT: Final = 13.0
"""What is left free below it."""
_LANES: Final = 23.0
"""Between the header and the boxes of a side; next to the boxes, room for the trunks of a bus."""
_NEXT_TO_BOXES: Final = 6.0
_BLOCK: Final = 77.0
"""The header with what goes to its pins."""
_LIST: Final = 49.0
_GUTTER: Final = 7.0
_TEXT: Final = 2.3
_LARGE: Final = 3.0
_LARGER: Final = 1.02
_NARROW: Final = 57.0
"""Below that width, in mm, the parts list does without its notes."""
_LINE: Final = 1.43
"""From line to line of the text, in sizes."""


def draw_wiring(config: StationConfig) -> str:
    """The wall picture, as SVG text."""
    return _Drawing(config).svg()


class _Drawing:
    """One page being drawn. A drawing that needs more room is scaled down by a larger page."""

    def __init__(self, config: StationConfig) -> None:
        self._wiring = wire_up(config)
        self._layout = lay_out(self._wiring)
        # Beside a header with no parts on its right, the text has their place as well.
        alone = all(box.inner for box in self._layout.boxes)
        self._size = _LARGE if alone else _TEXT
        self._width, self._height = PAGE
        while True:
            column = self._width - PAGE[0] + _LIST + (WIDTH + _GUTTER if alone else 0)
            self._words = _words(config, self._wiring, column, ruler(self._size))
            free = self._height - _TOP - _FOOT
            if max(self._layout.height, len(self._words) * self._size * _LINE) <= free:
                break
            self._width, self._height = self._width * _LARGER, self._height * _LARGER
        self._top = _TOP + (free - self._layout.height) / 2
        self._list_left = self._width - MARGIN - column
        self._sheet = Sheet(
            self._width,
            self._height,
            f"Wiring of station {self._wiring.station}",
            f"What goes to which pin of the header, as {self._wiring.config} says.",
        )

    def svg(self) -> str:
        self._title()
        for route in self._layout.routes:
            self._route(route)
        for trunk in self._layout.trunks:
            self._trunk(trunk)
        self._header()
        self._boxes()
        self._list()
        return self._sheet.svg()

    def _face(self, *, inner: bool) -> float:
        """The side of the boxes that faces the header."""
        if inner:
            return MARGIN + WIDTH
        return MARGIN + WIDTH + 2 * _LANES + _BLOCK

    def _edge(self, *, inner: bool) -> float:
        """The side of the header that faces the boxes."""
        return MARGIN + WIDTH + _LANES + (0 if inner else _BLOCK)

    def _title(self) -> None:
        sheet, left, right = self._sheet, MARGIN, self._width - MARGIN
        words = "POWER OFF BEFORE WIRING"
        wide = room(words, 4.2, bold=True) + 8
        name = f"Station {self._wiring.station}"
        most = right - wide - 6 - left
        sheet.text(left, 16, shortened(name, most, ruler(7, bold=True)), 7, bold=True)
        under = f"Wiring of {self._wiring.config}, drawn by station wiring --svg"
        sheet.text(left, 22, shortened(under, most, ruler(3)), 3)
        sheet.rect(right - wide, 9, wide, 13.6, thick=0.8, fill="#fff", round_=1.5)
        sheet.text(right - wide / 2, 15, words, 4.2, anchor="middle", bold=True)
        sheet.text(right - wide / 2, 19.8, SAFETY, 2.2, anchor="middle")

    def _route(self, route: Route) -> None:
        edge, face = self._edge(inner=route.inner), self._face(inner=route.inner)
        way = -1 if route.inner else 1
        lane = edge + way * (1.5 + route.lane * (_LANES - _NEXT_TO_BOXES - 1.5))
        start, end = self._top + route.start, self._top + route.end
        points = [(edge, start), (lane, start), (lane, end), (face, end)]
        self._sheet.wire(points, route.wire.ink)

    def _trunk(self, trunk: Trunk) -> None:
        face = self._face(inner=trunk.inner)
        x = face + (trunk.away if trunk.inner else -trunk.away)
        start, end = self._top + trunk.start, self._top + trunk.end
        self._sheet.wire([(x, start), (x, end), (face, end)], trunk.wire.ink)
        self._sheet.circle(x, start, 0.8, fill="#000")

    def _header(self) -> None:
        sheet, layout = self._sheet, self._layout
        left, right = self._edge(inner=True), self._edge(inner=False)
        middle, top = (left + right) / 2, self._top + layout.header
        sheet.rect(left, top, _BLOCK, HEADER_HEIGHT, fill="#f4f4f4", thick=0.5, name="header")
        sheet.rect(middle - 7.2, top, 14.4, HEADER_HEIGHT, fill="#d9d9d9", thick=0.3)
        sheet.text(left, top - 1.6, "inside of the board", SMALL)
        sheet.text(right, top - 1.6, "edge of the board", SMALL, anchor="end")
        sheet.text(middle, top - 1.6, "SD card end", SMALL, anchor="middle", bold=True)
        below = top + HEADER_HEIGHT + 3
        ports = "USB ports down here (a Zero: the other end)"
        sheet.text(middle, below, ports, SMALL, anchor="middle", bold=True)
        for number in PINS:
            self._pin(number, middle, self._top + layout.pin(number))

    def _pin(self, number: int, middle: float, y: float) -> None:
        sheet, found = self._sheet, self._wiring.at(number)
        inner = is_inner(number)
        way, anchor = (-1, "end") if inner else (1, "start")
        x = middle + way * 3.5
        thick, ink = (0.6, "#000") if found else (0.25, "#777")
        if number == 1:
            sheet.rect(x - 2.5, y - 2.5, 5, 5, fill="#fff", thick=thick, ink=ink)
        else:
            sheet.circle(x, y, 2.5, fill="#fff", thick=thick, ink=ink)
        sheet.text(x, y + 0.85, str(number), 2.4, anchor="middle", bold=bool(found), ink=ink)
        beside = middle + way * 8.2
        sheet.text(beside, y + 0.8, name_of(number), SMALL, anchor=anchor, ink=ink)
        if found:
            wire = found[0][1].wire
            edge = self._edge(inner=inner)
            sheet.rect(edge - 1.2, y - 1.2, 2.4, 2.4, fill=wire.ink, thick=0.3)
            most = _BLOCK / 2 - 8.2 - 9.2 - 2.2
            said = shortened(purpose(found), most, ruler(SMALL, bold=True))
            sheet.text(beside + way * 9.2, y + 0.8, said, SMALL, anchor=anchor, bold=True)

    def _boxes(self) -> None:
        shared = self._wiring.shared((*POWER3, *POWER5, *GROUND))
        for box in self._layout.boxes:
            face = self._face(inner=box.inner)
            draw_box(self._sheet, box, face, self._top + box.top, shared)

    def _list(self) -> None:
        size = self._size
        x, y = self._list_left, _TOP + size
        for text, bold, ink in self._words:
            if ink:
                self._sheet.rect(x, y - 0.85 * size, 2.2 * size, size, fill=ink, thick=0.3)
            self._sheet.text(x + (2.9 * size if ink else 0), y, text, size, bold=bold)
            y += size * _LINE


def _words(
    config: StationConfig, wiring: Wiring, most: float, measure: Measure
) -> list[tuple[str, bool, str]]:
    """The text, `most` mm wide: each line, whether it is bold, and a colour to show."""
    lines = [("Parts", True, "")]
    for item in parts_list(config, wiring):
        note = f" ({item.note})" if item.note and most > _NARROW else ""
        folded = wrapped(f"{item.count} x {item.what}{note}", most, measure)
        lines += [(line, False, "") for line in folded]
    lines += [("", False, ""), ("Wires", True, "")]
    used = {leg.wire for part in wiring.parts for leg in part.legs}
    lines += [
        (f"{wire.colour}: {_carries(wire)}", False, wire.ink) for wire in Wire if wire in used
    ]
    drawn = currents(config)
    lines += [
        ("", False, ""),
        ("Current at most", True, ""),
        (f"{drawn.pins:.0f} of {HEADER_LIMIT:.0f} mA from all pins", False, ""),
        (f"{drawn.rail3:.0f} mA from 3.3 V", False, ""),
        *([(f"{drawn.regulator:.0f} mA from the regulator", False, "")] if drawn.regulator else []),
        (f"{drawn.rail5:.0f} mA from 5 V besides the Pi", False, ""),
        ("", False, ""),
        ("Mind", True, ""),
    ]
    star = any(wiring.shared(pins) for pins in (POWER3, POWER5, GROUND))
    told = [
        "A number with a colour is the header's pin and the wire that comes from it.",
        *(["* shared, through a terminal block."] if star else []),
        *(["An LED's long leg goes to its resistor."] if wiring.of(Kind.LAMP) else []),
        *(["reg.: the regulator's 3.3 V, not the header's."] if drawn.regulator else []),
        *notes(config, wiring),
    ]
    for note in told:
        lines += [(line, False, "") for line in wrapped(note, most, measure)]
        lines.append(("", False, ""))
    return lines[:-1]


def _carries(wire: Wire) -> str:
    return f"{wire.carries}s" if wire in (Wire.BUTTON, Wire.LAMP, Wire.BUZZER) else wire.carries
