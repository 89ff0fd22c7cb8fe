"""What the facts of one bay may be, told apart from the station: a judge of its journal.

It is given facts in the order in which the journal has them, and complains of each that cannot
follow upon those before it: a deadline at another instant, twice, too early, or left out; a
number that was not next; an answer to nothing. It shares no line with `station.core`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tests.soak.rows import Row

RESOUND = 60_000
GESTURES = (
    "applied",
    "undone",
    "removal_started",
    "silenced",
    "removed",
    "new_client",
    "refused",
)


@dataclass(frozen=True)
class Terms:
    """What a visit is timed by, in milliseconds."""

    contact: int
    removal: int
    effect: int


@dataclass(frozen=True)
class Cream:
    """Cream that is on."""

    number: int
    applied: int
    phase: str
    since: int
    sounding: bool = False
    silenced: int | None = None


@dataclass(frozen=True)
class Done:
    """What a hold may take back, and the cream as it was before."""

    of: str
    before: Cream | None


@dataclass(frozen=True)
class Due:
    """What time alone brings next."""

    at: int
    kind: str
    number: int | None = None


@dataclass(frozen=True)
class Fired:
    """A deadline that fired, and since when it could: later than at itself after an undo."""

    bay: str
    kind: str
    at: int
    acted: int
    late: bool
    cause: int
    """The instant that it is counted from."""
    possible: int


@dataclass(frozen=True)
class Standing:
    """Where a bay stands."""

    terms: Terms
    cream: Cream | None = None
    windows: Mapping[int, int] | None = None
    """The ends of numb windows, by application."""
    serial: int = 0
    done: Done | None = None
    reinstated: int = 0
    """When an undo last brought something back."""

    @property
    def phase(self) -> str:
        """Its phase."""
        if self.cream is not None:
            return self.cream.phase
        return "numb" if self.windows else "ready"

    @property
    def sounding(self) -> bool:
        """Whether its alarm does."""
        return self.cream is not None and self.cream.sounding

    def seconds(self, ms: int) -> int | None:
        """What it counts, as staff read it at an instant."""
        cream = self.cream
        if cream is not None and cream.phase == "overdue":
            return (ms - cream.since) // 1000
        ends = (
            max((self.windows or {}).values(), default=None)
            if cream is None
            else cream.applied + self.terms.contact
            if cream.phase == "contact"
            else cream.since + self.terms.removal
        )
        return None if ends is None else max(0, -((ms - ends) // 1000))

    def due(self) -> Due | None:
        """What comes next; of two at one instant the cream's."""
        return min(self._dues(), key=lambda due: due.at, default=None)

    def _dues(self) -> Iterator[Due]:
        cream, terms = self.cream, self.terms
        if cream is not None and cream.phase == "contact":
            yield Due(cream.applied + terms.contact, "removal_due")
        elif cream is not None and cream.phase == "removal":
            yield Due(cream.since + terms.removal, "overdue")
        elif cream is not None and cream.silenced is not None:
            yield Due(cream.silenced + RESOUND, "resounded")
        for number, end in (self.windows or {}).items():
            yield Due(end, "numb_over", number)


class BayLaw:
    """The judge of one bay."""

    def __init__(self, bay: str, terms: Terms) -> None:
        self.bay = bay
        self.now = Standing(terms)
        self.fired: list[Fired] = []
        self.gestures: list[Row] = []
        self.complaints: list[str] = []

    def take(self, row: Row, started: int) -> None:
        """A fact of this bay, of a life that started at an instant."""
        due = self.now.due()
        if due is not None and row.kind == due.kind and row.at == due.at:
            self._fire(due, row, started)
            return
        if due is not None and due.at <= row.acted:
            self._complain(row, f"{due.kind} of {due.at} should have been before")
        if row.kind in GESTURES:
            self.gestures.append(row)
            self._gesture(row)
        elif row.kind == "resumed":
            if (row.body.get("phase"), row.body.get("certain")) != (self.now.phase, True):
                self._complain(row, f"the bay was in {self.now.phase}")
        elif row.kind not in ("button_fault", "button_ok"):
            self._complain(row, f"due is {due}")

    def passed(self, instant: int, row: Row) -> None:
        """All facts of an instant have been taken: nothing that was due then is left."""
        due = self.now.due()
        if due is not None and due.at <= instant:
            self._complain(row, f"{due.kind} of {due.at} is missing")
            self.now = replace(self.now, cream=None, windows=None)

    def _complain(self, row: Row, why: str) -> None:
        self.complaints.append(
            f"{self.bay}: {row.kind} of row {row.number} {dict(row.body)}: {why}"
        )

    def _fire(self, due: Due, row: Row, started: int) -> None:
        now, cream = self.now, self.now.cream
        possible = max(due.at, now.reinstated)
        if row.acted < due.at:
            self._complain(row, "too early")
        if row.late is not (due.at < started):
            self._complain(row, f"late or not, the station started at {started}")
        if row.late and row.acted != max(started, now.reinstated):
            self._complain(row, f"not at once when the station started at {started}")
        cause = due.at - _length(due.kind, now.terms)
        self.fired.append(Fired(self.bay, due.kind, due.at, row.acted, row.late, cause, possible))
        if due.kind == "numb_over":
            windows = {n: end for n, end in (now.windows or {}).items() if n != due.number}
            self.now = replace(now, windows=windows)
            if row.body.get("application") != due.number:
                self._complain(row, f"application {due.number} was due")
            return
        assert cream is not None
        phase = {"removal_due": "removal"}.get(due.kind, "overdue")
        since = cream.since if due.kind == "resounded" else due.at
        self.now = replace(
            now, cream=replace(cream, phase=phase, since=since, sounding=True, silenced=None)
        )

    def _gesture(self, row: Row) -> None:
        legal = {
            "applied": self.now.cream is None,
            "undone": self.now.done is not None and self.now.done.of == row.body.get("of"),
            "removal_started": self.now.phase == "contact",
            "silenced": self.now.phase in ("removal", "overdue"),
            "removed": self.now.phase in ("removal", "overdue"),
            "new_client": self.now.cream is None,
            "refused": True,
        }
        if not legal[row.kind]:
            self._complain(row, f"impossible in {self.now.phase} after {self.now.done}")
        elif row.kind != "refused":
            getattr(self, f"_{row.kind}")(row)

    def _applied(self, row: Row) -> None:
        number = self.now.serial + 1
        if row.body.get("application") != number:
            self._complain(row, f"application {number} was next")
        cream = Cream(number, row.at, "contact", row.at)
        self.now = replace(self.now, cream=cream, serial=number, done=Done("applied", None))

    def _removal_started(self, row: Row) -> None:
        before = self.now.cream
        assert before is not None
        cream = replace(before, phase="removal", since=row.at)
        self.now = replace(self.now, cream=cream, done=Done("removal_started", before))

    def _silenced(self, row: Row) -> None:
        cream = self.now.cream
        assert cream is not None
        self.now = replace(self.now, cream=replace(cream, sounding=False, silenced=row.at))

    def _removed(self, row: Row) -> None:
        cream = self.now.cream
        assert cream is not None
        overdue_by = row.at - cream.since if cream.phase == "overdue" else 0
        told = [row.body.get(name) for name in ("application", "contact", "overdue_by", "certain")]
        if told != [cream.number, row.at - cream.applied, overdue_by, True]:
            self._complain(row, f"of {cream}")
        windows = {**(self.now.windows or {}), cream.number: row.at + self.now.terms.effect}
        self.now = replace(self.now, cream=None, windows=windows, done=Done("removed", cream))

    def _undone(self, row: Row) -> None:
        done, windows = self.now.done, dict(self.now.windows or {})
        assert done is not None
        if done.of == "removed" and done.before is not None:
            windows.pop(done.before.number, None)
        self.now = replace(
            self.now,
            cream=done.before,
            windows=windows,
            serial=self.now.serial - (done.of == "applied"),
            done=None,
            reinstated=row.acted,
        )

    def _new_client(self, _row: Row) -> None:
        self.now = replace(self.now, windows=None, serial=0, done=None)


def _length(kind: str, terms: Terms) -> int:
    return {
        "removal_due": terms.contact,
        "overdue": terms.removal,
        "resounded": RESOUND,
        "numb_over": terms.effect,
    }[kind]
