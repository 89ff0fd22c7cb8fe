"""What must be true of every floor, whatever staff do to its buttons."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from station.core import step
from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.facts import Fact, FactKind
from station.core.outputs import next_change, outputs
from station.core.phase import Phase
from station.core.plan import ButtonTimes, Plan, PlannedBay
from station.core.protocol import Protocol
from tests.core.test_oracle import (
    DEFAULT,
    PROTOCOLS,
    SCANS,
    TIMES,
    Samples,
    Step,
    Story,
    bounces,
    core_facts,
    in_order,
    plain,
    steps,
    stories,
)
from tests.core.ward import NUMB520, Ward, short
from tests.oracle import Told

QUICK = short(contact=70 * SECOND, removal=5 * SECOND, effect=20 * SECOND, applications=2)
CREAM_DEADLINES = ("removal_soon", "removal_due", "overdue", "resounded")

FEWER = settings(max_examples=settings().max_examples // 5)
"""For what looks at every scan, or at every picture."""

BEDS = st.integers(0, 1)

Levels = list[tuple[int, tuple[bool, ...]]]


def planned(protocols: Sequence[Protocol], times: ButtonTimes = DEFAULT) -> Plan:
    """Bays with lamps, on one panel and one buzzer together, the last one on its own as well."""
    bays = tuple(
        PlannedBay(f"bed-{i + 1}", f"Bed {i + 1}", protocol, lamp=True)
        for i, protocol in enumerate(protocols)
    )
    every, last = tuple(range(len(bays))), (len(bays) - 1,)
    return Plan(bays, (every, last), (every, last), times)


def at_once(each: Sequence[Samples]) -> Levels:
    """Several buttons sampled together, whenever one of them was; the others stay as they are."""
    starts = [[at for at, _ in samples] for samples in each]
    return [
        (at, tuple(s[bisect_right(starts[i], at) - 1][1] for i, s in enumerate(each)))
        for at in sorted({at for begins in starts for at in begins})
    ]


def facts_of(plan: Plan, levels: Levels) -> list[Fact]:
    floor = step.opened(plan, levels[0][0])
    facts: list[Fact] = []
    for at, downs in levels:
        floor, new = step.scan(floor, downs, at)
        facts += new
    return facts


def but_acted(facts: Iterable[Fact]) -> list[Told]:
    return in_order({**plain(fact), "acted": 0} for fact in facts)


# One bay and the others


@pytest.mark.meets("FLT-11")
@given(st.data())
def test_one_bay_never_affects_the_facts_of_another(data: st.DataObject) -> None:
    scan, times = data.draw(SCANS), data.draw(TIMES)
    count = data.draw(st.integers(2, 3))
    beds = [
        Story(data.draw(PROTOCOLS), times, scan, data.draw(steps(scan, 8))) for _ in range(count)
    ]
    levels = at_once([bed.samples() for bed in beds])
    together = facts_of(planned([bed.protocol for bed in beds], times), levels)
    for i, bed in enumerate(beds):
        alone = core_facts(bed.protocol, [(at, downs[i]) for at, downs in levels], times)
        mine = [plain(fact) for fact in together if fact.bay == f"bed-{i + 1}"]
        assert in_order(mine) == in_order(map(plain, alone))


# Time


@pytest.mark.meets("DUE-2")
@given(stories(most=10), st.lists(st.integers(0, 10**12), max_size=30))
def test_a_late_tick_tells_the_same_story_as_a_punctual_one(story: Story, ticks: list[int]) -> None:
    samples = story.samples()
    first, last = samples[0][0], samples[-1][0]
    jumps = sorted(first + tick % (last - first) for tick in ticks)
    punctual, jumpy = (step.opened(planned([story.protocol], story.times), first),) * 2
    on_time: list[Fact] = []
    late: list[Fact] = []
    for at, down in samples:
        while (due := step.next_change_of_state(punctual)) is not None and due < at:
            punctual, told = step.advance(punctual, due)
            assert step.next_change_of_state(punctual) != due
            on_time += told
        while jumps and jumps[0] < at:
            jumpy, told = step.advance(jumpy, jumps.pop(0))
            late += told
        punctual, told = step.scan(punctual, [down], at)
        on_time += told
        jumpy, told = step.scan(jumpy, [down], at)
        late += told
    assert (
        but_acted(late)
        == but_acted(on_time)
        == but_acted(core_facts(story.protocol, samples, story.times))
    )
    assert all(fact.acted >= fact.at for fact in on_time + late)


@given(
    stories(most=4),
    st.one_of(
        st.sampled_from([-(2**40), -1, 1, 2**53 - 1, 2**53 + 1, 2**63]),
        st.integers(-(10**9), 2**70),
    ),
)
@example(Story(NUMB520, ButtonTimes(), 10, (Step(gap=HOUR),), first=(False,)), -(10**9))
def test_nothing_depends_on_the_absolute_clock(story: Story, shift: int) -> None:
    shift -= shift % story.scan
    plan = planned([story.protocol], story.times)
    here, there = step.opened(plan, 0), step.opened(plan, shift)
    for at, down in story.samples():
        here, told = step.scan(here, [down], at)
        there, told_there = step.scan(there, [down], at + shift)
        moved = [replace(f, at=f.at - shift, acted=f.acted - shift) for f in told_there]
        assert moved == list(told)
        assert outputs(there, at + shift) == outputs(here, at)
        change, change_there = next_change(here, at), next_change(there, at + shift)
        assert change_there == (None if change is None else change + shift)


@given(stories(most=4), stories(most=4), st.integers(0, 2 * HOUR))
@FEWER
def test_outputs_stay_the_same_until_their_next_change(one: Story, two: Story, later: int) -> None:
    two = replace(two, scan=one.scan, times=one.times)
    levels = at_once([one.samples(), two.samples()])
    floor = step.opened(planned([one.protocol, two.protocol], one.times), levels[0][0])
    for i, (now, downs) in enumerate(levels):
        floor, _ = step.scan(floor, downs, now)
        until = levels[i + 1][0] if i + 1 < len(levels) else now + HOUR
        for _ in range(20):
            change = next_change(floor, now)
            end = now + HOUR if change is None else change
            assert end > now
            shown = outputs(floor, now)
            assert outputs(floor, end - 1) == shown
            assert outputs(floor, now + later % (end - now)) == shown
            if end >= until:
                break
            now = end  # noqa: PLW2901 - from change to change until the next sample
            floor, _ = step.advance(floor, now)


@st.composite
def afternoons(draw: st.DrawFn) -> Levels:
    """Half a minute or so of two buttons on the 10 ms grid, never skipping a scan."""
    levels: list[tuple[bool, bool]] = [(False, False)]
    for _ in range(draw(st.integers(1, 5))):
        down = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
        length = draw(st.sampled_from([1, 2, 3, 4, 15, 210, 250, 1010]))
        levels += [down] * length + [(False, False)] * draw(st.integers(1, 500))
    return [(10 * i, downs) for i, downs in enumerate(levels)]


@given(afternoons(), PROTOCOLS)
@FEWER
def test_idle_scans_can_be_skipped(levels: Levels, drawn: Protocol) -> None:
    quick = short(contact=9876, removal=3210, effect=4321)
    every = skipping = step.opened(planned([quick, drawn]), 0)
    wake: int | None = 0
    last: tuple[bool, ...] = ()
    for now, downs in levels:
        every, told = step.scan(every, downs, now)
        if downs == last and skipping.settled and (wake is None or now < wake):
            assert told == ()
        else:
            skipping, same = step.scan(skipping, downs, now)
            assert told == same
            wake = next_change(skipping, now)
        assert outputs(every, now).pins == outputs(skipping, now).pins
        if now % 250 == 0 or told:
            assert outputs(every, now) == outputs(skipping, now)
        last = downs


# Fingers


@given(st.data(), st.sampled_from([1, 3, 10]), st.sampled_from([150, 2500]))
def test_contacts_that_bounce_for_20_ms_make_one_gesture(
    data: st.DataObject, scan: int, length: int
) -> None:
    bounce = data.draw(st.tuples(bounces(scan), bounces(scan)))
    samples = Story(NUMB520, ButtonTimes(), scan, (Step(length=length, bounce=bounce),)).samples()
    down = next(at for at, down in samples if down)
    up = next(at for at, _ in samples if at >= down + length)
    gesture, *others = core_facts(NUMB520, samples)
    assert gesture.kind == ("applied" if length == 150 else "refused")
    edge = down if length == 150 else up
    assert edge <= gesture.at <= edge + 20 + scan
    assert {fact.kind for fact in others} <= set(CREAM_DEADLINES)


@pytest.mark.meets("UND-1")
@given(
    stories(most=6),
    st.builds(Step, gap=st.integers(10, 20 * SECOND), length=st.sampled_from([150, 2500])),
    st.integers(10, 29 * SECOND),
)
def test_undo_gives_back_the_very_clock(story: Story, gesture: Step, later: int) -> None:
    times = replace(story.times, hold=2 * SECOND)
    story = replace(story, times=times)
    done, left = story.played(), story.played()
    assume(not left.samples[-1][1])
    before = len(core_facts(story.protocol, left.samples, times))
    done.play(gesture)
    done.play(Step(gap=later, length=2500))
    left.sample(done.now, down=False)
    for hand in (done, left):
        hand.idle()
        hand.play(Step(gap=SECOND))
    with_undo = core_facts(story.protocol, done.samples, times)[before:]
    without = core_facts(story.protocol, left.samples, times)[before:]
    kinds = [fact.kind for fact in with_undo]
    assume("undone" in kinds)
    undone = kinds.index(FactKind.UNDONE)
    assume(with_undo[undone].of in kinds[:undone])  # not one of the story before
    taken_back = kinds.index(with_undo[undone].of or FactKind.UNDONE)
    kept = with_undo[:taken_back] + with_undo[undone + 1 :]
    assert clock(kept) == clock(without)
    number = with_undo[taken_back].application
    windows = [window_facts(told, but=number) for told in (with_undo, without)]
    assert windows[0] == windows[1]
    assert numbers(kept) == numbers(without)


def clock(facts: Iterable[Fact]) -> list[tuple[str, int]]:
    return [(fact.kind, fact.at) for fact in facts if fact.kind in CREAM_DEADLINES]


def window_facts(facts: Iterable[Fact], but: int | None) -> list[Told]:
    return but_acted(f for f in facts if f.kind.startswith("numb_") and f.application != but)


def numbers(facts: Iterable[Fact]) -> list[tuple[int | None, int | None]]:
    return [(fact.application, fact.today) for fact in facts if fact.kind is FactKind.APPLIED]


# What is recorded


@given(stories())
def test_every_application_ends_once_removed_undone_or_still_on(story: Story) -> None:
    samples = story.samples()
    on: int | None = None
    taken_off: int | None = None
    for fact in core_facts(story.protocol, samples, story.times):
        if fact.kind is FactKind.APPLIED:
            assert on is None
            on = fact.application
        elif fact.kind is FactKind.REMOVED:
            assert fact.application == on is not None
            on, taken_off = None, on
        elif fact.of is FactKind.APPLIED:
            assert on is not None
            on = None
        elif fact.of is FactKind.REMOVED:
            assert on is None
            on = taken_off
        elif fact.kind in (*CREAM_DEADLINES, FactKind.SILENCED, FactKind.REMOVAL_STARTED):
            assert on is not None


@pytest.mark.meets("LIM-4")
@given(stories())
def test_no_reflex_at_a_sounding_alarm_is_recorded_as_wiped(story: Story) -> None:
    protocol = replace(story.protocol, silence_first=True)
    facts = core_facts(protocol, story.samples(), story.times)
    raised: Raised = None
    for fact, then in alarm_after(facts):
        assert fact.kind is not FactKind.REMOVED or raised is None
        raised = then


# Alarms

Raised = tuple[int, int] | None
"""Priority and since when, as facts have it; None: no alarm of the bay sounds."""
Span = tuple[int, int]
MEDIUM, HIGH = 3, 4
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


def alarm_after(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Raised]]:
    """Each fact of one bay, and the alarm that is raised after it."""
    raised: Raised = None
    before: Raised = None
    for fact in facts:
        if fact.kind in (FactKind.APPLIED, FactKind.REMOVAL_STARTED, FactKind.REMOVED):
            before, raised = raised, None
        elif fact.kind is FactKind.UNDONE:
            raised = before
        elif fact.kind is FactKind.REMOVAL_DUE:
            raised = (MEDIUM, fact.at)
        elif fact.kind in (FactKind.OVERDUE, FactKind.RESOUNDED):
            raised = (HIGH, fact.at)
        elif fact.kind is FactKind.SILENCED:
            raised = None
        yield fact, raised


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
