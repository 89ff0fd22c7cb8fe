"""A fact in words for people, and in fields for programs (section 6 of the design)."""

from station.core.duration import SECOND, clock_face
from station.core.facts import Fact, fields


def told(fact: Fact) -> dict[str, object]:
    """A fact as programs are told it; `at` in seconds of the station's clock."""
    bay = {} if fact.bay is None else {"bay": fact.bay}
    return {"fact": fact.kind.value, **bay, "at": fact.at / SECOND, **fields(fact)}


def sentence(fact: Fact) -> str:
    """A fact as people read it: `bed-1 removed: application 1, contact 20:45, ...`."""
    who = [word for word in (fact.bay, fact.kind.replace("_", " ")) if word]
    details = ", ".join(f"{_value(name)} {_value(value)}" for name, value in fields(fact).items())
    if fact.reason and "reason" not in fields(fact):  # for people only: why a panel is lost
        details += f": {fact.reason}"
    return " ".join(who) + (f": {details}" if details else "")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return clock_face(int(value))
    return str(value).replace("_", " ")
