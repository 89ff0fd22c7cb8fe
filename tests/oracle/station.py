"""A whole station through a whole scenario, told a second time: section 5 of the design."""

from collections.abc import Sequence
from dataclasses import replace

from station.config import StationConfig
from station.replay.scenario import Disk, Kill, PowerCut, Scenario, Trust, WallStep
from tests.oracle.bay import MINUTE, Told
from tests.oracle.bed import Anchor, Bed, Raised
from tests.oracle.button import SECOND
from tests.oracle.memory import Known, Memory
from tests.oracle.outside import Change, Clocks, Finger, Stamp, changes

NEVER = 2**62


class Station:
    """What the design demands that a station tells of a scenario.

    When a panel is found to be lost or back is not its business, but such a fact is a row of the
    journal: `elsewhere` are the instants of those that were told.
    """

    def __init__(self, scenario: Scenario, elsewhere: Sequence[int] = ()) -> None:
        config: StationConfig = scenario.config
        self.scan = config.scan
        self.end = scenario.end
        self.beds = [Bed(bay.id, bay.protocol, config.button) for bay in config.bays]
        self.facts: list[Told] = []
        for bed in self.beds:
            bed.facts = self.facts
        self.raised: list[Raised] = []
        self.clocks = Clocks()
        self.memory = Memory()
        self.last: Stamp | None = None  # the journal's last row
        self.anchor: Anchor | None = None  # the last at which the clock was to be trusted
        self.checkpoint: int | None = None
        self.fingers = [0 for _ in self.beds]
        self.coming = changes(scenario.events)
        self.played = 0
        self.elsewhere = sorted(elsewhere)
        self.told_elsewhere = 0
        self.scan_at = 0  # a scan that may see something new
        self.wakes = [0 for _ in self.beds]
        self.died = True  # until the first start
        self.dark_until: int | None = None
        self.dark_trusted = True

    # Time

    def tell(self) -> list[Told]:
        """All facts of beds, starts and the journal, in the order in which they are acted on."""
        now = 0
        while True:
            self.play(now)
            while self.dark_until is not None:  # a cut at the very instant that it is back as well
                now = self.darkness(self.dark_until)
                if now >= self.end:
                    return self.facts
            if self.died:
                self.start(now)
            self.act(now)
            if now >= self.end:
                break
            now = min(self.next_instant(), self.end)
        self.say("stopped", self.end)
        self.row(self.end)
        return self.facts

    def next_instant(self) -> int:
        """When something happens next."""
        retry = self.memory.retry_at
        return min(
            self.next_change(),
            self.scan_at,
            *self.wakes,
            NEVER if self.checkpoint is None else self.checkpoint,
            NEVER if retry is None else self.grid(retry),
            self.next_elsewhere(),
        )

    def next_change(self) -> int:
        """When the scenario does something next."""
        return self.coming[self.played].at if self.played < len(self.coming) else NEVER

    def next_elsewhere(self) -> int:
        """When something is next told that is not the oracle's business."""
        told = self.told_elsewhere
        return self.elsewhere[told] if told < len(self.elsewhere) else NEVER

    def grid(self, instant: int) -> int:
        """The first scan at or after an instant."""
        return -(-instant // self.scan) * self.scan

    # What is done to it

    def play(self, now: int) -> None:
        """All that the scenario does until now."""
        while self.next_change() <= now:
            change = self.coming[self.played]
            self.played += 1
            self.scan_at = self.grid(change.at)
            self.do(change)

    def do(self, change: Change) -> None:
        """One thing."""
        match change:
            case Finger(_, bay, more):
                self.fingers[bay] += more
                self.wakes[bay] = min(self.wakes[bay], self.scan_at)
            case Disk(_, state):
                self.memory.turn(state, self.known())
            case WallStep(_, by):
                self.clocks.step(by)
            case Trust(_, trusted):
                self.clocks.trust(trusted=trusted)
            case Kill():
                self.died = True
            case PowerCut():
                self.died, self.dark_until = True, change.until
                self.dark_trusted = change.trusted
            case _:
                pass

    def darkness(self, until: int) -> int:
        """The power is off, and comes back."""
        self.dark_until = None
        self.play(min(until, self.end) - 1)
        self.clocks.boot_again(until, trusted=self.dark_trusted)
        self.play(min(until, self.end))
        return until

    def known(self) -> Known:
        """All that the rows so far say."""
        return Known(self.last, self.anchor, tuple(bed.kept() for bed in self.beds))

    # Starts

    def start(self, now: int) -> None:
        """The process starts, and goes on with what the journal says."""
        self.died = False
        left = self.memory.die()
        if left is not None:
            self.last, self.anchor = left.last, left.anchor
            for bed, kept in zip(self.beds, left.beds, strict=True):
                bed.take(kept)
        known = self.bridge(now)
        self.say("started", now)
        self.checkpoint = None
        self.scan_at = self.grid(now)
        busy = [bed for bed in self.beds if bed.busy]
        unsure = [b for b in busy if b.cream and b.unaware and not b.time_is_known()]
        for bed in unsure:
            bed.resume_with_unknown_time(now)
        self.pass_time(now, self.beds)
        for bed in busy:
            if bed not in unsure:
                bed.resume(now, certain=bed.time_is_known())
        if not known:
            self.anchor = None
        self.row(now)
        self.note(now)
        self.wakes = [min(self.scan_at, self.wake(bed)) for bed in self.beds]

    def bridge(self, now: int) -> bool:
        """Take the past to be as long ago as the clocks say; whether they know."""
        last, clocks = self.last, self.clocks
        ago, known = 0, True
        if last is not None:
            ago, known = clocks.since(last, now)
        for bed in self.beds:
            bed.let_go()
            bed.started = now
            if last is not None:
                bed.later(now - last.instant - ago)
        if last is not None and self.anchor is not None:
            instant = self.anchor.instant + now - last.instant - ago
            self.anchor = Anchor(instant, self.anchor.wall)
        if not known:
            for bed in self.beds:
                bed.lose_time(now, self.anchor)
        return known

    # What it does

    def act(self, now: int) -> None:
        """Scan, if it is time to, or only let time pass."""
        before = len(self.facts)
        rows = False
        if now % self.scan == 0:
            rows = self.look_around(now)
            self.look_at_buttons(now)
            if now >= self.scan_at:
                self.scan_at = NEVER
        else:
            ripe = [bed for bed, wake in zip(self.beds, self.wakes, strict=True) if wake <= now]
            self.pass_time(now, ripe)
        if rows or len(self.facts) > before:
            self.row(now)
            self.note(now)
        if self.checkpoint is not None and now >= self.checkpoint:
            self.row(now)
        for index, bed in enumerate(self.beds):
            if self.wakes[index] <= now:
                self.wakes[index] = self.wake(bed)

    def wake(self, bed: Bed) -> int:
        """When a bed next does something of itself."""
        counts = bed.counts_at()
        due = [at for at, _, _ in bed.due()]
        return min([*due, *([] if counts is None else [self.grid(counts)])], default=NEVER)

    def look_around(self, now: int) -> bool:
        """Panels, disk and wall clock; whether a row is due to any of them."""
        rows = False
        while self.next_elsewhere() <= now:
            self.told_elsewhere += 1
            rows = True
        if self.memory.retry_at is not None and now >= self.memory.retry_at:
            self.save(now)
        if self.clocks.trusted:
            before = len(self.facts)
            for bed in self.beds:
                bed.confirm(now, now + self.clocks.ahead)
            if len(self.facts) > before:
                self.pass_time(now, self.beds)
                self.wakes = [now for _ in self.beds]
        return rows or self.clock_changed(now)

    def clock_changed(self, now: int) -> bool:
        """Whether the wall clock was stepped, or its trust changed, and that means anything."""
        last, clocks = self.last, self.clocks
        if last is None or not any(bed.matters for bed in self.beds):
            return False
        moved = (now + clocks.ahead - last.wall) - (now - last.instant)
        return clocks.trusted is not last.trusted or abs(moved) > SECOND

    def look_at_buttons(self, now: int) -> None:
        """Time passes for all, then each button is looked at."""
        ripe = [index for index, wake in enumerate(self.wakes) if wake <= now]
        self.pass_time(now, [self.beds[index] for index in ripe])
        for index in ripe:
            self.beds[index].look(now, down=self.fingers[index] > 0)

    def pass_time(self, now: int, beds: Sequence[Bed]) -> None:
        """What fell due, in the order in which it did."""
        before = len(self.facts)
        for bed in beds:
            bed.tick(now)
        self.facts[before:] = sorted(self.facts[before:], key=_fallen_due)

    # What it writes

    def row(self, now: int) -> None:
        """A row is written, if the disk takes it."""
        self.last = self.clocks.stamp(now)
        if self.last.trusted:
            self.anchor = Anchor(now, self.last.wall)
        busy = any(bed.busy for bed in self.beds)
        self.checkpoint = now + MINUTE if busy else None
        self.memory.waiting = True
        self.save(now)

    def save(self, now: int) -> None:
        """Try to write; that the disk refuses, or takes it again, is a fact and so a row."""
        reason = self.memory.lost
        said = self.memory.attempt(now)
        if said is not None:
            self.say(said, now, reason=self.memory.lost or reason)
            if not self.memory.refusing:
                self.memory.lost = None
            self.row(now)

    def note(self, now: int) -> None:
        """Remember whose alarm has to sound from now on."""
        for index, bed in enumerate(self.beds):
            loud = bed.cream is not None and bed.cream.loud
            before = next((r for r in reversed(self.raised) if r.bed == index), None)
            raised = Raised(now, index, loud, bed.quiet_from() if loud else None)
            if before is None or replace(before, at=now) != raised:
                self.raised.append(raised)

    def say(self, kind: str, now: int, **fields: object) -> None:
        """A fact of no bed."""
        self.facts.append({"kind": kind, "at": now, "acted": now, **fields})


def _fallen_due(fact: Told) -> int:
    at = fact["at"]
    if not isinstance(at, int):
        raise TypeError(fact)
    return at
