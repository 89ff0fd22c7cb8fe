"""A real station is killed at random instants: `python -m tests.soak.kills [kills] [--seed N]`.

Its buttons are pressed from outside all the while, and after every kill its journal is held
against all that it had said. Prints how it goes, and at the end what was injected, how often,
with what result. Exit status 1 if anything was not as promised.
"""

import argparse
import random
import select
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.soak.bare import Bare
from tests.soak.book import Book
from tests.soak.judge import Judge
from tests.soak.life import Life
from tests.soak.plans import Plan, plans
from tests.soak.rows import copied, integrity, read
from tests.soak.staff import MS, Staff
from tests.soak.table import table
from tests.soak.tally import Tally
from tests.soak.verdict import Promises
from tests.soak.ward import BAYS, TERMS, Ward
from tests.soak.wires import boot_us

ATTEMPTS = 20
"""How often a start is tried while somebody else on this machine has a pin."""
LEAST = 200 * MS
"""How long a life that may end as it should goes on after it is ready; the most is START."""
START = 20_000 * MS


def nothing(_journal: Path) -> None:
    """What an honest disk does to what a kill left."""


class Soak:
    """The whole run."""

    def __init__(
        self,
        folder: Path,
        kills: int,
        seed: int,
        *,
        say: Callable[[str], None] = lambda _line: None,
        disk: Callable[[Path], None] = nothing,
    ) -> None:
        """`disk`: what becomes of a journal after each kill."""
        self.tally = Tally()
        self._folder = folder
        self._kills = kills
        self._say = say
        self._disk = disk
        self._plans = list(plans(kills, random.Random(f"kills {seed}")))
        self._ward = Ward(folder)
        self._staff = Staff(self._ward.buttons, self._ward.wires, random.Random(f"staff {seed}"))
        self.judge = Judge(self._ward.buzzers)

    def run(self) -> str:
        """Kill as often as was asked for. What came of it, as a table."""
        bare = Bare(self._folder)
        try:
            for planned in self._plans:
                self._day(planned)
        finally:
            sleeps = bare.end()
        edges = self._ward.wires.edges()
        self.tally.complaints += self.judge.judge(edges, self._staff.pushes, sleeps)
        self._ward.close()
        return table(self.tally, self.judge, sleeps)

    def _day(self, planned: Sequence[Plan]) -> None:
        """All kills with one journal."""
        self._ward.new_journal()
        self.tally.journals += 1
        book = Book(dict.fromkeys(BAYS, TERMS))
        promises = Promises(book)
        for plan in planned:
            life = self._life(plan)
            self._kill(life, plan)
            self._disk(life.journal)
            self._examine(life, book, promises)
            self._pause(plan.pause)
        self._staff.rest()
        self._last_life(book, promises)
        self.judge.books.append(book)
        self.judge.promises.append(promises)

    def _life(self, plan: Plan) -> Life:
        """A life until it is to be killed."""
        for _ in range(ATTEMPTS):
            life = self._ward.start()
            while plan.due(life, boot_us()) > boot_us() and not life.ended():
                self._staff.act(life)
                life.listen(min(plan.due(life, boot_us()), self._staff.next))
            if not self._ward.refused(life):
                break
            life.end(signal.SIGKILL)
            self.tally.strangers += 1
            self._pause(200 * MS)
        return life

    def _pause(self, length: int) -> None:
        until = boot_us() + length
        while (now := boot_us()) < until:
            self._staff.act(None)
            select.select((), (), (), max(0, min(until, self._staff.next) - now) / 1e6)

    def _kill(self, life: Life, plan: Plan) -> None:
        status = life.end(signal.SIGKILL)
        tally = self.tally
        tally.aims[plan.aim] += 1
        tally.phases.update(life.phases)
        tally.unsaved += bool(life.statuses) and not life.statuses[-1].saved
        if status != -signal.SIGKILL:
            self._complain(life, f"ended by itself with {status}")
        if (done := tally.aims.total()) % 20 == 0:
            self._say(f"{done} of {self._kills} kills, {len(tally.complaints)} complaints")

    def _last_life(self, book: Book, promises: Promises) -> None:
        """One that may end as it should."""
        life = self._ward.start()
        until = life.spawned + START
        while boot_us() < until and not life.ended():
            self._staff.act(life)
            life.listen(min(until, self._staff.next))
            until = until if life.ready is None else life.ready + LEAST
        self._staff.rest()
        if (status := life.end(signal.SIGTERM)) != 0:
            self._complain(life, f"could not stop: {status}")
        self._examine(life, book, promises)
        left = sorted(path.name for path in life.journal.parent.iterdir())
        if left != ["journal.db", "journal.db.lock"]:
            self._complain(life, f"left {left}")

    def _examine(self, life: Life, book: Book, promises: Promises) -> None:
        """Hold what a life said against what it left."""
        self.judge.lives.append(life)
        if life.errors:
            self._complain(life, f"said {life.errors}")
        for aside in life.journal.parent.glob("*.corrupt-*"):
            self._complain(life, f"{aside} was set aside")
        if life.journal.exists():
            copy = copied(life.journal, self._folder / "copies")
            self.tally.checked += 1
            if (said := integrity(copy)) != "ok":
                self.tally.corrupt += 1
                self._complain(life, said)
            for what in book.read(read(copy)):
                self._complain(life, what)
        else:
            self.tally.unmade += 1
        for what in promises.hold(life):
            self._complain(life, what)

    def _complain(self, life: Life, what: str) -> None:
        self.tally.complaints.append(f"life {life.number}: {what}")


def main(arguments: Sequence[str]) -> int:
    """The program. Its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.kills", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="station-soak-"))
    soak = Soak(folder, given.kills, given.seed, say=_say)
    said = soak.run()
    for complaint in soak.tally.complaints:
        _say(complaint)
    _say(f"seed {given.seed}\n\n{said}")
    if soak.tally.complaints:
        _say(f"left for you to look at: {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
