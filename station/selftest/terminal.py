"""Questions and answers, over any pair of streams: a terminal, one over SSH, a test's script."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Final, Protocol

INPUT_ENDED: Final = "nobody answers: the input has ended"
PATIENCE: Final = 20
"""Answers in a row that mean nothing: nobody is there who reads the questions."""


class Source(Protocol):
    """Where answers come from."""

    def readline(self) -> str:
        """The next line with its end; an empty text if there is none any more."""

    def isatty(self) -> bool:
        """Whether a person may sit in front of it."""


class Sink(Protocol):
    """Where words go."""

    def write(self, text: str) -> object:
        """Take some text."""

    def flush(self) -> object:
        """Let it be seen."""


class NobodyThereError(Exception):
    """Whoever was to answer is gone; the words say how that is known."""


class Terminal:
    """Says and asks. Raises NobodyThereError once nobody reads or answers any more."""

    def __init__(self, source: Source | None, out: Sink) -> None:
        self._source = source
        self._out = out
        self.answered = 0
        """How many questions were."""

    @property
    def deserted(self) -> bool:
        """Whether there was never anybody: no person to press Ctrl-D, and no answer either."""
        person = False
        if self._source is not None:
            with suppress(OSError, ValueError):
                person = self._source.isatty()
        return not (person or self.answered)

    def say(self, text: str = "") -> None:
        """Say a line, or several."""
        self._write(f"{text}\n")

    def advise(self, cures: tuple[str, ...]) -> None:
        """Say what to look at, most likely first; what is indented belongs to the line before."""
        for cure in cures:
            self.say(f"    {cure}" if cure.startswith("  ") else f"    - {cure}")

    def ask(self, question: str, answers: Mapping[str, str]) -> str:
        """Ask until it is one of these: a key each, with what it means. Gives the key."""
        offered = ", ".join(f"{key} = {meaning}" for key, meaning in answers.items())
        for _ in range(PATIENCE):
            self._write(f"{question} [{'/'.join(answers)}] ")
            said = self._answer()
            for key, meaning in answers.items():
                if said in (key, meaning):
                    self.answered += 1
                    return key
            self.say(f"  please type one of these, then Enter: {offered}")
        raise NobodyThereError(f"{PATIENCE} answers that mean nothing")

    def _answer(self) -> str:
        line = ""
        if self._source is not None:
            with suppress(OSError, ValueError):  # a terminal that hung up, a stream that is closed
                line = self._source.readline()
        if not line:
            self._write("\n")
            raise NobodyThereError(INPUT_ENDED)
        return line.strip().lower()

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except (OSError, ValueError) as error:
            raise NobodyThereError(f"nobody reads: {error}") from error
