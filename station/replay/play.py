"""Plays a scenario: the runtime of `run`, on mock pins and a virtual clock."""

from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from PIL import Image

from station.core.recovery import recover
from station.core.screen import DARK
from station.core.stamp import Stamp
from station.engine.edges import Edges
from station.engine.runtime import Runtime
from station.hardware.pins import StationPins, mock_factory
from station.journal.lock import JournalLock
from station.journal.writer import JournalAtOnce
from station.mock.death import Killed
from station.mock.disk import MockDisk
from station.mock.tape import Picture, Tape, TapedPanels, TapedPins, Teller
from station.mock.wall import Wall
from station.replay.panels import ReplayPanels
from station.replay.scenario import Disk, Plug, Scenario
from station.replay.telling import FrameTeller, JsonTeller, PeopleTeller, Tellers
from station.replay.world import NEVER, PowerLost, World

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
    journal: Path | None = None,
    skipping: bool = True,
) -> None:
    """Tell on `out` what happens; save what the panels show in `frames`, if given.

    `journal` is kept, and gone on with; else there is one only for as long as the replay lasts.
    Raises JournalRefusedError if it cannot be used, FrameNotSavedError.
    `skipping` leaves out scans that could see nothing new; the result is the same without.
    """
    only = only or (EVERYTHING if as_json else FOR_PEOPLE)
    with ExitStack() as opened:
        if journal is None:
            journal = Path(opened.enter_context(TemporaryDirectory())) / "journal.db"
        else:
            opened.callback(JournalLock(journal).close)
        stage = _Stage(scenario, MockDisk(journal), skipping=skipping)
        stage.pictured = frames is not None or ("screen" in only and not as_json)
        stage.screened = "screen" in only
        camera = stage.picture if stage.pictured else None
        tellers: list[Teller] = [
            JsonTeller(out, only) if as_json else PeopleTeller(out, only, camera)
        ]
        if frames is not None:
            tellers.append(FrameTeller(frames, stage.picture))
        stage.play(Tellers(tellers))


class _Stage:
    """A world with a station in it, that may die and start again."""

    def __init__(self, scenario: Scenario, disk: MockDisk, *, skipping: bool) -> None:
        self._config = scenario.config
        self._disk = disk
        with closing(disk.file()) as file:
            last = file.past().last
        beginning = None if last is None else last.wall  # a journal that is gone on with
        self._world = World(scenario, beginning=beginning, skipping=skipping)
        self._wall = Wall(scenario.config.panels)
        self._panels: ReplayPanels | None = None
        self._pluggable = any(isinstance(event, Plug) for event in scenario.events)
        self.pictured = False
        """Somebody wants pictures; a replay is faster without."""
        self.screened = False
        """Somebody wants to know what the screens say."""
        self._world.on_plug = lambda plug: self._wall.plug(plug.panel, plugged=plug.plugged)
        self._world.on_disk = self._turn

    def _turn(self, disk: Disk) -> None:
        self._disk.state = disk.state

    def picture(self, panel: int) -> Image.Image:
        """What eyes see on a panel now."""
        if self._panels is None:
            raise AssertionError("nobody draws panels that nobody wants to see")
        return self._panels.picture(panel)

    def play(self, teller: Teller) -> None:
        """From the station's first start to the scenario's end."""
        world = self._world
        tape = Tape(world.time, teller, lambda: world.booted)
        goes_on = True
        while goes_on:
            try:
                self._run(tape)
            except Killed:
                continue
            except PowerLost as lost:
                self._darken(tape)
                goes_on = world.darkness(lost.cut)
                self._wall.light()
            else:
                goes_on = False
        tape.close()

    def _darken(self, tape: Tape) -> None:
        self._wall.darken()
        if self.screened:
            for panel in range(len(self._config.panels)):
                tape.picture(Picture(panel, DARK))
        tape.close()

    def _run(self, tape: Tape) -> None:
        """One process: from a start to a stop, or to ProcessDied."""
        world, config = self._world, self._config
        with ExitStack() as opened:
            factory = mock_factory()
            opened.callback(factory.close)
            pins = StationPins(config, factory, world.now)
            opened.callback(pins.close)
            file = self._disk.file()
            opened.callback(file.close)
            past = file.past()
            journal = JournalAtOnce(file, past, world.now)
            panels = self._new_panels()
            taped = TapedPanels(panels, tape) if panels is not None or self.screened else None
            edges = Edges(world, TapedPins(pins, config, tape), journal, tape, _Nobody(), taped)
            world.wire([factory.pin(bay.button) for bay in config.bays])
            world.restless = lambda: min(
                NEVER if panels is None else panels.restless(),
                NEVER if (due := journal.due) is None else due + world.booted,
            )
            world.begin()
            now = Stamp(world.boot, world.now(), world.wall(), world.trusted())
            floor, facts = recover(config.plan(), past, now)
            runtime = Runtime(floor, facts, config.scan, edges, origin=-world.booted)
            world.on_end = runtime.stop
            runtime.run()

    def _new_panels(self) -> ReplayPanels | None:
        """The panels, if anybody wants pictures or pulls plugs."""
        if self.pictured or self._pluggable:
            self._panels = ReplayPanels(self._wall, self._world.time, pluggable=self._pluggable)
        return self._panels


class _Nobody:
    """Nobody watches over a replay."""

    def attend(self, floor: object, now: int) -> None:
        """Nothing."""
