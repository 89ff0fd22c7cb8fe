"""Replays, as a program is told them (section 6 of the design)."""

import io
from pathlib import Path

import pytest
from PIL import Image

from station.core.words import ENGLISH
from station.replay.play import play
from tests.lab.guest.countdown import left
from tests.replay.day import busy_day
from tests.replay.scenes import ONE_BED, TWO_BEDS, facts, pulses, scene, screens, told

VISIT = """
{at: "0:05", press: bed-1}
{at: "20:30", press: bed-1}
{at: "20:50", press: bed-1}
"""
BUSY = """
{at: "0:05", press: bed-1}
{at: "0:07", edges: bed-2, times: [0ms, 2ms, 3ms, 160ms, 161ms, 162ms]}
{at: "0:20", hold: bed-1}
{at: "0:30", panel: 1, state: unplugged}
{at: "0:31", press: bed-1}
{at: "0:50", press: bed-2, for: 11s}
{at: "1:30", panel: 1, state: plugged}
{at: "2:00", hold: bed-1}
{at: "2:20", press: bed-1}
{at: "5:00", press: bed-1}
"""


@pytest.mark.meets("GES-12", "RDY-1", "JSN-1", "JSN-3", "JSN-5", "JSN-6", "JSN-8", "FCT-1")
def test_the_designs_own_example(tmp_path: Path) -> None:
    lines = told(scene(tmp_path, VISIT), "fact,pin")
    assert {
        "t": 5.18,
        "type": "fact",
        "fact": "applied",
        "bay": "bed-1",
        "at": 5.0,
        "application": 1,
        "today": 1,
    } in lines
    assert {"t": 1205.0, "type": "pin", "pin": 22, "level": 1} in lines
    assert all(list(line)[:2] == ["t", "type"] for line in lines)


@pytest.mark.meets("CMD-4", "JSN-5", "FCT-6", "FCT-7", "FCT-16")
def test_a_visit_from_press_to_numb(tmp_path: Path) -> None:
    lines = told(scene(tmp_path, VISIT, end="1:30:00"), "fact")
    assert facts(lines) == [
        "started",
        "applied",
        "removal_soon",
        "removal_due",
        "silenced",
        "removed",
        "numb_ending",
        "numb_over",
        "stopped",
    ]
    removed = next(line for line in lines if line["fact"] == "removed")
    assert removed == {
        "t": 1250.18,
        "type": "fact",
        "fact": "removed",
        "bay": "bed-1",
        "at": 1250.0,
        "application": 1,
        "contact": 1245.0,
        "overdue_by": 0.0,
        "certain": True,
    }


@pytest.mark.meets("JSN-2")
def test_lines_are_in_order_of_time_then_facts_pins_screens(tmp_path: Path) -> None:
    kinds = ["fact", "pin", "screen"]
    order = [(e["t"], kinds.index(e["type"])) for e in told(scene(tmp_path, VISIT))]
    assert order == sorted(order)


@pytest.mark.meets("CON-6", "SND-15", "JSN-9")
def test_the_buzzer_says_what_section_3_says(tmp_path: Path) -> None:
    sounds = pulses(told(scene(tmp_path, VISIT)), 22)
    assert sounds[:4] == [(0.0, 0.2), (5.03, 0.03), (5.18, 0.1), (5.38, 0.1)]
    assert [s for s in sounds if 1145 <= s[0] < 1207] == [
        (1145.0, 0.2),
        (1205.0, 0.2),
        (1205.4, 0.2),
        (1205.8, 0.2),
    ]


@pytest.mark.meets("PAN-1", "JSN-7")
def test_the_panel_counts_down_rounded_up(tmp_path: Path) -> None:
    shown = screens(told(scene(tmp_path, VISIT)))
    figures = {t: text[2] for t, text in shown if text[1] == "CREAM ON"}
    assert figures[5.18] == "20:00"
    assert (figures[6.0], figures[1204.0]) == ("19:59", "0:01")
    wiping = next((t, text) for t, text in shown if text[1] == "WIPE NOW")
    assert wiping[0] == 1205.0
    assert wiping[1][:4] == ["Bed 1", "WIPE NOW", "2:00", "!!"]


@pytest.mark.parametrize("only", ["fact,pin", "fact,pin,screen"])
def test_idle_scans_change_nothing(tmp_path: Path, only: str) -> None:
    scenario = scene(tmp_path, BUSY, end="6:00", config=TWO_BEDS)
    assert told(scenario, only) == told(scenario, only, skipping=False)


@pytest.mark.meets("CMD-4")
def test_what_nobody_asks_for_changes_nothing_else(tmp_path: Path) -> None:
    scenario = scene(tmp_path, BUSY, end="6:00", config=TWO_BEDS)
    everything = told(scenario)
    for kinds in ("fact", "pin", "screen", "fact,pin"):
        wanted = [line for line in everything if line["type"] in kinds.split(",")]
        assert told(scenario, kinds) == wanted


def test_scans_that_divide_nothing_skip_nothing_either(tmp_path: Path) -> None:
    config = TWO_BEDS + "button: {scan: 7ms, debounce: 21ms}\n"
    scenario = scene(tmp_path, BUSY, end="6:00", config=config)
    assert told(scenario) == told(scenario, skipping=False)


@pytest.mark.meets("FLT-3", "SCN-11", "FCT-11")
def test_an_unplugged_panel_is_told_once_and_is_back_within_two_seconds(tmp_path: Path) -> None:
    lines = told(scene(tmp_path, BUSY, end="6:00", config=TWO_BEDS), "fact")
    words = [(e["t"], e["fact"], e["panel"]) for e in lines if e["fact"].startswith("panel")]
    assert [(fact, panel) for _, fact, panel in words] == [("panel_lost", 1), ("panel_restored", 1)]
    assert 30 <= words[0][0] <= 31
    assert 90 <= words[1][0] <= 92


@pytest.mark.meets("FLT-1")
def test_alarms_do_not_notice_an_unplugged_panel(tmp_path: Path) -> None:
    unplug = '{at: "20:04", panel: 0, state: unplugged}\n'
    unplugged = VISIT.replace('{at: "20:30"', unplug + '{at: "20:30"').strip()
    healthy, ill = (
        [p for p in pulses(told(scene(tmp_path, steps), "pin"), 22) if 1205 <= p[0] < 1230]
        for steps in (VISIT, unplugged)
    )
    assert ill == healthy


@pytest.mark.meets("INS-3")
def test_the_wall_clock_changes_nothing(tmp_path: Path) -> None:
    steps = '{at: "10:00", wall: 8760h}\n{at: "10:01", wall: -8760h}\n'
    stepped = '{at: "0:04", clock: untrusted}' + VISIT.replace(
        '{at: "20:30"', steps + '{at: "20:30"'
    )
    assert told(scene(tmp_path, stepped)) == told(scene(tmp_path, VISIT))


@pytest.mark.meets("GES-1", "SCN-13")
def test_two_fingers_on_a_button_are_one_press(tmp_path: Path) -> None:
    steps = '{at: "0:05", press: bed-1, for: 1s}\n{at: "0:05", press: bed-1}\n'
    lines = told(scene(tmp_path, steps, end="1:00"), "fact")
    applied = next(line for line in lines if line["fact"] == "applied")
    assert (applied["at"], applied["t"]) == (5.0, 6.03)


@pytest.mark.meets("GES-8")
def test_a_button_down_at_the_very_start_means_nothing(tmp_path: Path) -> None:
    lines = told(scene(tmp_path, "{at: 0s, press: bed-1, for: 1s}", end="1:00"), "fact")
    assert facts(lines) == ["started", "stopped"]


@pytest.mark.meets("GES-4", "FLT-10", "SCN-6")
def test_a_button_that_is_never_let_go_is_stuck(tmp_path: Path) -> None:
    lines = told(scene(tmp_path, '{at: "0:05", edges: bed-1, times: [0ms]}', end="1:00"), "fact")
    assert facts(lines) == ["started", "button_fault", "stopped"]
    assert lines[1]["t"] == 15.0


@pytest.mark.meets("SCN-2", "JSN-6", "JSN-9", "FCT-13")
def test_at_the_end_the_station_stops_and_everything_is_off(tmp_path: Path) -> None:
    lines = told(scene(tmp_path, '{at: "0:05", press: bed-1}', end="20:05"), "fact,pin")
    assert [line for line in lines if line["t"] == 1205.0] == [
        {"t": 1205.0, "type": "fact", "fact": "removal_due", "bay": "bed-1", "at": 1205.0},
        {"t": 1205.0, "type": "fact", "fact": "stopped", "at": 1205.0},
        {"t": 1205.0, "type": "pin", "pin": 22, "level": 1},
        {"t": 1205.0, "type": "pin", "pin": 22, "level": 0},
        {"t": 1205.0, "type": "pin", "pin": 27, "level": 0},
    ]


@pytest.mark.meets("CMD-4")
def test_frames_are_what_the_glass_shows(tmp_path: Path) -> None:
    frames = tmp_path / "frames"
    frames.mkdir()
    scenario = scene(tmp_path, '{at: "0:05", press: bed-1}', end="0:10")
    play(scenario, io.StringIO(), only=frozenset({"fact"}), frames=frames)
    names = sorted(path.name for path in frames.iterdir())
    assert names[0] == "panel0-000000000ms.png"
    assert "panel0-000005180ms.png" in names
    ticks = [Image.open(frames / f"panel0-00000{second}000ms.png") for second in (7, 8, 9)]
    assert [left(tick, 1197e3, bays=1) for tick in ticks] == [1198, 1197, 1196]


@pytest.mark.meets("CMD-4")
def test_people_read_sentences_and_see_the_panel(tmp_path: Path) -> None:
    out = io.StringIO()
    play(scene(tmp_path, VISIT), out)
    text = out.getvalue()
    assert "0:00:05.180  bed-1 applied: application 1, today 1  (at 0:00:05.000)\n┌──" in text
    assert "0:20:00.000" not in text
    assert "pin 22" not in text


def test_people_can_ask_for_pins(tmp_path: Path) -> None:
    out = io.StringIO()
    play(scene(tmp_path, VISIT), out, only=frozenset({"pin"}))
    assert "0:20:05.000  pin 22 on\n" in out.getvalue()
    assert "┌" not in out.getvalue()


def test_a_busy_day_of_eight_bays_loses_nothing(tmp_path: Path) -> None:
    lines = told(busy_day(tmp_path), "fact")
    kinds = facts(lines)
    assert kinds.count("applied") == kinds.count("removed") == kinds.count("numb_over") == 48
    assert [line["today"] for line in lines if line.get("bay") == "bed-8" and "today" in line] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


def test_a_station_in_german_speaks_german_from_the_first_word_to_the_last(tmp_path: Path) -> None:
    again = VISIT + '{at: "22:00", press: bed-1}\n{at: "23:00", press: bed-1}'
    lines = told(scene(tmp_path, again, config=f"{ONE_BED}language: de\n"), "screen")
    said = {line for _, text in screens(lines) for line in text}
    assert {
        "BEREIT",
        "EINWIRKEN",
        "ABWISCHEN",
        "BETÄUBT",
        "GESTOPPT",
        "DRÜCKEN Creme drauf",
        "HALTEN Creme zurück",
        "LOSLASSEN Ton aus",
        "UNGÜLTIG: Creme ist drauf",
        "1 von 6",
        "UNGEPRÜFT",
        "Haut reinigen",
    } <= said
    english = {*ENGLISH.phases.values(), ENGLISH.unreviewed, "Cleanse the skin"}
    assert not {line for line in said if line in english}
    assert not any(line.startswith((ENGLISH.press, ENGLISH.hold, ENGLISH.let_go)) for line in said)
