"""The story lived through: fingers at real lines, and all that was to be seen and heard."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from tests.lab.guest import bare, eyes, finger, service
from tests.lab.guest.bare import Bare
from tests.lab.guest.bedside import story
from tests.lab.guest.bedside.told import Told
from tests.lab.guest.clock import now, sleep_until, until
from tests.lab.guest.eyes import Sample, Sight
from tests.lab.guest.meanwhile import Ended, Meanwhile
from tests.lab.guest.panel import Panel
from tests.lab.guest.tracer import Edge, tracing

PEEKED: Final = (7.5, 17.0)
"""Seconds of the story in which bed-1's buzzer is watched without the tracer: its alarms begin."""


SETTLED: Final = 500
"""Milliseconds before the end: what was to happen by then has happened, however late."""


@dataclass(frozen=True)
class Day:
    """What came of it. Instants are milliseconds of the boot clock."""

    told: Told
    facts: Sequence[Mapping[str, object]]
    edges: Mapping[int, Sequence[Edge]]
    """Of each line, as the kernel traced them."""
    sights: Mapping[int, Sequence[Sight]]
    """What each panel looked like, one look after the other."""
    samples: Sequence[Sample]
    """Of bed-1's buzzer, as a voltmeter saw it."""
    bare: Bare
    late: float
    """By how much the latest finger was late."""
    cpu: float
    """Of one core, in per cent: what the station took from its start on."""


class Stage:
    """Where it is lived through: watched from before the station's start, which takes a while."""

    def __init__(self) -> None:
        self._opened = ExitStack()
        service.configure(story.WARD.config, **story.WARD.protocols)
        self._trace = self._opened.enter_context(tracing())
        self._addresses = [display.address for display in story.WARD.displays]
        self._watching = Meanwhile(partial(eyes.watch, self._addresses))
        service.systemctl("start", "--no-block", "station")

    def play(self) -> Day:
        """Live through it: a minute and some seconds. The station is then told to stop."""
        until(_started, service.SLOW_START, every=0.1)
        origin, used = _started(), _cpu()
        fingers = Meanwhile(partial(_fingers, origin), urgent=True)
        loop = Meanwhile(bare.loop)
        peeking = Meanwhile(partial(_peek, origin))
        self._plug(origin)
        end = origin + 1000 * story.END
        sleep_until(end)
        edges = {
            pin: [edge for edge in of if edge.at <= end] for pin, of in self._trace.edges().items()
        }
        cpu = 100 * (_cpu() - used) / (now() - origin)
        facts = service.facts()
        sights = dict(enumerate(self._watching.result()))
        service.systemctl("stop", "--no-block", "station")  # beside the judges, not after them
        should = [at for at in loop.result() if at <= end - SETTLED]
        self._opened.close()
        return Day(
            told=Told(facts),
            facts=facts,
            edges=edges,
            sights=sights,
            samples=peeking.result(),
            bare=bare.measured(edges[bare.LINE], should),
            late=fingers.result(),
            cpu=cpu,
        )

    def _plug(self, origin: float) -> None:
        for step in story.STEPS:
            if isinstance(step, story.Plug):
                sleep_until(origin + 1000 * step.at)
                panel = Panel(self._addresses[step.panel])
                (panel.plug if step.plugged else panel.unplug)()


def _cpu() -> float:
    """Milliseconds of a processor that the station has taken."""
    group = Path("/sys/fs/cgroup/system.slice/station.service/cpu.stat")
    return int(group.read_text().split()[1]) / 1e3


def _started() -> float:
    """When the station started; 0 until its journal says so."""
    if not Path(f"{service.JOURNAL}-shm").exists():
        return 0  # whoever looks first makes the journal's other files, and here that is root
    try:
        return next((float(f["at"]) for f in service.facts() if f["kind"] == "started"), 0)
    except sqlite3.OperationalError:  # it is only just being made
        return 0


def _fingers(origin: float, _ended: Ended) -> float:
    return finger.play(story.toggles(origin))


def _peek(origin: float, _ended: Ended) -> list[Sample]:
    begin, end = (origin + 1000 * at for at in PEEKED)
    sleep_until(begin)
    return eyes.peek(story.WARD.horns[0].pin, lambda: now() >= end)
