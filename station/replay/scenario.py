"""The scenario file: what is done to a station, and when (section 6 of the design)."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from msgspec import Struct

from station.config import StationConfig
from station.core.duration import DAY, MINUTE, SECOND
from station.mock.disk import DiskState
from station.readers.baynames import Confusable
from station.readers.configfile import load
from station.readers.durationtext import in_words
from station.readers.placed import Misread, Placed, Unread, nearest, readable
from station.readers.problem import FileRefused, Problems
from station.readers.section import Section
from station.readers.showable import PanelRefusal, UnknownCharacters
from station.readers.yamlfile import Mapping, Node, read
from station.readers.yamlvalues import boolean, choice, duration, list_of, text, whole

PRESS_LENGTH: Final = 150
HOLD_LENGTH: Final = 3 * SECOND
WALL_STEP: Final = 20 * 366 * DAY
"""A wall clock may show any year: a machine without a clock of its own begins in 1970."""
_DISK_STATES: Final[tuple[DiskState, ...]] = ("full", "readonly", "ok")
AFTERWARDS: Final = 1 * MINUTE
"""How long a scenario without `end` goes on after its last step."""


class Down(Struct, frozen=True):
    """A bay's button is down from `at` until `until`; for ever, if that is None."""

    at: int
    bay: int
    until: int | None


class Plug(Struct, frozen=True):
    """A panel is plugged in, or unplugged."""

    at: int
    panel: int
    plugged: bool


class WallStep(Struct, frozen=True):
    """Somebody sets the wall clock, by so many milliseconds."""

    at: int
    by: int


class Trust(Struct, frozen=True):
    """The wall clock becomes trusted, and right, or not trusted."""

    at: int
    trusted: bool


class Kill(Struct, frozen=True):
    """The process dies and starts again at once, in the same boot."""

    at: int


class PowerCut(Struct, frozen=True):
    """The power is off for so long; then the wall clock is trusted, or not."""

    at: int
    lasts: int
    trusted: bool

    @property
    def until(self) -> int:
        """When the power is back."""
        return self.at + self.lasts


class Disk(Struct, frozen=True):
    """What happens to whatever the journal writes from now on."""

    at: int
    state: DiskState


Event: TypeAlias = Down | Plug | WallStep | Trust | Kill | PowerCut | Disk


class Scenario(Struct, frozen=True):
    """What happens to the station of `config`, in milliseconds from its start."""

    config: StationConfig
    events: tuple[Event, ...]
    end: int


def read_scenario(
    path: Path,
    config: Path | None,
    panel_refusal: PanelRefusal | None = None,
    unknown_characters: UnknownCharacters | None = None,
    confusable: Confusable | None = None,
) -> Scenario:
    """The scenario at `path`, on `config` if given, else on the one that it names.

    `panel_refusal`, `unknown_characters` and `confusable` are as for a config's `load`.
    Raises FileRefused with everything that is wrong, in the scenario and in its config.
    """
    load_it = partial(
        load,
        panel_refusal=panel_refusal,
        unknown_characters=unknown_characters,
        confusable=confusable,
    )
    problems = Problems()
    top = read(path, problems)
    with Section(top) as keys:
        named = keys.optional("config", text(), None)
        end = keys.optional("end", duration(1), None)
        station = _config(path, config, named, load_it, problems)
        steps = keys.required("steps", list_of(_Step(station, end)))
    problems.refuse()
    events = tuple(event for step in readable(steps) for event in step)
    return Scenario(_known(station), events, end.value or _last(events) + AFTERWARDS)


def _config(
    path: Path,
    given: Path | None,
    named: Placed[str | None],
    load_it: Callable[[Path], StationConfig],
    problems: Problems,
) -> StationConfig | None:
    """The station to play on; None, and the problem noted, if there is none."""
    if given is None and named.known and named.value is None:
        named.place.wrong("no config: add 'config: station.yaml', or name one with -c")
    if given is None and named.known and named.value is not None:
        given = path.parent / named.value
    if given is None:
        return None
    try:
        return load_it(given)
    except FileRefused as refused:
        problems.take(refused)
        return None


def _known(station: StationConfig | None) -> StationConfig:
    if station is None:
        raise AssertionError("a scenario without a station must have been refused")
    return station


def _last(events: tuple[Event, ...]) -> int:
    """When the last event is over; a button that stays down is no more than pressed."""
    ends = (e.until if isinstance(e, Down | PowerCut) else e.at for e in events)
    begins = (e.at for e in events)
    return max((t for t in (*ends, *begins) if t is not None), default=0)


class _Step:
    """Reads the steps one after another; they must be in order, and before the end."""

    def __init__(self, station: StationConfig | None, end: Placed[int | None]) -> None:
        self._station = station
        self._end = end.value if end.known else None
        self._before = 0
        self._dark_until = 0

    def __call__(self, node: Node) -> tuple[Event, ...]:
        with Section(node) as keys:
            at = keys.required("at", duration())
            names = {key.text for key, _ in node.entries} if isinstance(node, Mapping) else ()
            action = next((name for name in _ACTIONS if name in names), None)
            if action is None:
                if not keys.misspells(_ACTIONS):
                    keys.place.wrong(f"this step does nothing: add one of {', '.join(_ACTIONS)}")
                raise Unread
            events = _ACTIONS[action](self, keys, at.value if at.known else 0)
            self._in_order(at)
            self._in_the_light(at, action)
            self._dark_until = max(
                [self._dark_until, *(e.until for e in events if isinstance(e, PowerCut))]
            )
        return events

    def _in_the_light(self, at: Placed[int], action: str) -> None:
        if at.known and at.value < self._dark_until and action in _NEEDS_POWER:
            at.place.wrong(f"the power is off until {in_words(self._dark_until)}:"
                           f" '{action}' needs a machine that runs; move it")  # fmt: skip

    def _in_order(self, at: Placed[int]) -> None:
        if not at.known:
            return
        if at.value < self._before:
            before = in_words(self._before)
            at.place.wrong(f"at {in_words(at.value)}, but the step before is at {before}:"
                           " write the steps in order")  # fmt: skip
        if self._end is not None and at.value > self._end:
            at.place.wrong(f"at {in_words(at.value)}, but the end is at {in_words(self._end)}:"
                           " move the end")  # fmt: skip
        self._before = max(self._before, at.value)

    def press(self, keys: Section, at: int) -> tuple[Event, ...]:
        """A level, held for so long: what it becomes is the station's business."""
        return self._down(keys, at, "press", PRESS_LENGTH)

    def hold(self, keys: Section, at: int) -> tuple[Event, ...]:
        return self._down(keys, at, "hold", HOLD_LENGTH)

    def edges(self, keys: Section, at: int) -> tuple[Event, ...]:
        bay = keys.required("edges", self._bay)
        times = keys.required("times", list_of(duration()))
        toggles = [at + time for time in readable(times)]
        if toggles != sorted(toggles):
            times.place.wrong("these times are not in order: write each after the one before")
        ends = [*toggles[1::2], None] if len(toggles) % 2 else toggles[1::2]
        pairs = zip(toggles[::2], ends, strict=True)
        return tuple(Down(start, bay.value, until) for start, until in pairs) if bay.known else ()

    def panel(self, keys: Section, at: int) -> tuple[Event, ...]:
        panels = len(self._station.panels) if self._station else 1
        number = keys.required("panel", whole(0, panels - 1, "a panel's number"))
        state = keys.required("state", choice("plugged", "unplugged"))
        if not (number.known and state.known):
            return ()
        return (Plug(at, number.value, state.value == "plugged"),)

    def wall(self, keys: Section, at: int) -> tuple[Event, ...]:
        by = keys.required("wall", duration(-WALL_STEP, WALL_STEP))
        return (WallStep(at, by.value),) if by.known else ()

    def clock(self, keys: Section, at: int) -> tuple[Event, ...]:
        trust = keys.required("clock", choice("trusted", "untrusted"))
        return (Trust(at, trust.value == "trusted"),) if trust.known else ()

    def kill(self, keys: Section, at: int) -> tuple[Event, ...]:
        kill = keys.required("kill", boolean)
        if kill.known and not kill.value:
            kill.place.wrong("a process that is not killed goes on: write kill: true, or remove it")
        return (Kill(at),)

    def power(self, keys: Section, at: int) -> tuple[Event, ...]:
        keys.required("power", choice("off"))
        lasts = keys.required("for", duration(1))
        clock = keys.optional("clock", choice("trusted", "untrusted"), "trusted")
        if not (lasts.known and clock.known):
            return ()
        return (PowerCut(at, lasts.value, clock.value == "trusted"),)

    def journal(self, keys: Section, at: int) -> tuple[Event, ...]:
        state = keys.required("journal", choice(*_DISK_STATES))
        return (Disk(at, state.value),) if state.known else ()

    def _down(self, keys: Section, at: int, key: str, usual: int) -> tuple[Event, ...]:
        bay = keys.required(key, self._bay)
        length = keys.optional("for", duration(1), usual)
        if not (bay.known and length.known):
            return ()
        return (Down(at, bay.value, at + length.value),)

    def _bay(self, node: Node) -> int:
        name = text()(node)
        if self._station is None:
            return 0
        ids = [bay.id for bay in self._station.bays]
        if name not in ids:
            meant = nearest(name, ids)
            cure = f"did you mean '{meant}'?" if meant else f"there are {', '.join(ids)}"
            raise Misread(f"no bay '{name}'; {cure}")
        return ids.index(name)


_NEEDS_POWER: Final = frozenset({"kill", "power", "wall", "clock"})
_ACTIONS: Final[dict[str, Callable[[_Step, Section, int], tuple[Event, ...]]]] = {
    "press": _Step.press,
    "hold": _Step.hold,
    "edges": _Step.edges,
    "kill": _Step.kill,
    "power": _Step.power,
    "panel": _Step.panel,
    "wall": _Step.wall,
    "clock": _Step.clock,
    "journal": _Step.journal,
}
"""In this order: of a step with `power` and `clock`, the clock is the power cut's."""
