"""`station selftest`: opens a station's parts, has them tested, and leaves everything off."""

import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from station import __version__
from station.config import StationConfig
from station.core.recovery import recovered
from station.core.stamp import Stamp
from station.core.status import bay_status
from station.hardware.clock import BootClock
from station.hardware.holder import PinHeldError
from station.hardware.i2cscan import Census, kernel_census, mock_census
from station.hardware.panel import Panel
from station.hardware.panels import kernel_buses, mock_buses, panels_on
from station.hardware.pins import (
    PinsBusyError,
    PinsRefusedError,
    is_mock,
    open_pins,
    pin_factory,
)
from station.journal.errors import JournalRefusedError
from station.journal.history import open_read_only
from station.journal.lock import is_running
from station.machine.exitstatus import FAILED, FINE, REFUSED
from station.machine.version import version_of
from station.machine.wholefile import write_whole
from station.selftest.bench import Bench, RealClock
from station.selftest.report import Report
from station.selftest.terminal import INPUT_ENDED, NobodyThereError, Sink, Source, Terminal
from station.selftest.walk import conduct

MODEL: Final = Path("/proc/device-tree/model")
"""Which Raspberry Pi this is; ends with a zero byte."""
STOP: Final = "To test it, stop it, test, and start it again:"
END: Final = "end it where it was started (Ctrl-C), or by its number (`sudo kill`); then test again"
NOBODY: Final = (
    "selftest: nobody answers here: run it in a terminal (over SSH: `ssh -t`), or add --silent,"
    " which tests what needs no person"
)
ENDING: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGTSTP")
"""Signals that end a process, or stop it: with Ctrl-Z a buzzer would go on as well."""
LIBRARIES: Final = ("gpiozero", "lgpio", "luma.oled")


def run_selftest(
    config: StationConfig,
    source: Source | None,
    out: Sink,
    *,
    keep: Path | None,
    silent: bool,
    again: str,
    backend: Callable[[], Any] = pin_factory,
) -> int:
    """Test this machine's station. Returns the exit status.

    `keep`: the file that the report is to be saved in; `silent`: only what needs no person;
    `again`: the command that does the same once the pins are free; `backend` opens the pins'.
    """
    if keep is not None and (why := _unwritable(keep)) is not None:
        print(f"station: --report {keep}: {why}: name another file", file=sys.stderr)
        return REFUSED
    clock = BootClock(config.clock)
    warnings = cream_on(config, clock)
    if is_running(config.journal):
        words = "the station is running, and has the pins"
        return _refuse(f"{words}. {STOP}", _service(again), warnings)
    try:
        with ExitStack() as opened:
            opened.enter_context(_signals_interrupt())
            pins, factory = open_pins(config, opened, backend)
            heading = _heading(config, clock, mock=is_mock(factory))
            report = Report(heading, tuple(warnings), silent=silent)
            panels, census = _panels(config, opened, mock=is_mock(factory))
            terminal = Terminal(source, out)
            bench = Bench(
                config, pins, panels, census, RealClock(), terminal, mock=is_mock(factory)
            )
            conduct(bench, report)
    except (PinHeldError, PinsRefusedError) as refused:
        return _refuse(*_without_pins(refused, again), warnings)
    if report.broken_off == INPUT_ENDED and terminal.deserted:
        print(f"station: {NOBODY}", file=sys.stderr)
        return REFUSED
    return _end(report, terminal, keep)


def cream_on(config: StationConfig, clock: BootClock) -> list[str]:
    """Where cream is on now, by the journal, in words."""
    try:
        with open_read_only(config.journal) as journal:
            past = journal.past()
    except JournalRefusedError as refused:
        none_yet = isinstance(refused.__cause__, FileNotFoundError)
        return [] if none_yet else [f"it is not known whether cream is on: {refused}"]
    now = Stamp(clock.boot, clock.now(), clock.wall(), clock.trusted())
    floor, _, senseless = recovered(config.plan(), past, now)
    unknown = "it is not known whether cream is on: the journal's past makes no sense"
    return (
        ([] if senseless is None else [unknown])
        + [f"CREAM IS ON at {gone.bay}, which the config no longer has" for gone in floor.absent]
        + [
            f"CREAM IS ON at {planned.label} ({bay_status(place.bay, now.instant)})"
            for planned, place in zip(floor.plan.bays, floor.places, strict=True)
            if place.bay.cream is not None
        ]
    )


def _service(again: str) -> Sequence[str]:
    return ("sudo systemctl stop station", again, "sudo systemctl start station")


def _without_pins(
    refused: PinHeldError | PinsRefusedError, again: str
) -> tuple[str, Sequence[str]]:
    """Why there are no pins, and what to do about it."""
    if isinstance(refused, PinsBusyError) and refused.holder is None:
        return f"{refused}. Perhaps the service has it. {STOP}", _service(again)
    held = isinstance(refused, PinHeldError | PinsBusyError)
    return str(refused), (END,) if held else ()


def _refuse(why: str, cures: Sequence[str], warnings: Sequence[str]) -> int:
    """Say why nothing can be tested, and what to do about it."""
    lines = [f"station: {why}", *(f"  {cure}" for cure in cures)]
    lines += [f"WARNING: {warning}: nobody times it while it is stopped" for warning in warnings]
    print("\n".join(lines), file=sys.stderr)
    return FAILED


def _end(report: Report, terminal: Terminal, keep: Path | None) -> int:
    """Tell and save what came of it."""
    with suppress(NobodyThereError):
        terminal.say(f"\n{report.text()}")
    if keep is not None:
        try:
            write_whole(keep, report.text())
        except OSError as error:
            why = f"{error.strerror}: name another file"
            print(f"station: --report {keep}: {why}", file=sys.stderr)
            return FAILED
    return FINE if report.passed else FAILED


def _unwritable(path: Path) -> str | None:
    """Why a file cannot be written; found out without changing one that is there."""
    try:
        target = Path(os.path.realpath(path))  # a link stays, also one to nowhere
        there = target.exists()
        if there and not target.is_file():
            return "it is no plain file"  # a pipe that nobody reads would wait for ever
        target.open("a").close()
        if not there:
            target.unlink()
        NamedTemporaryFile(dir=target.parent).close()  # the report is written beside it first
    except OSError as error:
        return error.strerror or str(error)
    return None


def _panels(
    config: StationConfig, opened: ExitStack, *, mock: bool
) -> tuple[Mapping[int, Panel], Callable[[int], Census]]:
    """The panels, and what asks the bus of a port who is there."""
    if mock:
        glass = mock_buses(config.panels)
        return panels_on(config.panels, glass), lambda port: mock_census(glass[port])
    buses = kernel_buses(config.panels)
    for bus in buses.values():
        opened.callback(bus.close)
    return panels_on(config.panels, buses), kernel_census


def _heading(config: StationConfig, clock: BootClock, *, mock: bool) -> tuple[tuple[str, str], ...]:
    doubt = "" if clock.trusted() else " (the clock is not to be trusted)"
    found = (f"{name} {said}" for name in LIBRARIES if (said := version_of(name)) is not None)
    return (
        ("station", f"{config.station} ({config.path})"),
        ("date", time.strftime("%Y-%m-%d %H:%M %z") + doubt),
        (
            "versions",
            ", ".join((f"station {__version__}", *found, f"Python {platform.python_version()}")),
        ),
        ("machine", _model() + (", MOCK PINS" if mock else "")),
    )


def _model(path: Path = MODEL) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip("\0\n ")
    except OSError:
        return f"{platform.system()} {platform.machine()}, not known to be a Raspberry Pi"


@contextmanager
def _signals_interrupt() -> Iterator[None]:
    """Have a signal that would end or stop us end the test instead, with everything off.

    A Pi's outputs stay as they are when a process dies: a buzzer would go on after an SSH
    connection was lost. What comes after the first signal is ignored, for the end is short.
    """
    interrupted = False

    def interrupt(_number: int, _frame: object) -> None:
        nonlocal interrupted
        if not interrupted:
            interrupted = True
            raise KeyboardInterrupt

    names = [name for name in ENDING if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), interrupt) for name in names}
    try:
        yield
    finally:
        for name, was in before.items():
            signal.signal(getattr(signal, name), was)
