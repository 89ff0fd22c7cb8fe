"""The config's journal: where it may be."""

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
    ],
)
def test_a_journal_is_a_file(path: Path, written: str, said: str) -> None:
    (path.parent / "data").mkdir()
    (found,) = problems(path, f'{LEAST}journal: "{written}"\n')
    assert found.startswith(f"9:10: {said}")


@pytest.mark.parametrize(
    "written", ["journal.db", "data/journal.db", "../j", "/nowhere/at/all/j.db", "j~.db", ".j"]
)
def test_it_may_be_anywhere_and_need_not_be_there_yet(path: Path, written: str) -> None:
    path.write_text(f"{LEAST}journal: {written}\n")
    assert load(path).journal == path.parent / written


def test_a_station_whose_journal_is_no_file_is_not_started_again(path: Path) -> None:
    path.write_text(f"{LEAST}journal: /\n")
    assert main(["run", "-c", str(path)]) == 2
