"""What must be true of every floor: of one bay and the others, and of time."""

from bisect import bisect_right
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station.core import step
from station.core.change import replace
from station.core.duration import HOUR
from station.core.facts import Fact
from station.core.outputs import next_change, outputs
from station.core.plan import ButtonTimes, Plan
from station.core.protocol import Protocol
from tests.core.button import Samples, Step, Story, core_facts, in_order, plain
from tests.core.floors import FEWER, but_acted, planned
from tests.core.stories import PROTOCOLS, SCANS, TIMES, steps, stories
from tests.core.ward import NUMB520, short

Levels = list[tuple[int, tuple[bool, ...]]]


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
