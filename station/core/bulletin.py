"""What others in the clinic are told of a bay: its state, whenever it is another (section 6)."""

from collections.abc import Iterator

from msgspec import Struct

from station.core.alarm import Sound
from station.core.bay import Cream
from station.core.figure import figure
from station.core.floor import Floor
from station.core.phase import Phase
from station.core.sounding import alarms


class Bulletin(Struct, frozen=True):
    """One bay as it stands. Instants in milliseconds of the boot clock."""

    bay: str
    label: str
    protocol: str
    """Of the cream that is on, else of the next one."""
    phase: Phase
    since: int | None
    """When the phase began; None while the bay is ready."""
    due: int | None
    """When it ends of itself. In OVERDUE, when removal should have been done."""
    overdue: int | None
    """When removal will be overdue, or became so; None without cream."""
    numb_until: int | None
    """When the last numb window closes, whatever else is going on."""
    application: int | None
    """Which application of this client is on the skin, or was the last; None before the first."""
    today: int
    """How many applications this client has had in the last 24 h."""
    limit: int | None
    """The most there may be; None: the source sets no limit."""
    alarm: Sound | None
    """The most urgent that sounds now."""
    silenced: bool
    """Somebody has silenced the alarm of this phase."""
    certain: bool
    """Whether it is known since when the cream has been on, or the skin numb. If not, it may have
    been for longer: `since` and `numb_until` are the latest that they can be."""
    faults: tuple[str, ...]
    """What fails of all that this bay needs."""


def bulletin(floor: Floor, index: int, now: int) -> Bulletin:
    """How a bay stands."""
    place, planned = floor.places[index], floor.plan.bays[index]
    bay, cream = place.bay, place.bay.cream
    counting = figure(bay)
    overdue = _overdue(cream)
    sounding = [alarm.sound for alarm in alarms(floor, index)]
    return Bulletin(
        bay=bay.id,
        label=planned.label,
        protocol=bay.protocol.id if cream is None else cream.terms.protocol,
        phase=bay.phase,
        since=None if counting is None else bay.since,
        due=overdue if counting is None or counting.end is None else counting.end,
        overdue=overdue,
        numb_until=max((window.ends for window in bay.windows), default=None),
        application=bay.serial or None,
        today=bay.today(now),
        limit=bay.protocol.applications,
        alarm=next(iter(sounding), None),
        silenced=cream is not None and cream.silenced is not None and cream.raised is None,
        certain=bay.certain,
        faults=tuple(_faults(floor, index)),
    )


def _overdue(cream: Cream | None) -> int | None:
    if cream is None:
        return None
    return cream.over if cream.phase is Phase.OVERDUE else cream.limit


def _faults(floor: Floor, index: int) -> Iterator[str]:
    if floor.journal_lost is not None:
        yield "not_saved"
    for bays, since in zip(floor.plan.panels, floor.lost_panels, strict=True):
        if index in bays and since is not None:
            yield "panel_lost"
            break
    if (trouble := floor.places[index].button.fault) is not None:
        yield f"button_{trouble}"
    failed = {*floor.dead_parts(index), *floor.astray_parts(index)}
    yield from (f"{part}_failed" for part in sorted(failed))
    if floor.forgotten(index):
        yield "past_unknown"
