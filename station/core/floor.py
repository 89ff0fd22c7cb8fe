"""All bays of a station together: the whole state of a station but for its edges.

`step` is how it changes; `outputs` is what lamps, buzzers and panels make of it.
"""

from msgspec import Struct

from station.core.bay import Bay
from station.core.buzzer import Buzzer
from station.core.change import replace
from station.core.gesture import Button
from station.core.lamp import Lamp
from station.core.plan import Plan
from station.core.reports import Part
from station.core.selfcheck import SelfCheck


class Place(Struct, frozen=True):
    """A bay with its button and its lamp."""

    bay: Bay
    button: Button = Button()
    lamp: Lamp = Lamp()
    written: int = 0
    """The journal's row, counted from this start, that has the latest fact of this bay."""

    def stands_as(self, before: "Place") -> bool:
        """Whether nothing but raw samples of its button is another."""
        rest = replace(self, button=before.button) == before
        return rest and self.button.counts_as(before.button)


class Absent(Struct, frozen=True):
    """Cream that is on, as the journal has it, at a bay that the station no longer has."""

    bay: str
    applied: int
    sure: bool
    """Whether it is known when that was; else it was then at the latest."""
    until: int
    """Up to when it is told: there is no button to say that it is wiped."""


class Floor(Struct, frozen=True):
    """A whole station. Instants in milliseconds of the boot clock."""

    plan: Plan
    places: tuple[Place, ...]
    buzzers: tuple[Buzzer, ...]
    started: int
    lost_panels: tuple[int | None, ...]
    """For each panel since when it is lost; None: it works."""
    check: SelfCheck
    """How the station checks itself, and what it found."""
    asking: frozenset[str] = frozenset()
    """Bays of which not all is known: the journal was damaged, and nobody has answered since."""
    absent: tuple[Absent, ...] = ()
    journal_lost: int | None = None
    """Since when facts are not being saved; None: they are."""
    journal_reason: str | None = None
    """Why they are not, or lately were not."""
    saved: int = 0
    """How many of the journal's rows since this start are on the disk for good."""
    dead: frozenset[tuple[Part, int]] = frozenset()
    """What is wired to a pin that fails; buttons and lamps by bay."""

    @property
    def settled(self) -> bool:
        """Whether further samples of the same levels would change nothing."""
        return all(place.button.settled for place in self.places)

    @property
    def cream_on(self) -> bool:
        """Whether cream is on at any bay."""
        return any(place.bay.cream is not None for place in self.places)

    @property
    def well(self) -> bool:
        """Whether no part of the station is known to fail."""
        lost = (self.journal_lost, *self.lost_panels)
        faults = (place.button.fault for place in self.places)
        return not self.dead and not any(t is not None for t in (*lost, *faults))

    def stands_as(self, before: "Floor") -> bool:
        """Whether nothing but raw samples lies between: nothing seen or heard can be another."""
        if replace(self, places=before.places) != before:
            return False
        pairs = zip(self.places, before.places, strict=True)
        return all(now is then or now.stands_as(then) for now, then in pairs)

    def with_place(self, index: int, place: Place) -> "Floor":
        """The floor with another state of one place."""
        return replace(self, places=(*self.places[:index], place, *self.places[index + 1 :]))

    def unsaved(self, index: int) -> bool:
        """Whether the latest fact of a bay is not yet on the disk."""
        return self.places[index].written > self.saved

    def forgotten(self, index: int) -> bool:
        """Whether cream may be on of which nothing is known: nobody has said otherwise since."""
        bay = self.places[index].bay
        done = (bay.answered, None if bay.refused is None else bay.refused.acted)
        return bay.id in self.asking and not any(t is not None and t >= self.started for t in done)

    def fault(self, index: int) -> int | None:
        """When the latest fault that still lasts and alarms this bay began (section 3)."""
        panels = (
            since
            for bays, since in zip(self.plan.panels, self.lost_panels, strict=True)
            if index in bays
        )
        return max((t for t in (*panels, self.journal_lost) if t is not None), default=None)

    def astray_parts(self, index: int) -> tuple[Part, ...]:
        """What of a bay's lamp and buzzers did not follow at the last check, each named once."""
        found = self.check.last.astray if self.check.last is not None else frozenset()
        return tuple(sorted({part for part, _ in self._parts(index) & found}))

    def dead_parts(self, index: int) -> tuple[Part, ...]:
        """What of a bay's button, lamp and buzzers fails, each named once."""
        return tuple(sorted({part for part, _ in self._parts(index) & self.dead}))

    def _parts(self, index: int) -> set[tuple[Part, int]]:
        return {(Part.BUTTON, index), (Part.LAMP, index)} | {
            (Part.BUZZER, i) for i, bays in enumerate(self.plan.buzzers) if index in bays
        }
