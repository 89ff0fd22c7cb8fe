"""What is checked besides the facts of beds: panels told in time, alarms that are heard."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from station.replay.scenario import Kill, Plug, PowerCut, Scenario
from tests.oracle import Told
from tests.oracle.bed import Raised
from tests.oracle.station import Station

SOON = 2000
"""Within so many milliseconds a panel is told to be lost, or back."""
Line = dict[str, Any]


# Panels


def panel_complaints(scenario: Scenario, facts: Sequence[Told]) -> list[str]:
    """Where a panel's state was not told within SOON, or told wrongly."""
    complaints = []
    for panel in range(len(scenario.config.panels)):
        told = [fact for fact in facts if fact.get("panel") == panel]
        complaints += _complaints_of(panel, told, _plugged(scenario, panel), _lives(scenario))
    return complaints


def _complaints_of(
    panel: int, told: list[Told], truth: list[tuple[int, bool]], lives: list[tuple[int, int]]
) -> list[str]:
    complaints = []
    for begin, end in lives:
        in_life = [f for f in told if begin <= instant(f, "acted") < end]
        known = [(begin, True)]
        for fact in in_life:
            at, well = instant(fact, "acted"), fact["kind"] == "panel_restored"
            if well is known[-1][1]:
                complaints.append(f"panel {panel}: {fact['kind']} twice in one life, at {at} ms")
            if not any(state is well for state in _states(truth, at - SOON, at)):
                complaints.append(f"panel {panel}: {fact['kind']} at {at} ms is not true")
            known.append((at, well))
        for at, state in [(begin, _states(truth, begin, begin)[-1]), *truth]:
            settled = max(at, begin) + SOON
            changes_again = next((t for t, _ in truth if t > at), end)
            if begin <= settled < min(end, changes_again) and at < end:
                said = [well for since, well in known if since <= settled][-1]
                if said is not state:
                    complaints.append(f"panel {panel}: not told by {settled} ms that it is {state}")
    return complaints


def _plugged(scenario: Scenario, panel: int) -> list[tuple[int, bool]]:
    plugs = [e for e in scenario.events if isinstance(e, Plug) and e.panel == panel]
    return [(0, True), *((plug.at, plug.plugged) for plug in plugs)]


def _states(truth: list[tuple[int, bool]], begin: int, end: int) -> list[bool]:
    """What was true from begin to end."""
    first = [state for at, state in truth if at <= begin][-1:]
    return first + [state for at, state in truth if begin < at <= end]


def _lives(scenario: Scenario) -> list[tuple[int, int]]:
    """When the process lives, from a start to its end."""
    lives, begin = [], 0
    for event in scenario.events:
        if isinstance(event, Kill | PowerCut):
            lives.append((begin, event.at))
            begin = event.until if isinstance(event, PowerCut) else event.at
    return [life for life in [*lives, (begin, scenario.end)] if life[0] < life[1]]


# Alarms

QUIET = 6000
RARELY = 61_000
"""What may be silent between two pulses: of an alarm, and of one that nobody answers."""


def silence_complaints(scenario: Scenario, oracle: Station, lines: Iterable[Line]) -> list[str]:
    """Where an alarm had to sound and its buzzer did not."""
    complaints = []
    lines = [line for line in lines if line["type"] == "pin"]
    for buzzer in scenario.config.buzzers:
        edges = [(line["t"], line["level"]) for line in lines if line["pin"] == buzzer.pin]
        raised = [r for r in oracle.raised if r.bed in buzzer.bays]
        must = _must_sound(raised, scenario.end)
        for begin, end in _lives(scenario):
            silences = _silences([e for e in edges if begin <= e[0] < end], begin, end)
            complaints += [
                f"buzzer {buzzer.pin}: silent from {since} to {until} ms"
                f" though an alarm is raised from {a} to {b} ms"
                for since, until in silences
                for a, b, most in must
                if min(until, b) - max(since, a) > most
            ]
    return complaints


def _must_sound(raised: list[Raised], end: int) -> list[tuple[int, int, int]]:
    """Spans in which the buzzer must sound, and how long it may be silent in them."""
    spans = []
    now: dict[int, Raised] = {}
    instants = sorted({r.at for r in raised} | {r.quiet_from for r in raised if r.quiet_from})
    for at, until in pairwise([*instants, end]):
        now.update({r.bed: r for r in raised if r.at == at})
        loud = [r for r in now.values() if r.loud]
        if loud and at < until:
            slow = any(r.quiet_from is not None and r.quiet_from <= at for r in loud)
            spans.append((at, min(until, end), RARELY if slow else QUIET))
    return _joined(spans)


def _joined(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for begin, end, most in spans:
        if joined and joined[-1][1] == begin and joined[-1][2] == most:
            joined[-1] = (joined[-1][0], end, most)
        else:
            joined.append((begin, end, most))
    return joined


def _silences(edges: list[tuple[int, int]], begin: int, end: int) -> list[tuple[int, int]]:
    silences, since = [], begin
    for at, level in edges:
        if level:
            silences.append((since, at))
        since = at
    return [*silences, (since, end)] if not edges or not edges[-1][1] else silences


def instant(fact: Told, name: str) -> int:
    """One of a fact's instants."""
    found = fact[name]
    if not isinstance(found, int):
        raise TypeError(fact)
    return found
