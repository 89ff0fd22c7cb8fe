"""The commands as people meet them: what they print, and how they end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from station.cli import main
from tests.running import station

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "config" / "station.yaml"


@pytest.mark.meets("CMD-6", "EXI-1")
def test_check_says_which_configs_are_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(EXAMPLE), str(ROOT / "config" / "four-bays.yaml")]) == 0
    out = capsys.readouterr().out
    assert "station.yaml: fine: room-1 with bed-1, bed-2" in out
    assert "four-bays.yaml: fine: " in out


@pytest.mark.meets("FLT-21", "CMD-6")
def test_check_prints_every_error_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = station(tmp_path, 2, 22)
    worse = tmp_path / "worse.yaml"
    worse.write_text("panels: [{driver: ssd1360, address: 1000}]\nbuton: {}\n")
    assert main(["check", str(bad), str(worse)]) == 2
    said = capsys.readouterr().err
    assert f"{bad}:3:28: pin 2 is I2C data and cannot be a button; use one of " in said
    assert "worse.yaml:1:19: " in said
    assert "did you mean ssd1363" in said
    assert "worse.yaml:1:37: '1000' is out of range" in said
    assert "worse.yaml:2:1: unknown key 'buton'; did you mean 'button'?" in said


@pytest.mark.meets("FLT-22", "EXI-3")
@pytest.mark.parametrize("command", [["run", "-c"], ["check"], ["replay"], ["wiring", "-c"]])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: no such file or directory"),
        (b"", "empty"),
        (b"\x7fELF\x02\x01\x01\x00\x00\xff\xfe", "text"),
        (b"bays:\n\t- x\n", "a tab indents this line: indent with spaces"),
        (b"a: &a [x]\nb: [*a, *a]\n", "write the value out"),
    ],
)
def test_a_bad_file_is_one_clear_message_and_exit_2(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    content: bytes | None,
    said: str,
) -> None:
    path = tmp_path / "file.yaml"
    if content is not None:
        path.write_bytes(content)
    assert main([*command, str(path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(str(path))
    assert said in err
    assert len(err.splitlines()) == 1


@pytest.mark.meets("CMD-7")
def test_wiring_says_where_every_wire_goes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["wiring", "-c", str(EXAMPLE)]) == 0
    out = capsys.readouterr().out
    assert "  one leg: header 11 (BCM 17), blue\n" in out
    assert "\x1b" not in out


@pytest.mark.meets("CMD-7")
def test_wiring_draws_a_picture_for_the_wall(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "wiring.svg"
    assert main(["wiring", "-c", str(EXAMPLE), "--svg", str(picture)]) == 0
    assert picture.read_text(encoding="utf-8").startswith("<svg ")
    assert capsys.readouterr().out.startswith(f"{picture}: the wiring of room-1")


def test_a_picture_that_is_there_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "old.svg").write_text("the old wiring")
    (tmp_path / "new.svg").hardlink_to(tmp_path / "old.svg")
    assert main(["wiring", "-c", str(EXAMPLE), "--svg", str(tmp_path / "new.svg")]) == 0
    assert (tmp_path / "old.svg").read_text() == "the old wiring"


@pytest.mark.parametrize(
    ("file", "said"), [("nowhere/wiring.svg", "No such file or directory"), (".", "Is a directory")]
)
def test_a_picture_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, said: str
) -> None:
    where = tmp_path / file
    assert main(["wiring", "-c", str(EXAMPLE), "--svg", str(where)]) == 2
    assert capsys.readouterr() == ("", f"station: --svg {where}: {said}: name another file\n")


def test_a_directory_is_no_config(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "-c", str(tmp_path)]) == 2
    assert "this is a directory" in capsys.readouterr().err


@pytest.mark.meets("JSN-1")
def test_replay_tells_programs_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    scenario = ROOT / "config" / "scenarios" / "visit.yaml"
    assert main(["replay", str(scenario), "--json", "--only", "fact"]) == 0
    kinds = [json.loads(line)["fact"] for line in capsys.readouterr().out.splitlines()]
    assert kinds.count("applied") == kinds.count("removed") == 2
    assert {"overdue", "silenced", "numb_ending", "numb_over", "new_client"} <= set(kinds)


def test_frames_need_a_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("")
    scenario = ROOT / "config" / "scenarios" / "visit.yaml"
    assert main(["replay", str(scenario), "--frames", str(file)]) == 2
    said = f"station: --frames {file}: File exists: name a directory\n"
    assert capsys.readouterr().err == said


def test_frames_that_cannot_be_saved_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    scenario = ROOT / "config" / "scenarios" / "visit.yaml"
    assert main(["replay", str(scenario), "--only", "fact", "--frames", "/proc/self"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("station: --frames /proc/self")
    assert said.endswith(": name another directory\n")


@pytest.mark.meets("EXI-3")
@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["replay"], ["replay", "x.yaml", "--only", "facts"], ["check"]],
)
def test_bad_usage_is_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: station" in capsys.readouterr().err


@pytest.mark.meets("CMD-1")
def test_whoever_stops_reading_is_no_failure() -> None:
    scenario = ROOT / "config" / "scenarios" / "visit.yaml"
    replay = subprocess.Popen(
        [sys.executable, "-m", "station", "replay", str(scenario), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert replay.stdout is not None
    assert replay.stderr is not None
    assert replay.stdout.readline()
    replay.stdout.close()
    with replay.stderr:
        assert replay.stderr.read() == b""
    assert replay.wait(20) == 0
