"""The station and the oracle, fact by fact: what is missing, extra or late."""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from station.replay.play import play
from station.replay.scenario import Scenario
from tests.oracle import Told
from tests.oracle.station import Station
from tests.soak.month_senses import Line, instant, panel_complaints, silence_complaints

ELSEWHERE = frozenset({"panel_lost", "panel_restored"})
DURATIONS = ("t", "at", "contact", "overdue_by")
Key = tuple[tuple[str, str], ...]


@dataclass
class Verdict:
    """What came of one scenario."""

    scenario: Scenario
    told: list[Told]
    """What the station told."""
    demanded: list[Told]
    """What the oracle says."""
    first: int | None = None
    """Where in both lists they first differ; None: nowhere."""
    complaints: list[str] = field(default_factory=list)
    """Panels told late, alarms not heard."""

    @property
    def good(self) -> bool:
        """Nothing is missing, extra or late."""
        return self.first is None and not self.complaints

    def counts(self) -> tuple[int, int, int]:
        """How many facts are missing, extra, late; late ones count neither as missing nor extra."""
        told, demanded = ([_key(f) for f in facts] for facts in (self.told, self.demanded))
        missing, extra = _without(demanded, told), _without(told, demanded)
        late = len(missing) - len(_without(_undated(missing), _undated(extra)))
        return len(missing) - late, len(extra) - late, late

    @property
    def differs_at(self) -> int | None:
        """The first instant at which they do, if they do at one."""
        if self.first is None:
            return None
        facts = [*self.told[self.first :][:1], *self.demanded[self.first :][:1]]
        return min(instant(fact, "acted") for fact in facts)


class Listener(io.TextIOBase):
    """Takes a replay's lines; tells how far it has come."""

    def __init__(self, progress: Callable[[int], None] | None = None) -> None:
        self.lines: list[Line] = []
        self.progress = progress

    def write(self, text: str) -> int:
        line = json.loads(text)
        for name in DURATIONS:
            if name in line:
                line[name] = round(line[name] * 1000)
        self.lines.append(line)
        if self.progress is not None:
            self.progress(line["t"])
        return len(text)


def judge(
    scenario: Scenario, *, pins: bool = False, progress: Callable[[int], None] | None = None
) -> Verdict:
    """Play a scenario and compare. `pins`: have alarms checked as well."""
    listener = Listener(progress)
    only = frozenset({"fact", "pin"} if pins else {"fact"})
    play(scenario, listener, only=only, as_json=True)  # type: ignore[arg-type]  # only written to
    facts = [fact_of(line) for line in listener.lines if line["type"] == "fact"]
    panels = [fact for fact in facts if fact["kind"] in ELSEWHERE]
    oracle = Station(scenario, [instant(fact, "acted") for fact in panels])
    demanded = in_order(oracle.tell())
    told = in_order(fact for fact in facts if fact["kind"] not in ELSEWHERE)
    pairs = zip([*told, None], [*demanded, None], strict=False)
    first = next((i for i, (mine, its) in enumerate(pairs) if mine != its), None)
    verdict = Verdict(scenario, told, demanded, first)
    verdict.complaints += panel_complaints(scenario, panels)
    if pins:
        verdict.complaints += silence_complaints(scenario, oracle, listener.lines)
    return verdict


def fact_of(line: Line) -> Told:
    """A fact as the oracle tells it."""
    fact = {k: v for k, v in line.items() if k not in ("type", "t", "fact")}
    return {"kind": line["fact"], "acted": line["t"], **fact}


def in_order(facts: Iterable[Told]) -> list[Told]:
    """Facts of one instant by bed; of one bed and deadline, either order is right."""
    ordered: list[Told] = []
    for _, together in groupby(facts, key=lambda f: f["acted"]):
        by_bed = sorted(together, key=lambda f: (str(f.get("bay", "")),))
        for _, tied in groupby(by_bed, key=lambda f: (f.get("bay"), f["at"])):
            ordered += sorted(tied, key=lambda f: (str(f["kind"]), str(f.get("application"))))
    return ordered


# Facts


def _key(fact: Told) -> Key:
    return tuple(sorted((name, str(value)) for name, value in fact.items()))


def _undated(keys: Sequence[Key]) -> list[Key]:
    """Whenever they were acted on."""
    return [tuple(part for part in key if part[0] != "acted") for key in keys]


def _without(facts: Sequence[Key], gone: Sequence[Key]) -> list[Key]:
    """What is left of facts where each of the others takes one equal away."""
    left = Counter(gone)
    kept = []
    for fact in facts:
        if left[fact]:
            left[fact] -= 1
        else:
            kept.append(fact)
    return kept
