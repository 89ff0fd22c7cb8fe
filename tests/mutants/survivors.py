"""The list of mutants that no test notices, each with the reason: survivors.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

LIST: Final = Path(__file__).with_name("survivors.yaml")
REASONS: Final = ("equivalent: ", "not equivalent: ")


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that is let live."""

    file: str
    scope: str
    diff: str
    nth: int
    why: str

    @property
    def key(self) -> str:
        """The mutant's own."""
        return f"{self.file} {self.scope} {self.nth}\n{self.diff}"


def listed(path: Path = LIST) -> list[Survivor]:
    """All that are listed: by file, in it by reason."""
    known = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
    return [
        Survivor(
            file, one.get("in", ""), one["mutant"].rstrip("\n"), one.get("nth", 1), group["why"]
        )
        for file, groups in (known or {}).items()
        for group in groups
        for one in group["mutants"]
    ]


def as_entries(mutants: Iterable[tuple[str, str, int]]) -> str:
    """Lines for the list, of (scope, diff, nth), to which a reason is yet to be found."""
    lines = ["  - why: ", "    mutants:"]
    for scope, diff, nth in mutants:
        lines.append(f"      - in: {scope}" if scope else "      -")
        lines += [f"        nth: {nth}"] * (nth > 1) + ["        mutant: |"]
        lines += [f"          {line}" for line in diff.splitlines()]
    return "\n".join(lines).replace("      -\n        ", "      - ")
