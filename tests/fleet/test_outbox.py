"""What waits to be told: bounded, and of every state the latest in the end."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from station.fleet.outbox import MOST_FACTS, MOST_FLYING, Letter, Outbox

TOPICS = st.sampled_from(["bay/1", "bay/2", "status"])


def drained(outbox: Outbox) -> list[Letter]:
    """Everything, sent and confirmed by a broker that is quick."""
    letters: list[Letter] = []
    while (letter := outbox.take()) is not None:
        outbox.sent(len(letters), letter, 0)
        outbox.confirmed([len(letters)])
        letters.append(letter)
    return letters


def test_of_a_state_only_the_latest_is_told() -> None:
    outbox = Outbox()
    outbox.state("bay/1", b"contact")
    outbox.state("bay/1", b"removal")
    assert drained(outbox) == [Letter("bay/1", b"removal", retain=True)]


@pytest.mark.meets("MQT-7")
def test_what_has_not_changed_is_not_told_again() -> None:
    outbox = Outbox()
    outbox.state("bay/1", b"contact")
    drained(outbox)
    outbox.state("bay/1", b"contact")
    assert outbox.take() is None
    outbox.again("bay/1")
    assert drained(outbox) == [Letter("bay/1", b"contact", retain=True)]
    outbox.again("never told")
    assert outbox.take() is None


def test_a_state_that_changes_on_its_way_is_told_again() -> None:
    outbox = Outbox()
    outbox.state("bay/1", b"contact")
    letter = outbox.take()
    assert letter is not None
    outbox.sent(1, letter, 0)
    outbox.state("bay/1", b"removal")
    assert drained(outbox) == [Letter("bay/1", b"removal", retain=True)]


def test_states_go_before_facts_and_facts_in_order() -> None:
    outbox = Outbox()
    outbox.fact("fact", b"1")
    outbox.fact("fact", b"2")
    outbox.state("bay/1", b"contact")
    assert [letter.payload for letter in drained(outbox)] == [b"contact", b"1", b"2"]


def test_a_slow_broker_gets_no_more_than_it_can_confirm() -> None:
    outbox = Outbox()
    for number in range(3 * MOST_FLYING):
        outbox.fact("fact", b"%d" % number)
    for number in range(MOST_FLYING):
        letter = outbox.take()
        assert letter is not None
        outbox.sent(number, letter, 0)
    assert outbox.take() is None
    outbox.confirmed([0])
    assert outbox.take() is not None


@pytest.mark.meets("FLT-17")
def test_after_a_lost_connection_every_state_and_the_unconfirmed_facts_come_again() -> None:
    outbox = Outbox()
    outbox.state("bay/1", b"contact")
    for number in range(5):
        outbox.fact("fact", b"%d" % number)
    for number in range(4):
        letter = outbox.take()
        assert letter is not None
        outbox.sent(number, letter, 0)
    outbox.confirmed([0, 2])  # the state, and the second fact
    outbox.cut_off()
    assert [letter.payload for letter in drained(outbox)] == [b"contact", b"0", b"2", b"3", b"4"]


def test_it_knows_how_long_the_oldest_letter_has_not_been_confirmed() -> None:
    outbox = Outbox()
    assert outbox.waits(100.0) == 0
    for number in range(3):
        outbox.fact("fact", b"%d" % number)
        letter = outbox.take()
        assert letter is not None
        outbox.sent(number, letter, 10.0 + number)
    assert outbox.waits(15.0) == 5
    outbox.confirmed([0, 2])
    assert outbox.waits(15.0) == 4
    outbox.cut_off()
    assert outbox.waits(15.0) == 0


@pytest.mark.meets("FLT-16")
def test_of_too_many_facts_the_oldest_are_dropped_and_counted() -> None:
    outbox = Outbox()
    for number in range(MOST_FACTS + 7):
        outbox.fact("fact", b"%d" % number)
    assert outbox.dropped == 7
    assert drained(outbox)[0].payload == b"7"


def refused(outbox: Outbox, count: int) -> list[str]:
    """So many are sent, and the broker takes none of them. Returns what it had not refused yet."""
    for number in range(count):
        letter = outbox.take()
        assert letter is not None
        outbox.sent(number, letter, 0)
    return outbox.refused(range(count))


def test_what_the_broker_refuses_counts_as_untold_and_is_said_once() -> None:
    outbox = Outbox()
    outbox.state("bay/1", b"contact")
    outbox.fact("fact", b"1")
    outbox.fact("fact", b"2")
    assert refused(outbox, 3) == ["bay/1", "fact"]
    outbox.fact("fact", b"3")
    assert outbox.take() is None, "it would be refused again"
    outbox.state("bay/1", b"removal")
    assert refused(outbox, 1) == [], "said already"
    outbox.try_again()
    assert [letter.payload for letter in drained(outbox)] == [b"removal", b"1", b"2", b"3"]
    outbox.again("bay/1")
    assert refused(outbox, 1) == ["bay/1"], "it was taken meanwhile"


def test_what_is_taken_again_brings_all_else_with_it() -> None:
    outbox = Outbox()
    outbox.state("status", b"online")
    outbox.state("bay/1", b"contact")
    outbox.fact("fact", b"1")
    refused(outbox, 3)
    outbox.state("bay/1", b"removal")
    assert [letter.payload for letter in drained(outbox)] == [b"removal", b"online", b"1"]


def test_what_was_refused_is_told_to_the_next_connection() -> None:
    outbox = Outbox()
    outbox.state("bay/1", b"contact")
    outbox.fact("fact", b"1")
    outbox.fact("fact", b"2")
    refused(outbox, 2)
    outbox.cut_off()
    assert refused(outbox, 3) == ["bay/1", "fact"], "said of each connection"


class Outboxes(RuleBasedStateMachine):
    """A broker that confirms when it likes, and connections that are lost at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.outbox = Outbox()
        self.states: dict[str, bytes] = {}
        self.facts: list[bytes] = []
        self.broker: dict[str, bytes] = {}
        self.told: list[bytes] = []
        self.wire: list[tuple[int, Letter]] = []
        self.number = 0
        self.refusing = False

    @rule(topic=TOPICS, value=st.integers(0, 3))
    def changes(self, topic: str, value: int) -> None:
        self.states[topic] = b"%d" % value
        self.outbox.state(topic, self.states[topic])

    @rule()
    def happens(self) -> None:
        payload = b"fact %d" % len(self.facts)
        self.facts.append(payload)
        self.outbox.fact("fact", payload)

    @rule()
    def sends(self) -> None:
        letter = self.outbox.take()
        if letter is not None:
            self.number += 1
            self.outbox.sent(self.number, letter, 0)
            self.wire.append((self.number, letter))

    @precondition(lambda self: self.wire)
    @rule(confirms=st.booleans())
    def arrives(self, confirms: bool) -> None:
        number, letter = self.wire.pop(0)
        if self.refusing:
            self.outbox.refused([number])
            return
        if letter.retain:
            self.broker[letter.topic] = letter.payload
        else:
            self.told.append(letter.payload)
        if confirms:
            self.outbox.confirmed([number])

    @precondition(lambda self: not self.wire)
    @rule()
    def rules_change(self) -> None:
        self.refusing = not self.refusing

    @rule()
    def tries_again(self) -> None:
        self.outbox.try_again()

    @rule()
    def is_cut_off(self) -> None:
        self.wire.clear()
        self.outbox.cut_off()

    @invariant()
    def nothing_is_lost(self) -> None:
        """Were all well from now on, the broker would have every state and every fact."""
        assert len(self.outbox._flying) <= MOST_FLYING

    def teardown(self) -> None:
        self.refusing = False
        self.is_cut_off()
        while (letter := self.outbox.take()) is not None:
            self.outbox.sent(0, letter, 0)
            self.outbox.confirmed([0])
            self.wire.append((0, letter))
        while self.wire:
            self.arrives(confirms=True)
        assert self.outbox.empty
        assert self.broker == self.states
        assert set(self.told) == set(self.facts)
        firsts = list(dict.fromkeys(self.told))
        assert firsts == self.facts, "a fact came before an older one"


TestOutboxes = Outboxes.TestCase
