"""The config's journal: where it may be."""

import os
from pathlib import Path

import pytest

from station.cli import main
from station.readers.configfile import load
from tests.readers.configs import LEAST, problems

NO_FILE = "names no file: write the path of a file, such as /var/lib/station/journal.db"


@pytest.mark.meets("CFG-11")
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("/", f"'/' {NO_FILE}"),
        ("..", f"'..' {NO_FILE}"),
        (".", f"'.' {NO_FILE}"),
        ("data/..", f"'data/..' {NO_FILE}"),
        ("data/", f"'data/' {NO_FILE}"),
        ("data", "'data' is a directory: name a file in it"),
        ("/etc", "'/etc' is a directory: name a file in it"),
        ("~/x.db", "'~/x.db': '~' is not read as a home directory; write the path of a file"),
        ("~station/x.db", "'~station/x.db': '~' is not read as a home directory; write the path"),
        ("$HOME/x.db", "'$HOME/x.db': '$' is not read as a variable; write the path of a file"),
        (":memory:", "':memory:' would be forgotten when the power is cut: write the path"),
        ("station.yaml", "'station.yaml' is called as a config is: write the path of a file"),
        ("data/room-1.YML", "'data/room-1.YML' is called as a config is: write the path"),
        ("/dev/null", "'/dev/null' is no ordinary file: write the path of a file, such as"),
        ("pipe", "'pipe' is no ordinary file: write the path of a file, such as"),
        ("/etc/passwd/x.db", "'/etc/passwd/x.db' is below '/etc/passwd', a file: write the path"),
        ("/etc/passwd/a/x.db", "'/etc/passwd/a/x.db' is below '/etc/passwd', a file: write"),
    ],
)
def test_a_journal_is_a_file(path: Path, written: str, said: str) -> None:
    (path.parent / "data").mkdir()
    os.mkfifo(path.parent / "pipe")
    (found,) = problems(path, f'{LEAST}journal: "{written}"\n')
    assert found.startswith(f"9:10: {said}")


@pytest.mark.parametrize(
    "written",
    [
        "journal.db",
        "data/journal.db",
        "../j",
        "/nowhere/at/all/j.db",
        "j~.db",
        ".j",
        "a$.db",
        "yaml",
    ],
)
def test_it_may_be_anywhere_and_need_not_be_there_yet(path: Path, written: str) -> None:
    path.write_text(f"{LEAST}journal: {written}\n")
    assert load(path).journal == path.parent / written


@pytest.mark.parametrize("content", [b"", b"no header of a journal", b"SQLite format 3\0"])
def test_what_is_in_a_file_that_is_there_keeps_no_station_down(path: Path, content: bytes) -> None:
    (path.parent / "journal.db").write_bytes(content)
    path.write_text(f"{LEAST}journal: journal.db\n")
    assert load(path).journal == path.parent / "journal.db"


def test_nor_does_a_folder_that_nobody_may_look_into(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text(f"{LEAST}journal: kept/journal.db\n")

    def denied(_path: Path) -> bool:  # the tests may run as root, who may look everywhere
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", denied)
    assert load(path).journal == path.parent / "kept" / "journal.db"


def test_a_station_whose_journal_is_no_file_is_not_started_again(path: Path) -> None:
    path.write_text(f"{LEAST}journal: /\n")
    assert main(["run", "-c", str(path)]) == 2
