"""A ward of beds under test: presses, waits and looks, in the clinic's words.

It samples every button every 10 ms, as the station does, but skips what cannot matter: nothing
changes between `next_change` and the next change of a level (tests of the runtime show that).
"""

from dataclasses import dataclass, field

from station.core import step
from station.core.bay import Bay
from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import Fact, FactKind
from station.core.floor import Floor
from station.core.outputs import next_pin_change, pin_levels
from station.core.panel import screen
from station.core.phase import Phase
from station.core.plan import ButtonTimes, Plan, PlannedBay
from station.core.protocol import Protocol
from station.core.reports import JournalReport, PanelReport, Report
from station.core.screen import Screen

SCAN = 10
NUMB520 = Protocol(
    id="numb520",
    name="Numb 520",
    source="product instructions of Numb 520",
    contact=20 * MINUTE,
    removal=2 * MINUTE,
    onset=(2 * MINUTE, 3 * MINUTE),
    effect=60 * MINUTE,
    applications=6,
    hints={Phase.CONTACT: ("prepare solutions",)},
)


def plan(
    bays: int = 1,
    *,
    protocol: Protocol = NUMB520,
    panels: tuple[tuple[int, ...], ...] | None = None,
    buzzers: tuple[tuple[int, ...], ...] | None = None,
    lamps: bool = False,
    times: ButtonTimes | None = None,
) -> Plan:
    """A plan of so many bays with one panel and one buzzer, unless told otherwise."""
    every = tuple(range(bays))
    return Plan(
        bays=tuple(PlannedBay(f"bed-{i + 1}", f"Bed {i + 1}", protocol, lamp=lamps) for i in every),
        panels=(every,) if panels is None else panels,
        buzzers=(every,) if buzzers is None else buzzers,
        times=times or ButtonTimes(),
    )


@dataclass
class Ward:
    """A floor that is looked after in virtual time."""

    plan: Plan = field(default_factory=plan)
    now: int = 0
    facts: list[Fact] = field(default_factory=list)
    edges: list[tuple[int, int, bool]] = field(default_factory=list)
    """Buzzer, instant, level."""
    lamp_edges: list[tuple[int, int, bool]] = field(default_factory=list)
    """Bed, instant, level."""
    recovered: Floor | None = None
    """What the station goes on with; None: it has never run before."""

    def __post_init__(self) -> None:
        self.floor: Floor = self.recovered or step.opened(self.plan, self.now)
        self.levels = [False] * len(self.plan.bays)
        self.sounding = [False] * len(self.plan.buzzers)
        self.lit: list[bool | None] = [False] * len(self.plan.bays)
        self._scan(self.now)

    # What staff do

    def press(self, bed: int = 0, length: int = 150) -> list[Fact]:
        """Press for so long and wait until the release counts; the facts it made."""
        before = len(self.facts)
        self.down(bed)
        self.wait(length)
        self.up(bed)
        self.wait(3 * SCAN)
        return self.facts[before:]

    def hold(self, bed: int = 0, length: int = 3 * SECOND) -> list[Fact]:
        """As press, for longer."""
        return self.press(bed, length)

    def down(self, bed: int = 0) -> None:
        """Push the button."""
        self._level(bed, down=True)

    def up(self, bed: int = 0) -> None:
        """Let go of it."""
        self._level(bed, down=False)

    def wait(self, milliseconds: int) -> None:
        """Let time pass, scan by scan where it matters."""
        self.until(self.now + milliseconds)

    def until(self, instant: int) -> None:
        """Let time pass up to an instant."""
        while self.now < instant:
            self._step(min(self._wake(), instant))

    def treat(self, bed: int = 0) -> None:
        """One whole application, wiped early: applied, removal started, removed; 2 min in all."""
        self.press(bed)
        self.wait(40 * SECOND - self.now % SECOND)
        self.wipe(bed)

    def wipe(self, bed: int = 0) -> None:
        """Cream comes off early."""
        for gesture in (self.hold, self.press):
            gesture(bed)
            self.wait(40 * SECOND - self.now % SECOND)

    def report(self, said: Report) -> None:
        """Word from an edge: what failed, or is well again."""
        self._take(*step.report(self.floor, said, self.now))

    def lose_panel(self, panel: int = 0) -> None:
        """A panel comes loose."""
        self.report(PanelReport(panel, "no answer"))

    def restore_panel(self, panel: int = 0) -> None:
        """It is plugged in again."""
        self.report(PanelReport(panel, None))

    def lose_journal(self) -> None:
        """The disk is full."""
        self.report(JournalReport("full"))

    def restore_journal(self) -> None:
        """It is not any more."""
        self.report(JournalReport(None))

    # What the ward shows

    def bay(self, bed: int = 0) -> Bay:
        """The bay of a bed."""
        return self.floor.places[bed].bay

    def phase(self, bed: int = 0) -> Phase:
        """Where a bay stands."""
        return self.bay(bed).phase

    def kinds(self, bed: int | None = None) -> list[FactKind]:
        """The kinds of all facts so far, of one bed or of all."""
        return [f.kind for f in self.facts if bed is None or f.bay == f"bed-{bed + 1}"]

    def last(self) -> Fact:
        """The latest fact."""
        return self.facts[-1]

    def screen(self, panel: int = 0) -> Screen:
        """What a panel shows now."""
        return screen(self.floor, panel, self.now)

    def pulses(self, buzzer: int = 0, since: int = 0) -> list[tuple[int, int]]:
        """(begin, length) of every pulse of a buzzer that began at or after an instant."""
        found = []
        begin: int | None = None
        for index, at, level in self.edges:
            if index != buzzer:
                continue
            if level:
                begin = at
            elif begin is not None:
                if begin >= since:
                    found.append((begin, at - begin))
                begin = None
        return found

    def lights(self, bed: int = 0, since: int = 0) -> list[tuple[int, bool]]:
        """(instant, lit) of every change of a bed's lamp at or after an instant."""
        return [(at, lit) for index, at, lit in self.lamp_edges if index == bed and at >= since]

    # How time passes

    def _level(self, bed: int, *, down: bool) -> None:
        if self.now % SCAN:
            raise ValueError("levels change on scans here")
        self.levels[bed] = down
        self._scan(self.now)

    def _wake(self) -> int:
        scan = (self.now // SCAN + 1) * SCAN
        instants = [step.next_change_of_state(self.floor), next_pin_change(self.floor, self.now)]
        if not self.floor.settled:
            instants.append(scan)
        return min((t for t in instants if t is not None), default=self.now + HOUR)

    def _step(self, now: int) -> None:
        self.now = now
        if now % SCAN == 0:
            self._scan(now)
        else:
            self._take(*step.advance(self.floor, now))

    def _scan(self, now: int) -> None:
        self._take(*step.scan(self.floor, self.levels, now))

    def _take(self, floor: Floor, facts: tuple[Fact, ...]) -> None:
        self.floor = floor
        self.facts += facts
        levels = pin_levels(floor, self.now)
        for index, level in enumerate(levels.buzzers):
            if level != self.sounding[index]:
                self.sounding[index] = level
                self.edges.append((index, self.now, level))
        for index, lamp in enumerate(levels.lamps):
            if lamp is not None and lamp != self.lit[index]:
                self.lit[index] = lamp
                self.lamp_edges.append((index, self.now, lamp))


APPLIED = MINUTE
"""When `ward_in` has cream applied."""


def ward_in(phase: Phase, *, sounding: bool = False, on: Plan | None = None) -> Ward:
    """A ward whose first bed is in that phase, and too long since to undo what led there."""
    ward = Ward(on or plan())
    protocol = ward.plan.bays[0].protocol
    ward.until(APPLIED)
    if phase is Phase.READY:
        return ward
    ward.press()
    due = APPLIED + protocol.contact
    late = phase is Phase.OVERDUE
    ward.until(
        APPLIED + 5 * MINUTE
        if phase is Phase.CONTACT
        else due + (protocol.removal if late else 0) + SECOND
    )
    if phase is Phase.CONTACT or sounding:
        return ward
    ward.press()
    ward.wait(11 * SECOND)
    if phase is Phase.NUMB:
        ward.press()
        ward.wait(31 * SECOND)
    return ward


def short(protocol: Protocol = NUMB520, **changes: object) -> Protocol:
    """A protocol with other figures."""
    return replace(protocol, **changes)  # type: ignore[arg-type]  # names are the test's own


def heard(ward: Ward, since: int, length: int) -> list[tuple[int, int]]:
    """(begin, length) of every pulse that began within `length` of an instant, from there."""
    ward.until(since + length)
    return [(begin - since, pulse) for begin, pulse in ward.pulses(since=since)]
