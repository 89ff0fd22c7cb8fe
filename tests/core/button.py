"""One button's story: what is done to it, how it was sampled, what the core tells of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from msgspec import Struct

from station.core.duration import DAY, HOUR, SECOND
from station.core.facts import Fact
from station.core.plan import ButtonTimes, Plan, PlannedBay
from station.core.protocol import Protocol
from station.core.step import opened
from station.core.step import scan as scan_levels
from tests.oracle import Oracle, Told

Samples = list[tuple[int, bool]]

DEFAULT = ButtonTimes()

FIELDS = {
    "applied": ("application", "today"),
    "undone": ("of",),
    "removed": ("application", "contact", "overdue_by", "certain"),
    "numb_ending": ("application",),
    "numb_over": ("application",),
    "refused": ("gesture", "reason"),
    "button_fault": ("reason",),
    "button_ok": ("reason",),
}
"""Section 6 once more."""


class Step(Struct, frozen=True):
    """One thing done to a button."""

    aim: str | None = None
    """Which instant that matters to count from; none: the last sample."""
    edge: str = "down"
    """What is to fall there: the down, the up, or where the up counts."""
    gap: int = 0
    """So much later."""
    off: int = 0
    """So many scans later still."""
    length: int = 150
    bounce: tuple[tuple[bool, ...], tuple[bool, ...]] = ((), ())
    """Raw samples after the down and after the up, before the level is steady."""
    chatter: int = 0
    """So many changes, every `gap` scans, instead of a push."""


@dataclass
class Hand:
    """Plays steps on one button, and notes how it was sampled."""

    protocol: Protocol
    times: ButtonTimes
    scan: int
    start: int = 0
    samples: Samples = field(default_factory=list)

    def __post_init__(self) -> None:
        self.oracle = Oracle(self.protocol, self.times)
        self.now = self.start

    def sample(self, instant: int, *, down: bool) -> None:
        self.samples.append((instant, down))
        self.oracle.look(instant, down=down)
        self.now = instant

    def grid(self, instant: int) -> int:
        """The first scan at or after an instant."""
        return instant + (self.start - instant) % self.scan

    def instant(self, aim: str | None) -> int:
        """Where a rule changes its answer, or something is due; now, if there is none such."""
        oracle = self.oracle
        cream, undoable = oracle.cream, oracle.undoable
        if aim in ("soonest", "latest"):
            due = sorted(at for at, _, _ in oracle.due() if at > self.now)
            return due[0 if aim == "soonest" else -1] if due else self.now
        since: dict[str | None, tuple[int | None, int]] = {
            "guard": (oracle.recognised, self.times.guard),
            "too soon": (oracle.answered, 10 * SECOND),
            "undo": (None if undoable is None else undoable.instant, 30 * SECOND),
            "again": (oracle.limit_refused, 30 * SECOND),
            "forgotten": (None if cream is None else cream.removal_since, self.forgotten),
            "day": (next(iter(oracle.applications[-3:]), None), DAY),
        }
        begin, later = since.get(aim, (None, 0))
        return self.now if begin is None else begin + later

    @property
    def forgotten(self) -> int:
        return self.protocol.removal + HOUR

    def play(self, step: Step) -> None:
        if step.chatter:
            for i in range(step.chatter):
                spacing = self.scan * max(1, step.gap)
                self.sample(self.now + spacing, down=i % 2 == 0)
            self.steady(self.now + self.scan, (), down=step.chatter % 2 == 1)
            return
        whole = self.times.debounce + step.length
        lead = {"down": 0, "up": step.length, "counts": whole}[step.edge]
        aimed = self.grid(self.instant(step.aim) + step.gap - lead)
        down = max(self.now + self.scan, aimed + step.off * self.scan)
        if down - self.scan > self.now:
            self.sample(down - self.scan, down=self.samples[-1][1])
        before, after = step.bounce
        self.steady(down, before, down=True)
        up = max(self.now + self.scan, self.grid(down + step.length))
        self.steady(up, after, down=False)

    def steady(self, begin: int, bounce: Iterable[bool], *, down: bool) -> None:
        """A new level from `begin`: its first sample, bounces, and until it counts."""
        self.sample(begin, down=down)
        for level in bounce:
            self.sample(self.now + self.scan, down=level)
        settled = self.now + self.scan + self.times.debounce
        while self.now < settled:
            self.sample(self.now + self.scan, down=down)

    def idle(self) -> None:
        """Some hours in which whatever is due happens."""
        for _ in range(5):
            self.sample(self.grid(self.now + HOUR), down=self.samples[-1][1])


class Story(Struct, frozen=True):
    """A bay, a button, and what is done to it."""

    protocol: Protocol
    times: ButtonTimes
    scan: int
    steps: tuple[Step, ...]
    first: tuple[bool, ...] = (False,)
    """The samples that the station starts with; the last of them stays until it counts."""

    def played(self, start: int = 0) -> Hand:
        """The hand that has just done all of it."""
        hand = Hand(self.protocol, self.times, self.scan, start)
        for i, down in enumerate(self.first):
            hand.sample(start + i * self.scan, down=down)
        hand.steady(hand.now + self.scan, (), down=self.first[-1])
        for step in self.steps:
            hand.play(step)
        return hand

    def samples(self, start: int = 0) -> Samples:
        """How the button was sampled, until some hours after all of it."""
        hand = self.played(start)
        hand.idle()
        return hand.samples


def core_facts(protocol: Protocol, samples: Samples, times: ButtonTimes = DEFAULT) -> list[Fact]:
    """What the core tells of a button that was sampled like this."""
    bed = PlannedBay("bed-1", "Bed 1", protocol)
    floor = opened(Plan((bed,), ((0,),), ((0,),), times), samples[0][0])
    facts: list[Fact] = []
    for instant, down in samples:
        floor, new = scan_levels(floor, [down], instant)
        facts += new
    return facts


def plain(fact: Fact) -> Told:
    """A fact of the core as the oracle tells it."""
    kind = str(fact.kind)
    row: Told = {"kind": kind, "at": fact.at, "acted": fact.acted}
    for name in FIELDS.get(kind, ()):
        value = getattr(fact, name)
        row[name] = str(value) if isinstance(value, str) else value
    if fact.over_limit:
        row["over_limit"] = True
    if fact.late:
        row["late"] = True
    return row


def in_order(facts: Iterable[Told]) -> list[Told]:
    """Facts of one instant and one scan may stand in either order."""
    ordered: list[Told] = []
    for _, tied in groupby(facts, key=lambda f: (f["at"], f["acted"])):
        ordered += sorted(tied, key=lambda f: (str(f["kind"]), str(f.get("application"))))
    return ordered
