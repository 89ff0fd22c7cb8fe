"""What a command may say: a clean result, or errors that name their place and a cure."""

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unicodedata import category

from station.cli import main
from station.machine.exitstatus import FINE, REFUSED
from tests.fuzz.engine import WrongError

CURE = re.compile(
    r"\b(?:write|use|give|add|remove|delete|keep|move|save|put|name|rename|needs?|must|indent|install|"
    r"did you mean|one of|in English|missing|closed|only comments|larger than|at most|at least|"
    r"there are|bays are|keys here are|shipped are|holds one|drives it with|is free|look at|"
    r"not needed|no such file|counts|smaller than|less than|more than|higher than|wider than|"
    r"directory|permission)\b",
)
"""Words of which each message has one, for it tells what would be right: "invalid" does not."""
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
"""Marks by which a text shows as another."""
MOST_MESSAGE = 600
"""Characters of one line."""


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    status: int
    out: str
    err: str


FEW: Final = 300
"""Errors of one input that are judged, from the first on and up to the last."""


def command(*words: str) -> Said:
    """Run one as a person would; what it says, printable."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(words)
        except SystemExit as left:
            raise WrongError("leaves by itself", left) from left
    said = Said(status, out.getvalue(), err.getvalue())
    require_printable(said.err)
    return said


def require_printable(text: str) -> None:
    """Nothing of the input gets to the terminal that would do more than show itself."""
    for letter in text:
        if letter != "\n" and (letter in TURNING or category(letter) in ("Cc", "Cs", "Zl", "Zp")):
            raise WrongError("says what cannot be printed", f"U+{ord(letter):04X} in {text!r}")


def kinds_of_errors(said: Said, files: dict[Path, bytes]) -> list[str]:
    """What kinds of errors were told, of these files; each with its place. Raises WrongError."""
    if said.status != REFUSED:
        raise WrongError("another exit status", said.status)
    if not said.err.endswith("\n"):
        raise WrongError("refuses without a word", said)
    return sorted({_kind(line, files) for line in _some(said.err.splitlines())})


def _kind(line: str, files: dict[Path, bytes]) -> str:
    path = next((path for path in sorted(files, reverse=True) if line.startswith(f"{path}:")), None)
    folders = {path.parent for path in files}
    if path is None:
        if any(line.startswith(f"{folder}/") for folder in folders):
            return _shape(line.rpartition(": ")[2])  # of a file that is not there
        path = _of_the_machine(line)
        files = {path: path.read_bytes() if path.is_file() else b""}
    rest = line.removeprefix(f"{path}:")
    place = re.match(r"([0-9]+):([0-9]+): ", rest)
    if place:
        _require_place(files[path], int(place[1]), int(place[2]), line)
        rest = rest[place.end() :]
    elif not rest.startswith(" "):
        raise WrongError("names no place", line)
    if len(rest) > MOST_MESSAGE:
        raise WrongError("speaks too long", line)
    if not CURE.search(rest):
        raise WrongError("tells no cure", line)
    return _shape(rest)


def _of_the_machine(line: str) -> Path:
    """The file that a line speaks of, if the input has named one that nobody wrote for it."""
    path = Path(line.partition(":")[0])
    if not (path.is_absolute() and path.exists()):
        raise WrongError("names no place", line)
    return path


def _require_place(raw: bytes, line: int, column: int, said: str) -> None:
    text = raw.decode("utf-8-sig", "replace")
    lines = re.split("\r\n|\r|\n", text)
    if not (1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1):
        raise WrongError("names a place that is not there", said)


def _shape(message: str) -> str:
    """A message without what it quotes."""
    message = re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", "'...'", message)
    message = re.sub(r"[0-9][0-9a-fA-Fxhms.:]*", "0", message)
    return re.sub(r"(are|of|shipped|keys here|is no) .*", r"\1 ...", message.strip())[:60]


def fine(said: Said) -> bool:
    """Whether it was taken, and says nothing else."""
    if said.status != FINE:
        return False
    if said.err:
        raise WrongError("complains of what is fine", said.err)
    return True


def _some(lines: list[str]) -> list[str]:
    """The first and the last of very many: to judge them all takes longer than to say them."""
    return [*lines[:FEW], *lines[-FEW:]] if len(lines) > 2 * FEW else lines
