"""The command line: which commands there are, and what each may be told."""

import argparse
import sys
from pathlib import Path
from typing import Any, Final

from station import __version__

CONFIG: Final = Path("/etc/station/station.yaml")
KINDS: Final = ("fact", "pin", "screen")
PORTS: Final = range(65536)


class _Parser(argparse.ArgumentParser):
    """One that does not keep to itself that its answer cannot be written, as argparse does."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:
            print(message, end="", file=file or sys.stderr)


def parser() -> argparse.ArgumentParser:
    """What may be written after `station`. `command` is then the name of the one that was."""
    parser = _Parser(prog="station", description="Times numbing cream at a bed.")
    parser.add_argument("--version", action="version", version=f"station {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    for name, does, add in (
        # At a bed.
        ("run", "the daemon on real pins", _add_config),
        ("off", "every lamp and buzzer off, after a crash", _add_config),
        ("selftest", "on the device: every panel, lamp, buzzer and button in turn", _add_selftest),
        # To try it, and to see all of a clinic.
        ("sim", "the same daemon on mock pins, on a page of this machine: try it", _add_sim),
        (
            "board",
            "every bay of every station on one page, as the clinic's broker tells them",
            _add_board,
        ),
        (
            "replay",
            "the same daemon on mock pins and a virtual clock: prints what happened",
            _add_replay,
        ),
        # What its journal says.
        (
            "status",
            "what the running daemon is doing, from its journal; exit 1 if none runs",
            _add_config,
        ),
        ("history", "what happened, from the journal", _add_history),
        ("report", "days as pictures and figures, from the journal: a page, or CSV", _add_report),
        # To set one up.
        ("sounds", "every sound, what it means and how it goes", _add_sounds),
        ("check", "prints what is wrong with configs, and where", _add_check),
        (
            "wiring",
            "what goes to which pin of the header, in which colour, and what to buy",
            _add_wiring,
        ),
    ):
        add(commands.add_parser(name, help=does))
    return parser


def _add_selftest(command: argparse.ArgumentParser) -> None:
    _add_config(command)
    command.add_argument("--report", type=_path, metavar="FILE",
                         help="save what came of it there as well")  # fmt: skip
    command.add_argument("--silent", action="store_true",
                         help="only what needs no person, no sound and no flash")  # fmt: skip


def _add_sim(command: argparse.ArgumentParser) -> None:
    command.add_argument("-c", "--config", type=_path, metavar="CONFIG",
                         help="this station instead of a clinic of three beds")  # fmt: skip
    command.add_argument("--speed", type=int, default=1, metavar="N",
                         help="times as fast: 1, 10, 60 or 600; at first 1")  # fmt: skip
    command.add_argument("--port", type=_port, default=8520, metavar="PORT",
                         help="where the page is; 8520; 0 is any that is free")  # fmt: skip
    command.add_argument("--no-browser", dest="browser", action="store_false",
                         help="do not open it")  # fmt: skip
    command.add_argument("--journal", type=_path, metavar="FILE",
                         help="keep the journal there, and go on with what it has")  # fmt: skip


def _add_board(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--broker", default="mqtt://127.0.0.1", metavar="URL",
        help="mqtt://HOST, or mqtts://HOST with TLS; default this machine's")  # fmt: skip
    add("--username", metavar="NAME", help="who the board is on the broker")
    add("--password-file", type=_path, metavar="FILE",
        help="its password; only the owner may read the file")  # fmt: skip
    add("--ca", type=_path, metavar="FILE",
        help="who signs the broker's certificate; default the system's authorities")  # fmt: skip
    add("--certificate", type=_path, metavar="FILE", help="the board's own, where the broker asks")
    add("--key", type=_path, metavar="FILE", help="the certificate's key, if it is not in it")
    add("--port", type=_port, default=8530, metavar="PORT",
        help="where the page is; 8530; 0 is any that is free")  # fmt: skip
    add("--bind", default="127.0.0.1", metavar="ADDRESS",
        help="for others too: needs --page-passwords or --proxy-header")  # fmt: skip
    add("--name", action="append", default=[], metavar="HOST",
        help="what browsers call it, besides addresses; may be said again")  # fmt: skip
    add("--page-passwords", type=_path, metavar="FILE", help="who may see the pages")
    add("--make-password", metavar="NAME",
        help="asks for a password, puts it into --page-passwords, and ends")  # fmt: skip
    add("--proxy-header", metavar="NAME",
        help="lets in whom a reverse proxy names in this header")  # fmt: skip
    add("--proxy-address", action="append", metavar="ADDRESS",
        help="where that proxy asks from; default this machine; may be said again")  # fmt: skip
    add("--history", type=_path, metavar="FILE",
        help="keep what was seen there, for 90 days; else only while it runs")  # fmt: skip
    add("--no-browser", dest="browser", action="store_false", help="do not open it")


def _add_replay(command: argparse.ArgumentParser) -> None:
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


def _add_history(command: argparse.ArgumentParser) -> None:
    _add_config(command)
    command.add_argument("--journal", type=_path, metavar="FILE",
                         help="read this journal instead of the config's")  # fmt: skip
    command.add_argument("--bay", metavar="ID", help="only this bay's facts")
    command.add_argument("--since", metavar="WHEN",
                         help="no older than 24h, 2026-05-01, 2026-05-01T09:30")  # fmt: skip
    command.add_argument("--csv", action="store_true", help="comma-separated, times in UTC")


def _add_report(command: argparse.ArgumentParser) -> None:
    command.add_argument("-c", "--config", type=_path, metavar="CONFIG",
                         help=f"default {CONFIG}")  # fmt: skip
    command.add_argument("--journal", type=_path, metavar="FILE",
                         help="read this journal; with -c, names are the config's")  # fmt: skip
    command.add_argument("--bay", metavar="ID", help="only this bay")
    command.add_argument("--day", metavar="DAY", help="2026-05-01; default today")
    command.add_argument("--since", metavar="WHEN",
                         help="from then on: 24h ago, 2026-05-01, 2026-05-01T09:30")  # fmt: skip
    command.add_argument("--until", metavar="WHEN", help="and until then; default now")
    command.add_argument("--html", type=_path, metavar="FILE",
                         help="write a page there, whole by itself; replaces it")  # fmt: skip
    command.add_argument("--csv", type=_path, metavar="FILE",
                         help="write the applications there, in UTC; replaces it")  # fmt: skip


def _add_sounds(command: argparse.ArgumentParser) -> None:
    command.add_argument("-c", "--config", type=_path, metavar="CONFIG",
                         help="as this station's buzzers sound; default an active one")  # fmt: skip
    command.add_argument("--wav", type=_path, metavar="DIR",
                         help="write each to a WAV there, to be heard")  # fmt: skip


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("config", type=_path, nargs="+", metavar="CONFIG")


def _add_wiring(command: argparse.ArgumentParser) -> None:
    _add_config(command)
    command.add_argument("--svg", type=_path, metavar="FILE",
                         help="draw it there instead, as a picture for the wall")  # fmt: skip


def _add_config(command: argparse.ArgumentParser) -> None:
    command.add_argument("-c", "--config", type=_path, default=CONFIG, metavar="CONFIG",
                         help=f"default {CONFIG}")  # fmt: skip


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) not in PORTS:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: write a number up to 65535")
    return int(text)


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
