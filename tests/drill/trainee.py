"""Somebody who does a drill, in virtual time, on the station's own rules."""

from dataclasses import dataclass

from station.core.change import replace
from station.core.duration import SECOND
from station.core.facts import Fact
from station.core.protocol import Protocol
from station.drill.drill import CONTACT, VISIT, Drill, practised
from station.drill.judge import Finding, Judgement, Outcome, judge
from station.drill.words import Verdict, instructions, verdict
from tests.core.outage import NOON, Outages
from tests.core.ward import NUMB520, plan

LABELS = {"bed-1": "Bed 1", "bed-2": "Bed 2", "bed-3": "Bed 3"}
BEDS = tuple(LABELS)
HOLD = 2 * SECOND
DUE = 5 + CONTACT // SECOND
"""When the alarm of a bed sounds that was started after 5 s; in seconds."""


@dataclass
class Trainee:
    """At a station of three beds that is as fresh as a drill's."""

    drill: Drill
    protocol: Protocol = NUMB520

    def __post_init__(self) -> None:
        self.drill = self.drill.suited([self.protocol] * self.drill.beds)
        self._station = Outages(plan(3, protocol=practised(self.protocol)))
        self._before: list[Fact] = []
        self._booted = 0
        """When this boot began, on the drill's time line."""

    # What they do

    def press(self, bed: int = 0) -> None:
        """Once, briefly."""
        self._station.ward.press(bed)

    def hold(self, bed: int = 0) -> None:
        """For three seconds."""
        self._station.ward.hold(bed)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._station.ward.wait(int(seconds * SECOND))

    def until(self, seconds: float) -> None:
        """Wait until so long after the drill began."""
        self._station.ward.until(int(seconds * SECOND) - self._booted)

    # What happens to them

    def cut(self, seconds: float = 10, *, trusted: bool = False) -> None:
        """The power is off for so long."""
        lasted = int(seconds * SECOND)
        self._before = self.facts
        self._booted = self.now + lasted
        wall = None if trusted else 0
        self._station.cut(lasted, trusted=trusted, wall=wall)

    def kill(self) -> None:
        """The program dies, and starts again."""
        self._before = self.facts
        self._station.kill()

    def trust(self) -> None:
        """The time service has the time."""
        self._station.trust(NOON + self.now)

    # How it goes

    @property
    def now(self) -> int:
        """Milliseconds since the drill began."""
        return self._booted + self._station.ward.now

    @property
    def facts(self) -> list[Fact]:
        """All so far, on the drill's time line."""
        by = self._booted
        here = [replace(f, at=f.at + by, acted=f.acted + by) for f in self._station.ward.facts]
        return self._before + here

    def report(self, *, stopped: bool = False) -> Judgement:
        """What the facts say."""
        return judge(self.drill, BEDS, self.facts, self.now, stopped=stopped)

    def outcomes(self) -> list[Outcome]:
        """How each task stands."""
        return [found.outcome for found in self.report().findings]

    def finding(self, task: int) -> Finding:
        """How one of them stands."""
        return self.report().findings[task]

    def told(self) -> str:
        """What they are asked to do now."""
        return " / ".join(instructions(LABELS, self.report(), HOLD, self.now))

    def verdict(self, *, stopped: bool = False) -> Verdict:
        """What they are told in the end."""
        return verdict(self.drill, LABELS, self.report(stopped=stopped))


def started(drill: Drill = VISIT) -> Trainee:
    """Bed 1 was started after five seconds."""
    trainee = Trainee(drill)
    trainee.until(5)
    trainee.press()
    return trainee


def alarmed(drill: Drill = VISIT) -> Trainee:
    """Its alarm sounds."""
    trainee = started(drill)
    trainee.until(DUE)
    return trainee


def wiped() -> Trainee:
    """A visit as it should be, as far as the removal."""
    trainee = alarmed()
    trainee.wait(4)
    trainee.press()
    trainee.wait(15)
    trainee.press()
    return trainee
