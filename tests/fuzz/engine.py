"""Draws inputs of a target, keeps those that reach something new, and changes those further.

Hypothesis draws (an input is what its strategies make of a string of bytes), shrinks what fails,
and keeps it in its own database. Here is only the choice of the next bytes: now and then any,
mostly those of an input that ran a line of the station, or came to an end, that none before did.
"""

import os
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.database import DirectoryBasedExampleDatabase, ExampleDatabase
from hypothesis.database import InMemoryExampleDatabase as InMemory
from hypothesis.strategies import SearchStrategy

from tests.fuzz.trail import CHEAP, Trail

MOST_BYTES = 6000
"""That an input may be drawn from; it uses what it needs."""
MOST_SECONDS = 10.0
"""Of processor time that any input may take: more is a hang."""
MOST_MEMORY = 300
"""MB by which one input may make this process grow."""
MOST_FOLLOWING = 5.0
"""Seconds for seeing where all that was kept comes, where that cannot be seen all the time."""
MOST_FAILURES = 10
"""Of different kinds, after which a target is left alone."""


class WrongError(Exception):
    """Neither a clean result nor a clear error. `rule`: in short, which promise was broken."""

    def __init__(self, rule: str, details: object = "") -> None:
        super().__init__(f"{rule}: {details}" if details else rule)
        self.rule = rule


class _TooLongError(BaseException):
    """Processor time is up; nobody below is to catch it."""


@dataclass(frozen=True)
class Target:
    """Something that reads what others wrote."""

    name: str
    inputs: SearchStrategy[Any]
    judge: Callable[[Any], str]
    """Gives an input to the station. Returns how it ended, in short: inputs that end in a new way
    are changed further. Raises WrongError; any other exception is a failure as well."""
    show: Callable[[Any], str]
    """An input, so that somebody can repeat it by hand."""
    code: tuple[str, ...]
    """The files below station/ that are tried, as patterns."""


@dataclass(frozen=True)
class Failure:
    """One kind of failure, by its smallest input."""

    key: str
    said: str
    smallest: str


@dataclass
class Tally:
    """What came of a target."""

    name: str
    inputs: int = 0
    invalid: int = 0
    """Bytes of which no input could be made."""
    ends: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    """Seconds of processor time."""
    corpus: int = 0
    lines: tuple[int, int] = (0, 0)
    """Reached, of so many."""
    failures: list[Failure] = field(default_factory=list)

    @property
    def clean(self) -> int:
        """How many inputs were taken."""
        return sum(many for end, many in self.ends.items() if end.startswith("fine"))


@dataclass(frozen=True)
class Budget:
    """How long a target is tried: whichever ends first."""

    seconds: float = 1e9
    inputs: int = 10**9


class Fuzz:
    """One target, tried for a while."""

    def __init__(
        self, target: Target, *, seed: int, keep: Path | None = None, guided: bool = True
    ) -> None:
        """`keep`: a folder for the corpus and failures. Not `guided`: any bytes each time."""
        self.target = target
        self.tally = Tally(target.name)
        self._chance = Random(seed)
        self._keep = keep
        self._guided = guided
        self._trail = Trail()
        self._corpus: list[bytes] = [*_kept(keep)]
        self._end = ""
        self._failed: dict[str, tuple[str, Any]] = {}
        database: ExampleDatabase = InMemory()
        if keep is not None:
            database = DirectoryBasedExampleDatabase(keep / "failures")
        attempt: Any = settings(
            database=database,
            deadline=None,
            max_examples=200,
            phases=(Phase.reuse, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )(given(target.inputs)(self._tried))
        self._repeat: Callable[[], None] = attempt
        self._try: Callable[[bytes], bytes | None] = attempt.hypothesis.fuzz_one_input

    def run(self, budget: Budget, *, shrink: bool = True, first_only: bool = False) -> Tally:
        """Try it. `first_only`: until something fails."""
        begun, most = time.monotonic(), 1 if first_only else MOST_FAILURES
        again = [*self._corpus]
        with self._trail.followed() if CHEAP else nullcontext():
            while (
                time.monotonic() - begun < budget.seconds
                and self.tally.inputs < budget.inputs
                and len(self._failed) < most
            ):
                drawn = again.pop() if again else self._next()
                before = (len(self._trail.seen), len(self.tally.ends))
                try:
                    used = self._try(drawn)
                except Exception:  # noqa: BLE001, S112 - whatever it was, `_tried` has noted it
                    continue
                if used is None:
                    self.tally.invalid += 1
                elif before != (len(self._trail.seen), len(self.tally.ends)):
                    self._remember(used)
        if not CHEAP:
            self._follow(min(budget.seconds, MOST_FOLLOWING))
        if shrink and self._failed:
            self.repeat()
        return self._told()

    def _follow(self, seconds: float) -> None:
        """Run what was kept once more, to see where it comes."""
        begun, tally = time.monotonic(), self.tally
        self.tally = Tally("")
        with self._trail.followed():
            for used in self._corpus:
                if time.monotonic() - begun > seconds:
                    break
                with suppress(Exception):
                    self._try(used)
        self.tally = tally

    def repeat(self) -> Tally:
        """Only what failed before, made as small as may be."""
        # One after the other: it says of several only that they are several.
        with suppress(Exception):
            self._repeat()
        return self._told()

    def _told(self) -> Tally:
        tally = self.tally
        tally.corpus = len(self._corpus)
        tally.lines = self._trail.reached(self.target.code)
        tally.failures = [
            Failure(key, said, self.target.show(smallest))
            for key, (said, smallest) in self._failed.items()
        ]
        return tally

    def _tried(self, drawn: Any) -> None:
        tally = self.tally
        tally.inputs += 1
        begun = time.thread_time()
        try:
            with bounded():
                self._end = self.target.judge(drawn)
        except Exception as error:
            self._failed[_key(error)] = (_said(error), drawn)
            raise
        tally.ends[self._end] += 1
        tally.slowest = max(tally.slowest, time.thread_time() - begun)

    def _next(self) -> bytes:
        chance = self._chance
        if not self._guided or not self._corpus or chance.random() < 0.2:
            return chance.randbytes(MOST_BYTES)
        # The latest finds are the deepest.
        latest = self._corpus[-20:] if chance.random() < 0.4 else self._corpus
        changed = bytearray(chance.choice(latest))
        for _ in range(chance.choice((1, 1, 2, 4, 8))):
            self._change(changed)
        return bytes(changed) + chance.randbytes(MOST_BYTES)

    def _change(self, changed: bytearray) -> None:
        chance = self._chance
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(5):
            case 0:
                changed[at : at + 1] = chance.randbytes(1)
            case 1:
                changed[at : at + chance.randint(1, 16)] = chance.randbytes(chance.randint(1, 16))
            case 2:
                del changed[at:]  # what follows is drawn anew
            case 3:
                other = chance.choice(self._corpus)
                changed[at:] = other[chance.randrange(len(other) + 1) :]
            case _:
                del changed[at : at + chance.randint(1, 8)]

    def _remember(self, used: bytes) -> None:
        self._corpus.append(used)
        if self._keep is not None:
            folder = self._keep / "corpus"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / sha256(used).hexdigest()[:16]).write_bytes(used)


@contextmanager
def bounded() -> Iterator[None]:
    """What takes too long, or too much memory, is a failure of its own kind."""
    before = _peak()
    try:
        with _timed():
            yield
    except _TooLongError:
        raise WrongError("hangs", f"more than {MOST_SECONDS:g} s of processor time") from None
    grown = _peak() - before
    if grown > MOST_MEMORY:
        raise WrongError("eats memory", f"{grown} MB more")


@contextmanager
def _timed() -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield  # Windows: it would hang for all to see
        return

    def ring(_signal: int, _frame: object) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _peak() -> int:
    """MB that this process has ever had at once."""
    if os.name == "nt":
        return 0
    import resource  # noqa: PLC0415 - not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _kept(keep: Path | None) -> Iterator[bytes]:
    if keep is not None and (keep / "corpus").is_dir():
        for path in sorted((keep / "corpus").iterdir()):
            yield path.read_bytes()


def _key(error: Exception) -> str:
    """What tells one kind of failure from another."""
    if isinstance(error, WrongError):
        return error.rule
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if "/station/" in frame.filename] or frames
    where = f"{Path(inside[-1].filename).name}:{inside[-1].lineno}" if inside else "nowhere"
    return f"{type(error).__name__} at {where}"


def _said(error: Exception) -> str:
    return "".join(traceback.format_exception(error, limit=-6))
