"""The picture for the wall: everything is on it, and nothing lies on anything else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from station.config import StationConfig
from station.wiring.connections import wire_up
from station.wiring.letters import width_of
from station.wiring.sheet import NAMESPACE
from station.wiring.svg import draw_wiring
from station.wiring.wires import Wire
from tests.wiring.stations import (
    BESIDE_EACH_BED,
    CHANNELS,
    EIGHT,
    ODD,
    ONE,
    PASSIVE,
    SHIPPED,
    WIDE,
    any_station,
    shipped,
    station,
)

PICTURE = Path(__file__).parent / "pictures" / "station.svg"
INKS = {wire.ink: wire for wire in Wire}


@dataclass(frozen=True)
class Area:
    """A rectangle on the page."""

    left: float
    top: float
    right: float
    bottom: float
    what: str = ""

    def meets(self, other: "Area") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Area") -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


def page(config: StationConfig) -> ET.Element:
    return ET.fromstring(draw_wiring(config))  # noqa: S314 - ours


def every(root: ET.Element, tag: str, name: str | None = None) -> Iterator[ET.Element]:
    for element in root.iter(f"{{{NAMESPACE}}}{tag}"):
        if name is None or element.get("class") == name:
            yield element


def number(element: ET.Element, name: str) -> float:
    return float(element.get(name, "0"))


def rectangle(element: ET.Element) -> Area:
    x, y = number(element, "x"), number(element, "y")
    return Area(x, y, x + number(element, "width"), y + number(element, "height"))


def text_area(element: ET.Element) -> Area:
    text, size = element.text or "", number(element, "font-size")
    wide = width_of(text, bold=element.get("font-weight") == "bold") * size
    x, y = number(element, "x"), number(element, "y")
    left = x - {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0)
    return Area(left, y - 0.72 * size, left + wide, y + 0.1 * size, text)


def wires(root: ET.Element) -> list[tuple[Wire, list[Area]]]:
    """Each wire's straight pieces, 1.1 mm wide as they are drawn."""
    found = []
    for line in every(root, "polyline", "wire"):
        points = [tuple(map(float, point.split(","))) for point in line.get("points", "").split()]
        pieces = [piece(a, b) for a, b in pairwise(points)]
        found.append((INKS[line.get("stroke", "")], pieces))
    return found


def piece(a: tuple[float, ...], b: tuple[float, ...]) -> Area:
    (left, right), (top, bottom) = (sorted(ends) for ends in zip(a, b, strict=True))
    return Area(left - 0.5, top - 0.5, right + 0.5, bottom + 0.5)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> list[ET.Element]:
    """The pages of stations of every size, and of some that chance wired."""
    folder = tmp_path_factory.mktemp("stations")
    written = [
        station(folder, text)
        for text in (ONE, EIGHT, ODD, PASSIVE, WIDE, BESIDE_EACH_BED, CHANNELS)
    ]
    chance = [any_station(folder, seed) for seed in range(30)]
    return [page(config) for config in (*map(shipped, SHIPPED), *written, *chance)]


def meeting(areas: Sequence[Area]) -> list[tuple[Area, Area]]:
    return [(one, other) for one, other in combinations(areas, 2) if one.meets(other)]


def test_no_text_and_no_box_lies_on_another_and_all_are_on_the_page(
    drawn: list[ET.Element],
) -> None:
    for root in drawn:
        paper = rectangle(next(every(root, "rect", "paper")))
        boxes = [rectangle(box) for box in every(root, "rect", "box")]
        header = rectangle(next(every(root, "rect", "header")))
        texts = [text_area(text) for text in every(root, "text")]
        assert meeting([*boxes, header]) == []
        assert meeting(texts) == []
        assert [area for area in (*boxes, header, *texts) if not paper.holds(area)] == []
        assert [(b, t) for b in boxes for t in texts if b.meets(t) and not b.holds(t)] == []


def test_no_text_lies_on_a_resistor_of_its_own_box(drawn: list[ET.Element]) -> None:
    for root in drawn:
        boxes = {(box.get("x"), box.get("y")) for box in every(root, "rect", "box")}
        texts = [text_area(text) for text in every(root, "text")]
        small = [
            rectangle(rect)
            for rect in every(root, "rect")
            if rect.get("stroke-width") == "0.35" and (rect.get("x"), rect.get("y")) not in boxes
        ]
        resistors = [area for area in small if area.right - area.left < 6]
        assert [(r, t) for r in resistors for t in texts if r.meets(t)] == []


def test_for_whom_a_part_is_is_said_whole_or_counted(tmp_path: Path) -> None:
    """`Bed 3, Bed 4` for a panel of four beds would be wrong."""
    said = [text.text or "" for text in every(page(station(tmp_path, EIGHT)), "text")]
    assert "for 4 bays" in said or {"for Bed 1, Bed 2,", "Bed 3, Bed 4"} <= set(said)
    assert not any(text.startswith(("…", "for …")) for text in said if "Bed" in text)
    said = [text.text or "" for text in every(page(station(tmp_path, PASSIVE)), "text")]
    assert "for Bed 2" in said
    said = [text.text or "" for text in every(page(station(tmp_path, WIDE)), "text")]
    assert "for 2 bays" in said


def test_wires_touch_neither_each_other_nor_a_text(drawn: list[ET.Element]) -> None:
    for root in drawn:
        texts = [text_area(text) for text in every(root, "text")]
        found = wires(root)
        for (one, mine), (other, theirs) in combinations(found, 2):
            touching = any(a.meets(b) for a in mine for b in theirs)
            same_bus = {one, other} <= {Wire.DATA, Wire.CLOCK}
            assert not touching or same_bus, (one, other)
        for _, pieces in found:
            assert [(p, t) for p in pieces for t in texts if p.meets(t)] == []


def test_sda_and_scl_never_run_along_each_other(drawn: list[ET.Element]) -> None:
    """They may cross, at a right angle, where panels hang on one bus."""
    pairs = (pair for root in drawn for pair in combinations(wires(root), 2))
    met = [
        (a, b)
        for one, other in pairs
        if one[0] is not other[0]
        for a in one[1]
        for b in other[1]
        if a.meets(b)
    ]
    assert met
    assert all(is_upright(a) is not is_upright(b) for a, b in met)


def is_upright(area: Area) -> bool:
    return area.bottom - area.top > area.right - area.left


def test_every_signal_has_a_wire_and_every_leg_its_pin_and_colour(tmp_path: Path) -> None:
    for config in (*map(shipped, SHIPPED), station(tmp_path, EIGHT)):
        root, wiring = page(config), wire_up(config)
        said = [text.text or "" for text in every(root, "text")]
        signals = (Wire.BUTTON, Wire.LAMP, Wire.BUZZER, Wire.DATA, Wire.CLOCK)
        legs = [leg for part in wiring.parts for leg in part.legs]
        assert len(wires(root)) == sum(leg.wire in signals for leg in legs)
        for leg in legs:
            star = "*" if leg.wire is Wire.GROUND and len(wiring.at(leg.pin or 0)) > 1 else ""
            assert any(text.startswith(f"{leg.pin}{star} {leg.wire.colour}") for text in said)


def test_the_page_says_what_it_is_and_that_the_power_must_be_off() -> None:
    root = page(shipped("station.yaml"))
    said = [text.text for text in every(root, "text")]
    assert said[:2] == ["Station room-1", "Wiring of station.yaml, drawn by station wiring --svg"]
    assert "POWER OFF BEFORE WIRING" in said
    assert {"330 Ω", "1 kΩ", "10 kΩ"} <= set(said)
    assert any(
        text and text.startswith("2 x resistor 330 Ω (1/4 W; rings orange,") for text in said
    )
    assert (root.get("width"), root.get("height")) == ("297mm", "210mm")


def test_it_is_one_page_in_landscape_however_much_is_on_it(drawn: list[ET.Element]) -> None:
    for root in drawn:
        _, _, width, height = map(float, root.get("viewBox", "").split())
        assert width / height == pytest.approx(297 / 210, abs=0.001)


def test_it_needs_nothing_else_and_runs_nothing(tmp_path: Path) -> None:
    drawn = draw_wiring(station(tmp_path, ODD))
    root = ET.fromstring(drawn)  # noqa: S314 - ours
    tags = {element.tag.partition("}")[2] for element in root.iter()}
    assert tags == {"svg", "title", "desc", "rect", "circle", "polyline", "polygon", "text"}
    assert not {"href", "onload", "style"} & {name for e in root.iter() for name in e.attrib}
    assert drawn.count("://") == 1, "the name space is the only address"


def test_a_label_is_only_ever_text(tmp_path: Path) -> None:
    drawn = draw_wiring(station(tmp_path, ODD))
    assert "<script" not in drawn
    assert "&lt;script&gt;a()&lt;" in drawn
    assert '&amp; "x" 台' in drawn


def test_the_shipped_station_is_drawn_as_ever() -> None:
    golden = PICTURE.read_text(encoding="utf-8")
    assert draw_wiring(shipped("station.yaml")) == golden, "make wiring, and look at it"


def test_the_same_config_is_drawn_the_same(tmp_path: Path) -> None:
    for text in (ONE, EIGHT, ODD):
        assert draw_wiring(station(tmp_path, text)) == draw_wiring(station(tmp_path, text))
