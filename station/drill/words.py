"""A drill in the clinic's words: what to do now, and in the end what was done, late and missed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from station.core.duration import MINUTE, SECOND, clock_face
from station.core.facts import Fact, FactKind, Refusal
from station.core.protocol import Protocol
from station.core.rules import TOO_SOON, UNDO
from station.drill.drill import CONTACT, REMOVAL, Drill, Task
from station.drill.judge import Finding, Judgement, Outcome
from station.drill.slips import Slip, SlipKind

DARK: Final = "The power is gone. There is nothing to press: wait until the station is back."
STARTING: Final = "A fresh station starts."
_FOR: Final = f"{TOO_SOON // SECOND} s"
_BACK: Final = f"{UNDO // SECOND} s"
REFUSED: Final = {
    Refusal.PHASE_CHANGED: "was pressed just as something else began, and refused",
    Refusal.GUARD: "was pressed twice, and the second press refused",
    Refusal.CREAM_ON: "was pressed while the cream was to stay on, and refused",
    Refusal.TOO_SOON: f"was pressed within {_FOR} of silencing, and refused as a reflex",
    Refusal.LIMIT: "was pressed for one application too many, and refused",
    Refusal.NOTHING_TO_CLEAR: "was held with nothing to clear, and refused",
}
_NAMED: Final = {
    FactKind.APPLIED: "the application",
    FactKind.REMOVAL_STARTED: "the beginning of removal",
    FactKind.REMOVED: "the removal",
}


class Verdict(Struct, frozen=True):
    """What a trainee is told in the end; each a list of sentences but the first."""

    says: str
    done: tuple[str, ...]
    late: tuple[str, ...]
    missed: tuple[str, ...]
    unseen: tuple[str, ...]
    slips: tuple[str, ...]


def scaled(protocols: Sequence[Protocol]) -> str:
    """How a drill's times differ from those of the clinic's own protocols."""
    contacts = sorted({protocol.contact for protocol in protocols})
    removals = sorted({protocol.removal for protocol in protocols})
    return (
        f"Times are shortened: {clock_face(CONTACT // SECOND)} on the skin stands for "
        f"{_faces(contacts)}, and {clock_face(REMOVAL // SECOND)} for wiping stands for "
        f"{_faces(removals)}. All other waits of the station are as on the wall."
    )


def instructions(
    labels: Mapping[str, str], report: Judgement, hold: int, now: int
) -> tuple[str, ...]:
    """What to do now, the most urgent first.

    `labels` are those of all bays by their ids, the drill's beds first; `hold` is how long a hold
    takes, in ms.
    """
    mistakes = tuple(
        f"{labels[slip.bay]} was started, where nobody has put cream on. Hold its button for a "
        f"good {hold / SECOND:g} s to take that back."
        for slip in report.slips
        if slip.kind is SlipKind.NO_CREAM and not slip.mended and now - slip.at <= UNDO
    )
    return _of_the_drill(tuple(labels.values()), report, hold) + mistakes


def _of_the_drill(labels: Sequence[str], report: Judgement, hold: int) -> tuple[str, ...]:
    asked = [found for found in report.findings if found.outcome is Outcome.ASKED]
    beds: dict[int, Finding] = {}
    for found in asked:
        beds.setdefault(found.task.bed, found)
    if beds:
        urgent = sorted(beds.values(), key=lambda f: (f.called or 0) + f.task.within)
        return tuple(_why(found, labels) + _asks(found.task, labels, hold) for found in urgent)
    ahead = [found.task for found in report.findings if found.outcome is Outcome.AHEAD]
    return (_meanwhile(ahead, labels),) if ahead else ()


def steps(labels: Mapping[str, str], report: Judgement) -> tuple[tuple[str, str], ...]:
    """Each task in a few words, and how it stands. `labels` as for `instructions`."""
    beds = tuple(labels.values())
    return tuple(
        (_short(found.task, beds[found.task.bed]), _stands(found)) for found in report.findings
    )


def verdict(drill: Drill, labels: Mapping[str, str], end: Judgement) -> Verdict:
    """What is listed in the end. `labels` as for `instructions`."""
    beds = tuple(labels.values())
    told: dict[Outcome, list[str]] = {outcome: [] for outcome in Outcome}
    for found in end.findings:
        told[found.outcome].append(_found(drill, found, beds[found.task.bed], end))
    return Verdict(
        _summary(end),
        tuple(told[Outcome.DONE]),
        tuple(told[Outcome.LATE]),
        tuple(told[Outcome.MISSED]),
        tuple(told[Outcome.UNSEEN]),
        _counted(_slip(slip, labels[slip.bay]) for slip in end.slips),
    )


def asides(facts: Sequence[Fact], cuts: int, fastest: int) -> tuple[str, ...]:
    """What else happened that makes this drill another: `cuts` are those of the drill itself."""
    kinds = [fact.kind for fact in facts]
    starts = kinds.count(FactKind.STARTED) - 1 - cuts
    told = []
    if starts > 0:
        told.append(f"The station was killed or without power {_times(starts)}, by hand.")
    if FactKind.PANEL_LOST in kinds:
        told.append("A panel was unplugged.")
    if FactKind.JOURNAL_LOST in kinds:
        told.append("The disk could not be written.")
    if fastest > 1:
        told.append(
            f"Part of it went {fastest} times as fast: seconds are the station's, not a person's."
        )
    return tuple(told)


def length(milliseconds: int) -> str:
    """How long, as people say it; never less than it was."""
    seconds = -(-milliseconds // SECOND)
    return f"{seconds} s" if milliseconds < 2 * MINUTE else f"{clock_face(seconds)} min"


def _why(found: Finding, labels: Sequence[str]) -> str:
    if found.by is not FactKind.RESUMED:
        return ""
    bed = labels[found.task.bed]
    return f"Nobody knows how long the power was gone, so {bed} is to be wiped now. "


def _asks(task: Task, labels: Sequence[str], hold: int) -> str:
    bed = labels[task.bed]
    if task.does is FactKind.APPLIED:
        if task.after is not None:
            return (
                f"A second client, at {bed}. Look at its panel: it warns of a clash with "
                f"{labels[task.after]}. Both clients are here, so put the cream on all the same, "
                f"and press {bed}'s button."
            )
        return f"The cream is on at {bed}. Press {bed}'s button once."
    if task.does is FactKind.SILENCED:
        return f"{bed}'s alarm sounds. Press its button once: that only silences it."
    if task.does is FactKind.REMOVED:
        return (
            f"Wipe the cream off at {bed}, completely. It takes more than {_FOR}; a press before "
            f"that is refused as a reflex. Then press {bed}'s button: wiped."
        )
    return (
        f"{bed}'s client leaves. Hold the button for a good {hold / SECOND:g} s, until it ticks, "
        "and let go: ready for the next client."
    )


def _meanwhile(ahead: Sequence[Task], labels: Sequence[str]) -> str:
    bed = labels[ahead[0].bed]
    if ahead[0].does is FactKind.NEW_CLIENT:
        return (
            f"{bed} is numb: treat the client. Leave the button alone for now: for {_BACK} a hold "
            "would take the removal back. The panel says what a hold does."
        )
    where = " and ".join(labels[other] for other in sorted({task.bed for task in ahead}))
    return (
        f"Wait, and glance at the panel. The cream is working at {where}: "
        "there is nothing to press before an alarm sounds."
    )


def _short(task: Task, bed: str) -> str:
    return {
        FactKind.APPLIED: f"{bed}: cream on, press",
        FactKind.SILENCED: f"{bed}: answer the alarm within {length(task.within)}",
        FactKind.REMOVED: f"{bed}: wiped within {length(task.within)}, press",
        FactKind.NEW_CLIENT: f"{bed}: client leaves, hold",
    }[task.does]


def _stands(found: Finding) -> str:
    if found.outcome is Outcome.LATE:
        return f"late by {length(found.late_by)}"
    return {
        Outcome.AHEAD: "to come",
        Outcome.ASKED: "now",
        Outcome.DONE: "done",
        Outcome.MISSED: "missed",
        Outcome.UNSEEN: "not seen",
    }[found.outcome]


def _found(drill: Drill, found: Finding, bed: str, end: Judgement) -> str:
    if found.outcome is Outcome.UNSEEN:
        return _unseen(found, bed, stopped=end.stopped)
    if found.outcome is Outcome.MISSED:
        return _missed(drill, found.task, bed)
    took = length(found.took or 0)
    late = f", {length(found.late_by)} late" if found.late_by else ""
    return {
        FactKind.APPLIED: f"{bed} started after {took}{late}.",
        FactKind.SILENCED: f"{bed}'s alarm answered after {took}{late}.",
        FactKind.REMOVED: f"{bed} wiped after {took}"
        + (f": {length(found.late_by)} overdue." if found.late_by else "."),
        FactKind.NEW_CLIENT: f"{bed} cleared for the next client{late}.",
    }[found.task.does]


def _missed(drill: Drill, task: Task, bed: str) -> str:
    forgotten = "forgotten after the power cut" if drill.outage else "never said to be wiped"
    return {
        FactKind.APPLIED: f"{bed} was not started: its cream was timed by nobody.",
        FactKind.SILENCED: f"{bed}'s alarm was not answered.",
        FactKind.REMOVED: f"{bed}'s cream was {forgotten}.",
        FactKind.NEW_CLIENT: f"{bed} was not cleared for the next client.",
    }[task.does]


def _unseen(found: Finding, bed: str, *, stopped: bool) -> str:
    never = {
        FactKind.APPLIED: f"{bed} started",
        FactKind.SILENCED: f"{bed}'s alarm answered",
        FactKind.REMOVED: f"{bed} wiped",
        FactKind.NEW_CLIENT: f"{bed} cleared for the next client",
    }[found.task.does]
    return f"{never}: {'stopped before' if stopped else 'it did not come to that'}."


def _counted(told: Iterable[str]) -> tuple[str, ...]:
    """Each sentence once, where it was first said, and how often if that is more than once."""
    return tuple(
        says if count == 1 else f"{says.removesuffix('.')}: {_times(count)}."
        for says, count in Counter(told).items()
    )


def _slip(slip: Slip, bed: str) -> str:
    mended = ", and taken back" if slip.mended else ""
    if slip.kind is SlipKind.REFUSED and slip.reason is not None:
        return f"{bed}'s button {REFUSED[slip.reason]}."
    if slip.kind is SlipKind.EARLY:
        return f"Wiping at {bed} was begun {length(slip.early_by)} before its time{mended}."
    if slip.kind is SlipKind.TAKEN_BACK:
        what = "what was done" if slip.of is None else _NAMED.get(slip.of, "what was done")
        return f"{bed}'s button was held, which took back {what}."
    if slip.kind is SlipKind.STUCK:
        return f"{bed}'s button was down so long that it counts as broken."
    return f"Wrong button: {bed} was started, where nobody had put cream on{mended}."


def _summary(end: Judgement) -> str:
    if end.passed:
        return "All done in time."
    outcomes = [found.outcome for found in end.findings]
    counts = (
        (outcomes.count(Outcome.LATE), "late"),
        (outcomes.count(Outcome.MISSED), "missed"),
        (len(end.slips), "pressed by mistake"),
        (outcomes.count(Outcome.UNSEEN), "not seen"),
    )
    listed = ", ".join(f"{count} {what}" for count, what in counts if count)
    return ("Stopped. " if end.stopped else "") + (listed + "." if listed else "")


def _faces(durations: Sequence[int]) -> str:
    return " or ".join(clock_face(duration // SECOND) for duration in durations)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
