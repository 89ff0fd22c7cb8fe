"""The risks that the station is there to lessen, and those that it brings, as risks.yaml has them.

In the manner of ISO 14971, of which no compliance is claimed: a hazard, how it comes to harm, its
causes, what the station does, the tests that show it, and what remains for people to do.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

RISKS: Final = Path(__file__).parent / "risks.yaml"
_LISTS: Final = ("causes", "does", "remains")
_KEYS: Final = {"hazard", "harm", *_LISTS}


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that the station does."""

    does: str
    meets: tuple[str, ...]
    """The sentences that promise it; their tests are its tests."""
    tests: tuple[str, ...]
    """Tests beyond those: file::function."""


@dataclass(frozen=True, slots=True)
class Risk:
    """One hazard, from its causes to what is left of it."""

    hazard: str
    harm: str
    causes: tuple[str, ...]
    measures: tuple[Measure, ...]
    remains: tuple[str, ...]
    """What the station cannot do, and who must."""


@dataclass(frozen=True, slots=True)
class RiskTable:
    """All risks, and what is to be known before one reads them."""

    about: str
    risks: tuple[Risk, ...]
    faults: tuple[str, ...] = ()
    """What is wrong with the table's form."""


def read_risks(path: Path = RISKS) -> RiskTable:
    """The whole table."""
    read: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    faults: list[str] = []
    risks = []
    for number, one in enumerate(read["risks"], 1):
        wrong = _KEYS.symmetric_difference(one)
        if wrong:
            faults.append(f"{path.name}: risk {number}: missing or unknown: {sorted(wrong)}")
            continue
        faults += [
            f"{path.name}: {one['hazard']}: '{key}' says nothing" for key in _LISTS if not one[key]
        ]
        risks.append(
            Risk(
                one["hazard"],
                one["harm"],
                tuple(one["causes"]),
                tuple(map(_measure, one["does"])),
                tuple(one["remains"]),
            )
        )
    return RiskTable(read["about"], tuple(risks), tuple(faults))


def orphans(table: RiskTable, ids: Collection[str], tests: Collection[str]) -> Iterator[str]:
    """What the table names and nobody has, and measures that nothing shows."""
    yield from table.faults
    for risk in table.risks:
        for measure in risk.measures:
            where = f"risks.yaml: {risk.hazard}: {measure.does}"
            if not measure.meets and not measure.tests:
                yield f"{where}: name the sentences that promise it, or a test"
            yield from (f"{where}: there is no {one}" for one in measure.meets if one not in ids)
            yield from (
                f"{where}: there is no test {one}" for one in measure.tests if one not in tests
            )


def _measure(one: Mapping[str, Any]) -> Measure:
    return Measure(one["does"], tuple(one.get("meets", ())), tuple(one.get("tests", ())))
