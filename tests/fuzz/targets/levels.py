"""What a button's pin shows at each look, whenever looks come: to facts, judged by the oracle."""

from itertools import accumulate, pairwise

from hypothesis import strategies as st

from station.core.duration import DAY, HOUR, MINUTE, SECOND
from station.core.facts import Fact
from station.core.outputs import outputs
from station.core.panel import screen
from station.core.plan import ButtonTimes, Plan, PlannedBay
from station.core.protocol import Protocol
from station.core.step import opened, scan
from tests.core.button import Story, in_order, plain
from tests.core.stories import PROTOCOLS, TIMES, stories
from tests.fuzz.engine import Target, WrongError
from tests.fuzz.verdict import require_printable
from tests.oracle import told

Trace = tuple[Protocol, ButtonTimes, int, list[tuple[int, bool]]]
"""The cream, the button's times, when the station starts, and the looks: how much later, level."""

STARTS = st.sampled_from([0, 7, 2**31, 2**53])
LOOKS = st.one_of(
    st.just(10),
    st.integers(1, 60),  # a scan that comes late, or an odd one
    st.sampled_from([0, 1, 29, 30, 31, 40, 999, 1000, 1999, 2000, 2001, 4990, 5000, 9_999, 10_000]),
    st.sampled_from([SECOND - 1, MINUTE, 10 * MINUTE, 20 * MINUTE, HOUR, DAY, DAY + 1, 400 * DAY]),
    st.integers(1, 3 * HOUR),
)
RUNS = st.tuples(st.booleans(), st.integers(1, 6), st.sampled_from([10, 10, 10, 1, 13, 50]), LOOKS)
"""A level, for so many looks so far apart, the first of them so much after the one before."""
PUSHES = st.builds(
    lambda gap, length: [(True, 4, 10, gap), (True, 1, 10, length), (False, 5, 10, 10)],
    LOOKS,
    st.sampled_from([10, 100, 1960, 1970, 1980, 2500, 9_960, 9_970, 9_980, 12_000]),
)
CHATTER = st.builds(
    lambda times, apart: [(n % 2 == 0, 1, apart, apart) for n in range(times)],
    st.integers(40, 60),
    st.sampled_from([1, 10, 90, 97, 98, 99, 100, 101, 120]),
)
PARTS = st.one_of(RUNS.map(lambda run: [run]), PUSHES, PUSHES, CHATTER)


def _looks(parts: list[list[tuple[bool, int, int, int]]]) -> list[tuple[int, bool]]:
    looks = []
    for part in parts:
        for down, times, apart, first in part:
            looks += [(first if n == 0 else apart, down) for n in range(times)]
    return looks


def _late(story: Story, delays: list[tuple[int, int]]) -> list[tuple[int, bool]]:
    """The looks of a story, some of which come late, and with them all that follow."""
    samples = story.samples()
    gaps = [later[0] - at for (at, _), later in pairwise([(0, False), *samples])]
    for place, delay in delays:
        gaps[place % len(gaps)] += delay
    return [(gap, down) for gap, (_, down) in zip(gaps, samples, strict=True)]


PARTED = st.tuples(PROTOCOLS, TIMES, STARTS, st.lists(PARTS, min_size=1, max_size=14).map(_looks))
STORIED = st.builds(
    lambda story, delays: (story.protocol, story.times, 0, _late(story, delays)),
    stories(most=8),
    st.lists(st.tuples(st.integers(0, 5000), LOOKS), max_size=6),
)
TRACES: st.SearchStrategy[Trace] = st.one_of(PARTED, STORIED)


def judge(trace: Trace) -> str:
    """Every look through the floor; the facts are the oracle's, and every screen can be shown."""
    protocol, times, start, looks = trace
    # A start amid bounces can be read in two ways (test_oracle.py): it begins with an up.
    looks = [*[(times.debounce, False)] * times.samples, *looks]
    instants = accumulate((gap for gap, _ in looks), initial=start)
    samples = list(zip(instants, (False, *(down for _, down in looks)), strict=True))
    bed = PlannedBay("bed-1", "Bed 1", protocol, lamp=True)
    floor = opened(Plan((bed,), ((0,),), ((0,),), times), start)
    facts: list[Fact] = []
    for number, (instant, down) in enumerate(samples):
        floor, new = scan(floor, [down], instant)
        facts += new
        if new or number % 16 == 0:
            for line in screen(floor, 0, instant).text:
                require_printable(line)
            outputs(floor, instant)
    got = in_order(map(plain, facts))
    wanted = in_order(told(protocol, times, samples))
    if got != wanted:
        first = next((n for n, (a, b) in enumerate(zip(got, wanted, strict=False)) if a != b), -1)
        raise WrongError(
            "tells another story than the oracle", (first, got[first:][:2], wanted[first:][:2])
        )
    return "fine: " + " ".join(
        sorted({str(fact["kind"]) + str(fact.get("reason", "")) for fact in got})
    )


LEVELS = Target(
    "levels",
    TRACES,
    judge,
    repr,
    ("core/gesture.py", "core/bay.py", "core/rules.py", "core/deadlines.py", "core/fold.py",
     "core/step.py", "core/floor.py", "core/outputs.py", "core/screen.py", "core/panel.py"),
)  # fmt: skip
