"""A journal that is named by a slip of the hand, for what is only played."""

import os
from pathlib import Path

import pytest

from station.cli import main
from station.journal.errors import JournalRefusedError
from station.journal.lock import JournalLock
from station.mock.disk import require_journal

ROOT = Path(__file__).parents[2]
VISIT = str(ROOT / "config" / "scenarios" / "visit.yaml")
REFUSED = [
    ("/", "names no file: name one"),
    (f"/etc/{'x' * 300}", "cannot be read: file name too long: name another file"),
    ("/dev", "is a directory: name a file in it"),
    ("/dev/null", "is no ordinary file: name another file"),
    ("/etc/passwd/journal.db", "cannot be read: not a directory: name another file"),
    ("/proc/self/mem", "cannot be read: input/output error: name another file"),
]

on_linux = pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="only Linux has a file that fails"
)

played = pytest.mark.parametrize(
    "command", [["replay", VISIT], ["sim", "--no-browser", "--port", "0"]]
)


@on_linux
@pytest.mark.parametrize(("path", "said"), REFUSED)
@played
def test_a_path_that_can_be_no_journal_is_refused(
    command: list[str], path: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--journal", path]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"station: {path}: ")
    assert told.casefold().endswith(f"{said}\n")


@played
def test_nothing_is_left_beside_a_folder_that_was_named(command: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "journals"
    folder.mkdir()
    assert main([*command, "--journal", str(folder)]) == 2
    assert list(tmp_path.rglob("*")) == [folder]


@pytest.mark.meets("EXI-2")
@played
def test_a_journal_that_a_station_writes_to_may_be_free_later(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "journal.db"
    lock = JournalLock(path)
    try:
        assert main([*command, "--journal", str(path)]) == 1
    finally:
        lock.close()
    told = capsys.readouterr().err
    assert told.startswith(f"station: {path}: is in use by process {os.getpid()}")
    assert "stop it first, or name another journal" in told


def test_a_folder_that_nobody_may_look_into_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_path: Path) -> os.stat_result:  # the tests may run as root, who may look everywhere
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", denied)
    with pytest.raises(JournalRefusedError, match="cannot be read: permission denied: name an"):
        require_journal(tmp_path / "journal.db")
