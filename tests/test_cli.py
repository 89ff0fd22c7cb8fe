"""The commands as people meet them: what they print, and how they end."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from station.cli import main
from station.commands.off import switch_off
from station.hardware.holder import PinClaim, PinHeldError
from station.readers.configfile import load
from tests.hardware.breaking import BreakingFactory

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "config" / "station.yaml"
CONFIG = """
station: room-1
bays: [{{id: bed-1, button: {button}}}]
panels: [{{}}]
buzzers: [{{pin: {buzzer}}}]
journal: journal-{button}.db
"""


def free_pins(count: int) -> list[int]:
    """Pins that no station on this machine has: other test runs may have some."""
    found = []
    for pin in range(4, 28):
        try:
            PinClaim([pin]).close()
        except PinHeldError:
            continue
        found.append(pin)
    return random.sample(found, count)


def station(tmp_path: Path, button: int, buzzer: int) -> Path:
    path = tmp_path / f"station-{button}.yaml"
    path.write_text(CONFIG.format(button=button, buzzer=buzzer))
    return path


def running(config: Path) -> "subprocess.Popen[str]":
    """A real station process on mock pins, once it says that it has started."""
    process = subprocess.Popen(
        [sys.executable, "-m", "station", "run", "-c", str(config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "GPIOZERO_PIN_FACTORY": "mock"},
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line == "started\n":
            return process
    raise AssertionError(process.communicate())


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


@pytest.mark.meets("STA-3", "CMD-2", "EXI-1")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_station_within_a_second(tmp_path: Path, number: signal.Signals) -> None:
    process = running(station(tmp_path, *free_pins(2)))
    asked = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=10)
    assert time.monotonic() - asked < 1
    assert process.returncode == 0
    assert out.splitlines()[-1] == "stopped"
    assert err == ""


def test_a_hangup_is_answered_and_changes_nothing(tmp_path: Path) -> None:
    process = running(station(tmp_path, *free_pins(2)))
    process.send_signal(signal.SIGHUP)
    assert process.stdout is not None
    assert "the config is read at the start only" in process.stdout.readline()
    process.terminate()
    out, _ = process.communicate(timeout=10)
    assert out == "stopped\n"


@pytest.mark.meets("EXI-2")
def test_a_second_station_on_the_same_journal_is_refused(tmp_path: Path) -> None:
    first_pin, second_pin, *buzzers = free_pins(4)
    first = running(station(tmp_path, first_pin, buzzers[0]))
    second = station(tmp_path, second_pin, buzzers[1])
    second.write_text(second.read_text().replace(f"{second_pin}.db", f"{first_pin}.db"))
    try:
        again = subprocess.run(
            [sys.executable, "-m", "station", "run", "-c", str(second)],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert again.returncode == 1
        assert f"in use by process {first.pid} (" in again.stderr
        assert "stop it first" in again.stderr
    finally:
        first.terminate()
        first.communicate(timeout=10)


def test_off_leaves_a_stations_pins_alone_while_it_works(tmp_path: Path) -> None:
    config = station(tmp_path, *free_pins(2))
    assert main(["off", "-c", str(config)]) == 0
    process = running(config)
    assert main(["off", "-c", str(config)]) == 1
    process.terminate()
    process.communicate(timeout=10)


def test_off_loads_no_more_than_it_takes(tmp_path: Path) -> None:
    config = station(tmp_path, *free_pins(2))
    code = (
        "import sys; from station.cli import main; assert main(sys.argv[1:]) == 0;"
        "print({'sqlite3', 'station.journal.file', 'station.drawing.frame'} & sys.modules.keys())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "off", "-c", str(config)],
        capture_output=True, text=True, check=True,
        env={**os.environ, "GPIOZERO_PIN_FACTORY": "mock"},
    )  # fmt: skip
    assert ended.stdout == "set()\n", "a buzzer may be sounding meanwhile"


def test_off_says_which_output_it_could_not_turn_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    button, buzzer = free_pins(2)
    config, pins = load(station(tmp_path, button, buzzer)), BreakingFactory()
    pins.shut[button] = lambda: OSError(5, "Input/output error")  # which is nothing to turn off
    assert switch_off(config, lambda: pins) == 0
    pins.shut = {buzzer: pins.shut[button]}
    assert switch_off(config, lambda: pins) == 1
    said = capsys.readouterr().err
    assert said == f"station: pin {buzzer} cannot be opened: Input/output error\n"


def test_off_is_content_with_an_output_that_it_could_turn_off_in_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    button, buzzer = free_pins(2)
    config, pins = load(station(tmp_path, button, buzzer)), BreakingFactory()

    def once() -> Exception:
        pins.shut.clear()
        return OSError(5, "Input/output error")

    pins.shut[buzzer] = once
    assert switch_off(config, lambda: pins) == 0
    assert capsys.readouterr().err == ""


def hears_term(pid: int) -> bool:
    """Whether a process has said what it does when it is asked to end: before, it just dies."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def test_a_reader_that_hangs_does_not_hold_up_the_end(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.set_blocking(write, False)
    with contextlib.suppress(BlockingIOError):
        while os.write(write, b"x" * 4096):
            pass
    os.set_blocking(write, True)
    process = subprocess.Popen(
        [sys.executable, "-m", "station", "run", "-c", str(station(tmp_path, *free_pins(2)))],
        stdout=write,
        stderr=subprocess.PIPE,
        env={**os.environ, "GPIOZERO_PIN_FACTORY": "mock", "PYTHONUNBUFFERED": ""},
    )
    while sys.platform == "linux" and process.poll() is None and not hears_term(process.pid):
        time.sleep(0.01)
    with pytest.raises(subprocess.TimeoutExpired):  # nothing can tell us that it has started
        process.wait(1.5)
    asked = time.monotonic()
    process.terminate()
    _, err = process.communicate(timeout=10)
    assert time.monotonic() - asked < 1.5
    assert (process.returncode, err) == (0, b"")
    os.close(read)
    os.close(write)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows who holds a pin")
def test_a_second_station_on_the_same_pins_says_who_has_them(tmp_path: Path) -> None:
    button, other, buzzer = free_pins(3)
    first = running(station(tmp_path, button, buzzer))
    second = str(station(tmp_path, other, buzzer))
    try:
        again = subprocess.run(
            [sys.executable, "-m", "station", "run", "-c", second],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert again.returncode == 1
        assert f"station: pin {buzzer} is held by process {first.pid} (" in again.stderr
        assert "stop it first" in again.stderr
        assert "started" not in again.stdout
    finally:
        first.terminate()
        first.communicate(timeout=10)
