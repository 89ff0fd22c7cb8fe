"""Some hours of the simulated month, and whether its judge can be trusted."""

from pathlib import Path

import pytest

from station.core.change import replace
from station.core.duration import HOUR, MINUTE
from station.replay.scenario import Kill, Plug, PowerCut, Scenario, read_scenario
from tests.oracle import Told
from tests.soak.month import explain, part
from tests.soak.month_clinic import clinic
from tests.soak.month_scene import smaller, write_scene
from tests.soak.month_senses import panel_complaints
from tests.soak.month_verdict import Verdict, judge


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_hours_full_of_faults_are_told_as_the_design_demands(tmp_path: Path, seed: int) -> None:
    scenario, _ = part(tmp_path, seed, 5 * HOUR)
    verdict = judge(scenario, pins=True)
    assert verdict.good, explain(verdict, seed, tmp_path)


def test_an_hour_in_which_panels_come_loose_too(tmp_path: Path) -> None:
    scenario, drawn = part(tmp_path, 5, HOUR, panels=True)
    assert drawn["panel unplugged"] > 0
    verdict = judge(scenario)
    assert verdict.good, explain(verdict, 5, tmp_path)


# The scenario that is written


def test_a_scenario_that_is_written_reads_as_it_was(tmp_path: Path) -> None:
    scenario, _ = part(tmp_path, 1, 3 * HOUR, panels=True)
    again = read_scenario(write_scene(scenario, tmp_path / "scene"), None)
    assert again.events == scenario.events
    assert again.end == scenario.end
    assert again.config.plan() == scenario.config.plan()


def test_a_scenario_is_made_as_small_as_what_is_wrong_with_it(tmp_path: Path) -> None:
    scenario, _ = part(tmp_path, 1, 20 * HOUR)

    def bad(tried: Scenario) -> bool:
        cuts = [event for event in tried.events if isinstance(event, PowerCut)]
        return len(cuts) >= 2 and any(isinstance(event, Kill) for event in tried.events)

    small = smaller(scenario, 15 * HOUR, bad)
    assert len(small.events) == 3


# The judge


def verdict_on(told: list[Told], demanded: list[Told], folder: Path) -> Verdict:
    return Verdict(Scenario(clinic(folder), (), HOUR), told, demanded, first=0)


def test_facts_that_differ_are_counted_as_missing_extra_or_late(tmp_path: Path) -> None:
    facts: list[Told] = [{"kind": "overdue", "at": 5, "acted": 5, "bay": f"bed-{n}"} for n in "123"]
    late = [{**facts[0], "acted": 7}, *facts[1:]]
    wrong = [{**facts[0], "at": 4}, *facts[1:]]
    assert verdict_on(facts[1:], facts, tmp_path).counts() == (1, 0, 0)
    assert verdict_on([*facts, facts[0]], facts, tmp_path).counts() == (0, 1, 0)
    assert verdict_on(late, facts, tmp_path).counts() == (0, 0, 1)
    assert verdict_on(wrong, facts, tmp_path).counts() == (1, 1, 0)


@pytest.mark.parametrize(
    ("lost", "restored", "complaints"),
    [
        (60_500, 121_000, 0),
        (None, None, 1),
        (63_000, 121_000, 1),
        (60_500, None, 1),
        (50_000, 121_000, 1),
    ],
)
def test_a_panel_is_told_in_time_and_truly(
    tmp_path: Path, lost: int | None, restored: int | None, complaints: int
) -> None:
    plugs = (Plug(MINUTE, 0, plugged=False), Plug(2 * MINUTE, 0, plugged=True))
    told: list[Told] = [
        {"kind": kind, "at": at, "acted": at, "panel": 0}
        for kind, at in (("panel_lost", lost), ("panel_restored", restored))
        if at is not None
    ]
    scenario = Scenario(clinic(tmp_path), plugs, HOUR)
    assert len(panel_complaints(scenario, told)) == complaints


def test_a_scenario_without_faults_has_no_complaints(tmp_path: Path) -> None:
    scenario, _ = part(tmp_path, 1, HOUR)
    faultless = tuple(e for e in scenario.events if not isinstance(e, Kill | PowerCut))
    assert judge(replace(scenario, events=faultless), pins=True).good
