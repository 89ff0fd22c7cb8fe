"""What fails in the simulated clinic, all the time; and the whole story of clinic and faults.

Everything is drawn from one seed.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from station.config import StationConfig
from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.replay.scenario import (
    Disk,
    Down,
    Event,
    Kill,
    Plug,
    PowerCut,
    Scenario,
    Trust,
    WallStep,
)
from tests.soak.month_story import Story, visits

YEAR = 365 * DAY
PANEL = "panel unplugged"
SPELLS = ((20 * MINUTE, 6), (6 * MINUTE, 10), (2 * MINUTE, 6), (20 * SECOND, 1))
"""How far apart faults are in calm and in rough spells, and how often there are such spells."""
STEPS = (999, 1000, 1001, 2 * SECOND, 40 * SECOND, 7 * MINUTE, HOUR, DAY, YEAR, 10 * YEAR)


def faults(story: Story) -> None:
    """Something fails every few minutes."""
    chance = story.chance
    now, spell_ends, apart = 20 * SECOND, 0, 0
    while True:
        if now >= spell_ends:
            spell_ends = now + chance.randint(10 * MINUTE, 3 * HOUR)
            apart = story.draw(SPELLS)
        now += 1 + round(chance.expovariate(1 / apart))
        if now > story.end - 2 * MINUTE:
            return
        if story.is_dark(now):
            continue
        if chance.random() < 0.5:
            now = -(-now // 10) * 10  # at a scan
        kinds = [kind for kind in FAULTS if kind != PANEL or story.loose_panels]
        kind = chance.choices(kinds, [FAULTS[kind][0] for kind in kinds])[0]
        fail(story, kind, now)


def fail(story: Story, kind: str, at: int) -> None:
    """One fault, or several that belong together."""
    chance = story.chance
    if kind == "gesture at a fault":
        story.awkward(_any_bed(story), at)
        kind = chance.choice(["kill", "power cut, clock trusted", "power cut, clock untrusted"])
    story.count(kind)
    FAULTS[kind][1](story, at)


def _any_bed(story: Story) -> int:
    return story.chance.randrange(len(story.config.bays))


def _kill(story: Story, at: int) -> None:
    apart = story.chance.randint(1, 90_000)
    kills = story.chance.choice([1, 1, 1, 1, 2, 4])
    story.events += [Kill(at + n * apart) for n in range(kills)]


def _cut_trusted(story: Story, at: int) -> None:
    _cut(story, at, trusted=True)


def _cut_untrusted(story: Story, at: int) -> None:
    """Sometimes just after a gesture, which somebody then tries to take back."""
    back = _cut(story, at, trusted=False)
    if story.chance.random() < 0.3:
        bed = _any_bed(story)
        story.anything(bed, at - story.log_uniform(SECOND, 15 * SECOND))
        for _ in range(2):
            back += story.log_uniform(SECOND, 8 * SECOND)
            story.hold(bed, back)
            back += 4 * SECOND
    _trust_later(story, back)


def _cuts_in_a_row(story: Story, at: int) -> None:
    for _ in range(story.chance.randint(2, 5)):
        at = _cut(story, at, trusted=story.chance.random() < 0.3)
        at += story.log_uniform(1, 5 * MINUTE)
        _trust_later(story, at)


def _lose_trust(story: Story, at: int) -> None:
    story.events.append(Trust(at, trusted=False))
    _soon_a_cut(story, at)
    _trust_later(story, at)


def _unplug(story: Story, at: int) -> None:
    panel = story.chance.randrange(len(story.config.panels))
    back = at + story.log_uniform(100, 20 * MINUTE)
    story.events += [Plug(at, panel, plugged=False), Plug(back, panel, plugged=True)]


def _stick(story: Story, at: int) -> None:
    lengths = [9_990, 10_000, 10_010, 11_000, 40_000, 10 * MINUTE]
    story.push(_any_bed(story), at, story.chance.choice(lengths))


def _cut(story: Story, at: int, *, trusted: bool) -> int:
    longest = story.chance.choice([MINUTE, 10 * MINUTE, 10 * MINUTE, 2 * HOUR])
    if story.chance.random() < 0.01:
        longest = 26 * HOUR
    back = at + story.log_uniform(100, longest)
    story.events.append(PowerCut(at, back - at, trusted))
    story.dark.append((at, back))
    return back


def _trust_later(story: Story, at: int) -> None:
    if story.chance.random() < 0.7:
        at += story.log_uniform(1, 15 * MINUTE)
        story.events.append(Trust(at, trusted=True))
        _soon_a_cut(story, at)


def _soon_a_cut(story: Story, at: int) -> None:
    """Before the next checkpoint: only a row of its own has told what the clock was."""
    if story.chance.random() < 0.3:
        at += story.log_uniform(20, 50 * SECOND)
        if not story.is_dark(at):
            story.count("power cut soon after the clock changed")
            _cut(story, at, trusted=story.chance.random() < 0.7)


def _step(story: Story, at: int) -> None:
    """The wall clock is put forward or back; mostly it is found out and put right."""
    by = story.chance.choice(STEPS) * story.chance.choice([1, -1])
    story.events.append(WallStep(at, by))
    _soon_a_cut(story, at)
    back = story.chance.random()
    if back < 0.3:
        at += story.log_uniform(SECOND, HOUR)
        story.events.append(WallStep(at, -by))
    elif back < 0.8:
        _trust_later(story, at)


def _disk(story: Story, at: int) -> None:
    """The journal cannot be written, and some time can again; often something else fails then."""
    chance = story.chance
    state, other = chance.sample(["full", "readonly"], 2)
    story.events.append(Disk(at, "full" if state == "full" else "readonly"))
    well = at + story.log_uniform(100, chance.choice([10 * SECOND, 5 * MINUTE, 40 * MINUTE]))
    if chance.random() < 0.2:
        between = chance.randint(at, well)
        story.events.append(Disk(between, "full" if other == "full" else "readonly"))
    if chance.random() < 0.2:
        well = max(well, _boot_without_a_trace(story, at + chance.randint(1, 10 * SECOND)))
    story.events.append(Disk(well, "ok"))
    if chance.random() < 0.5:
        when = chance.randint(at, well + 6 * SECOND)
        if not story.is_dark(when):
            fail(story, chance.choice(["kill", "power cut, clock trusted", "kill"]), when)


def _boot_without_a_trace(story: Story, at: int) -> int:
    """Only its clock tells a start how long ago the last row was at least; when that is over."""
    back = _cut(story, at, trusted=False)
    over = back + story.log_uniform(SECOND, 5 * MINUTE)
    story.events.append(Kill(over))
    return over + SECOND


def _chatter(story: Story, at: int) -> None:
    """A contact that is loose."""
    chance, bed = story.chance, _any_bed(story)
    spacing = chance.randint(5, 60)
    for _ in range(chance.randint(10, 60)):
        length = chance.randint(1, 2 * spacing)
        story.events.append(Down(at, bed, at + length))
        at += length + chance.randint(1, 2 * spacing)


FAULTS: dict[str, tuple[int, Callable[[Story, int], None]]] = {
    "kill": (26, _kill),
    "power cut, clock trusted": (16, _cut_trusted),
    "power cut, clock untrusted": (9, _cut_untrusted),
    "power cuts in a row": (5, _cuts_in_a_row),
    "wall clock steps": (11, _step),
    "clock loses trust": (3, _lose_trust),
    PANEL: (200, _unplug),
    "journal full or read-only": (9, _disk),
    "button stuck": (4, _stick),
    "button chatters": (4, _chatter),
    "gesture at a fault": (12, _kill),
}
"""How often each, in comparison; a gesture goes with some other. Panels only where they may."""


# All of it


def story_of(
    config: StationConfig, seed: int, end: int, *, loose_panels: bool = False
) -> tuple[Scenario, dict[str, int]]:
    """A scenario, and how many of what kind were put into it."""
    story = Story(config, Random(seed), end, loose_panels)
    for bed in range(len(config.bays)):
        visits(story, bed)
    faults(story)
    return Scenario(config, tuple(possible(story.events, end)), end), story.injected


def possible(events: Sequence[Event], end: int) -> Iterator[Event]:
    """The events that can happen, in order: nothing is killed or put right without power."""
    dark_until = 0
    for event in sorted(events, key=lambda event: event.at):
        over = event.until if isinstance(event, Down | PowerCut) else event.at
        if event.at >= end - SECOND or (over or 0) >= end - SECOND:
            continue
        if isinstance(event, Kill | PowerCut | WallStep | Trust) and event.at < dark_until:
            continue
        if isinstance(event, PowerCut):
            dark_until = event.until
        yield event
