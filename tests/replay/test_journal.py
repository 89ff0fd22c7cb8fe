"""What a replay writes into a journal that is named, and that it writes into no other."""

from pathlib import Path

import pytest

from station.cli import main
from station.core.duration import HOUR, MINUTE
from station.journal.history import History
from tests.replay.scenes import ONE_BED, facts, scene
from tests.replay.test_outages import ON, told

EVERYTHING = f"""
{ON}
{{at: "0:06", press: bed-1}}
{{at: "1:00", panel: 0, state: unplugged}}
{{at: "2:00", panel: 0, state: plugged}}
{{at: "5:00", kill: true}}
{{at: "20:30", press: bed-1}}
{{at: "20:50", hold: bed-1}}
{{at: "21:00", hold: bed-1}}
{{at: "21:10", press: bed-1, for: 11s}}
{{at: "21:40", press: bed-1}}
"""


@pytest.mark.meets("JNL-1")
def test_every_fact_goes_to_the_journal_in_order(tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    lines = told(scene(tmp_path, EVERYTHING, end="1:30:00"), journal=kept)
    with History(kept) as history:
        rows = list(history.rows())
    written = [
        (row.stamp.instant / 1000, row.fact.kind, row.fact.bay, row.fact.at / 1000)
        for row in rows
        if row.fact is not None
    ]
    assert written == [(e["t"], e["fact"], e.get("bay"), e["at"]) for e in lines]
    assert len({kind for _, kind, _, _ in written}) > 12


@pytest.mark.meets("SCN-10")
def test_a_step_of_the_wall_clock_is_in_the_journal(tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    steps = f'{ON}\n{{at: "2:00", wall: -2h}}\n{{at: "4:00", wall: 3h}}'
    told(scene(tmp_path, steps, end="6:00"), journal=kept)
    with History(kept) as history:
        rows = list(history.rows(checkpoints=True))
    shows = {row.stamp.instant // MINUTE: row.stamp.wall - row.stamp.instant for row in rows}
    assert (shows[3] - shows[0], shows[5] - shows[0]) == (-2 * HOUR, HOUR)


@pytest.mark.meets("SCN-16")
def test_a_fact_acted_on_at_the_last_moment_is_saved(tmp_path: Path) -> None:
    for end in ("kill: true", "power: off, for: 90s"):
        lines = told(scene(tmp_path, f"{ON}\n{{at: 5181ms, {end}}}", end="20:30"))
        applied, resumed = lines[1], lines[3]
        assert (applied["fact"], applied["t"]) == ("applied", 5.18)
        assert (resumed["fact"], resumed["phase"]) == ("resumed", "contact")


@pytest.mark.meets("CMD-13")
def test_a_replay_leaves_the_configs_journal_alone(tmp_path: Path) -> None:
    config = f"{ONE_BED}journal: station.db\n"
    scene(tmp_path, ON, end="1:00", config=config)
    assert main(["replay", str(tmp_path / "scene.yaml"), "--json", "--only", "fact"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scene.yaml", "station.yaml"]
    ours = tmp_path / "station.db"
    lines = told(scene(tmp_path, ON, end="1:00", config=config), journal=ours)
    assert facts(lines) == ["started", "applied", "stopped"]
    before = ours.read_bytes()
    assert main(["replay", str(tmp_path / "scene.yaml"), "--json", "--only", "fact"]) == 0
    assert ours.read_bytes() == before


@pytest.mark.meets("JNL-7")
def test_once_nothing_is_timed_any_more_no_more_rows_come(tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    steps = f"""
    {ON}
    {{at: "0:40", hold: bed-1}}
    {{at: "1:20", press: bed-1}}
    {{at: "2:20", hold: bed-1}}
    """
    lines = told(scene(tmp_path, steps, end="20:00"), journal=kept)
    assert facts(lines)[-2:] == ["new_client", "stopped"]
    with History(kept) as history:
        rows = [row.stamp.instant for row in history.rows(checkpoints=True)]
    cleared = 2 * MINUTE + 23_030
    # The station's check of itself waits for cream to be off; the other is `stopped`.
    assert [at for at in rows if at > cleared + 1000] == [20 * MINUTE]
