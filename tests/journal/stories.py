"""Stories for a journal: what real stations at work have it take, restarts included."""

from collections.abc import Iterable, Sequence
from functools import cache

from hypothesis import strategies as st

from station.core.duration import SECOND
from station.core.stamp import Row
from tests.core.outage import Outages
from tests.core.ward import plan
from tests.journal.rows import NOON

Deed = tuple[str, int]
"""What is done in a story, and to which bed or for how many seconds."""
DEEDS = st.one_of(
    st.tuples(st.sampled_from(["press", "hold", "restart"]), st.integers(0, 1)),
    st.tuples(st.sampled_from(["wait", "power cut", "blind cut"]), st.integers(1, 2000)),
    st.just(("trusted again", 0)),
)


def told(deeds: Iterable[Deed]) -> list[Row]:
    """The rows of a station with two beds to which this is done."""
    station = Outages(plan(2))
    for deed, much in deeds:
        match deed:
            case "press":
                station.ward.press(much)
            case "hold":
                station.ward.hold(much)
            case "wait":
                station.ward.wait(much * SECOND)
            case "restart":
                station.kill()
            case "power cut":
                station.cut(much * SECOND, trusted=station.trusted)
            case "blind cut":
                station.cut(much * SECOND, trusted=False, wall=station.booted)
            case _:
                station.trust(NOON + 10**9)
    station.keep()
    return station.rows


@cache
def eventful() -> Sequence[Row]:
    """Some hours with everything in them, and cream on both beds at the end."""
    visit: list[Deed] = [
        *(("press", 0), ("wait", 400), ("press", 1), ("hold", 1), ("press", 1)),
        *(("wait", 900), ("press", 0), ("wait", 30), ("press", 0), ("restart", 0)),
        *(("power cut", 90), ("wait", 600), ("press", 0), ("blind cut", 300), ("press", 1)),
        *(("wait", 60), ("trusted again", 0), ("wait", 2000), ("press", 0), ("hold", 1)),
    ]
    return told([("restart", 0), *visit * 3, ("press", 0), ("wait", 60), ("press", 1)])
