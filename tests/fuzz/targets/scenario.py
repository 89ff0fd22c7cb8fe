"""What `replay` reads; what can be played is played, and judged by a whole station's oracle."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

from station.core.duration import HOUR, MINUTE
from station.replay.scenario import Disk, Plug, Scenario, read_scenario
from tests.fuzz.engine import Target, WrongError
from tests.fuzz.targets.files import CONFIGS, READERS, lay_out, workshop
from tests.fuzz.verdict import command, fine, kinds_of_errors
from tests.fuzz.yamls import Draft, Garden, shipped
from tests.oracle import Told
from tests.soak.month_verdict import judge as judged

STATION = b"""station: room-1
protocol: quick
bays: [{id: bed-1, button: 17, lamp: 27}, {id: bed-2, button: 5, protocol: numb520}]
panels: [{}, {address: 0x3D, bays: [bed-2]}]
buzzers: [{pin: 22}]
"""
QUICK = b"""protocol: quick
name: Quick
source: nobody
contact: 90s
removal: 20s
effect: 11m
applications: 2
"""
EVERYTHING = """config: station.yaml
end: "30:00"
steps:
  - {at: "0:05", press: bed-1}
  - {at: "0:40", hold: bed-1, for: 2500ms}
  - {at: "1:00", edges: bed-2, times: [0ms, 2ms, 3ms, 160ms, 161ms, 162ms]}
  - {at: "1:30", kill: true}
  - {at: "2:00", power: off, for: 90s, clock: untrusted}
  - {at: "4:00", clock: trusted}
  - {at: "5:00", wall: -2h}
  - {at: "6:00", panel: 0, state: unplugged}
  - {at: "6:30", panel: 0, state: plugged}
  - {at: "7:00", journal: full}
  - {at: "7:10", press: bed-1}
  - {at: "8:00", journal: ok}
  - {at: "8:00", clock: untrusted}
  - {at: "9:00", journal: readonly}
  - {at: "9:01", power: off, for: 1ms}
  - {at: "9:02", journal: ok}
"""
MOST_EVENTS = 150
MOST_TIME = 1 * HOUR
MOST_SHOWN = 10 * MINUTE


def _steps(times: Sequence[int], whats: Sequence[str]) -> str:
    now, lines = 0, []
    for gap, what in zip(times, whats, strict=False):
        now += gap
        lines.append(f"  - {{at: {now}ms, {what}}}\n")
    return f"config: station.yaml\nend: {now + 200_000}ms\nsteps:\n{''.join(lines)}"


GAPS = st.one_of(st.sampled_from([0, 1, 9, 10, 30, 31, 1000, 2000, 20_000, 60_000, 90_000]),
                 st.integers(0, 200_000))  # fmt: skip
DEEDS = st.sampled_from([
    *("press: bed-1", "press: bed-2", "hold: bed-1", "press: bed-1", "hold: bed-2") * 3,
    "press: bed-1, for: 10ms", "hold: bed-1, for: 11s", "press: bed-1, for: 1m",
    "edges: bed-1, times: [0ms, 40ms, 41ms, 80ms]", "edges: bed-1, times: [5ms]",
    "kill: true", "kill: true", "power: off, for: 1ms", "power: off, for: 31s, clock: untrusted",
    "power: off, for: 3m, clock: untrusted", "power: off, for: 100s", "clock: trusted",
        "clock: trusted",
    "clock: untrusted", "wall: 2h", "wall: -175000h", "wall: 1001ms", "wall: -999ms",
    "panel: 0, state: unplugged", "panel: 0, state: plugged", "panel: 1, state: unplugged",
    "journal: full", "journal: readonly", "journal: ok", "journal: ok",
])  # fmt: skip
STORIES = st.builds(
    _steps, st.lists(GAPS, min_size=1, max_size=18), st.lists(DEEDS, min_size=25, max_size=25)
).map(lambda text: Draft("steps", (), (), text.encode()))
GARDEN = Garden({"everything": EVERYTHING, **{
    name: text.replace("../station.yaml", "station.yaml")
    for name, text in shipped(CONFIGS / "scenarios").items()
}})  # fmt: skip


def judge(draft: Draft) -> str:
    """Read it as `replay` does; play what can be played."""
    folder = workshop("scenario")
    files = {"protocols/quick.yaml": QUICK, "station.yaml": STATION, "scene.yaml": draft.raw}
    written = lay_out(folder, files)
    path = folder / "scene.yaml"
    try:
        scenario = read_scenario(path, None)
    except Exception:  # noqa: BLE001 - that it is the declared one, the command shows
        return "refused: " + "; ".join(kinds_of_errors(command("replay", str(path)), written)[:3])
    if scenario.end > MOST_TIME or len(scenario.events) > MOST_EVENTS:
        return "fine, but long"
    return _played(path, scenario)


def _played(path: Path, scenario: Scenario) -> str:
    verdict = judged(scenario, pins=True)
    told, demanded = (_of_the_oracle(scenario, facts) for facts in (verdict.told, verdict.demanded))
    if told != demanded:
        first = next(
            n
            for n, pair in enumerate(zip([*told, None], [*demanded, None], strict=False))
            if pair[0] != pair[1]
        )
        where = (told[first:][:2], demanded[first:][:2])
        raise WrongError("tells another story than the oracle", where)
    if verdict.complaints and _one_plug_at_a_time(scenario):
        raise WrongError("is late, or silent", verdict.complaints)
    kinds = sorted({f"{fact['kind']}{fact.get('phase', '')}" for fact in verdict.told})
    return (
        _shown(path, f"fine: {' '.join(kinds)}") if scenario.end < MOST_SHOWN else "fine, but long"
    )


def _of_the_oracle(scenario: Scenario, facts: Sequence[Told]) -> list[Told]:
    """When a bad disk is found out is not, for the station checks itself while it is idle."""
    faults = any(isinstance(event, Disk) for event in scenario.events)
    return [f for f in facts if not (faults and str(f["kind"]).startswith("journal_"))]


def _shown(path: Path, end: str) -> str:
    if not fine(command("replay", str(path), "--json", "--only", "screen")):
        raise WrongError("does not play what it has read")
    return end


def _one_plug_at_a_time(scenario: Scenario) -> bool:
    """Else the oracle cannot tell which of two plugs at one instant is the last word."""
    plugs = [(event.at, event.panel) for event in scenario.events if isinstance(event, Plug)]
    return len({*plugs}) == len(plugs) and all(at > 0 for at, _ in plugs)


SCENARIO = Target(
    "scenario",
    st.one_of(GARDEN.drafts, STORIES),
    judge,
    repr,
    (
        *READERS,
        "replay/*.py",
        "engine/runtime.py",
        "core/recovery.py",
        "core/past.py",
        "core/doubt.py",
        "core/shift.py",
        "core/fold.py",
        "mock/*.py",
        "journal/round.py",
    ),
)
