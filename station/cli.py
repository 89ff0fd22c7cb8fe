"""The commands. The only place that puts the parts together, each command's when it is called."""

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from station.arguments import CONFIG, parser
from station.exitstatus import FAILED, FINE, REFUSED, UsageError
from station.yamlfile import FileRefused

if TYPE_CHECKING:
    from station.config import StationConfig
    from station.showable import UnknownCharacters

Command = Callable[[argparse.Namespace], int]
"""Does what it is called for; returns the exit status."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit status."""
    _speak_utf8()
    arguments = parser().parse_args(argv)
    try:
        status = COMMANDS[arguments.command](arguments)
        sys.stdout.flush()
    except FileRefused as refused:
        print(refused, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        sys.stdout = io.StringIO()  # whoever read our output has seen enough
        return FINE
    except OSError as error:
        if _can_speak():
            raise
        print(f"station: what it says cannot be written: {error.strerror}", file=sys.stderr)
        sys.stdout = io.StringIO()
        return FAILED
    except KeyboardInterrupt:
        return FAILED
    return status


def run(arguments: argparse.Namespace) -> int:
    """The daemon on this machine's pins."""
    from station.pace import set_out

    set_out()
    from station.daemon import run_station

    return run_station(_config(arguments.config))


def off(arguments: argparse.Namespace) -> int:
    """Every lamp and buzzer off, whatever a station that died has left them at."""
    from station.switchoff import switch_off

    return switch_off(_config(arguments.config))


def status(arguments: argparse.Namespace) -> int:
    """What the running daemon is doing now."""
    from station.hardware.clock import BootClock
    from station.journal.errors import JournalRefusedError
    from station.status import print_status

    config = _config(arguments.config)
    try:
        running = print_status(config, BootClock(config.clock), sys.stdout)
    except JournalRefusedError as refused:
        print(f"station: {refused}", file=sys.stderr)
        return FAILED
    return FINE if running else FAILED


def history(arguments: argparse.Namespace) -> int:
    """What the journal says happened."""
    from station.history import UnknownBayError, print_history, since_when
    from station.journal.errors import JournalRefusedError

    now = time.time_ns() // 1_000_000
    try:
        since = None if arguments.since is None else since_when(arguments.since, now)
    except ValueError as wrong:
        print(f"station: --since {wrong}", file=sys.stderr)
        return REFUSED
    config = None if arguments.journal else _config(arguments.config)
    path = arguments.journal if config is None else config.journal
    here = [] if config is None else [bay.id for bay in config.bays]
    bay = arguments.bay and arguments.bay.encode(errors="replace").decode()
    try:
        print_history(path, sys.stdout, bay=bay, since=since, as_csv=arguments.csv, here=here)
    except UnknownBayError as unknown:
        print(f"station: --bay {unknown}", file=sys.stderr)
        return REFUSED
    except JournalRefusedError as refused:
        print(f"station: {refused}", file=sys.stderr)
        return FAILED
    return FINE


def report(arguments: argparse.Namespace) -> int:
    """Days as pictures, figures and applications, from the journal."""
    from station.history import UnknownBayError
    from station.journal.errors import JournalRefusedError
    from station.report import print_report, read_report, saved
    from station.reportdays import between

    now = time.time_ns() // 1_000_000
    named = arguments.config is not None or arguments.journal is None
    config = _config(arguments.config or CONFIG) if named else None
    bay = arguments.bay and arguments.bay.encode(errors="replace").decode()
    try:
        period = between(arguments.day, arguments.since, arguments.until, now)
        found = read_report(config, arguments.journal, *period, bay=bay)
        keep = arguments.config or CONFIG
        files = saved(found, now, html=arguments.html, table=arguments.csv, keep=keep)
    except UnknownBayError as unknown:
        print(f"station: --bay {unknown}", file=sys.stderr)
        return REFUSED
    except UsageError as wrong:
        print(f"station: {wrong}", file=sys.stderr)
        return REFUSED
    except JournalRefusedError as refused:
        print(f"station: {refused}", file=sys.stderr)
        return FAILED
    if files:
        for note in found.notes:
            print(f"{found.journal}: {note}", file=sys.stderr)
    else:
        print_report(found, sys.stdout)
    for path, what in files:
        if path.is_file():  # what was written to a pipe may be our own output
            print(f"{path}: {what}")
    return FINE


def selftest(arguments: argparse.Namespace) -> int:
    """Every panel, lamp, buzzer and button in turn, with a person in front of them."""
    from station.selftest.command import run_selftest

    config = _config(arguments.config)
    keep, silent = arguments.report, arguments.silent
    where = "" if arguments.config == CONFIG else f" -c {arguments.config}"
    again = f"sudo station selftest{where}"
    return run_selftest(config, sys.stdin, sys.stdout, keep=keep, silent=silent, again=again)


def sim(arguments: argparse.Namespace) -> int:
    """The same daemon on mock pins and real time, on a page of this machine."""
    try:
        from station.sim.clock import SPEEDS
        from station.simulator import CLINIC, simulate
    except ModuleNotFoundError as missing:
        if missing.name not in ("starlette", "uvicorn", "anyio"):
            raise
        cure = "in the station's checkout: pip install '.[web]'"
        print(f"station: sim needs {missing.name}; {cure}", file=sys.stderr)
        return FAILED

    if arguments.speed not in SPEEDS:
        speeds = ", ".join(map(str, SPEEDS))
        print(f"station: --speed {arguments.speed}: write one of {speeds}", file=sys.stderr)
        return REFUSED
    return simulate(
        _config(arguments.config or CLINIC),
        speed=arguments.speed,
        port=arguments.port,
        browser=arguments.browser,
        journal=arguments.journal,
    )


def board(arguments: argparse.Namespace) -> int:
    """Every station of the clinic on one page."""
    try:
        from station.board import Doors, make_password, show_board
        from station.web.board.address import read_broker
    except ModuleNotFoundError as missing:
        if missing.name not in ("starlette", "uvicorn", "anyio", "paho"):
            raise
        cure = "in the station's checkout: pip install '.[web,mqtt]'"
        print(f"station: board needs {missing.name}; {cure}", file=sys.stderr)
        return FAILED

    a = arguments
    if a.make_password is not None:
        return make_password(a.page_passwords, a.make_password)
    try:
        broker = read_broker(
            a.broker,
            username=a.username,
            password_file=a.password_file,
            ca=a.ca,
            certificate=a.certificate,
            key=a.key,
        )
    except UsageError as wrong:
        print(f"station: {wrong}", file=sys.stderr)
        return REFUSED
    proxies = a.proxy_address or Doors.proxies
    doors = Doors(a.bind, a.port, a.name, a.page_passwords, a.proxy_header, proxies)
    return show_board(broker, doors, history=a.history, browser=a.browser)


def replay(arguments: argparse.Namespace) -> int:
    """The same daemon on mock pins and a virtual clock."""
    from station.hardware.luma_device import refusal
    from station.journal.errors import JournalRefusedError
    from station.mock.disk import require_journal
    from station.replay.play import play
    from station.replay.scenario import read_scenario
    from station.replay.telling import FrameNotSavedError

    scenario = read_scenario(arguments.scenario, arguments.config, refusal, _letters())
    if arguments.frames is not None:
        try:
            arguments.frames.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = f"{error.strerror}: name a directory"
            print(f"station: --frames {arguments.frames}: {why}", file=sys.stderr)
            return REFUSED
    try:
        if arguments.journal is not None:
            require_journal(arguments.journal)
        play(
            scenario,
            sys.stdout,
            only=arguments.only,
            as_json=arguments.json,
            frames=arguments.frames,
            journal=arguments.journal,
        )
    except JournalRefusedError as refused:
        print(f"station: {refused}", file=sys.stderr)
        return REFUSED
    except FrameNotSavedError as error:
        print(f"station: --frames {error}", file=sys.stderr)
        return FAILED
    return FINE


def sounds(arguments: argparse.Namespace) -> int:
    """Every sound: told, or written to files that people can hear."""
    from station.sounds import print_sounds, write_sounds

    config = None if arguments.config is None else _config(arguments.config)
    if arguments.wav is None:
        print_sounds(config, sys.stdout)
        return FINE
    try:
        written = write_sounds(arguments.wav, config)
    except OSError as error:
        place = error.filename or arguments.wav
        print(f"station: --wav {place}: {error.strerror}: name another directory", file=sys.stderr)
        return REFUSED
    for path, meaning in written:
        print(f"{path}: {meaning}")
    return FINE


def check(arguments: argparse.Namespace) -> int:
    """Validates configs: prints every error with its place."""
    from station.drawing.lettering import unreadable

    status = FINE
    if (reason := unreadable()) is not None:
        print(f"station: {reason}", file=sys.stderr)
        status = REFUSED
    for path in arguments.config:
        try:
            config = _config(path)
        except FileRefused as refused:
            print(refused, file=sys.stderr)
            status = REFUSED
        else:
            bays = ", ".join(bay.id for bay in config.bays)
            print(f"{path}: fine: {config.station} with {bays}")
    return status


def wiring(arguments: argparse.Namespace) -> int:
    """What goes to which pin of the header."""
    config = _config(arguments.config)
    if arguments.svg is None:
        from station.wiring.terminal import print_wiring

        print_wiring(config, sys.stdout, os.environ)
        return FINE
    from station.wholefile import write_whole
    from station.wiring.svg import draw_wiring

    try:
        write_whole(arguments.svg, draw_wiring(config))
    except OSError as error:
        why = f"{error.strerror}: name another file"
        print(f"station: --svg {arguments.svg}: {why}", file=sys.stderr)
        return REFUSED
    print(f"{arguments.svg}: the wiring of {config.station}; print it in landscape on A4")
    return FINE


def _config(path: Path) -> "StationConfig":
    from station.configfile import load
    from station.hardware.luma_device import refusal

    return load(path, refusal, _letters())


def _letters() -> "UnknownCharacters":
    """What a config's texts may hold."""
    from station.drawing.lettering import FontMissingError, unknown_characters

    def unknown(text: str) -> str:
        # Without its fonts a station has no panels, but it times and sounds: `check` says so.
        with suppress(FontMissingError):
            return unknown_characters(text)
        return ""

    return unknown


COMMANDS: Final[dict[str, Command]] = {
    command.__name__: command
    for command in (
        *(run, off, selftest, sim, board, replay),
        *(status, history, report, sounds, check, wiring),
    )
}


def _can_speak() -> bool:
    """Whether a further line goes out: what could not is lost, and no flush tells it again."""
    try:
        print(flush=True)
    except OSError:
        return False
    return True


def _speak_utf8() -> None:
    """Half blocks and labels must not fail on a terminal set to something older."""
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
