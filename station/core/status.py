"""The whole station in one line, for whoever asks the machine how it is."""

from station.core.bay import Bay
from station.core.duration import HOUR, SECOND, clock_face
from station.core.figure import figure
from station.core.floor import Absent, Floor
from station.core.phase import Phase
from station.core.telling import outcome


def status(floor: Floor, now: int) -> str:
    """Such as `2 bays: bed-1 contact 12:31 left, bed-2 ready`."""
    bays = ", ".join(f"{place.bay.id} {bay_status(place.bay, now)}" for place in floor.places)
    count = len(floor.places)
    unsaved = any(floor.unsaved(index) for index in range(count))
    saved = "; NOT SAVED" if floor.journal_lost is not None else "; unsaved" if unsaved else ""
    lost = [str(number) for number, since in enumerate(floor.lost_panels) if since is not None]
    panels = f"; panel {', '.join(lost)} lost" if lost else ""
    dead = f"; {', '.join(sorted({part for part, _ in floor.dead}))} failed" if floor.dead else ""
    gone = "".join(f"; {absent_status(absent, now)}" for absent in floor.absent)
    check = _checked(floor, now)
    return f"{count} bay{'s' if count != 1 else ''}: {bays}{gone}{saved}{panels}{dead}{check}"


def _checked(floor: Floor, now: int) -> str:
    """What the station last found out about itself."""
    last = floor.check.last
    return "" if last is None else f"; checked {(now - last.at) // HOUR} h ago: {outcome(last)}"


def absent_status(absent: Absent, now: int) -> str:
    """Such as `CREAM ON at bed-7 for 12:31, not in the config: nobody times it`."""
    least = "" if absent.sure else "at least "
    on = f"{least}{clock_face((now - absent.applied) // SECOND)}"
    return f"CREAM ON at {absent.bay} for {on}, not in the config: nobody times it"


def bay_status(bay: Bay, now: int) -> str:
    """Such as `contact 12:31 left`."""
    counting = figure(bay)
    if counting is None:
        return str(bay.phase)
    told = f"{bay.phase} {counting.text(now)}"
    if bay.phase is not Phase.OVERDUE:
        told += " left"
    if bay.cream is not None and not bay.certain:
        return f"{told}, on at least {clock_face((now - bay.cream.applied) // SECOND)}"
    return told if bay.certain else f"{told} at most"
