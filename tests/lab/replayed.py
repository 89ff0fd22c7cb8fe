"""The bedside's story as `station replay` plays it: what its judges are held to themselves."""

import json
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from PIL import Image

from station.replay.play import play
from station.replay.scenario import Scenario, read_scenario
from tests.lab.guest.bedside import story
from tests.lab.guest.tracer import Edge

SECONDS: Final = ("contact", "overdue_by")


def pictures() -> dict[int, list[tuple[int, Image.Image]]]:
    """What each panel shows, and from when on, in milliseconds."""
    with TemporaryDirectory() as name:
        frames = Path(name) / "frames"
        frames.mkdir()
        play(_scenario(Path(name)), StringIO(), only=frozenset({"fact"}), frames=frames)
        shown: dict[int, list[tuple[int, Image.Image]]] = {story.OWN: [], story.SHARED: []}
        for file in sorted(frames.iterdir()):
            panel, at = file.stem.removeprefix("panel").removesuffix("ms").split("-")
            shown[int(panel)].append((int(at), Image.open(file).convert("1")))
    return shown


def facts_and_edges() -> tuple[list[dict[str, Any]], dict[int, list[Edge]]]:
    """The facts as a journal has them, and the changes of every output."""
    out = StringIO()
    with TemporaryDirectory() as name:
        play(_scenario(Path(name)), out, only=frozenset({"fact", "pin", "screen"}), as_json=True)
    facts: list[dict[str, Any]] = []
    edges: dict[int, list[Edge]] = {}
    for line in map(json.loads, out.getvalue().splitlines()):
        acted = round(1000 * line["t"])
        if line["type"] == "pin":
            edges.setdefault(line["pin"], []).append(Edge(acted, line["level"]))
        elif line["type"] == "fact" and line["fact"] != "stopped":
            facts.append(_journalled(line, acted))
    return facts, edges


def _journalled(line: dict[str, Any], acted: int) -> dict[str, Any]:
    fact = {"bay": None, **line, "kind": line["fact"], "at": round(1000 * line["at"])}
    for name in SECONDS:
        if name in fact:
            fact[name] = round(1000 * fact[name])
    return {**fact, "acted": acted}


def _scenario(folder: Path) -> Scenario:
    story.WARD.write(folder)
    path = folder / "scenario.yaml"
    path.write_text(story.scenario())
    return read_scenario(path, None)
