"""What a buzzer and a lamp should do: section 3 of the design, written out once more.

Nothing here is the station's. All times in milliseconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tests.lab.guest.tracer import Edge


@dataclass(frozen=True)
class Sound:
    """One row of the design's table: the pulses of a burst, the gaps in it, and its repetition."""

    pulses: int
    length: float
    gap: float = 0
    longer: Mapping[int, float] = field(default_factory=dict)
    """The gap after a pulse, by its number counted from 1, where it is another."""
    pause: float | None = None
    """From the end of the last pulse to the next burst; None: never again."""

    def burst(self, begin: float) -> list["Pulse"]:
        """The pulses of a burst that begins then."""
        pulses, at = [], begin
        for number in range(1, self.pulses + 1):
            pulses.append(Pulse(at, at + self.length))
            at += self.length + self.longer.get(number, self.gap)
        return pulses


@dataclass(frozen=True)
class Pulse:
    """A line is high between two instants."""

    begin: float
    end: float


TABLE: Final = {
    "overdue": Sound(10, 150, 100, {3: 350, 8: 350, 5: 500}, pause=2500),
    "removal": Sound(3, 200, 200, pause=5000),
    "fault": Sound(2, 200, 200, pause=30_000),
    "soon": Sound(1, 200),
    "ending": Sound(1, 200),
    "over": Sound(2, 200, 200),
    "applied": Sound(2, 100, 100),
    "accepted": Sound(1, 100),
    "refused": Sound(1, 400),
    "tick": Sound(1, 30),
    "started": Sound(1, 200),
}


@dataclass(frozen=True)
class Due:
    """A sound that is to begin at `at`, and to go on, burst after burst, until `until`."""

    sound: str
    at: float
    until: float | None = None
    unsure: float = 0
    """How much later it may rightly begin: a button is looked at every 10 ms."""

    def pulses(self) -> Iterator[Pulse]:
        """All its pulses, the last cut off where it is to be silent."""
        kind = TABLE[self.sound]
        begin = self.at
        while True:
            for pulse in kind.burst(begin):
                if self.until is not None and pulse.begin >= self.until:
                    return
                end = pulse.end if self.until is None else min(pulse.end, self.until)
                yield Pulse(pulse.begin, end)
                begin = pulse.end
            if kind.pause is None or self.until is None:
                return
            begin += kind.pause


@dataclass(frozen=True)
class Allowed:
    """What a line's edges may differ by from what they should be."""

    late: float
    """An edge after its instant, which the journal knows."""
    length: float
    """A pulse or a gap from its length."""
    early: float = 1.5
    """An edge before its instant: a clock read in whole milliseconds, and no more."""


@dataclass(frozen=True)
class Heard:
    """What came of comparing a line with what it should have said."""

    wrong: Sequence[str]
    late: Sequence[float]
    """Of each beginning of a sound, how much later than its instant it was."""
    lengths: Sequence[float]
    """Of each pulse and gap within a sound, what it was longer than it should be."""


def heard(edges: Sequence[Edge], due: Sequence[Due], allowed: Allowed) -> Heard:
    """Hold a line's edges to all that it should have said, and to silence between.

    Every pulse is to be there, at its instant and as long as it should be, and no other.
    """
    there = pulses(edges)
    wanted = [(pulse, number) for number, each in enumerate(due) for pulse in each.pulses()]
    wanted.sort(key=lambda pair: pair[0].begin)
    if len(wanted) != len(there):
        return Heard([_compared(there, due)], [], [])
    said: list[list[tuple[Pulse, Pulse]]] = [[] for _ in due]
    for got, (should, number) in zip(there, wanted, strict=True):
        said[number].append((got, should))
    wrong: list[str] = []
    late: list[float] = []
    lengths: list[float] = []
    for sound, pairs in zip(due, said, strict=True):
        if not pairs:
            wrong.append(f"{sound.sound} of {sound.at:.1f} has no time for a single pulse")
            continue
        for got, should in pairs:
            after = got.begin - should.begin
            if not -allowed.early <= after <= allowed.late + sound.unsure:
                wrong.append(f"{sound.sound} due at {should.begin:.1f}: {after:+.1f} ms")
        late.append(pairs[0][0].begin - sound.at)
        longer = _longer(*zip(*pairs, strict=True))
        lengths += longer
        wrong += [
            f"{sound.sound} of {sound.at:.1f}: a pulse or gap is {by:+.1f} ms longer"
            for by in longer
            if abs(by) > allowed.length
        ]
    return Heard(wrong, late, lengths)


def pulses(edges: Sequence[Edge]) -> list[Pulse]:
    """From edge to edge; a pulse that has not ended is none."""
    found = []
    begin: float | None = None
    for edge in edges:
        if edge.level and begin is None:
            begin = edge.at
        elif not edge.level and begin is not None:
            found.append(Pulse(begin, edge.at))
            begin = None
    return found


def _longer(got: Sequence[Pulse], should: Sequence[Pulse]) -> list[float]:
    """By how much each pulse, and each gap and pause between, is longer than it should be."""
    return [a - b for a, b in zip(_lengths(got), _lengths(should), strict=True)]


def _lengths(found: Sequence[Pulse]) -> list[float]:
    edges = [at for pulse in found for at in (pulse.begin, pulse.end)]
    return [b - a for a, b in pairwise(edges)]


def _compared(there: Sequence[Pulse], due: Sequence[Due]) -> str:
    should = "; ".join(
        f"{of.sound} {' '.join(f'{p.begin:.0f}+{p.end - p.begin:.0f}' for p in of.pulses())}"
        for of in sorted(due, key=lambda of: of.at)
    )
    got = " ".join(f"{p.begin:.0f}+{p.end - p.begin:.0f}" for p in there)
    return f"{len(there)} pulses: {got}; should be {should}"
