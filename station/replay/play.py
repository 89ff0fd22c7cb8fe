"""Plays a scenario: the runtime of `run`, on mock pins and a virtual clock."""

from pathlib import Path
from typing import TextIO

from station.hardware.pins import StationPins, mock_factory
from station.replay.panels import ReplayPanels
from station.replay.scenario import Plug, Scenario
from station.replay.tape import Tape, TapedPanels, TapedPins, Teller
from station.replay.telling import FrameTeller, JsonTeller, PeopleTeller, Tellers
from station.replay.world import World
from station.runtime import Edges, Runtime

EVERYTHING = frozenset({"fact", "pin", "screen"})
FOR_PEOPLE = frozenset({"fact", "screen"})
"""Pins pulse too often to be read."""


def play(
    scenario: Scenario,
    out: TextIO,
    *,
    only: frozenset[str] | None = None,
    as_json: bool = False,
    frames: Path | None = None,
    skipping: bool = True,
) -> None:
    """Tell on `out` what happens; save what the panels show in `frames`, if given.

    `skipping` leaves out scans that could see nothing new; the result is the same without.
    """
    only = only or (EVERYTHING if as_json else FOR_PEOPLE)
    config = scenario.config
    factory = mock_factory()
    world = World(scenario, factory, skipping=skipping)
    looked_at = frames is not None or ("screen" in only and not as_json)
    panels = _panels(scenario, world, looked_at=looked_at)
    camera = None if panels is None else panels.picture
    tellers: list[Teller] = [JsonTeller(out, only) if as_json else PeopleTeller(out, only, camera)]
    if frames is not None and camera is not None:
        tellers.append(FrameTeller(frames, camera))
    tape = Tape(world.now, Tellers(tellers))
    pins = StationPins(config, factory)
    edges = Edges(
        world,
        TapedPins(pins, config, tape),
        tape,
        TapedPanels(panels, tape) if panels is not None or "screen" in only else None,
    )
    world.begin()
    runtime = Runtime(config.plan(), config.scan, edges)
    world.on_end = runtime.stop
    runtime.run()
    tape.close()
    pins.close()


def _panels(scenario: Scenario, world: World, *, looked_at: bool) -> ReplayPanels | None:
    """The panels, if anybody wants pictures or pulls plugs; a replay is faster without."""
    pluggable = any(isinstance(event, Plug) for event in scenario.events)
    if not (looked_at or pluggable):
        return None
    panels = ReplayPanels(scenario.config.panels, world.now, pluggable=pluggable)
    world.plugging = panels.plug
    world.restless = panels.restless
    return panels
