"""What urgency.js should say, told a second time in other words: phase by phase."""

from typing import Any

GRACE, SILENT, SKEW, FAR = 3_000, 10_000, 5_000, 48 * 3_600_000
CREAM = ("contact", "removal", "overdue")
RANKS = ("overdue", "removal", "untimed", "contact", "fault", "numb", "ready")


def steps(bay: dict[str, Any]) -> list[tuple[str, int | None]]:
    """The phases that follow by themselves, each with when it ends."""
    due, overdue = bay.get("due"), bay.get("overdue")
    match bay["phase"]:
        case "contact":
            removal = [("removal", overdue), ("overdue", None)] if due is not None else []
            return [("contact", due), *removal]
        case "removal":
            return [("removal", due if overdue is None else overdue), ("overdue", None)]
        case "numb":
            return [("numb", due), ("ready", None)]
        case phase:
            return [(phase, None)]


def began_overdue(bay: dict[str, Any]) -> int | None:
    due, overdue = bay.get("due"), bay.get("overdue")
    if bay["phase"] == "overdue":
        return overdue if due is None else due
    if bay["phase"] == "removal":
        return due if overdue is None else overdue
    return overdue


def judge(bay: dict[str, Any], heard: bool, now: int) -> dict[str, Any]:
    """As the page judges it."""
    phase, end, turned = bay["phase"], None, None
    for phase, end in steps(bay):  # noqa: B007 - the one it stops at
        if end is None or now < end:
            break
        turned = end
    derived = phase != bay["phase"]
    cream = phase in CREAM
    starts = began_overdue(bay)
    far = (end is not None and end - now > FAR) or (bay.get("since") or now) - now > SKEW
    known = (starts if phase == "overdue" else end) is not None
    untimed = cream and not known
    certain = bay.get("certain", True)
    doubts = [
        ("untimed", untimed),
        ("clock", far),
        ("silent", heard and derived and cream and now - (turned or 0) > SILENT),
        ("uncertain", not certain and (cream or phase == "numb")),
    ]
    own = heard and (not derived or now - (turned or 0) <= GRACE or phase == "ready")
    alarm = bay.get("alarm") if own else {"overdue": "overdue", "removal": "removal"}.get(phase)
    if not own and phase == "removal" == bay["phase"] and bay.get("silenced"):
        alarm = None
    nobody_knows = end is None or end - now > FAR
    if not own and phase in ("contact", "removal") and nobody_knows:
        alarm = "removal"
    place = phase
    if not cream and (bay.get("alarm") == "fault" or bay.get("faults")):
        place = "fault"
    if place not in RANKS[:2] and bay.get("unclear"):
        place = "untimed"
    if untimed and phase == "contact":
        place = "untimed"
    return {
        "phase": phase,
        "derived": derived,
        "cream": cream,
        "end": None if end is None or end - now > FAR else end,
        "from": starts if phase == "overdue" else None,
        "doubt": next((doubt for doubt, is_so in doubts if is_so), None),
        "alarm": alarm,
        "rank": RANKS.index(place),
    }
