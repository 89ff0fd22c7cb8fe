"""The measuring itself: that it finds what is there."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.recovery import flat
from tests.journal.measure import full_journal, start


def test_a_start_that_takes_longer_for_more_rows_is_found() -> None:
    assert flat(lambda: 15.0, lambda: 10.0, 3).met
    assert flat(lambda: 15.1, lambda: 10.0, 3).met is False


def test_one_slow_start_is_no_rule() -> None:
    times: Iterator[float] = iter((10.0, 90.0, 10.0))
    assert flat(lambda: next(times), lambda: 10.0, 3).ours == 10


def test_real_journals_are_measured(tmp_path: Path) -> None:
    full_journal(tmp_path / "full.db", 10)
    found = flat(lambda: start(tmp_path / "full.db"), lambda: start(tmp_path / "full.db"), 1)
    assert found.ours > 0
    assert found.reference
