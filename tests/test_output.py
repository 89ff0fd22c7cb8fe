"""What the commands print may find no room, and names of files may be left empty."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from station.cli import main

ROOT = Path(__file__).parent.parent
EXAMPLE = str(ROOT / "config" / "station.yaml")
VISIT = str(ROOT / "config" / "scenarios" / "visit.yaml")
FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["wiring", "-c", EXAMPLE],
        ["sounds"],
        ["check", EXAMPLE],
        ["replay", VISIT, "--json"],
        ["--help"],
        ["check", "--help"],
        ["--version"],
    ],
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_one_message_and_exit_1(arguments: list[str], unbuffered: str) -> None:
    with FULL.open("wb") as disk:
        ended = subprocess.run(
            [sys.executable, "-m", "station", *arguments],
            stdout=disk,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert ended.returncode == 1
    assert ended.stderr == "station: what it says cannot be written: No space left on device\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["sounds", "--wav", ""],
        ["sounds", "-c", ""],
        ["wiring", "-c", EXAMPLE, "--svg", ""],
        ["replay", VISIT, "--frames", ""],
        ["history", "--journal", ""],
        ["check", ""],
    ],
)
def test_an_empty_name_is_refused_and_nothing_is_written(
    arguments: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "this names nothing: write a path, or '.' for here" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
