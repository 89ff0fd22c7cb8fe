"""One measured figure beside its reference, and a table of them."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Ours and the reference were measured in one run: machines are noisy, ratios less so."""

    name: str
    ours: float
    unit: str
    reference: float | None = None
    """None: the goal is for our own figure."""
    against: str = ""
    """What the reference is, in a few words."""
    goal: float | None = None
    """The most that `judged` may be; None: only told."""

    @property
    def ratio(self) -> float | None:
        """Ours, in references."""
        return None if self.reference is None else self.ours / self.reference

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None if there is none."""
        judged = self.ours if self.ratio is None else self.ratio
        return None if self.goal is None else judged <= self.goal


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
    told = [{**asdict(figure), "ratio": figure.ratio, "met": figure.met} for figure in figures]
    return json.dumps(told, indent=2)


def _cells(figure: Figure) -> Iterable[str]:
    yield figure.name
    yield f"{figure.ours:.3g} {figure.unit}"
    yield (
        ""
        if figure.reference is None
        else f"{figure.reference:.3g} {figure.unit} ({figure.against})"
    )
    yield "" if figure.ratio is None else f"{figure.ratio:.3g}"
    yield "" if figure.goal is None else f"≤ {figure.goal:.3g}"
    yield {None: "", True: "yes", False: "NO"}[figure.met]
