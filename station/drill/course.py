"""One bed's course through a drill: the facts that stand, without what was taken back."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from station.core.facts import Fact, FactKind
from station.core.phase import Phase

ALARMS = frozenset({FactKind.REMOVAL_DUE, FactKind.OVERDUE, FactKind.RESUMED})
REMOVALS = frozenset({FactKind.REMOVAL_DUE, FactKind.REMOVAL_STARTED, FactKind.RESUMED})


class Course(Struct, frozen=True):
    """What stands of the bed's first application, each fact the first of its kind."""

    applied: Fact | None = None
    alarm: Fact | None = None
    """The first word that was to be answered."""
    removal: Fact | None = None
    """When removal began: by the alarm, by a hold, or because nobody knew the time any more."""
    answered: Fact | None = None
    removed: Fact | None = None
    cleared: Fact | None = None


def course(facts: Iterable[Fact], bay: str) -> Course:
    """What stands of a bay's first application."""
    standing = _standing(facts, bay)
    begun = next((i for i, fact in enumerate(standing) if fact.kind is FactKind.APPLIED), None)
    if begun is None:
        return Course()
    applied, rest = standing[begun], _until_next(standing[begun + 1 :])
    alarm = next((fact for fact in rest if fact.kind in ALARMS), None)
    removed = _first(rest, FactKind.REMOVED)
    heard = [] if alarm is None else rest[rest.index(alarm) :]
    after = [] if removed is None else rest[rest.index(removed) :]
    return Course(
        applied,
        alarm,
        next((fact for fact in rest if fact.kind in REMOVALS), None),
        next((f for f in heard if f.kind in (FactKind.SILENCED, FactKind.REMOVED)), None),
        removed,
        _first(after, FactKind.NEW_CLIENT),
    )


def _standing(facts: Iterable[Fact], bay: str) -> list[Fact]:
    """Without what was taken back, and all that followed from it."""
    standing: list[Fact] = []
    for fact in facts:
        if fact.bay != bay:
            continue
        if fact.kind is FactKind.UNDONE:
            kinds = [before.kind for before in standing]
            if fact.of in kinds:
                del standing[len(kinds) - 1 - kinds[::-1].index(fact.of) :]
        elif fact.kind is FactKind.TIME_CONFIRMED and fact.phase is Phase.CONTACT:
            # There was time left after all: nothing had to be answered, or wiped.
            standing = [f for f in standing if f.kind not in ALARMS | REMOVALS]
        elif fact.kind is not FactKind.RESUMED or _calls(fact):
            standing.append(fact)
    return standing


def _calls(resumed: Fact) -> bool:
    """Whether it resumed with an alarm of its own: nobody knows how long cream has been on."""
    return resumed.certain is False and resumed.phase in (Phase.REMOVAL, Phase.OVERDUE)


def _until_next(facts: Sequence[Fact]) -> list[Fact]:
    """As far as the next application, if there is one."""
    kinds = [fact.kind for fact in facts]
    end = kinds.index(FactKind.APPLIED) if FactKind.APPLIED in kinds else len(facts)
    return list(facts[:end])


def _first(facts: Iterable[Fact], kind: FactKind) -> Fact | None:
    return next((fact for fact in facts if fact.kind is kind), None)
