"""The core against the oracle: any story told at one bed's button, fact by fact."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from station.core.plan import ButtonTimes
from tests.core.button import Step, Story, core_facts, in_order, plain
from tests.core.stories import stories
from tests.core.ward import NUMB520
from tests.oracle import told


def check(story: Story) -> None:
    samples = story.samples()
    expected = told(story.protocol, story.times, samples)
    got = [plain(f) for f in core_facts(story.protocol, samples, story.times)]
    assert in_order(got) == in_order(expected)


@given(stories())
@settings(max_examples=4 * settings().max_examples)
def test_any_story_is_told_as_the_design_tells_it(story: Story) -> None:
    check(story)


@given(stories(st.lists(st.booleans(), min_size=1, max_size=6).map(tuple), most=3))
def test_a_start_amid_bounces_is_told_as_the_design_tells_it(story: Story) -> None:
    # Down from the start, bouncing, until it is stuck: since the start, or since the down's
    # instant some bounces later? The design can be read either way, so that is left out.
    stuck = any(f.get("reason") == "stuck" for f in story.played().oracle.facts)
    assume(not stuck)
    check(story)


def test_one_sample_of_noise_at_the_start_swallows_no_press() -> None:
    story = Story(NUMB520, ButtonTimes(), 10, (Step(gap=1000),), first=(True, False))
    facts = core_facts(story.protocol, story.samples())
    assert [f.kind for f in facts][:1] == ["applied"]
