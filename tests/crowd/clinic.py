"""A station of many beds in virtual time, with staff who come in time, late, or not at all.

It is the station's own core, and makes its own messages; what is missing is what it does to pins.
"""

import heapq
import random
from collections.abc import Sequence
from typing import Final

from station.core import step
from station.core.bulletin import bulletin
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import Fact
from station.core.floor import Floor
from station.core.phase import Phase
from station.core.plan import Plan, PlannedBay
from station.core.protocol import Protocol
from station.fleet.outbox import Outbox
from station.fleet.payload import ToWall, bay_payload, fact_payload
from station.fleet.topics import ONLINE, Topics

NUMB520: Final = Protocol(
    id="numb520",
    name="Numb 520",
    source="product instructions of Numb 520",
    contact=20 * MINUTE,
    effect=60 * MINUTE,
    reviewer="the crowd",
)
SCAN: Final = 10
RUNNING: Final = 45 * MINUTE
"""How long a clinic has been open when the crowd begins: some beds are busy."""
SAMPLES: Final = 5
"""Scans that a level must last to count, and one to spare."""


class Clinic:
    """One station. Instants are milliseconds of its boot clock, which began with it."""

    def __init__(self, station: str, beds: int, seed: int, wall: ToWall) -> None:
        self.topics = Topics(station)
        self.outbox = Outbox()
        self._wall = wall
        bays = tuple(PlannedBay(f"bed-{n + 1}", f"Bed {n + 1}", NUMB520) for n in range(beds))
        every = tuple(range(beds))
        self._floor: Floor = step.opened(Plan(bays, (every,), (every,)), 0)
        self._levels = [False] * beds
        self._chance = random.Random(seed)
        self._coming = [(self._chance.randrange(90 * MINUTE), bed) for bed in every]
        """When somebody next comes to each bed: a heap."""
        heapq.heapify(self._coming)
        self.live(RUNNING)
        self.outbox = Outbox()  # of what was before nobody is told
        self.outbox.state(self.topics.status, ONLINE)
        self._tell(RUNNING, (), every)

    @property
    def next(self) -> int:
        """When something next happens."""
        deadline = step.next_change_of_state(self._floor)
        coming = self._coming[0][0]
        return coming if deadline is None else min(deadline, coming)

    def live(self, until: int) -> None:
        """Let time pass."""
        while (at := self.next) <= until:
            coming, bed = self._coming[0]
            if coming <= at:
                heapq.heappop(self._coming)
                end = self._press(bed, at)
                heapq.heappush(self._coming, (end + self._pause(bed), bed))
            else:
                self._take(*step.advance(self._floor, at), at)

    def _press(self, bed: int, at: int) -> int:
        for down in (True, False):
            self._levels[bed] = down
            for _ in range(SAMPLES):
                at += SCAN
                self._take(*step.scan(self._floor, self._levels, at), at)
        return at

    def _pause(self, bed: int) -> int:
        """Until somebody comes to this bed again."""
        chance = self._chance
        phase = self._floor.places[bed].bay.phase
        if phase is Phase.CONTACT:  # when it is due; one in ten comes late
            return 20 * MINUTE + chance.randrange(90 if chance.random() < 0.9 else 400) * SECOND
        if phase in {Phase.REMOVAL, Phase.OVERDUE}:  # silenced: now it is being wiped
            return chance.randrange(11, 60) * SECOND
        return chance.randrange(HOUR + 30 * MINUTE)  # the next client

    def _take(self, floor: Floor, facts: Sequence[Fact], now: int) -> None:
        self._floor = floor
        if facts:
            whose = {f"bed-{n + 1}": n for n in range(len(floor.places))}
            self._tell(now, facts, [whose[fact.bay] for fact in facts if fact.bay is not None])

    def _tell(self, now: int, facts: Sequence[Fact], beds: Sequence[int]) -> None:
        for bed in beds:
            told = bulletin(self._floor, bed, now)
            self.outbox.state(self.topics.bay(told.bay), bay_payload(told, self._wall))
        for fact in facts:
            self.outbox.fact(self.topics.fact, fact_payload(fact, "crowd", self._wall))
