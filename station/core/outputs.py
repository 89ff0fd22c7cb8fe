"""What lamps, buzzers and panels do, as a pure function of the floor and the time."""

from msgspec import Struct

from station.core import panel
from station.core.floor import Floor
from station.core.screen import Screen
from station.core.step import next_change_of_state


class PinLevels(Struct, frozen=True):
    """True is active: lit, sounding. A bay without a lamp has None."""

    lamps: tuple[bool | None, ...]
    buzzers: tuple[bool, ...]


class Outputs(Struct, frozen=True):
    """Everything that a station does at one instant."""

    pins: PinLevels
    screens: tuple[Screen, ...]


def outputs(floor: Floor, now: int) -> Outputs:
    """What the station does now, if the floor has been advanced to now."""
    indexes = range(len(floor.plan.panels))
    return Outputs(pin_levels(floor, now), tuple(panel.screen(floor, i, now) for i in indexes))


def next_change(floor: Floor, now: int) -> int | None:
    """When the outputs, or the floor of itself, can next be other than now.

    Until then `outputs` gives the same. None: only something from outside can change them.
    """
    indexes = range(len(floor.plan.panels))
    instants = [next_pin_change(floor, now), next_change_of_state(floor)]
    instants += [panel.next_screen_change(floor, i, now) for i in indexes]
    return min((t for t in instants if t is not None), default=None)


def pin_levels(floor: Floor, now: int) -> PinLevels:
    """What lamps and buzzers do now."""
    lamps = tuple(
        place.lamp.level(place.bay.phase, place.bay.since, now) if planned.lamp else None
        for place, planned in zip(floor.places, floor.plan.bays, strict=True)
    )
    return PinLevels(lamps, tuple(buzzer.level(now) for buzzer in floor.buzzers))


def next_pin_change(floor: Floor, now: int) -> int | None:
    """When lamps or buzzers can next be other than now."""
    instants = [
        place.lamp.next_change(place.bay.phase, place.bay.since, now)
        for place, planned in zip(floor.places, floor.plan.bays, strict=True)
        if planned.lamp
    ]
    instants += [buzzer.next_change(now) for buzzer in floor.buzzers]
    return min((t for t in instants if t is not None), default=None)
