"""The small form of what `measure.py` measures."""

from pathlib import Path

from tests.journal.measure import empty_journal, full_journal, starts

ROWS = 100_000


def test_a_start_with_very_many_rows_takes_hardly_longer_than_with_none(tmp_path: Path) -> None:
    full_journal(tmp_path / "full.db", ROWS)
    empty_journal(tmp_path / "empty.db")
    full, empty = starts(tmp_path / "full.db", tmp_path / "empty.db")
    assert full - empty <= 50
