"""The commands. The only place that puts the parts together, each command's when it is called."""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from station.yamlfile import FileRefused

if TYPE_CHECKING:
    from station.config import StationConfig

CONFIG: Final = Path("/etc/station/station.yaml")
KINDS: Final = ("fact", "pin", "screen")
FINE, REFUSED = 0, 2
"""Exit status: fine; bad config or usage. What fails while running leaves with 1."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit status."""
    _speak_utf8()
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except FileRefused as refused:
        print(refused, file=sys.stderr)
        return REFUSED


def run(arguments: argparse.Namespace) -> int:
    """The daemon on this machine's pins."""
    from station.daemon import run_station

    return run_station(_config(arguments.config))


def off(arguments: argparse.Namespace) -> int:
    """Every lamp and buzzer off, whatever a station that died has left them at."""
    from station.daemon import switch_off

    return switch_off(_config(arguments.config))


def replay(arguments: argparse.Namespace) -> int:
    """The same daemon on mock pins and a virtual clock."""
    from station.hardware.panel import refusal
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
        play(
            scenario,
            sys.stdout,
            only=arguments.only,
            as_json=arguments.json,
            frames=arguments.frames,
            journal=arguments.journal,
        )
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = io.StringIO()  # whoever read our output has seen enough
    return FINE


def check(arguments: argparse.Namespace) -> int:
    """Validates configs: prints every error with its place."""
    status = FINE
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


def _config(path: Path) -> "StationConfig":
    from station.configfile import load
    from station.hardware.panel import refusal

    return load(path, refusal)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="station", description="Times numbing cream at a treatment bed."
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    command = commands.add_parser("run", help="the daemon on real pins")
    command.add_argument("-c", "--config", type=Path, default=CONFIG, metavar="CONFIG",
                         help=f"default {CONFIG}")  # fmt: skip
    command.set_defaults(command=run)

    command = commands.add_parser("off", help="every lamp and buzzer off, after a crash")
    command.add_argument("-c", "--config", type=Path, default=CONFIG, metavar="CONFIG",
                         help=f"default {CONFIG}")  # fmt: skip
    command.set_defaults(command=off)

    command = commands.add_parser(
        "replay", help="the same daemon on mock pins and a virtual clock: prints what happened"
    )
    command.add_argument("scenario", type=Path, metavar="SCENARIO", help="what is done, and when")
    command.add_argument("-c", "--config", type=Path, metavar="CONFIG",
                         help="play on this station instead of the scenario's own")  # fmt: skip
    command.add_argument("--json", action="store_true", help="one JSON object a line")
    command.add_argument("--only", type=_kinds, metavar="KINDS",
                         help="of fact,pin,screen; default all; no pins for people")  # fmt: skip
    command.add_argument("--frames", type=Path, metavar="DIR",
                         help="save every picture that a panel shows as a PNG there")  # fmt: skip
    command.add_argument("--journal", type=Path, metavar="FILE",
                         help="keep the journal there, and go on with what it has")  # fmt: skip
    command.set_defaults(command=replay)

    command = commands.add_parser("check", help="prints what is wrong with configs, and where")
    command.add_argument("config", type=Path, nargs="+", metavar="CONFIG")
    command.set_defaults(command=check)
    return parser


def _kinds(written: str) -> frozenset[str]:
    kinds = frozenset(kind.strip() for kind in written.split(","))
    if not kinds <= set(KINDS):
        unknown = ", ".join(sorted(kinds - set(KINDS)))
        raise argparse.ArgumentTypeError(f"no such thing: {unknown}; choose of {','.join(KINDS)}")
    return kinds


def _speak_utf8() -> None:
    """Half blocks and labels must not fail on a terminal set to something older."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
