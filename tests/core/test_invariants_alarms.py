"""What must be heard, and seen, of every alarm, whatever staff do."""

from collections.abc import Iterable, Iterator, Sequence

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from station.core import step
from station.core.duration import MINUTE, SECOND
from station.core.facts import FactKind
from station.core.phase import Phase
from tests.core.floors import FEWER, HIGH, MEDIUM, Raised, alarm_after, planned
from tests.core.ward import NUMB520, Ward, short

QUICK = short(contact=70 * SECOND, removal=5 * SECOND, effect=20 * SECOND, applications=2)
BEDS = st.integers(0, 1)
Span = tuple[int, int]
PERIOD = {MEDIUM: 1000 + 5000, HIGH: 3300 + 2500}
PULSES = {
    MEDIUM: [(begin, begin + 200) for begin in (0, 400, 800)],
    HIGH: [
        (begin, begin + 150) for begin in (0, 250, 500, 1000, 1250, 1900, 2150, 2400, 2900, 3150)
    ],
}
FEEDBACK = {400 * refused + other for refused in range(4) for other in (0, 30, 100, 130)} - {0}
"""One feedback may follow another at once: `hold` reached just as the button comes up."""
NOTICES = {FactKind.REMOVAL_SOON, FactKind.NUMB_ENDING, FactKind.NUMB_OVER}
FAST = 25 * MINUTE
"""How long an alarm's bursts are held against the table (some minutes later they are rarer)."""


def winners(ward: Ward, beds: Sequence[int]) -> Iterator[tuple[Span, Raised]]:
    """Which alarm of these beds a buzzer must sound, and from when until when."""
    changes = [
        (fact.acted, bed, raised)
        for bed in beds
        for fact, raised in alarm_after(f for f in ward.facts if f.bay == f"bed-{bed + 1}")
    ]
    now: dict[int, Raised] = {}
    begin: int = 0
    won: tuple[int, int, int] | None = None
    for at in [*sorted({at for at, _, _ in changes}), ward.now]:
        now.update({bed: raised for when, bed, raised in changes if when == at})
        alarms = [(-r[0], r[1], bed) for bed, r in now.items() if r is not None]
        winner = min(alarms, default=None)
        if winner != won or at == ward.now:
            yield (begin, at), None if won is None else (-won[0], won[1])
            begin, won = at, winner


def expected_pulses(span: Span, alarm: Raised) -> list[Span]:
    if alarm is None:
        return []
    bursts = range(span[0], min(span[1], alarm[1] + FAST), PERIOD[alarm[0]])
    pulses = [(burst + on, burst + off) for burst in bursts for on, off in PULSES[alarm[0]]]
    return [(on, min(off, span[1])) for on, off in pulses if on < span[1]]


def without(spans: Iterable[Span], gone: Iterable[Span]) -> list[Span]:
    """What is left of spans where others are taken out."""
    left = list(spans)
    for begin, end in (span for span in gone if span[0] < span[1]):
        pieces = [((a, min(b, begin)), (max(a, end), b)) for a, b in left]
        left = [span for pair in pieces for span in pair if span[0] < span[1]]
    return left


def check_sounds(ward: Ward, buzzer: int) -> None:
    """Alarms sound by the table while they are raised, and only then."""
    spans = list(winners(ward, ward.plan.buzzers[buzzer]))
    rarer = [(max(s[0], alarm[1] + FAST), s[1]) for s, alarm in spans if alarm is not None]
    sounded = without(((on, on + length) for on, length in ward.pulses(buzzer)), rarer)
    raised = [span for span, alarm in spans if alarm is not None]
    pulses = [pulse for span, alarm in spans for pulse in expected_pulses(span, alarm)]
    pulses = without(pulses, rarer)
    last = sounded[-1][1] if sounded else 0
    assert not without((p for p in pulses if p[1] <= last), sounded)
    asides = without(sounded, pulses)
    quiet = [(a, b) for a, b in asides if not any(c <= a < d for c, d in raised)]
    cut = {begin for begin, _ in raised}
    assert all(b - a in FEEDBACK | {200} or b in cut for a, b in quiet)
    told = [0, *(fact.acted for fact in ward.facts if fact.kind in NOTICES)]
    # A notice waits at most a minute; one that an alarm cut short is heard again.
    causeless = (a for a, b in quiet if b - a == 200)
    assert all(any(at <= a <= at + MINUTE + SECOND for at in told) for a in causeless)
    for a, b in set(asides) - set(quiet):
        ended = any(a < end < b for _, end in raised)  # what may sound then, another test says
        assert b - a in FEEDBACK or b in cut or ended
        assert not any(on < b + 200 and a - 200 < off for on, off in pulses if on not in cut)


def flashes(ward: Ward, bed: int) -> list[int]:
    return [at for at, lit in ward.lights(bed) if lit]


class Clinic(RuleBasedStateMachine):
    """Two beds whose staff do anything at all."""

    def __init__(self) -> None:
        super().__init__()
        self.ward = Ward(planned([NUMB520, QUICK]))

    @rule(bed=BEDS, length=st.integers(1, 199))
    def press(self, bed: int, length: int) -> None:
        self.ward.press(bed, length * 10)

    @rule(bed=BEDS, length=st.integers(200, 1100))
    def hold_or_lean(self, bed: int, length: int) -> None:
        self.ward.hold(bed, length * 10)

    @rule(bed=BEDS)
    def reflex(self, bed: int) -> None:
        self.ward.press(bed)

    @rule(bed=BEDS, scans=st.integers(0, 100), length=st.sampled_from([4, 15, 200]))
    def push_as_something_is_due(self, bed: int, scans: int, length: int) -> None:
        self.ward.until(self.soon() - scans * 10)
        self.ward.press(bed, length * 10)

    @rule(scans=st.integers(1, 9000))
    def wait(self, scans: int) -> None:
        self.ward.wait(scans * 10)

    @rule(scans=st.integers(0, 500))
    def wait_until_something_is_due(self, scans: int) -> None:
        self.ward.until(self.soon() + scans * 10)

    def soon(self) -> int:
        """The first scan after something is due, if it is before long."""
        due = step.next_change_of_state(self.ward.floor) or self.ward.now
        return -(-min(due, self.ward.now + 20 * MINUTE) // 10) * 10

    def on(self, bed: int) -> int | None:
        """When the cream that is on a client was applied, as the facts have it."""
        on: int | None = None
        before: int | None = None
        for fact in self.ward.facts:
            if fact.bay != f"bed-{bed + 1}":
                continue
            if fact.kind is FactKind.APPLIED:
                on = fact.at
            elif fact.kind is FactKind.REMOVED:
                before, on = on, None
            elif fact.of in (FactKind.APPLIED, FactKind.REMOVED):
                on = None if fact.of is FactKind.APPLIED else before
        return on

    @invariant()
    def cream_on_for_its_contact_time_is_to_be_wiped(self) -> None:
        for bed, planned_bay in enumerate(self.ward.plan.bays):
            on = self.on(bed)
            assert self.ward.phase(bed).cream_on is (on is not None)
            if on is not None and self.ward.now - on >= planned_bay.protocol.contact:
                assert self.ward.phase(bed) in (Phase.REMOVAL, Phase.OVERDUE)

    @invariant()
    def cream_on_for_22_minutes_has_had_an_overdue_alarm(self) -> None:
        for bed, planned_bay in enumerate(self.ward.plan.bays):
            on = self.on(bed)
            most = planned_bay.protocol.contact + planned_bay.protocol.removal
            if on is None or self.ward.now - on < most:
                continue
            assert self.ward.phase(bed) is Phase.OVERDUE
            alarm = [
                f.acted
                for f in self.ward.facts
                if f.bay == f"bed-{bed + 1}" and f.kind is FactKind.OVERDUE
            ][-1]
            if self.ward.now - alarm >= 4 * SECOND:
                edges = reversed(self.ward.edges)
                assert any(on and at >= alarm - 150 for buzzer, at, on in edges if buzzer == 0)

    @invariant()
    def a_lamp_flashes_at_most_three_times_a_second(self) -> None:
        for bed in range(2):
            lit = flashes(self.ward, bed)[-20:]
            assert all(later - at >= SECOND for at, later in zip(lit, lit[3:], strict=False))

    def teardown(self) -> None:
        self.ward.wait(5 * SECOND)
        for buzzer in range(2):
            check_sounds(self.ward, buzzer)


TestClinic = Clinic.TestCase
TestClinic.settings = settings(FEWER, stateful_step_count=20)


def test_a_notice_that_had_to_wait_does_not_run_into_a_refusal() -> None:
    ward = Ward(planned([NUMB520, QUICK]))
    ward.press(0)
    overdue = 22 * MINUTE
    ward.until(overdue - 6500)
    ward.press(1)  # its removal_soon falls into a pause of the alarm, and has to wait
    ward.until(overdue + 3500)
    ward.down(0)
    ward.wait(300)
    (refused,) = ward.press(1)
    ward.wait(70)
    ward.up(0)  # silenced, while the refusal still sounds
    ward.wait(5 * SECOND)
    told = ward.pulses(0, since=refused.acted)
    assert told[0] == (refused.acted, 400)
    assert all(begin >= refused.acted + 400 + 200 for begin, _ in told[1:])
