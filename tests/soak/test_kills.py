"""A real station is killed again and again; `tests/soak/kills.py` is the long version."""

import os
import sys
from pathlib import Path

import pytest

from tests.soak.kills import Soak
from tests.soak.wires import Wires

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pins are claimed on Linux only")


@pytest.mark.meets("FLT-18")
def test_nothing_that_was_marked_saved_is_lost_in_fifty_kills(tmp_path: Path) -> None:
    soak = Soak(tmp_path, 50, seed=1)
    said = soak.run()
    assert soak.tally.complaints == [], said
    assert soak.tally.aims.total() == 50
    assert soak.tally.corrupt == 0
    lives = 50 + soak.tally.journals  # a journal's last life ends as it should
    assert soak.tally.checked + soak.tally.unmade == lives
    assert (
        soak.tally.unmade
        <= soak.tally.aims["the making of its journal"] + soak.tally.aims["its start"]
    )
    assert sum(held.saved for held in soak.judge.promises) > 50
    assert soak.judge.measures.resumed


def test_a_disk_that_forgets_what_it_was_given_is_found_out(tmp_path: Path) -> None:
    """Or all the others that pass would prove nothing."""

    def forgets(journal: Path) -> None:
        log = journal.with_name(f"{journal.name}-wal")
        if log.exists():
            os.truncate(log, log.stat().st_size // 2)

    soak = Soak(tmp_path, 5, seed=5, disk=forgets)
    soak.run()
    assert any("marked saved and lost" in complaint for complaint in soak.tally.complaints)


def test_both_ends_of_the_wires_see_the_same(tmp_path: Path) -> None:
    outside, station = Wires(tmp_path / "wires"), Wires(tmp_path / "wires")
    assert station.level(0)
    outside.push(0, down=True)
    assert not station.level(0)
    assert station.level(1)
    station.tell(27, level=True)
    station.tell(26, level=False)
    assert [(edge.pin, edge.level) for edge in outside.edges()] == [(27, True), (26, False)]
    assert [edge.pin for edge in outside.edges(since=1)] == [26]
    outside.close()
    station.close()
