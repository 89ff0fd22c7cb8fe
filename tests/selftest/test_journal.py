"""What a self-test says of a journal that is not there, or that nobody can look for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from station.core.change import replace
from station.hardware.clock import BootClock
from station.selftest.command import cream_on
from station.selftest.report import Outcome
from tests.selftest.bed import Bed

TOO_LONG = Path("/etc") / ("x" * 300)


def journal_of(bed: Bed, path: Path) -> str:
    """What the report says of a journal there."""
    bed.bench = replace(bed.bench, config=replace(bed.config, journal=path))
    bed.conduct(silent=True)
    return bed.notes("journal")


@contextmanager
def nobody_special() -> Iterator[None]:
    """Root may write everywhere."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_one_that_is_not_there_yet_says_nothing_of_the_past(bed: Bed, tmp_path: Path) -> None:
    assert journal_of(bed, tmp_path / "data" / "journal.db") == "there is none yet"
    assert bed.outcomes()["journal"] is Outcome.LEFT_OUT
    assert list(tmp_path.glob("data*")) == []


@pytest.mark.skipif(os.name != "posix", reason="the folders are Unix's")
def test_one_that_cannot_be_made_has_failed(bed: Bed) -> None:
    with nobody_special():
        said = journal_of(bed, Path("/etc/nowhere/journal.db"))
    assert said == "there is none yet; none can be made: you may not write in /etc"
    assert bed.outcomes()["journal"] is Outcome.FAILED


@pytest.mark.parametrize(
    ("path", "said"),
    [(Path("/etc/passwd/j.db"), "not a directory"), (TOO_LONG, "file name too long")],
)
def test_a_path_that_no_file_can_have_has_failed(bed: Bed, path: Path, said: str) -> None:
    assert f"cannot be read: {said}" in journal_of(bed, path)
    assert bed.outcomes()["journal"] is Outcome.FAILED


@pytest.mark.parametrize("path", [Path("/etc/passwd/j.db"), TOO_LONG])
def test_where_nobody_can_look_it_is_not_known_whether_cream_is_on(bed: Bed, path: Path) -> None:
    (warning,) = cream_on(replace(bed.config, journal=path), BootClock("auto"))
    assert warning.startswith(f"it is not known whether cream is on: {path}: cannot be read")


def test_where_there_was_no_station_no_cream_is_on(bed: Bed, tmp_path: Path) -> None:
    config = replace(bed.config, journal=tmp_path / "nowhere" / "journal.db")
    assert cream_on(config, BootClock("auto")) == []
