"""What the day picture is drawn with: shapes that wear a colour, and a class to change it by."""

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

NAMESPACE: Final = "http://www.w3.org/2000/svg"
COLOURS: Final = {
    "paper": "#fffdfa",
    "ink": "#1e2a2c",
    "quiet": "#58676a",
    "line": "#d9d5cc",
    "contact": "#2472a8",
    "removal": "#e69f00",
    "overdue": "#a3271d",
    "numb": "#7a8f4a",
    "off": "#8b8f92",
}
FONTS: Final = "system-ui, Arial, Helvetica, 'DejaVu Sans', sans-serif"


class Ink:
    """One picture being drawn, `width` by `height` px; its ids begin with `name`.

    All lengths and places are px, from the top left.
    """

    def __init__(self, name: str, width: float, height: float) -> None:
        self.name = name
        self.root = ET.Element(
            "svg",
            {
                "xmlns": NAMESPACE,
                "class": "day",
                "viewBox": f"0 0 {_n(width)} {_n(height)}",
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-desc",
                "font-family": FONTS,
                "font-size": "13",
            },
        )
        self.title = ET.SubElement(self.root, "title", {"id": f"{name}-title"})
        self.desc = ET.SubElement(self.root, "desc", {"id": f"{name}-desc"})
        self.defs = ET.SubElement(self.root, "defs")

    def pattern(self, kind: str, paths: Sequence[str], side: int = 8) -> None:
        """What spans of a kind are filled with, told apart without colour."""
        box = {"width": str(side), "height": str(side), "patternUnits": "userSpaceOnUse"}
        pattern = ET.SubElement(self.defs, "pattern", {"id": f"{self.name}-{kind}", **box})
        size = {"width": str(side), "height": str(side)}
        ET.SubElement(pattern, "rect", {**size, "class": kind, "fill": COLOURS[kind]})
        for path in paths:
            ink = {"stroke": COLOURS["paper"], "stroke-width": "1.4", "class": "stripe"}
            ET.SubElement(pattern, "path", {"d": path, "fill": "none", **ink})

    def add(
        self, tag: str, attributes: dict[str, str], kind: str, *,
        fill: bool = False, parent: ET.Element | None = None,
    ) -> ET.Element:  # fmt: skip
        """A shape of a colour, as its fill or its line."""
        where = "fill" if fill else "stroke"
        worn = {**attributes, where: COLOURS[kind], "class": kind}
        return ET.SubElement(self.root if parent is None else parent, tag, worn)

    def line(
        self, x: float, y: float, x2: float, y2: float, kind: str, *, width: float = 1
    ) -> None:
        """A straight line."""
        ink = COLOURS["ink" if kind == "edge" else kind]
        ends = {"x1": _n(x), "y1": _n(y), "x2": _n(x2), "y2": _n(y2)}
        ink_ = {"stroke": ink, "stroke-width": _n(width), "class": kind}
        ET.SubElement(self.root, "line", {**ends, **ink_})

    def text(
        self, x: float, y: float, text: str, kind: str, *, anchor: str = "start", size: int = 13,
        parent: ET.Element | None = None,
    ) -> ET.Element:  # fmt: skip
        """A line of text."""
        at = {"x": _n(x), "y": _n(y), "text-anchor": anchor, "font-size": str(size)}
        ink = COLOURS["paper" if kind == "on-contact" else kind]
        where = self.root if parent is None else parent
        written = ET.SubElement(where, "text", {**at, "fill": ink, "class": kind})
        written.text = text
        return written

    def mark(
        self, group: ET.Element, x: float, y: float, sign: str, kind: str, *, anchor: str = "middle"
    ) -> None:
        """A small sign in a group."""
        self.text(x, y, sign, kind, anchor=anchor, size=12, parent=group)


def sides_of(x: float, y: float, width: float, height: float) -> dict[str, str]:
    """A rectangle's; x and y of its upper left corner."""
    return {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
