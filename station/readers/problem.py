"""What is wrong with a file that somebody wrote, and where."""

import errno
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NoReturn

from msgspec import Struct

from station.core.telling import one_line

MENDED_BY_PEOPLE: Final = frozenset(
    {
        errno.ENOENT,
        errno.EACCES,
        errno.EPERM,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.ENAMETOOLONG,
        errno.ELOOP,
    }
)
"""Why a file cannot be read until a person names, moves or permits it. All else may pass: a card
that fails once, a machine that is short of something."""


class Problem(Struct, frozen=True, order=True):
    """One thing that is wrong, and where. Line and column count from 1; 0 is the whole file."""

    path: str
    """As the user gave it."""
    line: int
    column: int
    message: str
    """What is wrong, and what would be right."""

    def __str__(self) -> str:
        path = one_line(self.path)  # a file may name another as it likes
        place = f"{path}:{self.line}:{self.column}" if self.line else path
        return f"{place}: {self.message}"


class FileRefused(Exception):  # noqa: N818 - it names what happened to the user's file
    """A file cannot be used. Carries every problem found, by place; as text, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class ReadingFailedError(Exception):
    """A file could not be read, and nobody who wrote it is at fault: the next attempt may go well.

    As text, which one and why.
    """


def refuse_unreadable(path: Path | str, error: OSError) -> NoReturn:
    """Raises FileRefused for what a person must mend, ReadingFailedError for anything else.

    To refuse the other too would keep a station down for good that a card failed once.
    """
    problem = Problem(str(path), 0, 0, f"cannot be read: {(error.strerror or str(error)).lower()}")
    if error.errno in MENDED_BY_PEOPLE:
        raise FileRefused([problem]) from None
    raise ReadingFailedError(f"{problem}; it may pass: try again") from None


class Problems:
    """What is wrong so far, in one file or several: users hear of everything at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Notes one problem and lets the reading go on."""
        self._found.append(problem)

    def take(self, refused: FileRefused) -> None:
        """Notes the problems of another file."""
        self._found.extend(refused.problems)

    def refuse(self) -> None:
        """Ends the reading if anything is wrong: raises FileRefused with everything noted."""
        if self._found:
            raise FileRefused(self._found)


class Place(Struct, frozen=True):
    """Where something is written. Line and column count from 1."""

    path: str
    line: int
    column: int
    problems: Problems

    def wrong(self, message: str) -> None:
        """Notes that something is wrong here."""
        self.problems.add(Problem(self.path, self.line, self.column, message))
