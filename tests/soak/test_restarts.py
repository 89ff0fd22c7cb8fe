"""Restarts upon restarts, against the oracle: seconds in which time is lost and found again."""

from pathlib import Path

import pytest

from station.replay.scenario import PowerCut, Trust
from tests.soak.month import explain
from tests.soak.month_clinic import clinic
from tests.soak.month_verdict import judge
from tests.soak.restarts import restarts


@pytest.mark.parametrize("seed", [18, 25, 28, 30, 32, 40, 44, 47])
def test_what_is_known_of_the_time_is_what_the_clocks_have_told(tmp_path: Path, seed: int) -> None:
    verdict = judge(restarts(clinic(tmp_path, buzzers=1), seed))
    assert verdict.good, explain(verdict, seed, tmp_path / "scene")


def test_a_story_has_cuts_and_clocks_enough_and_is_drawn_from_its_seed(tmp_path: Path) -> None:
    config = clinic(tmp_path, buzzers=1)
    story = restarts(config, 25)
    assert story == restarts(config, 25)
    assert sum(isinstance(event, PowerCut) for event in story.events) >= 10
    assert sum(isinstance(event, Trust) for event in story.events) >= 10
