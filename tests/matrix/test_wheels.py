"""The table of wheels: what hardware.md has of it, without asking anybody."""

import re

import pytest

from tests.matrix.project import pythons, requirements
from tests.matrix.wheels import BEGIN, DAEMON, END, NONE, PAGE, printed, reprinted

TEXT = PAGE.read_text(encoding="utf-8")
TABLE = TEXT.partition(BEGIN)[2].partition(END)[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TABLE.splitlines()
    if line.startswith("|")
]
VERSION = re.compile(r"\d[\w.]*(, pure)?")


def test_it_has_a_column_for_each_python_that_the_station_is_for() -> None:
    assert ROWS[0] == ["package", *pythons()]
    assert all(len(row) == len(ROWS[0]) for row in ROWS)
    assert re.search(r"^Downloaded on \d{4}-\d\d-\d\d, for aarch64:$", TABLE, re.MULTILINE)


def test_it_has_a_row_for_all_that_the_daemon_needs() -> None:
    wanted = {requirement.name.replace(".", "-") for requirement in requirements(*DAEMON)}
    assert wanted <= {row[0] for row in ROWS[2:]}, "ask again: make wheels"


def test_each_cell_is_a_wheel_or_says_that_there_is_none() -> None:
    for name, *found in ROWS[2:]:
        for cell in found:
            assert cell in (NONE, "not needed") or VERSION.fullmatch(cell), name


def test_for_what_has_no_wheel_it_says_what_to_do() -> None:
    lacking = [name for name, *found in ROWS[2:] if NONE in found]
    assert lacking == ["lgpio"]
    cure = TEXT.partition(END)[2]
    assert all(f"**{name}** has none" in cure for name in lacking)


def test_what_was_asked_is_printed_between_the_marks() -> None:
    found = {"3.11": {"lgpio": "0.2.2.0"}, "3.13": {"lgpio": NONE, "smbus2": "0.5, pure"}}
    table = printed(found, "2026-05-01")
    assert table.splitlines() == [
        "Downloaded on 2026-05-01, for aarch64:",
        "",
        "| package | 3.11 | 3.13 |",
        "| --- | --- | --- |",
        "| lgpio | 0.2.2.0 | **none** |",
        "| smbus2 | not needed | 0.5, pure |",
    ]
    assert reprinted(f"a\n{BEGIN}\nold\n{END}\nb\n", table) == f"a\n{BEGIN}\n{table}\n{END}\nb\n"
    with pytest.raises(ValueError, match="to print between"):
        reprinted("no marks", table)
