"""What a run of the bench leaves behind: a file for programs, and the README's table."""

import json
import os
import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.figure import Figure, for_programs, from_programs, table

BEGIN: Final = "<!-- measured by make bench; do not edit -->"
END: Final = "<!-- end of the figures -->"


class UnreadableError(Exception):
    """A file is not what it should be; says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Where figures are from: they are to be compared with others of the same one only."""

    name: str
    processors: int
    system: str
    python: str

    def __str__(self) -> str:
        cores = f"{self.processors} core{'s' * (self.processors != 1)}"
        return f"{self.name}, {cores}, {self.system}, Python {self.python}"


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one part, measured together."""

    date: str
    """The day on which they were."""
    took: float
    """Seconds that it took."""
    machine: Machine
    figures: Sequence[Figure]


def this_machine() -> Machine:
    """The one that this runs on."""
    return Machine(
        name=_model(Path("/proc/cpuinfo")) or platform.processor() or platform.machine(),
        processors=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
    )


def today() -> str:
    """The present day as 2026-11-23."""
    return time.strftime("%Y-%m-%d")


def page(parts: Mapping[str, Part]) -> str:
    """The table with when and where it was measured above it."""
    days = sorted({part.date for part in parts.values()})
    machines = list(dict.fromkeys(str(part.machine) for part in parts.values()))
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    figures = [figure for part in parts.values() for figure in part.figures]
    judged = [figure.met for figure in figures if figure.met is not None]
    took = sum(part.took for part in parts.values())
    return (
        f"{when}, {'; '.join(machines)}: {judged.count(True)} of {len(judged)} goals met,"
        f" measured in {took / 60:.0f} min.\n\n{table(figures)}"
    )


def saved(path: Path, parts: Mapping[str, Part], order: Iterable[str]) -> dict[str, Part]:
    """Write parts to a file, whose other parts stay. All that it has now, in order.

    Raises UnreadableError if the file is something else.
    """
    both = {**(read(path) if path.exists() else {}), **parts}
    everything = {name: both[name] for name in order if name in both}
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {name: _said(part) for name, part in everything.items()}
    path.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    return everything


def read(path: Path) -> dict[str, Part]:
    """The parts of a file. Raises UnreadableError if it is something else."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: Part(
                part["date"],
                part["took"],
                Machine(**part["machine"]),
                [from_programs(figure) for figure in part["figures"]],
            )
            for name, part in said.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise UnreadableError(f"{path} is no file of the bench's: move it away") from wrong


def with_page(readme: str, text: str) -> str:
    """A document whose text between the two marks is this. Raises UnreadableError without them."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise UnreadableError(f"it has no place for the figures: a line {BEGIN}, a line {END}")
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def _said(part: Part) -> dict[str, object]:
    machine = {name: getattr(part.machine, name) for name in Machine.__slots__}
    figures = [for_programs(figure) for figure in part.figures]
    return {"date": part.date, "took": part.took, "machine": machine, "figures": figures}


def _model(cpuinfo: Path) -> str:
    """What the kernel calls the machine, a Pi, or else its processor; "" if it does not say."""
    try:
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    said = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    return said.get("Model") or said.get("model name") or ""
