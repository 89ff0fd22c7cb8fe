"""A file is the old one or the new one, whatever becomes of the disk meanwhile."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from station.machine.wholefile import write_whole


@contextmanager
def full_disk(left: int) -> Iterator[None]:
    """No file can grow beyond so many bytes: to who writes as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_was_there_stays_when_the_disk_is_full(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("the last one")
    with full_disk(1 << 20), pytest.raises(OSError, match="File too large"):
        write_whole(file, "x" * (2 << 20))
    assert file.read_text() == "the last one"
    assert [each.name for each in tmp_path.iterdir()] == ["report.txt"]


def test_a_new_one_may_be_for_its_owner_only_and_an_old_one_stays_as_it_was(tmp_path: Path) -> None:
    write_whole(tmp_path / "secret", "numb", mode=0o600)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    (tmp_path / "secret").chmod(0o640)
    write_whole(tmp_path / "secret", "number", mode=0o600)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_one(tmp_path: Path) -> None:
    link = tmp_path / "latest.txt"
    link.symlink_to("report.txt")
    write_whole(link, "the first one")
    assert link.is_symlink()
    assert (tmp_path / "report.txt").read_text() == "the first one"


def test_links_that_go_round_are_an_error_like_any_other(tmp_path: Path) -> None:
    link = tmp_path / "round.txt"
    link.symlink_to(link)
    with pytest.raises(OSError, match="symbolic links"):
        write_whole(link, "nowhere")
    assert link.is_symlink()


def test_it_is_written_where_no_open_file_can_change_its_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fchmod")  # as on Windows before Python 3.13
    write_whole(tmp_path / "report.html", "numb", mode=0o600)
    assert (tmp_path / "report.html").read_text() == "numb"
    assert (tmp_path / "report.html").stat().st_mode & 0o777 == 0o600
