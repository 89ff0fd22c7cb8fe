"""One minute of a station with seven beds, told once: for fingers in the guest, for `replay`.

Each bed has a story of its own, and all are played at once. Instants are seconds from the start
of the station. What is to come of them stands in `told`, written from the design.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tests.lab.guest import finger
from tests.lab.guest.finger import Toggle, bounced, noise
from tests.lab.guest.ward import BRIEF, Bed, Cream, Display, Horn, Ward

OWN, SHARED = 0, 1
"""The panels: bed-2's own, and that of all the others."""
SHARED_HORN: Final = 12
END: Final = 66.2
"""Between two pulses of the last alarm."""

HASTY: Final = Cream("hasty", contact="1s", removal="1500ms", reviewer=None)
"""Overdue at once; and nobody has reviewed it."""
SLOW: Final = Cream("slow", contact="62s", removal="20s", onset=("5s", "10s"))
"""With a minute's notice before the end of contact, and a mark on the bar."""
LASTING: Final = Cream("lasting", contact="6s", removal="13s", effect="602s")
"""With ten minutes' notice before the end of numbness."""
WIPES: Final = Cream("wipes", contact="6s", removal="12s", silence_first=False)
ONCE: Final = Cream(
    "once", contact="6s", removal="10s", effect="20s", applications=1, silence_first=False
)
CALM: Final = Cream("calm", contact="10m", removal="2m", hints={"contact": ["Prepare equipment"]})

WARD: Final = Ward(
    beds=(
        Bed("bed-1", button=17, lamp=27, cream=BRIEF),
        Bed("bed-2", button=5, lamp=6, cream=HASTY),
        Bed("bed-3", button=16, lamp=20, cream=SLOW),
        Bed("bed-4", button=19, lamp=26, cream=LASTING),
        Bed("bed-5", button=21, lamp=4, cream=WIPES),
        Bed("bed-6", button=23, lamp=24, cream=ONCE),
        Bed("bed-7", button=25, lamp=8, cream=CALM),
    ),
    displays=(
        Display(0x3D, "sh1106", ("bed-2",)),
        Display(0x3C, "ssd1306", ("bed-1", "bed-3", "bed-4", "bed-5", "bed-6", "bed-7")),
    ),
    horns=(
        Horn(22, ("bed-1",)),
        Horn(13, ("bed-2",)),
        Horn(SHARED_HORN, ("bed-3", "bed-4", "bed-5")),
        Horn(18, ("bed-6",)),
        Horn(7, ("bed-7",)),
    ),
)


@dataclass(frozen=True)
class Touch:
    """A button's contact toggles at `at`, and so many milliseconds after it."""

    at: float
    bed: str
    times: Sequence[float]


@dataclass(frozen=True)
class Plug:
    """A panel's plug is pulled, or put in."""

    at: float
    panel: int
    plugged: bool


def press(at: float, bed: str) -> Touch:
    """As staff press."""
    return Touch(at, bed, (0, finger.PRESS))


def hold(at: float, bed: str, until: float) -> Touch:
    """Down until an instant."""
    return Touch(at, bed, (0, round((until - at) * 1000)))


CHATTER: Final = noise(95, each=7, apart=21)
"""A contact that closes so often in 2 s, and for so short, that a look often misses it, and that no
four looks in a row can find it closed, though the guest may look late at any of them."""

STEPS: Final[tuple[Touch | Plug, ...]] = tuple(
    sorted(
        (
            # bed-1, a whole visit: nobody comes when it is due, nor at once when it is overdue
            press(2.0, "bed-1"),
            press(4.6, "bed-1"),  # is it still on? it is
            press(20.8, "bed-1"),  # due since 8, overdue since 11: quiet!
            press(24.0, "bed-1"),  # a reflex is not "wiped"
            press(32.5, "bed-1"),  # wiped; numb until 40.5
            # bed-2: silenced, and forgotten for a minute
            press(1.5, "bed-2"),
            press(4.45, "bed-2"),  # due at 2.5, overdue at 4; it sounds again at 64.45
            # bed-3: removal begun too early, undone; due of itself at 64.2
            press(2.2, "bed-3"),
            hold(34.0, "bed-3", until=36.5),
            press(38.0, "bed-3"),
            press(39.5, "bed-3"),
            hold(42.0, "bed-3", until=44.5),
            # bed-4: wiped, then undone: the wrong bed. It was overdue meanwhile
            press(3.0, "bed-4"),
            press(10.6, "bed-4"),
            press(21.2, "bed-4"),
            hold(25.4, "bed-4", until=27.9),
            press(28.5, "bed-4"),
            hold(45.5, "bed-4", until=48.0),
            # bed-5: where a press that answers the alarm is taken for "wiped"
            press(18.0, "bed-5"),
            press(30.05, "bed-5"),
            # bed-6: one application a day, and one more all the same
            hold(3.0, "bed-6", until=5.5),
            press(7.0, "bed-6"),
            hold(12.5, "bed-6", until=13.4),  # it fell due under the finger
            press(20.4, "bed-6"),
            press(23.0, "bed-6"),
            press(25.0, "bed-6"),
            hold(26.5, "bed-6", until=29.0),
            hold(29.8, "bed-6", until=32.3),
            # bed-7: a poor contact, a bad cable, a stuck button
            Touch(2.9, "bed-7", bounced(200)),
            Touch(6.0, "bed-7", bounced(160, bounces=6, each=2)),
            Touch(9.0, "bed-7", noise(10)),
            Touch(32.5, "bed-7", CHATTER),
            hold(37.0, "bed-7", until=48.0),
            press(50.5, "bed-7"),  # and the low alarm is quiet
            # Somebody pulls the shared panel's plug
            Plug(30.9, SHARED, plugged=False),
            Plug(62.9, SHARED, plugged=True),
        ),
        key=lambda step: step.at,
    )
)


def toggles(origin: float) -> list[Toggle]:
    """What the fingers do, on a clock on which the station started at `origin` milliseconds."""
    return [
        toggle
        for step in STEPS
        if isinstance(step, Touch)
        for toggle in finger.toggles(WARD.bed(step.bed).button, origin + 1000 * step.at, step.times)
    ]


def scenario() -> str:
    """The same, for `station replay`."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield "config: station.yaml"
    yield f"end: {END * 1000:.0f}ms"
    yield "steps:"
    for step in STEPS:
        at = f"at: {step.at * 1000:.0f}ms"
        if isinstance(step, Plug):
            state = "plugged" if step.plugged else "unplugged"
            yield f"  - {{{at}, panel: {step.panel}, state: {state}}}"
        else:
            times = ", ".join(f"{time:.0f}ms" for time in step.times)
            yield f"  - {{{at}, edges: {step.bed}, times: [{times}]}}"
