"""Stories are drawn as steps that aim at what matters then.

A push whose down, release or recognition falls on a deadline, on the end of the guard, of the 30 s
of an undo, of the 24 hours.
"""

from collections.abc import Mapping
from itertools import chain
from typing import TypeVar

from hypothesis import strategies as st

from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.plan import ButtonTimes
from station.core.protocol import Protocol
from tests.core.button import Step, Story

Draw = TypeVar("Draw")


SCANS = st.sampled_from([10, 10, 10, 1, 3, 7, 13, 20])
PROTOCOLS = st.builds(
    Protocol,
    id=st.just("cream"),
    name=st.just("Cream"),
    source=st.just("drawn"),
    contact=st.one_of(
        st.sampled_from([20 * MINUTE, 90 * SECOND, 61 * SECOND, 60_001, 7 * SECOND, 500]),
        st.integers(1, 3 * HOUR),
    ),
    removal=st.one_of(
        st.sampled_from([2 * MINUTE, 15 * SECOND, 5 * SECOND]), st.integers(1, 10 * MINUTE)
    ),
    effect=st.one_of(
        st.none(),
        st.sampled_from([60 * MINUTE, 10 * MINUTE + 5 * SECOND, 20 * SECOND]),
        st.integers(1, 3 * HOUR),
    ),
    applications=st.sampled_from([None, 1, 2, 6]),
    silence_first=st.booleans(),
)
TIMES = st.one_of(
    st.just(ButtonTimes()),
    st.builds(
        ButtonTimes,
        debounce=st.integers(1, 100),
        hold=st.integers(500, 5000),
        guard=st.integers(0, 15 * SECOND),
    ),
)
GAPS = st.one_of(
    st.integers(10, 3 * SECOND),
    st.integers(3 * SECOND, 40 * SECOND),
    st.integers(MINUTE, 30 * MINUTE),
    st.integers(HOUR, 25 * HOUR),
)
ODD_LENGTHS = (10, 20, 30, 40, 500, 1900, 2000, 2010, 9_990, 10_000, 10_010, 12_000)
LENGTHS = st.one_of(
    st.just(150), st.just(3000), st.sampled_from(ODD_LENGTHS), st.integers(1, 11 * SECOND)
)
STEADY = st.sampled_from([(False,), (False,), (True,)])


def bounces(scan: int, longest: int = 20) -> st.SearchStrategy[tuple[bool, ...]]:
    return st.lists(st.booleans(), max_size=longest // scan).map(tuple)


def weighted(weights: Mapping[st.SearchStrategy[Draw], int]) -> st.SearchStrategy[Draw]:
    """Draws from each as often as its weight says (`one_of` ignores repetitions)."""
    choices = [strategy for strategy, weight in weights.items() for _ in range(weight)]
    return st.integers(0, len(choices) - 1).flatmap(lambda i: choices[i])


def step(scan: int) -> st.SearchStrategy[Step]:
    bounce = st.one_of(st.just(((), ())), st.tuples(bounces(scan), bounces(scan)))
    quick = st.builds(Step, gap=st.integers(10, 8000), length=st.sampled_from([150, 2500]))
    free = st.builds(Step, gap=GAPS, length=LENGTHS, bounce=bounce)
    aimed = st.builds(
        Step,
        aim=st.sampled_from(["soonest", "latest", "guard", "too soon"]),
        edge=st.sampled_from(["down", "up", "counts"]),
        off=st.integers(-2, 2),
        length=LENGTHS,
        bounce=bounce,
    )
    return weighted({quick: 3, free: 2, aimed: 3})


HOLD = 2500
TREAT = (Step(gap=3000), Step(gap=31_000, length=HOLD), Step(gap=11_000))
SCENES = (
    TREAT,
    (*TREAT, *TREAT),
    (*TREAT, Step(gap=3000), Step(aim="again")),
    (*TREAT, Step(aim="day", edge="up"), Step(gap=SECOND)),
    (Step(gap=31_000, length=HOLD), Step(gap=3000, length=HOLD)),
    (Step(gap=31_000, length=HOLD), Step(gap=20_000, length=HOLD)),
    (Step(gap=31_000, length=HOLD), Step(aim="too soon")),
    (Step(aim="forgotten", gap=-20_000), Step(aim="forgotten", edge="up", length=HOLD)),
    (Step(aim="day"), Step(gap=SECOND)),
    (Step(aim="undo", length=HOLD),),
    (Step(aim="guard"),),
    (Step(aim="too soon"),),
    (Step(gap=11_000),),
)
"""What chance seldom comes upon: a treatment in short, taking back, the edges of the rules."""


def scenes() -> st.SearchStrategy[tuple[Step, ...]]:
    def shifted(scene: tuple[Step, ...], off: int) -> tuple[Step, ...]:
        return (*scene[:-1], replace(scene[-1], off=off))

    return st.builds(shifted, st.sampled_from(SCENES), st.sampled_from([0, 0, 1, -1]))


def phrases(scan: int) -> st.SearchStrategy[tuple[Step, ...]]:
    """A step, a scene, or chattering."""
    chatter = st.builds(Step, gap=st.integers(1, 12), chatter=st.integers(40, 70))
    return weighted({st.tuples(step(scan)): 12, scenes(): 8, st.tuples(chatter): 1})


def steps(scan: int, most: int = 25) -> st.SearchStrategy[tuple[Step, ...]]:
    phrase = phrases(scan)
    sizes = st.integers(1, most)
    several = sizes.flatmap(lambda n: st.lists(phrase, min_size=n, max_size=n))
    return several.map(lambda told: tuple(chain.from_iterable(told)))


@st.composite
def stories(
    draw: st.DrawFn, first: st.SearchStrategy[tuple[bool, ...]] = STEADY, most: int = 16
) -> Story:
    scan = draw(SCANS)
    return Story(draw(PROTOCOLS), draw(TIMES), scan, draw(steps(scan, most)), draw(first))
