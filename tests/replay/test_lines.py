"""Each kind of line that a replay prints for programs, and that it prints the same again."""

from pathlib import Path

import pytest

from tests.replay.scenes import TWO_BEDS, scene, told
from tests.replay.test_play import BUSY, VISIT


@pytest.mark.meets("CMD-5")
def test_the_same_scenario_is_told_the_same_again(tmp_path: Path) -> None:
    scenario = scene(tmp_path, BUSY, end="6:00", config=TWO_BEDS)
    first = told(scenario)
    assert len(first) > 300
    assert told(scenario) == first


@pytest.mark.meets("JSN-7")
def test_a_screen_has_its_panel_and_its_text(tmp_path: Path) -> None:
    lines = told(scene(tmp_path, BUSY, end="6:00", config=TWO_BEDS), "screen")
    assert {tuple(line) for line in lines} == {("t", "type", "panel", "text")}
    assert {line["panel"]: line["text"][0] for line in lines[:2]} == {0: "Bed 1", 1: "Bed 2"}
    assert all(isinstance(text, str) for line in lines for text in line["text"])


@pytest.mark.meets("JSN-9")
def test_pin_lines_are_changes_of_lamps_and_buzzers(tmp_path: Path) -> None:
    lines = told(scene(tmp_path, VISIT), "pin")
    assert {line["pin"] for line in lines} == {22, 27}  # and never the button's
    for pin in (22, 27):
        levels = [line["level"] for line in lines if line["pin"] == pin]
        assert levels == [1, 0] * (len(levels) // 2)
    lamp = [(line["t"], line["level"]) for line in lines if line["pin"] == 27]
    assert (5.18, 1) in lamp  # 1 is on: cream is on since then
    assert not [at for at, _ in lamp if 6 < at < 1200]


@pytest.mark.meets("FCT-11", "FCT-12")
def test_a_fact_of_no_bay_names_none(tmp_path: Path) -> None:
    steps = BUSY.replace('{at: "5:00"', '{at: "4:00", journal: full}\n{at: "5:00"')
    steps += '{at: "5:30", journal: ok}\n'
    lines = told(scene(tmp_path, steps, end="6:00", config=TWO_BEDS), "fact")
    fields = {line["fact"]: set(line) - {"t", "type", "fact", "at"} for line in lines}
    assert {kind: fields[kind] for kind in fields if "bay" not in fields[kind]} == {
        "started": set(),
        "stopped": set(),
        "panel_lost": {"panel"},
        "panel_restored": {"panel"},
        "journal_lost": {"reason"},
        "journal_restored": {"reason"},
    }


@pytest.mark.meets("SCN-14")
def test_scans_keep_to_their_grid_through_restarts(tmp_path: Path) -> None:
    """A level that comes 7 ms after a restart off the grid is first seen on the next multiple."""
    steps = "{at: 60005ms, kill: true}\n{at: 60012ms, press: bed-1}"
    lines = told(scene(tmp_path, steps, end="1:30"), "fact")
    applied = next(line for line in lines if line["fact"] == "applied")
    assert (applied["at"], applied["t"]) == (60.02, 60.2)


@pytest.mark.meets("LST-1")
def test_a_station_that_stops_leaves_its_last_word_on_every_panel(tmp_path: Path) -> None:
    steps = '{at: "0:05", press: bed-1}'
    lines = told(scene(tmp_path, steps, end="5:00", config=TWO_BEDS), "screen")
    last = {line["panel"]: line["text"] for line in lines}
    assert last[0] == ["Bed 1", "STOPPED", "Bed 1 CREAM ON since 09:00, wipe by 09:20"]
    assert last[1] == ["Bed 2", "STOPPED", "nothing is timed"]
    assert lines[-1]["t"] == 300
