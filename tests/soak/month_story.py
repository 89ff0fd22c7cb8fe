"""What staff do at eight beds in the simulated clinic.

Gestures are aimed at what is due by the plan, at the edges of the rules, and (by `month_faults`)
at faults: a button is down when the power goes, a release counts at the instant of a kill.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from station.config import StationConfig
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.protocol import Protocol
from station.replay.scenario import Down, Event


@dataclass
class Story:
    """Events as they are drawn, and how many of what kind."""

    config: StationConfig
    chance: Random
    end: int
    loose_panels: bool = False
    events: list[Event] = field(default_factory=list)
    injected: dict[str, int] = field(default_factory=dict)
    dark: list[tuple[int, int]] = field(default_factory=list)

    def count(self, kind: str) -> None:
        """One more of them."""
        self.injected[kind] = self.injected.get(kind, 0) + 1

    def draw(self, weights: Sequence[tuple[int, int]]) -> int:
        """One of these, by weight."""
        drawn: int = self.chance.choices([w[0] for w in weights], [w[1] for w in weights])[0]
        return drawn

    def log_uniform(self, least: int, most: int) -> int:
        """Any length of time, short ones as likely as long ones."""
        length: float = least * (most / least) ** self.chance.random()
        return round(length)

    def is_dark(self, at: int) -> bool:
        """Whether the power is off then."""
        return any(begin <= at < end for begin, end in self.dark[-20:])

    # Fingers

    def push(self, bed: int, at: int, length: int) -> None:
        """A button goes down; now and then it bounces."""
        if at < 0:
            return
        if self.chance.random() < 0.2:
            self.count("bounce")
            begin = at
            for _ in range(self.chance.randint(1, 4)):
                bounce = self.chance.randint(1, 12)
                self.events.append(Down(begin, bed, begin + bounce))
                begin += bounce + self.chance.randint(1, 12)
            length = max(1, length - (begin - at))
            at = begin
        self.events.append(Down(at, bed, at + length))

    def press(self, bed: int, at: int) -> None:
        """Short, mostly."""
        self.count("press")
        longer = [self.chance.randint(10, 60), self.chance.randint(1900, 1999)]
        usual = self.chance.randint(80, 400)
        self.push(bed, at, self.chance.choice([usual, usual, usual, usual, *longer]))

    def hold(self, bed: int, at: int) -> None:
        """Long, mostly."""
        self.count("hold")
        usual = self.chance.randint(2100, 4000)
        self.push(bed, at, self.chance.choice([usual, usual, usual, 2000, 1990, 2010, 9990]))

    def anything(self, bed: int, at: int) -> None:
        """A press or a hold."""
        self.chance.choice([self.press, self.press, self.hold])(bed, at)

    def awkward(self, bed: int, at: int) -> None:
        """A push that begins, ends or counts just when something else happens."""
        self.count("gesture at an awkward instant")
        length = self.chance.choice([150, 150, 40, 1000, 2000, 2500])
        lead = self.chance.choice([0, length, length + 30, length // 2])
        self.push(bed, at - lead + 10 * self.chance.randint(-2, 2), length)


# Staff


def visits(story: Story, bed: int) -> None:
    """One bed's clients, one after another."""
    chance, protocol = story.chance, story.config.bays[bed].protocol
    now = chance.randint(SECOND, 20 * MINUTE)
    while now < story.end - MINUTE:
        now = _visit(story, bed, protocol, now)
        now = _tidied(story, bed, now + story.log_uniform(31 * SECOND, 5 * MINUTE))
        gap = story.log_uniform(SECOND, chance.choice([3 * MINUTE, HOUR, 4 * HOUR]))
        if gap > 20 * MINUTE:
            _tidied(story, bed, now + gap // 3)
        now += gap


def _tidied(story: Story, bed: int, now: int) -> int:
    """Seldom is any cream on after two holds that are no undo of one another."""
    for _ in range(story.chance.choice([0, 2, 2, 2, 2, 2, 2, 2, 3, 3])):
        story.hold(bed, now)
        now += 35 * SECOND
    return now


def _visit(story: Story, bed: int, protocol: Protocol, on: int) -> int:
    """One application; when it is over."""
    chance = story.chance
    story.press(bed, on)
    if chance.random() < 0.1:  # a second press: cream is on, or the limit was reached
        story.press(bed, on + chance.choice([1200, 2500, 2500, 8000, 30_000]))
    if chance.random() < 0.07:
        story.hold(bed, on + chance.choice([3000, 20_000, 29_900, 30_000, 30_010, 31_000]))
    due = on + protocol.contact
    overdue = due + protocol.removal
    begun = chance.random()
    if begun < 0.25:
        due = on + round(protocol.contact * chance.uniform(0.05, 1))
        story.hold(bed, due)
    elif begun < 0.5:
        story.awkward(bed, chance.choice([due - MINUTE, due, overdue]))
    answered = due + story.log_uniform(
        2 * SECOND, chance.choice([30, 60, 60, 90, 90, 90, 90, 600, 5400]) * SECOND
    )
    story.anything(bed, answered)
    wiped = answered + chance.choice([9_980, 10_000, 10_030, 11_000, 25_000, 60_000, 125_000])
    story.anything(bed, wiped)
    if chance.random() < 0.7:  # to be sure
        wiped += chance.choice([1500, 12_000, 29_000, 61_000])
        story.anything(bed, wiped)
    if chance.random() < 0.15:
        story.awkward(bed, wiped + (protocol.effect or HOUR) - chance.choice([0, 10 * MINUTE]))
    return wiped
