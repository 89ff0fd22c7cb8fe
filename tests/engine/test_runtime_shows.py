"""What the engine drives and shows is what `outputs` says, at every turn and until the next one.

It does not call `outputs`, which composes all of it anew: an engine has no time for that. What is
proven of the composition holds of the engine only if the two are the same.
"""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.duration import MINUTE, SECOND
from station.core.floor import Floor
from station.core.outputs import PinLevels, next_change, outputs
from station.core.past import Past
from station.core.plan import Plan
from station.core.recovery import recover
from station.core.reports import JournalReport, PanelReport, Part, PinReport, Report
from station.core.screen import Screen
from station.core.stamp import Stamp
from station.engine.edges import Edges
from station.engine.runtime import FAR, Runtime
from tests.core.ward import plan, short
from tests.engine.written import LateClock, Notes, Paper

Downs = Sequence[Sequence[tuple[int, int]]]
"""For each bed, when its button goes down and up."""
BRISK = short(contact=70 * SECOND, removal=20 * SECOND, effect=11 * MINUTE)
END = 4 * MINUTE


class Fingers(LateClock):
    """A clock that knows when something is next done to a button, and so wakes for it only."""

    def __init__(self, downs: Downs, reports: Sequence[tuple[int, Report]]) -> None:
        super().__init__(late=0)
        self.instants = sorted({t for bed in downs for push in bed for t in push})
        self.instants += [at for at, _ in reports]

    def quiet_until(self, since: int) -> int:
        return min((t for t in self.instants if t > since), default=END)


class Ends:
    """Both ends of a station: what comes in by time, what goes out as it was last."""

    def __init__(self, clock: Fingers, downs: Downs, reports: Sequence[tuple[int, Report]]) -> None:
        self._clock, self._downs = clock, downs
        self._reports = sorted(reports, key=lambda said: said[0])
        self.pins: PinLevels | None = None
        self.screens: dict[int, Screen] = {}
        self.turns = 0
        self.runtime: Runtime | None = None

    def levels(self) -> list[bool]:
        now = self._clock.now()
        return [any(down <= now < up for down, up in bed) for bed in self._downs]

    def reports(self) -> list[Report]:
        due = [said for at, said in self._reports if at <= self._clock.now()]
        self._reports = self._reports[len(due) :]
        return due

    def drive(self, levels: PinLevels) -> None:
        self.pins = levels

    def show(self, panel: int, screen: Screen) -> None:
        self.screens[panel] = screen

    def astray(self) -> list[PinReport]:
        return []

    def rest(self) -> None:
        """Nothing: it is not looked at any more."""

    def attend(self, floor: Floor, now: int) -> None:
        """A turn is done: is everything as it should be, and will it be in time?"""
        wanted = outputs(floor, now)
        assert self.pins == wanted.pins
        assert tuple(self.screens[i] for i in sorted(self.screens)) == wanted.screens
        change = next_change(floor, now)
        assert self.runtime is not None
        assert self.runtime._due <= (FAR if change is None else change)
        self.turns += 1


class Quiet:
    """Panels of which nothing comes in: what is shown is the ends' affair."""

    def __init__(self, ends: Ends) -> None:
        self.show = ends.show

    def reports(self) -> list[Report]:
        return []


def played(planned: Plan, downs: Downs, reports: Sequence[tuple[int, Report]]) -> Ends:
    """A station at work until END, watched at every turn."""
    clock = Fingers(downs, reports)
    ends = Ends(clock, downs, reports)
    edges = Edges(clock, ends, Paper(), Notes(), ends, Quiet(ends))
    now = Stamp(clock.boot, clock.now(), clock.wall(), clock.trusted())
    floor, facts = recover(planned, Past(), now)
    ends.runtime = runtime = Runtime(floor, facts, 10, edges)
    runtime._tell(facts)
    while clock.now() < END:
        runtime.turn()
        runtime._sleep()
    return ends


@st.composite
def pushes(draw: st.DrawFn) -> list[tuple[int, int]]:
    found, now = [], 0
    for _ in range(draw(st.integers(0, 6))):
        now += 10 * draw(st.one_of(st.integers(1, 300), st.integers(300, 9000)))
        up = now + draw(st.sampled_from([150, 400, 2500, 11_000]))
        found.append((now, up))
        now = up
    return found


REPORTS = st.tuples(
    st.integers(0, END // 10).map(lambda scans: 10 * scans),
    st.sampled_from(
        [
            PanelReport(1, "no answer"),
            PanelReport(1, None),
            JournalReport("full"),
            JournalReport(None),
            PinReport(Part.BUZZER, 0, "gone"),
            PinReport(Part.LAMP, 1, "gone"),
        ]
    ),
)


@given(downs=st.tuples(pushes(), pushes()), reports=st.lists(REPORTS, max_size=4))
@settings(max_examples=settings().max_examples // 5)
def test_the_engine_shows_at_every_turn_what_outputs_says(
    downs: Downs, reports: list[tuple[int, Report]]
) -> None:
    two = plan(2, protocol=BRISK, panels=((0,), (0, 1)), lamps=True)
    assert played(two, downs, reports).turns > END // MINUTE
