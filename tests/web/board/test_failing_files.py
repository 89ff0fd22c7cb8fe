"""Files that the board cannot read: whether a person must mend them, or another start may."""

from pathlib import Path

import pytest

from station.cli import main
from tests.fleet.broker import certificates

FAILING = Path("/proc/self/mem")
"""An ordinary file whose first byte is an input/output error, as of a card that is worn out."""
BOARD = ["board", "--no-browser", "--port", "0", "--broker", "mqtts://127.0.0.1"]
OPTIONS = [
    ["--username", "board", "--password-file"],
    ["--ca"],
    ["--certificate"],
    ["--page-passwords"],
]
PASSING = "cannot be read: input/output error; it may pass: try again"

on_linux = pytest.mark.skipif(not FAILING.exists(), reason="only Linux has a file that fails")


@on_linux
@pytest.mark.meets("EXI-2")
@pytest.mark.parametrize("options", OPTIONS)
def test_a_card_that_fails_once_does_not_keep_the_board_down(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*BOARD, *options, str(FAILING)]) == 1
    assert capsys.readouterr().err == f"{options[-1]} {FAILING}: {PASSING}\n"


@on_linux
def test_with_a_key_apart_both_files_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = ["--certificate", str(certificates(tmp_path).client), "--key", str(FAILING)]
    assert main([*BOARD, *both]) == 1
    assert capsys.readouterr().err == f"{' '.join(both)}: {PASSING}\n"


@pytest.mark.meets("EXI-3")
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize(("name", "said"), [("none", "No such file"), (".", "Is a directory")])
def test_what_a_person_must_mend_is_refused(
    tmp_path: Path, options: list[str], name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    assert main([*BOARD, *options, str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"station: {options[-1]} {path}: {said}")
