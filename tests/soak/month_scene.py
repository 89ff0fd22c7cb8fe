"""A scenario in which station and oracle differ, made small and written for `station replay`."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.readers.durationtext import in_words
from station.replay.scenario import (
    Disk,
    Down,
    Event,
    Plug,
    PowerCut,
    Scenario,
    Trust,
    WallStep,
)
from tests.soak.month_clinic import clinic

PATIENCE = 60.0
"""Seconds for making a scenario smaller."""
BEFORE = (10 * MINUTE, HOUR, 6 * HOUR, 30 * HOUR)


def write_scene(scenario: Scenario, folder: Path) -> Path:
    """Write it with its station and protocols; the scenario's file."""
    clinic(folder, buzzers=len(scenario.config.buzzers))
    names = [bay.id for bay in scenario.config.bays]
    steps = [f"  - {{at: {in_words(e.at)}, {_step(e, names)}}}" for e in scenario.events]
    path = folder / "scene.yaml"
    lines = ["config: station.yaml", f"end: {in_words(scenario.end)}", "steps:", *steps]
    path.write_text("\n".join(lines) + "\n")
    return path


def _step(event: Event, names: list[str]) -> str:  # noqa: PLR0911 - one each
    match event:
        case Down(at, bay, until) if until is not None:
            return f"press: {names[bay]}, for: {in_words(until - at)}"
        case PowerCut(_, lasts, trusted):
            return f"power: off, for: {in_words(lasts)}, clock: {_trust(trusted)}"
        case Trust(_, trusted):
            return f"clock: {_trust(trusted)}"
        case WallStep(_, by):
            return f"wall: {in_words(by)}"
        case Plug(_, panel, plugged):
            return f"panel: {panel}, state: {'plugged' if plugged else 'unplugged'}"
        case Disk(_, state):
            return f"journal: {state}"
        case _:
            return "kill: true"


def _trust(trusted: bool) -> str:
    return "trusted" if trusted else "untrusted"


def smaller(
    scenario: Scenario, differs_at: int, bad: Callable[[Scenario], bool], patience: float = PATIENCE
) -> Scenario:
    """The same difference with fewer events, as far as it can be found in good time."""
    until = time.monotonic() + patience
    end = min(scenario.end, differs_at + 2 * SECOND)
    smallest = replace(scenario, end=end, events=_until(scenario.events, end))
    for before in BEFORE:
        late = _from(smallest, differs_at - before)
        if differs_at > before and bad(late):
            smallest = late
            break
    for bed in range(len(scenario.config.bays)):
        alone = _without_bed(smallest, bed)
        if time.monotonic() < until and bad(alone):
            smallest = alone
    pieces = 2
    while time.monotonic() < until and pieces <= 2 * len(smallest.events):
        for fewer in _without_a_piece(smallest, pieces):
            if time.monotonic() > until:
                break
            if bad(fewer):
                smallest, pieces = fewer, max(2, pieces - 1)
                break
        else:
            pieces *= 2
    return smallest


def _without_bed(scenario: Scenario, bed: int) -> Scenario:
    events = (e for e in scenario.events if not (isinstance(e, Down) and e.bay == bed))
    return replace(scenario, events=tuple(events))


def _until(events: tuple[Event, ...], end: int) -> tuple[Event, ...]:
    return tuple(e for e in events if e.at < end)


def _from(scenario: Scenario, begin: int) -> Scenario:
    """Only what is after an instant, as if the station had started then."""
    begin -= begin % scenario.config.scan
    events = (e for e in scenario.events if e.at >= begin)
    moved = tuple(_earlier(event, begin) for event in events)
    return replace(scenario, events=moved, end=scenario.end - begin)


def _earlier(event: Event, by: int) -> Event:
    if isinstance(event, Down) and event.until is not None:
        return replace(event, at=event.at - by, until=event.until - by)
    return replace(event, at=event.at - by)


def _without_a_piece(scenario: Scenario, pieces: int) -> Iterator[Scenario]:
    events = scenario.events
    size = max(1, len(events) // pieces)
    for begin in range(0, len(events), size):
        yield replace(scenario, events=(*events[:begin], *events[begin + size :]))
