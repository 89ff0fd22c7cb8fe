"""A station that runs, as people meet it: signals, a second one beside it, and `off`."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from station.cli import main
from station.commands.off import switch_off
from station.readers.configfile import load
from tests.hardware.breaking import BreakingFactory
from tests.running import free_pins, running, station


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
