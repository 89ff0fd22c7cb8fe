"""The matrix itself: which Pythons and versions it tries, and what its table says."""

from pathlib import Path

import pytest

from tests.matrix.__main__ import Row, table
from tests.matrix.environment import Outcome, outcome
from tests.matrix.project import EXTRAS, project, pythons, requirements
from tests.matrix.pythons import candidates, is_whole

REPORT = """<testsuites><testsuite>
<testcase classname="tests.core.test_bay" name="a"/>
<testcase classname="tests.core.test_bay" name="b"><failure message="no"/></testcase>
<testcase classname="tests.core.test_bay" name="c"><skipped/></testcase>
<testcase classname="tests.core.test_bay" name="d"><error/></testcase>
</testsuite></testsuites>"""


def program(path: Path, says: str) -> Path:
    """Something that may be a Python, and says so when it is asked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)
    return path


def test_the_station_is_for_the_pythons_from_the_oldest_required_on() -> None:
    minors = [int(version.partition(".")[2]) for version in pythons()]
    assert project()["requires-python"] == f">=3.{minors[0]}"
    assert minors == list(range(minors[0], minors[-1] + 1))


@pytest.mark.parametrize("wanted", requirements(*EXTRAS), ids=str)
def test_every_dependency_says_its_oldest_version(wanted: object) -> None:
    assert ">=" in str(wanted), "so that the oldest can be tried"


def test_a_python_is_looked_for_on_the_path_then_at_pyenv_and_uv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = program(tmp_path / "bin/python3.12", "3.12")
    pyenv = program(tmp_path / ".pyenv/versions/3.12.7/bin/python3.12", "3.12")
    uv = program(tmp_path / ".local/share/uv/python/cpython-3.12.1-linux/bin/python3.12", "3.12")
    program(tmp_path / ".pyenv/versions/3.11.2/bin/python3.11", "3.11")
    monkeypatch.setenv("PATH", str(named.parent))
    assert list(candidates("3.12", tmp_path)) == [named, pyenv, uv]


def test_what_only_is_called_so_is_no_python(tmp_path: Path) -> None:
    assert is_whole(program(tmp_path / "python3.12", "3.12"), "3.12")
    assert not is_whole(program(tmp_path / "shim", "no such version"), "3.12")
    assert not is_whole(tmp_path / "missing", "3.12")


def test_the_counts_are_those_of_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    it = outcome(report, 1, 61.4)
    assert (it.passed, it.failed, it.skipped, it.fine) == (1, 2, 1, False)
    assert it.failures == ("tests.core.test_bay::b", "tests.core.test_bay::d")


def test_a_run_that_fails_without_a_test_that_does_is_not_fine(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT.replace("<failure", "<skipped").replace("<error", "<skipped"))
    assert outcome(report, 0, 1).fine
    assert not outcome(report, 2, 1).fine
    assert not outcome(tmp_path / "none.xml", 4, 1).fine
    assert not Outcome(passed=0, failed=0, skipped=9, seconds=1).fine


def test_the_table_has_a_line_for_each_and_says_what_was_not_tried() -> None:
    rows = [
        Row("3.11", "oldest", Outcome(165, 0, 2, 61.4)),
        Row("3.12", "newest", Outcome(164, 1, 2, 8, ("tests.x::y",))),
        Row("3.13", "oldest", None, "CANNOT BE INSTALLED"),
        Row("3.14", "", None, "NOT TRIED: no such Python here"),
    ]
    assert table(rows).splitlines() == [
        "python  versions  passed  failed  skipped  time",
        "3.11    oldest    165     0       2        1:01",
        "3.12    newest    164     1       2        0:08  FAILED",
        "3.13    oldest                                   CANNOT BE INSTALLED",
        "3.14                                             NOT TRIED: no such Python here",
    ]
    assert [row.failed for row in rows] == [False, True, True, False]
