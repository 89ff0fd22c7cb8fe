"""A process that is killed at any moment of a visit."""

import os
import random
import signal
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

import pytest

from tests.lab.guest import service
from tests.lab.guest.awaited import Fact
from tests.lab.guest.clock import now, sleep_until
from tests.lab.guest.faults.alarms import OVERDUE
from tests.lab.guest.finger import SURE_PRESS, Finger
from tests.lab.guest.lines import level
from tests.lab.guest.tracer import Edge, tracing
from tests.lab.guest.ward import Bed, Cream, Ward

KILLS: Final = 30
SEED: Final = 520
CONTACT, REMOVAL = 20_000, 15_000
VISIT: Final = Cream("visit", contact="20s", removal="15s", effect="1m", silence_first=False)
WARD: Final = Ward((Bed("bed-1", 17, 27, VISIT), Bed("bed-2", 5, 6, VISIT)))
BUZZER: Final = 22
OUTPUTS: Final = {BUZZER: "buzzer", 27: "lamp", 6: "lamp"}
DEADLINES: Final = {"removal_due": CONTACT, "overdue": CONTACT + REMOVAL}
WIPING: Final = 0.35
"""How likely staff are to press between two kills while they should be wiping."""


@pytest.fixture(autouse=True)
def _ward() -> Iterator[None]:
    service.configure(WARD.config, **WARD.protocols)
    yield
    service.stop()


def phase(facts: Sequence[Fact], bay: str) -> str:
    """The last of what moves a bay from phase to phase."""
    moves = ("applied", "removal_due", "overdue", "removed", "numb_over")
    return next((f["kind"] for f in reversed(facts) if f["bay"] == bay and f["kind"] in moves), "")


def staff_do(chance: random.Random, facts: Sequence[Fact]) -> None:
    """What staff may do between two kills: apply where no cream is on, wipe where it is due."""
    for bed in WARD.beds:
        stands = phase(facts, bed.id)
        idle = stands in ("", "removed", "numb_over")
        if idle or (stands in ("removal_due", "overdue") and chance.random() < WIPING):
            Finger(bed.button).press(SURE_PRESS)


def wait_for_another(chance: random.Random, victim: int) -> bool:
    """Until there is something to kill: two in three times the station at work, else its start."""
    at_work = chance.random() < 2 / 3
    if at_work:
        service.back(victim)
        staff_do(chance, service.facts())
    else:
        service.another(victim)
    return at_work


def wait_for_the_moment(chance: random.Random, *, at_work: bool) -> None:
    """A random time; at work, half of the times, until a pulse sounds if any does, and into it."""
    if not at_work or chance.random() < 1 / 2:
        sleep_until(now() + chance.uniform(0, 3_000))
        return
    end = now() + OVERDUE.period
    while now() < end and not level(BUZZER):
        sleep_until(now() + 2)
    sleep_until(now() + chance.uniform(0, 100))


def level_at(edges: Sequence[Edge], instant: float) -> int:
    """What a line was last set to; low before the first."""
    return next((edge.level for edge in reversed(edges) if edge.at <= instant), 0)


def test_thirty_kills_move_nothing_and_lose_nothing() -> None:
    chance = random.Random(SEED)
    kills: list[tuple[float, float]] = []
    victim = 0
    with tracing() as trace:
        service.start()
        for _ in range(KILLS):
            at_work = wait_for_another(chance, victim)
            victim, saved = service.pid(), service.facts()
            wait_for_the_moment(chance, at_work=at_work)
            killed = now()
            os.kill(victim, signal.SIGKILL)
            service.another(victim)
            kills.append((killed, int(service.prop("ExecMainStartTimestampMonotonic")) / 1e3))
            assert service.facts()[: len(saved)] == saved, "something saved is lost"
        service.back(victim)
        edges = trace.edges()
    require_exact(service.facts())
    tell_how_long_outputs_stayed(edges, kills)


def require_exact(facts: Sequence[Fact]) -> None:
    """Every deadline came once, at its own instant, whatever died meanwhile."""
    late = 0
    for bed in WARD.beds:
        own = [fact for fact in facts if fact["bay"] == bed.id]
        applications = [fact["at"] for fact in own if fact["kind"] == "applied"]
        assert len(applications) > 2, "hardly a visit"
        for applied, following in pairwise((*applications, float("inf"))):
            for kind, after in DEADLINES.items():
                told = [f for f in own if f["kind"] == kind and applied < f["at"] < following]
                assert [fact["at"] for fact in told] in ([], [applied + after])
                late += sum(fact.get("late", False) for fact in told)
            removed = [f for f in own if f["kind"] == "removed" and applied < f["at"] < following]
            assert len(removed) == (following < float("inf")) or following == float("inf")
            assert all(f["contact"] == f["at"] - applied and f["certain"] for f in removed)
    print(f"{len(facts)} facts, {late} deadlines told late, each once and at its own instant")
    assert late, "no deadline passed while the station was dead: kills came at the wrong time"


def tell_how_long_outputs_stayed(
    edges: Mapping[int, Sequence[Edge]], kills: Sequence[tuple[float, float]]
) -> None:
    """What was high at a death was low before the next start, and stayed so until it."""
    for what in ("buzzer", "lamp"):
        stayed = []
        for killed, started in kills:
            for pin in (pin for pin, name in OUTPUTS.items() if name == what):
                own = edges.get(pin, ())
                dead = [edge for edge in own if killed < edge.at < started]
                assert [edge.level for edge in dead] == [0] * level_at(own, killed), (
                    f"{pin}: {dead}"
                )
                stayed += [edge.at - killed for edge in dead]
        stayed.sort()
        assert stayed, f"no {what} was on at any of {len(kills)} deaths"
        middle = stayed[len(stayed) // 2]
        print(f"{what}: on at {len(stayed)} deaths, for {middle:.0f} ms, {stayed[-1]:.0f} at most")
