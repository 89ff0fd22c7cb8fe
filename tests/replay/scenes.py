"""Scenarios played in a test: what a program would be told of them."""

import io
import json
from pathlib import Path
from typing import Any

from station.replay.play import play
from station.replay.scenario import Scenario, read_scenario

ONE_BED = """
station: room-1
bays:
  - {id: bed-1, label: Bed 1, button: 17, lamp: 27}
panels: [{}]
buzzers: [{pin: 22}]
"""
TWO_BEDS = """
station: room-1
bays:
  - {id: bed-1, label: Bed 1, button: 17}
  - {id: bed-2, label: Bed 2, button: 5}
panels:
  - {bays: [bed-1]}
  - {address: 0x3D, bays: [bed-2]}
buzzers: [{pin: 22}]
"""


def scene(folder: Path, steps: str, *, end: str = "30:00", config: str = ONE_BED) -> Scenario:
    """A scenario with these steps, each a line `{at: ..., ...}`."""
    (folder / "station.yaml").write_text(config)
    lines = "".join(f"  - {line.strip()}\n" for line in steps.strip().splitlines())
    path = folder / "scene.yaml"
    path.write_text(f'config: station.yaml\nend: "{end}"\nsteps:\n{lines}')
    return read_scenario(path, None)


def told(
    scenario: Scenario, only: str = "fact,pin,screen", *, skipping: bool = True
) -> list[dict[str, Any]]:
    """Every JSON line of a scenario."""
    out = io.StringIO()
    play(scenario, out, only=frozenset(only.split(",")), as_json=True, skipping=skipping)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def facts(lines: list[dict[str, Any]]) -> list[str]:
    """The kinds of the facts, in order."""
    return [line["fact"] for line in lines if line["type"] == "fact"]


def screens(lines: list[dict[str, Any]], panel: int = 0) -> list[tuple[float, list[str]]]:
    """When a panel showed what."""
    return [(e["t"], e["text"]) for e in lines if e["type"] == "screen" and e["panel"] == panel]


def pulses(lines: list[dict[str, Any]], pin: int) -> list[tuple[float, float]]:
    """(begin, length) of every pulse of a pin, in seconds."""
    edges = [(line["t"], line["level"]) for line in lines if line.get("pin") == pin]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(on, round(off - on, 3)) for (on, _), (off, _) in pairs]
