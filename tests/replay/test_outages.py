"""Kills, power cuts, wrong clocks and full disks, as a replay tells of them."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from station.replay.play import play
from station.replay.scenario import Scenario
from tests.replay.scenes import ONE_BED, scene
from tests.soak.month_verdict import judge

ON = '{at: "0:05", press: bed-1}'


def told(scenario: Scenario, only: str = "fact", **how: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    play(scenario, out, only=frozenset(only.split(",")), as_json=True, **how)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def facts(scenario: Scenario) -> list[tuple[object, ...]]:
    """Instant, fact and own instant, but for starts and stops."""
    return [
        (line["t"], line["fact"], line["at"])
        for line in told(scenario)
        if line["fact"] not in ("started", "stopped")
    ]


@pytest.mark.meets("ELA-1", "RES-10", "SCN-7", "SCN-16", "FCT-14")
def test_a_killed_station_starts_at_once_and_goes_on(tmp_path: Path) -> None:
    scenario = scene(tmp_path, f'{ON}\n{{at: "10:00", kill: true}}', end="20:30")
    lines = told(scenario)
    assert [(line["t"], line["fact"]) for line in lines] == [
        (0, "started"),
        (5.18, "applied"),
        (600, "started"),
        (600, "resumed"),
        (1145, "removal_soon"),
        (1205, "removal_due"),
        (1230, "stopped"),
    ]
    assert (lines[3]["phase"], lines[3]["certain"]) == ("contact", True)
    assert not any("late" in line for line in lines)


@pytest.mark.parametrize("seconds", [1, 61, 599, 1144, 1204, 1206, 1229])
def test_whenever_it_is_killed_the_alarm_is_punctual(tmp_path: Path, seconds: int) -> None:
    steps = f'{ON}\n{{at: "{seconds // 60}:{seconds % 60:02d}", kill: true}}'
    if seconds < 5:
        steps = "\n".join(reversed(steps.split("\n")))
    found = facts(scene(tmp_path, steps, end="20:30"))
    assert (1205, "removal_due", 1205) in found


@pytest.mark.meets("DUE-5")
def test_a_gesture_in_progress_does_not_survive(tmp_path: Path) -> None:
    steps = f'{ON}\n{{at: "5:00", hold: bed-1}}\n{{at: "5:01", kill: true}}'
    assert [name for _, name, _ in facts(scene(tmp_path, steps, end="6:00"))] == [
        "applied",
        "resumed",
    ]


@pytest.mark.meets("DUE-5", "SCN-13", "SCN-15")
def test_a_finger_stays_where_it_is_whatever_the_station_does(tmp_path: Path) -> None:
    steps = '{at: "0:05", press: bed-1, for: 30s}\n{at: "0:08", kill: true}'
    assert facts(scene(tmp_path, steps, end="1:00")) == [
        (18.0, "button_fault", 18.0),
        (36.0, "button_ok", 36.0),
    ]


@pytest.mark.meets("ELA-2", "SCN-8", "JSN-4")
def test_time_without_power_counts_if_the_clock_is_trusted(tmp_path: Path) -> None:
    steps = f'{ON}\n{{at: "10:00", power: off, for: 90s}}'
    assert facts(scene(tmp_path, steps, end="20:10")) == [
        (5.18, "applied", 5),
        (690, "resumed", 690),
        (1145, "removal_soon", 1145),
        (1205, "removal_due", 1205),
    ]


@pytest.mark.meets("RES-1", "JSN-4", "JSN-8", "FCT-5")
def test_what_fell_due_without_power_is_late_and_at_its_own_instant(tmp_path: Path) -> None:
    steps = f'{ON}\n{{at: "19:00", power: off, for: 5m}}'
    lines = told(scene(tmp_path, steps, end="24:10"))
    assert [(li["fact"], li["t"], li["at"], li["late"]) for li in lines if "late" in li] == [
        ("removal_soon", 1440, 1145, True),
        ("removal_due", 1440, 1205, True),
        ("overdue", 1440, 1325, True),
    ]
    assert lines[-2]["phase"] == "overdue"


@pytest.mark.meets("RES-5", "RES-8", "SCN-8", "SCN-9", "FCT-15")
def test_with_unknown_time_it_is_to_be_wiped_and_the_clock_puts_that_right(tmp_path: Path) -> None:
    steps = (
        f'{ON}\n{{at: "10:00", power: off, for: 90s, clock: untrusted}}'
        '\n{at: "12:00", clock: trusted}'
    )
    lines = told(scene(tmp_path, steps, end="20:10"), "fact,pin")
    by_fact = {line["fact"]: line for line in lines if line["type"] == "fact"}
    assert (by_fact["resumed"]["phase"], by_fact["resumed"]["certain"]) == ("removal", False)
    assert (by_fact["time_confirmed"]["t"], by_fact["time_confirmed"]["phase"]) == (720, "contact")
    assert (by_fact["removal_due"]["t"], by_fact["removal_due"]["at"]) == (1205, 1205)
    buzzes = [line["t"] for line in lines if line.get("pin") == 22 and line["level"] == 1]
    assert [t for t in buzzes if 691 < t < 720]
    assert not [t for t in buzzes if 721 < t < 1140]


def test_a_panel_without_power_shows_nothing(tmp_path: Path) -> None:
    steps = f'{ON}\n{{at: "10:00", power: off, for: 90s, clock: untrusted}}'
    lines = told(scene(tmp_path, steps, end="11:35"), "screen")
    texts = {line["t"]: line["text"] for line in lines}
    assert texts[600] == []
    assert "POWER LOST" in texts[690]
    assert any("on at least" in line for line in texts[690])


@pytest.mark.meets("INS-3", "SCN-10")
@pytest.mark.parametrize("wall", ["-87600h", "87600h"])
def test_a_wall_clock_that_is_set_changes_nothing(tmp_path: Path, wall: str) -> None:
    healthy = told(scene(tmp_path, ON, end="23:00"), "fact,pin,screen")
    steps = f'{ON}\n{{at: "5:00", wall: {wall}}}\n{{at: "21:00", wall: {wall}}}'
    assert told(scene(tmp_path, steps, end="23:00"), "fact,pin,screen") == healthy


@pytest.mark.meets("ELA-3")
def test_a_wall_clock_that_was_set_does_no_harm_to_a_restart(tmp_path: Path) -> None:
    steps = f'{ON}\n{{at: "5:00", wall: 2h}}\n{{at: "5:01", power: off, for: 30s}}'
    found = facts(scene(tmp_path, steps, end="20:10"))
    assert (1205, "removal_due", 1205) in found


@pytest.mark.meets("FLT-5", "SCN-12", "FCT-12")
@pytest.mark.parametrize("state", ["full", "readonly"])
def test_a_disk_that_takes_nothing_is_told_and_nothing_is_forgotten(
    tmp_path: Path, state: str
) -> None:
    steps = (
        f'{{at: "0:01", journal: {state}}}\n{ON}\n{{at: "5:00", journal: ok}}'
        '\n{at: "10:00", kill: true}'
    )
    lines = told(scene(tmp_path, steps, end="20:10"))
    lost, restored = (
        next(line for line in lines if line["fact"] == f"journal_{what}")
        for what in ("lost", "restored")
    )
    assert (lost["t"], lost["reason"]) == (5.18, state)
    assert 300 <= float(str(restored["t"])) <= 305
    assert restored["reason"] == state
    assert any(line["fact"] == "removal_due" and line["t"] == 1205 for line in lines)


@pytest.mark.meets("FLT-6")
def test_not_saved_stands_on_the_panel_for_as_long_as_it_is_true(tmp_path: Path) -> None:
    steps = f'{{at: "0:01", journal: full}}\n{ON}\n{{at: "5:00", journal: ok}}'
    lines = told(scene(tmp_path, steps, end="6:00"), "screen")
    marked = [float(str(line["t"])) for line in lines if "NOT SAVED" in str(line["text"])]
    assert marked[0] == 5.18
    assert 299 <= marked[-1] <= 305
    assert not any("unsaved" in str(line["text"]) for line in lines)


def test_what_was_not_saved_is_gone_after_a_kill_as_the_panel_said(tmp_path: Path) -> None:
    steps = f'{{at: "0:01", journal: full}}\n{ON}\n{{at: "5:00", kill: true}}'
    assert [name for _, name, _ in facts(scene(tmp_path, steps, end="6:00"))] == [
        "applied",
        "journal_lost",
        "journal_lost",
    ]


@pytest.mark.meets("CMD-13")
def test_a_journal_that_is_named_is_gone_on_with(tmp_path: Path) -> None:
    journal = tmp_path / "kept.db"
    first = scene(tmp_path, ON, end="10:00")
    told(first, journal=journal)
    then = told(scene(tmp_path, '{at: "0:01", press: bed-1}', end="11:00"), journal=journal)
    assert [line["fact"] for line in then] == [
        "started",
        "resumed",
        "refused",
        "removal_soon",
        "removal_due",
        "stopped",
    ]
    assert then[4]["t"] == 605


def test_skipping_idle_scans_changes_nothing(tmp_path: Path) -> None:
    steps = (
        f'{ON}\n{{at: "1:00.5", kill: true}}\n{{at: "2:00", power: off, for: 7s, clock: untrusted}}'
        '\n{at: "2:30", journal: full}\n{at: "3:00", clock: trusted}\n{at: "3:10", journal: ok}'
    ).replace("1:00.5", "1:01")
    scenario = scene(tmp_path, steps, end="4:00")
    everything = "fact,pin,screen"
    assert told(scenario, everything, skipping=False) == told(scenario, everything)


def test_the_power_may_still_be_off_at_the_end(tmp_path: Path) -> None:
    steps = f'{ON}\n{{at: "1:00", power: off, for: 5m}}'
    lines = told(scene(tmp_path, steps, end="2:00", config=ONE_BED), "fact,pin")
    assert lines[-1]["t"] == 60
    assert not any(line.get("fact") == "stopped" for line in lines)


@pytest.mark.parametrize(
    ("steps", "end", "starts", "stops"),
    [
        pytest.param("{at: 0s, power: off, for: 1s}", "1:00", [1], True, id="at the beginning"),
        pytest.param(
            "{at: 5s, power: off, for: 1s}\n{at: 6s, power: off, for: 1s}",
            "1:00", [0, 7], True, id="when it is back",
        ),
        pytest.param("{at: 1:00, power: off, for: 1s}", "1:00", [0], False, id="at the end"),
        pytest.param("{at: 1:00, kill: true}", "1:00", [0, 60], True, id="killed at the end"),
        pytest.param("{at: 0s, kill: true}", "1:00", [0], True, id="killed at the beginning"),
        pytest.param("{at: 0s, power: off, for: 2m}", "1:00", [], False, id="all the time"),
    ],
)  # fmt: skip
def test_power_that_goes_at_the_very_instant_of_something_else(
    tmp_path: Path, steps: str, end: str, starts: list[float], stops: bool
) -> None:
    scenario = scene(tmp_path, steps.replace("1:00,", '"1:00",'), end=end)
    lines = [(line["t"], line["fact"]) for line in told(scenario)]
    assert lines == [(at, "started") for at in starts] + [(60, "stopped")] * stops
    assert judge(scenario, pins=True).good
