"""The commands: which one is called, and how it ends. What each does is its file in `commands/`."""

import argparse
import io
import os
import select
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

from station.arguments import parser
from station.machine.exitstatus import FAILED, FINE, REFUSED, UsageError
from station.machine.pace import under_way
from station.readers.problem import FileRefused, ReadingFailedError

PATIENCE: Final = 5.0
"""Seconds in which somebody should have read complaints."""

Command = Callable[[argparse.Namespace], int]
"""Does what it is called for; returns the exit status."""

EXTRAS: Final[Mapping[str, str]] = {"sim": "web", "board": "web,mqtt"}
"""What of the package's extras a command needs besides what every station has."""
OPTIONAL: Final = ("starlette", "uvicorn", "anyio", "paho")
"""The modules that come with them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit status."""
    _speak_utf8()
    try:
        arguments = _arguments(argv)
        command = _command(arguments.command)
        under_way()
        status = command(arguments)
        sys.stdout.flush()
    except (FileRefused, UsageError) as refused:
        _complain(refused)
        return REFUSED
    except (ReadingFailedError, MissingExtraError) as failed:
        _complain(failed)
        return FAILED
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


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """What was written. Raises SystemExit if that was all; OSError if it could not be answered."""
    try:
        return parser().parse_args(argv)
    except SystemExit:
        sys.stdout.flush()  # at Python's own end nobody would be told in words
        raise


class MissingExtraError(Exception):
    """A command that needs what was not installed: says what, and how it is."""


def _complain(error: Exception) -> None:
    """Say what is wrong. A file's errors begin with their place, as compilers' do."""
    of_a_file = isinstance(error, FileRefused | ReadingFailedError)
    print(error if of_a_file else f"station: {error}", file=sys.stderr)


def _command(name: str) -> Command:
    """A command by its name; nothing of the others is imported."""
    try:
        found: Command = import_module(f"station.commands.{name}").command
    except ModuleNotFoundError as missing:
        if name not in EXTRAS or missing.name not in OPTIONAL:
            raise
        cure = f"in the station's checkout: pip install '.[{EXTRAS[name]}]'"
        raise MissingExtraError(f"{name} needs {missing.name}; {cure}") from None
    return found


def _can_speak() -> bool:
    """Whether a further line goes out: what could not is lost, and no flush tells it again."""
    try:
        print(flush=True)
    except OSError:
        return False
    return True


class _Complaints(io.FileIO):
    """Where complaints go. That they cannot be written is no reason to end otherwise.

    A pipe that somebody made non-blocking takes a part, or nothing: they are then waited for.
    """

    _patience = PATIENCE

    def write(self, said: Any) -> int:
        """All of it, as far as anybody knows."""
        rest = memoryview(said).cast("B")
        with suppress(OSError):
            while rest:
                if taken := super().write(rest):
                    rest = rest[taken:]
                    self._patience = PATIENCE
                elif not self._room():
                    break
        return len(said)

    def _room(self) -> bool:
        """Wait until there is room. False if it was waited for long enough, by all so far."""
        began = time.monotonic()
        found = select.select([], [self], [], self._patience)[1]
        self._patience = max(0.0, self._patience - (time.monotonic() - began))
        return bool(found)


def _speak_utf8() -> None:
    """Half blocks and labels must not fail on a terminal set to something older."""
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - to the end
    if sys.stderr is None:  # likewise: print would take stdout instead
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - to the end
    elif sys.stderr is sys.__stderr__ and sys.platform != "win32":
        heard = io.BufferedWriter(_Complaints(2, "wb", closefd=False))
        sys.stderr = io.TextIOWrapper(heard, line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray key is an answer that means nothing
