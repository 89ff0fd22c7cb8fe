"""The commands. The only place that puts the parts together, each command's when it is called."""

import argparse
import io
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from station.exitstatus import FAILED, FINE, REFUSED
from station.yamlfile import FileRefused

if TYPE_CHECKING:
    from station.config import StationConfig

CONFIG: Final = Path("/etc/station/station.yaml")
KINDS: Final = ("fact", "pin", "screen")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit status."""
    _speak_utf8()
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        status = command(arguments)
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
    from station.daemon import run_station

    return run_station(_config(arguments.config))


def off(arguments: argparse.Namespace) -> int:
    """Every lamp and buzzer off, whatever a station that died has left them at."""
    from station.daemon import switch_off

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


def selftest(arguments: argparse.Namespace) -> int:
    """Every panel, lamp, buzzer and button in turn, with a person in front of them."""
    from station.selftest.command import run_selftest

    config = _config(arguments.config)
    keep, silent = arguments.report, arguments.silent
    where = "" if arguments.config == CONFIG else f" -c {arguments.config}"
    again = f"sudo station selftest{where}"
    return run_selftest(config, sys.stdin, sys.stdout, keep=keep, silent=silent, again=again)


def replay(arguments: argparse.Namespace) -> int:
    """The same daemon on mock pins and a virtual clock."""
    from station.hardware.luma_device import refusal
    from station.journal.errors import JournalRefusedError
    from station.replay.disk import require_journal
    from station.replay.play import play
    from station.replay.scenario import read_scenario

    scenario = read_scenario(arguments.scenario, arguments.config, refusal)
    if arguments.frames is not None:
        try:
            arguments.frames.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            print(f"station: --frames {arguments.frames}: {error.strerror}", file=sys.stderr)
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
    from station.wiring.svg import draw_wiring

    try:
        arguments.svg.write_text(draw_wiring(config), encoding="utf-8", newline="\n")
    except OSError as error:
        print(f"station: --svg {arguments.svg}: {error.strerror}", file=sys.stderr)
        return REFUSED
    print(f"{arguments.svg}: the wiring of {config.station}; print it in landscape on A4")
    return FINE


def _config(path: Path) -> "StationConfig":
    from station.configfile import load
    from station.drawing.lettering import unknown_characters, unreadable
    from station.hardware.luma_device import refusal

    # Without its fonts a station has no panels, but it times and sounds: `check` says so.
    return load(path, refusal, None if unreadable() else unknown_characters)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="station", description="Times numbing cream at a bed.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    command = commands.add_parser("run", help="the daemon on real pins")
    _add_config(command)
    command.set_defaults(command=run)

    command = commands.add_parser("off", help="every lamp and buzzer off, after a crash")
    _add_config(command)
    command.set_defaults(command=off)

    command = commands.add_parser(
        "selftest", help="on the device: every panel, lamp, buzzer and button in turn"
    )
    _add_config(command)
    command.add_argument("--report", type=_path, metavar="FILE",
                         help="save what came of it there as well")  # fmt: skip
    command.add_argument("--silent", action="store_true",
                         help="only what needs no person, no sound and no flash")  # fmt: skip
    command.set_defaults(command=selftest)

    command = commands.add_parser(
        "replay", help="the same daemon on mock pins and a virtual clock: prints what happened"
    )
    command.add_argument("scenario", type=_path, metavar="SCENARIO", help="what is done, and when")
    command.add_argument("-c", "--config", type=_path, metavar="CONFIG",
                         help="play on this station instead of the scenario's own")  # fmt: skip
    command.add_argument("--json", action="store_true", help="one JSON object a line")
    command.add_argument("--only", type=_kinds, metavar="KINDS",
                         help="of fact,pin,screen; default all; no pins for people")  # fmt: skip
    command.add_argument("--frames", type=_path, metavar="DIR",
                         help="save every picture that a panel shows as a PNG there")  # fmt: skip
    command.add_argument("--journal", type=_path, metavar="FILE",
                         help="keep the journal there, and go on with what it has")  # fmt: skip
    command.set_defaults(command=replay)

    command = commands.add_parser(
        "status", help="what the running daemon is doing, from its journal; exit 1 if none runs"
    )
    _add_config(command)
    command.set_defaults(command=status)

    command = commands.add_parser("history", help="what happened, from the journal")
    _add_config(command)
    command.add_argument("--journal", type=_path, metavar="FILE",
                         help="read this journal instead of the config's")  # fmt: skip
    command.add_argument("--bay", metavar="ID", help="only this bay's facts")
    command.add_argument("--since", metavar="WHEN",
                         help="no older than 24h, 2026-05-01, 2026-05-01T09:30")  # fmt: skip
    command.add_argument("--csv", action="store_true", help="comma-separated, times in UTC")
    command.set_defaults(command=history)

    command = commands.add_parser("sounds", help="every sound, what it means and how it goes")
    command.add_argument("-c", "--config", type=_path, metavar="CONFIG",
                         help="as this station's buzzers sound; default an active one")  # fmt: skip
    command.add_argument("--wav", type=_path, metavar="DIR",
                         help="write each to a WAV there, to be heard")  # fmt: skip
    command.set_defaults(command=sounds)

    command = commands.add_parser("check", help="prints what is wrong with configs, and where")
    command.add_argument("config", type=_path, nargs="+", metavar="CONFIG")
    command.set_defaults(command=check)

    command = commands.add_parser(
        "wiring", help="what goes to which pin of the header, in which colour, and what to buy"
    )
    _add_config(command)
    command.add_argument("--svg", type=_path, metavar="FILE",
                         help="draw it there instead, as a picture for the wall")  # fmt: skip
    command.set_defaults(command=wiring)
    return parser


def _add_config(command: argparse.ArgumentParser) -> None:
    command.add_argument("-c", "--config", type=_path, default=CONFIG, metavar="CONFIG",
                         help=f"default {CONFIG}")  # fmt: skip


def _path(written: str) -> Path:
    if not written:
        raise argparse.ArgumentTypeError("this names nothing: write a path, or '.' for here")
    return Path(written)


def _kinds(written: str) -> frozenset[str]:
    kinds = frozenset(kind.strip() for kind in written.split(","))
    if not kinds <= set(KINDS):
        unknown = ", ".join(sorted(kinds - set(KINDS)))
        raise argparse.ArgumentTypeError(f"no such thing: {unknown}; choose of {','.join(KINDS)}")
    return kinds


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
