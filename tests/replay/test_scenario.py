"""Scenario files: every mistake has a place and a cure."""

from pathlib import Path

import pytest

from station.drawing.lettering import unknown_characters
from station.readers.problem import FileRefused
from station.replay.scenario import AFTERWARDS, Down, Plug, read_scenario
from tests.replay.scenes import ONE_BED, TWO_BEDS, scene


def refused(folder: Path, steps: str, *, end: str = "30:00", config: str = TWO_BEDS) -> list[str]:
    """What is said of these steps, without the folder."""
    with pytest.raises(FileRefused) as caught:
        scene(folder, steps, end=end, config=config)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


@pytest.mark.meets("SCN-3", "SCN-4", "SCN-5")
def test_a_press_is_down_for_150_ms_and_a_hold_for_3_s(tmp_path: Path) -> None:
    steps = (
        '{at: "0:05", press: bed-1}\n{at: "0:10", hold: bed-2}\n{at: 20s, press: bed-1, for: 9s}'
    )
    assert scene(tmp_path, steps, config=TWO_BEDS).events == (
        Down(5000, 0, 5150),
        Down(10000, 1, 13000),
        Down(20000, 0, 29000),
    )


@pytest.mark.meets("SCN-6")
def test_edges_toggle_from_up(tmp_path: Path) -> None:
    steps = '{at: "0:05", edges: bed-1, times: [0ms, 2ms, 3ms]}'
    assert scene(tmp_path, steps).events == (Down(5000, 0, 5002), Down(5003, 0, None))


@pytest.mark.meets("SCN-11")
def test_panels_are_unplugged_by_number(tmp_path: Path) -> None:
    assert scene(tmp_path, '{at: "0:05", panel: 0, state: unplugged}').events == (
        Plug(5000, 0, plugged=False),
    )


def test_without_an_end_it_goes_on_a_minute_after_the_last_step(tmp_path: Path) -> None:
    (tmp_path / "station.yaml").write_text(ONE_BED)
    path = tmp_path / "scene.yaml"
    path.write_text('steps:\n  - {at: "0:05", hold: bed-1}\n')
    assert read_scenario(path, tmp_path / "station.yaml").end == 8000 + AFTERWARDS


@pytest.mark.meets("SCN-1")
def test_the_config_given_wins_over_the_scenarios_own(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TWO_BEDS)
    path = tmp_path / "scene.yaml"
    path.write_text('config: missing.yaml\nsteps:\n  - {at: "0:05", press: bed-2}\n')
    assert len(read_scenario(path, other).config.bays) == 2


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ('{at: "0:05", press: bed-3}', "4:25: no bay 'bed-3'; did you mean 'bed-2'?"),
        ('{at: "0:05", press: couch}', "4:25: no bay 'couch'; there are bed-1, bed-2"),
        ('{at: "0:05"}', "4:5: this step does nothing: add one of press, hold, edges, "),
        ("{press: bed-1}", "4:5: required key 'at' is missing"),
        ('{at: "0:05", pres: bed-1}', "4:18: unknown key 'pres'; did you mean 'press'?"),
        ('{at: "0:05", for: 9s, hodl: bed-1}', "4:27: unknown key 'hodl'; did you mean 'hold'?"),
        ('{att: "0:05", pres: bed-1}', "4:19: unknown key 'pres'; did you mean 'press'?"),
        ('{at: "0:05", press:bed-1}', "4:18: unknown key 'press:bed-1'; 'press' needs a space"),
        ('{at: "0:05", zzz: bed-1}', "4:5: this step does nothing: add one of press, hold, edges"),
        ('{at: "0:05", press: bed-1, hold: bed-1}', "4:32: unknown key 'hold'"),
        ('{at: "0:05", press: bed-1, for: 0s}', "out of range: write 1ms to"),
        ('{at: "-0:05", press: bed-1}', "4:10: '-0:05' is out of range"),
        ("{at: soon, press: bed-1}", "4:10: 'soon' is no length of time: write it like"),
        ('{at: "0:05", edges: bed-1, times: [9ms, 3ms]}', "these times are not in order"),
        ('{at: "0:05", edges: bed-1}', "required key 'times' is missing"),
        ('{at: "0:05", panel: 2, state: plugged}', "write a panel's number from 0 to 1"),
        ('{at: "0:05", panel: 0, state: plug}', "did you mean 'plugged'?"),
        ('{at: "0:05", clock: trustd}', "did you mean 'trusted'?"),
        ('{at: "0:05", wall: 2}', "'2' has no unit: write one of 2ms, 2s, 2m, 2h"),
        ('{at: "31:00", press: bed-1}', "4:10: at 31m, but the end is at 30m: move the end"),
        ('{at: "0:05", kill: false}', "4:24: a process that is not killed goes on"),
        ('{at: "0:05", power: on, for: 90s}', "4:25: "),
        ('{at: "0:05", power: off}', "'for' is missing"),
        ('{at: "0:05", journal: broken}', "4:27: "),
        (
            '{at: "0:05", power: off, for: 90s}\n{at: "1:00", kill: true}',
            "5:10: the power is off until 1m35s: 'kill' needs a machine that runs; move it",
        ),
        ("[1, 2]", "4:5: "),
    ],
)
def test_a_wrong_step_is_told_with_its_place(tmp_path: Path, step: str, said: str) -> None:
    found = refused(tmp_path, step)
    assert len(found) == 1
    assert found[0].startswith(("scene.yaml:4:", "scene.yaml:5:"))
    assert said in found[0]


@pytest.mark.meets("SCN-3")
def test_steps_must_be_in_order(tmp_path: Path) -> None:
    steps = '{at: "1:00", press: bed-1}\n{at: "0:05", press: bed-1}'
    assert refused(tmp_path, steps) == [
        "scene.yaml:5:10: at 5s, but the step before is at 1m: write the steps in order"
    ]


@pytest.mark.meets("SCN-1")
def test_everything_wrong_is_told_at_once_and_the_configs_faults_too(tmp_path: Path) -> None:
    config = TWO_BEDS.replace("button: 17", "button: 2")
    steps = '{at: "1:00", press: nobody}\n{at: "0:05", hold: bed-1}\n{at: x, hold: bed-1}'
    places = [line.partition(": ")[0] for line in refused(tmp_path, steps, config=config)]
    assert places == ["scene.yaml:5:10", "scene.yaml:6:10", "station.yaml:4:39"]


@pytest.mark.meets("SCN-1")
def test_a_scenario_without_a_config_says_how_to_name_one(tmp_path: Path) -> None:
    path = tmp_path / "scene.yaml"
    path.write_text('steps:\n  - {at: "0:05", press: bed-1}\n')
    with pytest.raises(FileRefused, match=r"add 'config: station.yaml', or name one with -c"):
        read_scenario(path, None)


def test_a_config_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "scene.yaml"
    path.write_text('config: gone.yaml\nsteps:\n  - {at: "0:05", press: bed-1}\n')
    with pytest.raises(FileRefused, match=r"gone.yaml: cannot be read: no such file"):
        read_scenario(path, None)


def test_a_config_whose_name_would_turn_the_line_round_is_told_harmlessly(tmp_path: Path) -> None:
    path = tmp_path / "scene.yaml"
    path.write_text('config: "\u200fgone.yaml"\nsteps: [{at: 1s, press: bed-1}]\n', "utf-8")
    with pytest.raises(FileRefused, match=r"/\ufffdgone[.]yaml: cannot be read"):
        read_scenario(path, None)


@pytest.mark.meets("SCN-5")
def test_a_hold_may_last_longer(tmp_path: Path) -> None:
    steps = '{at: "0:10", hold: bed-1, for: 8s}'
    assert scene(tmp_path, steps).events == (Down(10_000, 0, 18_000),)


def test_a_label_that_no_panel_can_show_is_refused_as_check_refuses_it(tmp_path: Path) -> None:
    config = tmp_path / "station.yaml"
    config.write_text(ONE_BED.replace("Bed 1", "Кровать"))
    assert "Кровать" in config.read_text()
    path = tmp_path / "scene.yaml"
    path.write_text('steps:\n  - {at: "0:05", press: bed-1}\n')
    read_scenario(path, config)
    with pytest.raises(FileRefused, match="write it in Latin letters"):
        read_scenario(path, config, unknown_characters=unknown_characters)
