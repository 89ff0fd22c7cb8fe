"""A fact in words for people, and in fields for programs (section 6 of the design)."""

from station.core.duration import SECOND, clock_face
from station.core.facts import Fact, fields
from station.core.selfcheck import Checked


def told(fact: Fact) -> dict[str, object]:
    """A fact as programs are told it; `at` in seconds of the station's clock."""
    bay = {} if fact.bay is None else {"bay": fact.bay}
    return {"fact": fact.kind.value, **bay, "at": fact.at / SECOND, **fields(fact)}


def one_line(text: str) -> str:
    """A text of any origin as one line that does nothing to a terminal but show itself."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def sentence(fact: Fact) -> str:
    """A fact as people read it: `bed-1 removed: application 1, contact 20:45, ...`.

    One line, whatever the system, or a file that somebody else wrote, says in it.
    """
    who = [word for word in (fact.bay, fact.kind.replace("_", " ")) if word]
    details = ", ".join(f"{_value(name)} {_value(value)}" for name, value in fields(fact).items())
    if fact.reason and "reason" not in fields(fact):  # for people only: why a panel is lost
        details += f": {fact.reason}"
    return one_line(" ".join(who) + (f": {details}" if details else ""))


def outcome(checked: Checked) -> str:
    """What came of the station's check of itself, as people read it: `fine`."""
    found = [f"{part} does not follow" for part in sorted({part for part, _ in checked.astray})]
    found += [] if checked.saved else ["the journal does not save"]
    found += ["the journal's disk is nearly full"] if checked.short_of_room else []
    found += [] if checked.well else ["faults as told"]
    clock = "" if checked.trusted else " (the wall clock is not to be trusted)"
    return (", ".join(found) or "fine") + clock


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return clock_face(int(value))
    if value is None:
        return "unknown"
    return str(value).replace("_", " ")
