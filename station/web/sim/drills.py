"""Drills as a page is told of them."""

from typing import Any, TypeAlias

from msgspec.structs import asdict

from station.drill.drill import DRILLS
from station.sim.practice import Ended, Practice, Progress

Message: TypeAlias = dict[str, Any]


def drills(practice: Practice) -> Message:
    """Which there are, how the one stands that is on, and what came of the last."""
    on, ended = practice.progress, practice.ended
    return {
        "type": "drills",
        "all": [
            {
                "name": drill.name,
                "title": drill.title,
                "about": drill.about,
                "refusal": practice.refusal(drill),
            }
            for drill in DRILLS.values()
        ],
        "on": None if on is None else _progress(on),
        "ended": None if ended is None else _ended(ended),
    }


def _progress(on: Progress) -> Message:
    return {
        "name": on.drill.name,
        "title": on.drill.title,
        "scaled": on.scaled,
        "now": on.now,
        "steps": [{"says": says, "stands": stands} for says, stands in on.steps],
    }


def _ended(ended: Ended) -> Message:
    return {
        "name": ended.drill.name,
        "title": ended.drill.title,
        "passed": ended.passed,
        **asdict(ended.verdict),
        "asides": ended.asides,
    }
