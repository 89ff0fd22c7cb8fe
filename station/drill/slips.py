"""What was pressed that nobody had asked for."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from station.core.change import replace
from station.core.facts import Fact, FactKind, Refusal


class SlipKind(StrEnum):
    """The kinds of slip."""

    NO_CREAM = "no_cream"
    """A bed was started that has no cream on."""
    EARLY = "early"
    """Wiping was begun before its time; whether it was done, another fact says."""
    TAKEN_BACK = "taken_back"
    """What was right was taken back."""
    REFUSED = "refused"
    """The station refused it, for its `reason`."""
    STUCK = "stuck"
    """A button was down for so long that it counts as broken."""


class Slip(Struct, frozen=True):
    """One of them. Instants and durations in milliseconds."""

    kind: SlipKind
    at: int
    bay: str
    reason: Refusal | None = None
    of: FactKind | None = None
    """What was taken back."""
    early_by: int = 0
    mended: bool = False
    """It was taken back at once."""


def slips(facts: Sequence[Fact], beds: Sequence[str]) -> tuple[Slip, ...]:
    """In the order in which they were made. `beds`: the bays that have cream on in this drill."""
    found: list[Slip] = []
    applied: dict[str, Fact] = {}
    for fact in facts:
        bay = fact.bay
        if bay is None:
            continue
        if fact.kind is FactKind.APPLIED:
            if bay in applied or bay not in beds:
                found.append(Slip(SlipKind.NO_CREAM, fact.at, bay))
            else:
                applied[bay] = fact
        elif fact.kind is FactKind.UNDONE:
            _take_back(found, applied, fact, bay)
        elif fact.kind is FactKind.REMOVAL_STARTED and bay in applied:
            contact = applied[bay].terms
            due = applied[bay].at + (contact.contact if contact else 0)
            found.append(Slip(SlipKind.EARLY, fact.at, bay, early_by=max(0, due - fact.at)))
        elif fact.kind is FactKind.REFUSED and fact.reason is not None:
            found.append(Slip(SlipKind.REFUSED, fact.at, bay, Refusal(fact.reason)))
        elif fact.kind is FactKind.BUTTON_FAULT:
            found.append(Slip(SlipKind.STUCK, fact.at, bay))
    return tuple(found)


def _take_back(found: list[Slip], applied: dict[str, Fact], undone: Fact, bay: str) -> None:
    """A slip that is taken back is mended; anything else that is, is a slip itself."""
    wrong = {FactKind.APPLIED: SlipKind.NO_CREAM, FactKind.REMOVAL_STARTED: SlipKind.EARLY}
    kind = wrong.get(undone.of) if undone.of is not None else None
    for index in reversed(range(len(found))):
        slip = found[index]
        if slip.bay == bay and slip.kind is kind and not slip.mended:
            found[index] = replace(slip, mended=True)
            return
    found.append(Slip(SlipKind.TAKEN_BACK, undone.at, bay, of=undone.of))
    if undone.of is FactKind.APPLIED:
        applied.pop(bay, None)
