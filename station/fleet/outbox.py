"""What is yet to be told, however long nobody listens, within bounds.

Of a state only the latest waits, of facts the latest thousand.
"""

from collections import deque
from collections.abc import Collection
from typing import Final

from msgspec import Struct

MOST_FLYING: Final = 20
"""Letters that the broker has not confirmed: a slow one gets no more until it has."""
MOST_FACTS: Final = 1000
"""Facts that wait: some 300 kB, a busy day of a whole station."""
MOST_ONCE: Final = 100
"""Letters that put something right in the broker's memory."""


class Letter(Struct, frozen=True):
    """One message to the broker."""

    topic: str
    payload: bytes
    retain: bool


class Outbox:
    """Letters in the order in which they should go: what puts things right, states, facts."""

    def __init__(self) -> None:
        self._states: dict[str, bytes] = {}
        """The latest of each topic."""
        self._waiting: dict[str, None] = {}
        """Topics whose latest has not been sent, in order."""
        self._once: deque[Letter] = deque(maxlen=MOST_ONCE)
        self._facts: deque[Letter] = deque()
        self._flying: dict[int, Letter] = {}
        self._since: dict[int, float] = {}
        """When each of them was sent, in order."""
        self._refused: dict[str, None] = {}
        """Topics at which the broker takes nothing from us."""
        self._held: list[Letter] = []
        """Facts that it refused, in order: while there are any, it is offered no other."""
        self._trying = False
        """Whether those are to be offered once more."""
        self.dropped = 0
        """Facts that nobody will be told: too many waited."""

    @property
    def empty(self) -> bool:
        """Whether all has been told, and confirmed or refused."""
        return not (self._waiting or self._once or self._facts or self._flying)

    def state(self, topic: str, payload: bytes) -> None:
        """How something stands. Said again, it is not news."""
        if self._states.get(topic) != payload:
            self._states[topic] = payload
            self._waiting[topic] = None

    def again(self, topic: str) -> None:
        """Tell it once more though it is the same: somebody has just come, or has changed it."""
        if topic in self._states:
            self._waiting[topic] = None

    def once(self, topic: str, payload: bytes = b"") -> None:
        """What the broker is to retain there until the topic's state is told; nothing: to forget.

        If the connection is lost first, the next one sees whether it still must.
        """
        letter = Letter(topic, payload, retain=True)
        if letter not in self._once:
            self._once.append(letter)

    def fact(self, topic: str, payload: bytes) -> None:
        """Something that happened."""
        self._facts.append(Letter(topic, payload, retain=False))
        self._limit()

    def take(self) -> Letter | None:
        """The next to be sent; None: nothing, or the broker has enough to do."""
        if len(self._flying) >= MOST_FLYING:
            return None
        if self._once:
            return self._once.popleft()
        if self._waiting:
            topic = next(iter(self._waiting))
            del self._waiting[topic]
            return Letter(topic, self._states[topic], retain=True)
        self._release()
        return self._facts.popleft() if self._facts and not self._held else None

    def sent(self, number: int, letter: Letter, now: float) -> None:
        """A letter is on its way, under this number, at an instant (in seconds) of any clock."""
        self._flying[number] = letter
        self._since[number] = now

    def waits(self, now: float) -> float:
        """For how many seconds of that clock the oldest of them has not been answered."""
        return now - next(iter(self._since.values()), now)

    def confirmed(self, numbers: Collection[int]) -> None:
        """The broker has these."""
        for number in numbers:
            letter = self._answered(number)
            if letter is not None and letter.topic in self._refused:
                del self._refused[letter.topic]
                self.try_again()  # its rules have changed

    def refused(self, numbers: Collection[int]) -> list[str]:
        """The broker does not want these: untold, they wait for a change, or for another try.

        Returns the topics of which that is new.
        """
        before = dict(self._refused)
        for letter in filter(None, map(self._answered, numbers)):
            self._refused[letter.topic] = None
            if not letter.retain:
                self._held.append(letter)
                self._trying = False
        return [topic for topic in self._refused if topic not in before]

    def try_again(self) -> None:
        """Offer the broker what it has refused: its rules may have changed."""
        self._waiting |= dict.fromkeys(topic for topic in self._refused if topic in self._states)
        self._trying = True

    def cut_off(self) -> None:
        """The connection is gone, and with it who knows what of the letters on their way.

        The next one is told every state, and those facts again.
        """
        flying = [letter for letter in self._flying.values() if not letter.retain]
        facts = [*self._held, *flying]
        self._flying.clear()
        self._since.clear()
        self._refused.clear()
        self._held.clear()
        self._trying = False
        self._once.clear()
        self._facts.extendleft(reversed(facts))
        self._limit()
        self._waiting = dict.fromkeys(self._states)

    def _answered(self, number: int) -> Letter | None:
        self._since.pop(number, None)
        return self._flying.pop(number, None)

    def _release(self) -> None:
        # Not before each that was sent is answered: facts are to stay in order.
        if self._trying and all(letter.retain for letter in self._flying.values()):
            self._facts.extendleft(reversed(self._held))
            self._held.clear()
            self._trying = False
            self._limit()

    def _limit(self) -> None:
        while len(self._facts) > MOST_FACTS:
            self._facts.popleft()
            self.dropped += 1
