"""All the stations of a crowd at work, in one thread, many times as fast as real time."""

import heapq
import json
import selectors
import threading
import time
from collections.abc import Sequence
from typing import Final

from station.fleet.outbox import Letter
from tests.crowd.client import Member
from tests.crowd.clinic import RUNNING, Clinic

BREATHES: Final = 5.0
"""Seconds from one look after a connection's keep-alive to the next."""
ARRIVING: Final = 200
"""Connections that are opened in one round: others have things to do as well."""


class Crowd:
    """So many stations of so many beds, told from another thread to begin, and to stop."""

    def __init__(self, stations: int, beds: int, port: int, speed: int) -> None:
        self._zero = time.time_ns() // 1_000_000
        clinics = [Clinic(f"s{n}", beds, n, self._wall) for n in range(stations)]
        self.members = [Member(clinic, port, self._note) for clinic in clinics]
        self.log: list[tuple[float, str, bytes]] = []
        """When what was told where: bays only; of time.monotonic()."""
        self._speed = speed
        self._began: float | None = None
        self._stopping = threading.Event()
        self._trouble: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="crowd", daemon=True)
        self._thread.start()

    @property
    def there(self) -> bool:
        """Whether all are connected, and have told everything."""
        self._check()
        return all(member.there for member in self.members)

    @property
    def sent(self) -> int:
        """Messages so far."""
        return sum(member.sent for member in self.members)

    def begin(self) -> None:
        """Let time pass."""
        self._began = time.monotonic()

    def stop(self) -> None:
        """For good."""
        self._stopping.set()
        self._thread.join()
        self._check()

    def _check(self) -> None:
        if self._trouble is not None:
            raise RuntimeError("the crowd has failed") from self._trouble

    def _wall(self, instant: int) -> int:
        return self._zero + instant

    def _note(self, letter: Letter) -> None:
        if self._began is not None and "/bay/" in letter.topic:
            self.log.append((time.monotonic(), letter.topic, letter.payload))

    def _work(self) -> None:
        try:
            with selectors.DefaultSelector() as select:
                self._live(select)
        except BaseException as error:  # noqa: BLE001 - told to whoever asks next
            self._trouble = error

    def _live(self, select: selectors.BaseSelector) -> None:
        coming = [(member.clinic.next, n) for n, member in enumerate(self.members)]
        heapq.heapify(coming)
        breathe = time.monotonic()
        while not self._stopping.is_set():
            for member in self._lost()[:ARRIVING]:
                member.connect(select)
            for key, _ in select.select(0.005):
                key.data.read()
            if self._began is not None:
                now = RUNNING + round((time.monotonic() - self._began) * 1000 * self._speed)
                while coming[0][0] <= now:
                    _, n = heapq.heappop(coming)
                    self.members[n].clinic.live(now)
                    heapq.heappush(coming, (self.members[n].clinic.next, n))
                    self.members[n].tell()
            if time.monotonic() - breathe > BREATHES:
                breathe = time.monotonic()
                for member in self.members:
                    member.breathe()

    def _lost(self) -> Sequence[Member]:
        return [member for member in self.members if not member.connected]


def moment(payload: bytes) -> tuple[object, ...]:
    """What tells one state of a bay from the others."""
    told = json.loads(payload)
    return told["phase"], told["due"], told["alarm"], told["silenced"], told["today"]
