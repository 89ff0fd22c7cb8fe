"""One measured figure beside its reference, and a table of them."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Judged(StrEnum):
    """What of a figure is held against its goal."""

    RATIO = "ratio"
    """Ours, in references."""
    ABOVE = "above"
    """By how much ours is more than the reference."""
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Figure:
    """Ours and the reference were measured in one run: machines are noisy, ratios less so."""

    name: str
    ours: float
    unit: str
    reference: float | None = None
    """None: there is nothing to compare it with."""
    against: str = ""
    """What the reference is, in a few words."""
    goal: float | None = None
    """The most that what is `judged` may be; None: only told."""
    judged: Judged = Judged.RATIO
    """Without a reference it is always our own figure."""

    @property
    def ratio(self) -> float | None:
        """Ours, in references; None if there is none, or it is nothing."""
        return self.ours / self.reference if self.reference else None

    @property
    def held(self) -> float:
        """What is held against the goal."""
        if self.reference is None or self.judged is Judged.OURS:
            return self.ours
        if self.judged is Judged.ABOVE:
            return self.ours - self.reference
        return self.ours / self.reference if self.reference else float("inf")

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None if there is none."""
        return None if self.goal is None else self.held <= self.goal


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    rows = [
        "| figure | ours | reference | ratio | goal | met |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    rows += [f"| {' | '.join(_cells(figure))} |" for figure in figures]
    return "\n".join(rows)


def as_json(figures: Iterable[Figure]) -> str:
    """The figures for programs."""
    return json.dumps([for_programs(figure) for figure in figures], indent=2)


def for_programs(figure: Figure) -> dict[str, Any]:
    """The figure as JSON has it."""
    return {**asdict(figure), "ratio": figure.ratio, "met": figure.met}


def from_programs(said: dict[str, Any]) -> Figure:
    """The figure that JSON has. Raises TypeError, KeyError or ValueError if it is none."""
    own = {name: value for name, value in said.items() if name not in ("ratio", "met")}
    return Figure(**{**own, "judged": Judged(own["judged"])})


def _cells(figure: Figure) -> Iterable[str]:
    yield figure.name
    yield f"{_short(figure.ours)} {figure.unit}".strip()
    yield (
        ""
        if figure.reference is None
        else f"{_short(figure.reference)} {figure.unit} ({figure.against})".replace("  ", " ")
    )
    yield "" if figure.ratio is None else _short(figure.ratio)
    yield _goal(figure)
    yield {None: "", True: "yes", False: "NO"}[figure.met]


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    if figure.reference is None or figure.judged is Judged.RATIO:
        return f"≤ {_short(figure.goal)}"
    more = " more" if figure.judged is Judged.ABOVE else ""
    unit = f" {figure.unit}" if figure.unit else ""
    return f"≤ {_short(figure.goal)}{unit}{more}"


def _short(number: float) -> str:
    """Three digits, or all that stand before the point."""
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"
