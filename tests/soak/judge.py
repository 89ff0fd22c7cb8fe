"""The whole run, once it is over: alarms on the wires and pushes of the staff against the facts."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.soak.bare import Sleeps
from tests.soak.book import Book, Chapter
from tests.soak.law import Fired
from tests.soak.rows import Row
from tests.soak.said import Said
from tests.soak.staff import Push
from tests.soak.verdict import Promises
from tests.soak.wires import Edge

SCAN = 10.0
ALARMS = ("removal_due", "overdue", "resounded")
HEARD = 500
"""Milliseconds after which an alarm that has not begun is missing."""
SEEN = 300
"""Milliseconds after its release by which a push has become a fact, if anything is saved then."""
STALL = 50.0
"""A machine that sleeps as long as this may well miss a press."""
LONGEST = 5_000_000
"""Microseconds that no push lasts."""
BY_DOWN = ("applied",)
BY_UP = ("undone", "removal_started", "new_client")


@dataclass
class Deviation:
    """How late something was, and the bare loop at that instant, in milliseconds."""

    at: int
    late: float
    bare: float


@dataclass
class Measures:
    """What was measured."""

    resumed: list[Deviation] = field(default_factory=list)
    """Alarms on the wires of countdowns that a restart had interrupted."""
    alarms: list[Deviation] = field(default_factory=list)
    """All alarms on the wires."""
    downs: list[Deviation] = field(default_factory=list)
    """From a button's going down to the instant that the journal has of it."""
    starts: list[Deviation] = field(default_factory=list)
    """From a start's instant to the first sound."""
    masked: int = 0
    """Alarms that began while the buzzer sounded already: they have no edge."""
    late: int = 0
    """Deadlines that passed while there was no station, told at the next start."""
    pushes: int = 0
    """Whole within a life that then marked something saved."""
    missed: int = 0
    """Of these, how many the machine slept through."""


class Judge:
    """Collects, then judges."""

    def __init__(self, buzzers: Mapping[str, int]) -> None:
        """`buzzers`: the pins of each bay's."""
        self._buzzers = buzzers
        self._complaints: list[str] = []
        self.lives: list[Said] = []
        self.books: list[Book] = []
        self.promises: list[Promises] = []
        self.facts: Counter[str] = Counter()
        self.measures = Measures()

    def judge(self, edges: Sequence[Edge], pushes: Sequence[Push], bare: Sleeps) -> list[str]:
        """What was wrong."""
        of_pin: dict[int, list[Edge]] = defaultdict(list)
        for edge in edges:
            of_pin[edge.pin].append(edge)
        for bay, pin in self._buzzers.items():
            buzzer = Buzzer(of_pin[pin])
            for book in self.books:
                for fired in book.laws[bay].fired:
                    self._hear(fired, buzzer, bare)
                for chapter in book.chapters:
                    self._hear_start(bay, chapter, buzzer)
        for book in self.books:
            self.facts.update(row.kind for chapter in book.chapters for row in chapter.facts)
        self._match(pushes, bare)
        self._weigh(bare)
        return self._complaints

    def _hear(self, fired: Fired, buzzer: "Buzzer", bare: Sleeps) -> None:
        self.measures.late += fired.late
        life = self._life_at(fired.at * 1000)
        if fired.kind not in ALARMS or fired.possible != fired.at or life is None:
            return
        if buzzer.sounds(fired.at * 1000 - 1000):
            self.measures.masked += 1
            return
        rise = buzzer.rise(fired.at * 1000 - 1000)
        late = HEARD if rise is None else rise / 1000 - fired.at
        if late >= HEARD:
            if life.killed / 1000 >= fired.at + HEARD:
                self._complaints.append(f"life {life.number}: {fired} was not heard")
            return
        deviation = Deviation(fired.at, late, bare.at(fired.at * 1000))
        self.measures.alarms.append(deviation)
        if fired.cause * 1000 < life.spawned:
            self.measures.resumed.append(deviation)

    def _hear_start(self, bay: str, chapter: Chapter, buzzer: "Buzzer") -> None:
        """No beep, no station; and an alarm that sounded before goes on at once."""
        life = next(life for life in self.lives if life.died // 1000 >= chapter.started)
        rise = buzzer.rise(chapter.started * 1000 - 1000)
        late = HEARD if rise is None else rise / 1000 - chapter.started
        if late < HEARD:
            self.measures.starts.append(Deviation(chapter.started, late, 0))
        elif life.killed / 1000 >= chapter.started + HEARD:
            self._complaints.append(f"life {life.number}: no sound of {bay} at its start")

    def _life_at(self, instant: int) -> Said | None:
        """The life that should have acted at an instant: it said it was ready, and lived on."""
        for life in self.lives:
            if life.ready is not None and life.ready <= instant < life.killed - 1000 * SCAN:
                return life
        return None

    def _match(self, pushes: Sequence[Push], bare: Sleeps) -> None:
        used: set[int] = set()
        rows = [row for book in self.books for law in book.laws.values() for row in law.gestures]
        for row in rows:
            found = [
                (offset, push)
                for push in _around(row, pushes)
                if id(push) not in used
                for offset in _offsets(row, push)
            ]
            if not found:
                self._complaints.append(f"nobody made the gesture of {row}")
                continue
            offset, push = min(found, key=lambda pair: pair[0])
            used.add(id(push))
            self.measures.downs.append(Deviation(row.at, offset, bare.at(row.at * 1000)))
        for push in pushes:
            if (life := self._promised(push)) is None:
                continue
            self.measures.pushes += 1
            if id(push) in used:
                continue
            if bare.stalled(push.down, push.up or 0, STALL):
                self.measures.missed += 1
            else:
                self._complaints.append(f"life {life.number}: {push} is in no journal")

    def _promised(self, push: Push) -> Said | None:
        """The life that saw a push from its beginning, and said that all was saved after it."""
        if push.up is None:
            return None
        for life in self.lives:
            if life.ready is not None and life.ready <= push.down and push.up < life.killed:
                seen = push.up + SEEN * 1000
                saved = any(status.saved and status.since >= seen for status in life.statuses)
                return life if saved else None
        return None

    def _weigh(self, bare: Sleeps) -> None:
        """One scan, and what the machine itself takes to wake somebody."""
        allowed = SCAN + max(bare.late, default=0)
        for name, found in (("alarm", self.measures.alarms), ("down", self.measures.downs)):
            for deviation in found:
                if deviation.late > allowed:
                    self._complaints.append(f"{name} later than {allowed:.1f} ms: {deviation}")


class Buzzer:
    """What one buzzer did."""

    def __init__(self, edges: Sequence[Edge]) -> None:
        self._edges = edges
        self._times = [edge.at for edge in edges]

    def sounds(self, instant: int) -> bool:
        """Whether it did at an instant, in microseconds."""
        index = bisect_left(self._times, instant)
        return index > 0 and self._edges[index - 1].level

    def rise(self, instant: int) -> int | None:
        """When it next began to."""
        later = self._edges[bisect_left(self._times, instant) :]
        return next((edge.at for edge in later if edge.level), None)


def _around(row: Row, pushes: Sequence[Push]) -> Iterator[Push]:
    """Those of its button that can be what a fact is of."""
    first = bisect_left(pushes, row.at * 1000 - LONGEST, key=lambda push: push.down)
    for push in pushes[first:]:
        if push.down > row.acted * 1000:
            return
        if push.bay == row.bay:
            yield push


def _offsets(row: Row, push: Push) -> list[float]:
    """From the push to the fact, in milliseconds, if it can be of it."""
    kind = row.body.get("gesture")
    down = row.kind in BY_DOWN or kind == "press"
    up = row.kind in BY_UP or kind == "hold"
    instants = [push.down] if down else [push.up] if up else [push.down, push.up]
    # The station's instants are whole milliseconds, rounded down.
    offsets = [row.at + 0.999 - instant / 1000 for instant in instants if instant is not None]
    return [offset for offset in offsets if 0 <= offset < HEARD]
