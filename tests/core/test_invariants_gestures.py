"""What must be true of every gesture, and of all that is recorded of it."""

from collections.abc import Iterable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from station.core.change import replace
from station.core.duration import SECOND
from station.core.facts import Fact, FactKind
from station.core.plan import ButtonTimes
from tests.core.button import Step, Story, core_facts
from tests.core.floors import Raised, alarm_after, but_acted
from tests.core.stories import bounces, stories
from tests.core.ward import NUMB520
from tests.oracle import Told

CREAM_DEADLINES = ("removal_soon", "removal_due", "overdue", "resounded")


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
