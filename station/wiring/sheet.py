"""A sheet of paper to draw on, as SVG: in mm, with no script, no font and no file of its own."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from xml.etree import ElementTree as ET

from station.wiring.letters import width_of
from station.wiring.wording import Measure

NAMESPACE: Final = "http://www.w3.org/2000/svg"
FONTS: Final = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
THIN: Final = 0.3
Point = tuple[float, float]


def room(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text may become, in mm."""
    return width_of(text, bold=bold) * size


def ruler(size: float, *, bold: bool = False) -> Measure:
    """What measures texts of a size in mm."""
    return partial(room, size=size, bold=bold)


class Sheet:
    """One page in landscape, `width` and `height` in the drawing's own mm, printed as A4."""

    def __init__(self, width: float, height: float, title: str, description: str) -> None:
        self._root = ET.Element(
            "svg",
            {
                "xmlns": NAMESPACE,
                "width": "297mm",
                "height": "210mm",
                "viewBox": f"0 0 {_mm(width)} {_mm(height)}",
                "font-family": FONTS,
                "role": "img",
            },
        )
        ET.SubElement(self._root, "title").text = title
        ET.SubElement(self._root, "desc").text = description
        self.rect(0, 0, width, height, fill="#fff", ink="none", name="paper")

    def rect(
        self, x: float, y: float, width: float, height: float, *,
        fill: str = "none", ink: str = "#000", thick: float = THIN, name: str = "",
        round_: float = 0,
    ) -> None:  # fmt: skip
        """A rectangle; x and y of its upper left corner."""
        more = {"rx": _mm(round_)} if round_ else {}
        sides = {"x": _mm(x), "y": _mm(y), "width": _mm(width), "height": _mm(height)}
        self._add("rect", {**sides, **more, **_style(fill, ink, thick)}, name)

    def circle(
        self, x: float, y: float, radius: float, *,
        fill: str = "#fff", ink: str = "#000", thick: float = THIN,
    ) -> None:  # fmt: skip
        """A circle."""
        place = {"cx": _mm(x), "cy": _mm(y), "r": _mm(radius)}
        self._add("circle", {**place, **_style(fill, ink, thick)}, "")

    def line(
        self, points: Sequence[Point], *,
        ink: str = "#000", thick: float = THIN, fill: str = "none", name: str = "",
    ) -> None:  # fmt: skip
        """A line through points, or with `fill` the shape that they enclose."""
        path = " ".join(f"{_mm(x)},{_mm(y)}" for x, y in points)
        what = "polyline" if fill == "none" else "polygon"
        joined = {"stroke-linejoin": "round", "stroke-linecap": "round"}
        self._add(what, {"points": path, **_style(fill, ink, thick), **joined}, name)

    def wire(self, points: Sequence[Point], ink: str) -> None:
        """A wire: its colour between two black edges, so that pale ones are seen too."""
        self.line(points, ink="#000", thick=1.1)
        self.line(points, ink=ink, thick=0.7, name="wire")

    def text(
        self, x: float, y: float, text: str, size: float, *,
        anchor: str = "start", bold: bool = False, ink: str = "#000",
    ) -> None:  # fmt: skip
        """One line of text; y is its base line, `anchor` what x is of it: start, middle or end."""
        place = {"x": _mm(x), "y": _mm(y), "font-size": _mm(size), "fill": ink}
        place |= {"text-anchor": anchor} if anchor != "start" else {}
        place |= {"font-weight": "bold"} if bold else {}
        self._add("text", place, "").text = text

    def svg(self) -> str:
        """The whole page."""
        ET.indent(self._root)
        return ET.tostring(self._root, encoding="unicode") + "\n"

    def _add(self, tag: str, attributes: dict[str, str], name: str) -> ET.Element:
        named = {"class": name} if name else {}
        return ET.SubElement(self._root, tag, {**named, **attributes})


def _style(fill: str, ink: str, thick: float) -> dict[str, str]:
    return {"fill": fill, "stroke": ink, "stroke-width": _mm(thick)}


def _mm(value: float) -> str:
    """A length, to a hundredth."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
