"""What the facts say of how a drill was done: in time, late, missed; and what nobody saw.

1. Only a fact shows that something was done; what no fact shows is never said to have been. What a
   fact shows was: after it counted as missed, it is late.
2. What was taken back never was. What followed from it was not either.
3. A task counts from when it was called for: the alarm as the station acted on it, never from an
   instant at which nobody could hear it. Whether wiping was overdue is the station's own word.
4. What never came up (an alarm that never sounded, a drill that was stopped) was not seen: neither
   done nor missed.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from station.core.facts import Fact, FactKind
from station.core.rules import UNDO
from station.drill.course import Course, course
from station.drill.drill import Drill, Task
from station.drill.slips import Slip, slips


class Outcome(StrEnum):
    """How a task stands."""

    AHEAD = "ahead"
    """It is not called for yet."""
    ASKED = "asked"
    """It is called for, and not done."""
    DONE = "done"
    LATE = "late"
    MISSED = "missed"
    UNSEEN = "unseen"
    """It never came up."""


SETTLED: Final = frozenset({Outcome.DONE, Outcome.LATE, Outcome.MISSED, Outcome.UNSEEN})


class Finding(Struct, frozen=True):
    """How one task stands. Instants and durations in milliseconds."""

    task: Task
    outcome: Outcome
    called: int | None = None
    """When it was called for."""
    by: FactKind | None = None
    """By which fact, if by one."""
    took: int | None = None
    """From then until it was done."""
    late_by: int = 0
    """How late it was done; of a removal, by how much it was overdue."""


class Judgement(Struct, frozen=True):
    """What the facts say so far, or in the end."""

    findings: tuple[Finding, ...]
    """One for each of the drill's tasks, in their order."""
    slips: tuple[Slip, ...]
    over: bool
    stopped: bool = False

    @property
    def passed(self) -> bool:
        """Whether everything was seen to be done in time, and nothing else was pressed."""
        done = all(finding.outcome is Outcome.DONE for finding in self.findings)
        return self.over and done and not self.slips and not self.stopped


def judge(
    drill: Drill, bays: Sequence[str], facts: Sequence[Fact], now: int, *, stopped: bool = False
) -> Judgement:
    """How the drill stands at an instant. `bays`: the ids of all bays, the drill's beds first.

    Facts are on the drill's own time line, which begins at 0. `stopped`: nothing more will come.
    """
    facts = [fact for fact in facts if fact.acted <= now]
    courses = [course(facts, bays[bed]) for bed in range(drill.beds)]
    findings: dict[tuple[int, FactKind], Finding] = {}
    ended = stopped or now >= drill.longest
    for task in drill.tasks:
        found = _finding(task, courses, now)
        if found.outcome is Outcome.AHEAD and (ended or _never(task, courses, findings)):
            found = Finding(task, Outcome.UNSEEN)
        elif found.outcome is Outcome.ASKED and ended:
            found = _cut_short(found, now)
        findings[task.bed, task.does] = found
    over = ended or all(found.outcome in SETTLED for found in findings.values())
    made = slips(facts, bays[: drill.beds])
    return Judgement(tuple(findings.values()), made, over, stopped)


def cut_due(drill: Drill, bays: Sequence[str], facts: Sequence[Fact]) -> int | None:
    """When the drill is to cut the power; None: not as far as the facts go."""
    applied = course(facts, bays[0]).applied
    if drill.outage is None or applied is None:
        return None
    return applied.acted + drill.outage.into


def _finding(task: Task, courses: Sequence[Course], now: int) -> Finding:
    (called, by), done = _called(task, courses), _done(task, courses[task.bed])
    if called is None and done is not None and task.does is FactKind.APPLIED:
        called = done.at  # before anybody asked
    if called is None or (called > now and done is None):
        return Finding(task, Outcome.AHEAD)
    if done is None:
        missed = now - called >= task.forgotten
        return Finding(task, Outcome.MISSED if missed else Outcome.ASKED, called, by)
    took = max(0, done.at - called)
    late = max(0, took - task.within)
    if task.does is FactKind.REMOVED:
        late = done.overdue_by or 0
    return Finding(task, Outcome.LATE if late else Outcome.DONE, called, by, took, late)


def _called(task: Task, courses: Sequence[Course]) -> tuple[int | None, FactKind | None]:
    """When a task was called for, and by which fact."""
    own = courses[task.bed]
    if task.does is FactKind.APPLIED:
        return (0, None) if task.after is None else _acted(courses[task.after].applied)
    if task.does is FactKind.SILENCED:
        return _acted(own.alarm)
    if task.does is FactKind.REMOVED:
        return _acted(own.removal)
    # The client may leave at any time; for a while a hold would take the removal back.
    return (None, None) if own.removed is None else (own.removed.at + UNDO, own.removed.kind)


def _done(task: Task, own: Course) -> Fact | None:
    shown: Mapping[FactKind, Fact | None] = {
        FactKind.APPLIED: own.applied,
        FactKind.SILENCED: own.answered,
        FactKind.REMOVED: own.removed,
        FactKind.NEW_CLIENT: own.cleared,
    }
    return shown[task.does]


def _acted(fact: Fact | None) -> tuple[int | None, FactKind | None]:
    return (None, None) if fact is None else (fact.acted, fact.kind)


def _never(
    task: Task, courses: Sequence[Course], found: Mapping[tuple[int, FactKind], Finding]
) -> bool:
    """Whether a task that is not called for never will be: what calls for it is gone by."""
    if task.does is FactKind.APPLIED:
        needs = None if task.after is None else found[task.after, FactKind.APPLIED]
    elif task.does is FactKind.NEW_CLIENT:
        needs = found[task.bed, FactKind.REMOVED]
    elif courses[task.bed].removed is not None:
        return True  # no alarm had sounded by then
    else:
        needs = found[task.bed, FactKind.APPLIED]
    return needs is not None and needs.outcome in (Outcome.MISSED, Outcome.UNSEEN)


def _cut_short(asked: Finding, now: int) -> Finding:
    """What was called for and not done in the end: missed once it was late, else nobody saw."""
    called = now if asked.called is None else asked.called
    late = now - called > asked.task.within
    return Finding(asked.task, Outcome.MISSED if late else Outcome.UNSEEN, asked.called)
