"""`station selftest` as it is called: what it refuses, what it keeps, how it ends."""

import errno
import io
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from station.cli import main
from station.hardware.i2cscan import BusHangs
from station.hardware.pins import PinsBusyError
from station.readers.configfile import load
from station.selftest import cures
from station.selftest.command import ENDING, run_selftest
from tests.hardware.breaking import BreakingFactory
from tests.running import free_pins, running, station


def selftest(config: Path, *more: str, answers: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "station", "selftest", "-c", str(config), *more],
        input=answers,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "GPIOZERO_PIN_FACTORY": "mock"},
    )


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return station(tmp_path, *free_pins(2))


def test_silent_is_for_scripts(config: Path, tmp_path: Path) -> None:
    kept = tmp_path / "report.txt"
    done = selftest(config, "--silent", "--report", str(kept))
    assert done.returncode == 0, done.stderr
    assert "PASSED (silent): " in done.stdout
    text = kept.read_text()
    assert text in done.stdout
    assert "MOCK PINS" in text
    assert "Python 3." in text
    assert f"room-1 ({config})" in text


def test_with_nobody_there_it_does_nothing_and_says_what_would_work(config: Path) -> None:
    done = selftest(config)
    assert done.returncode == 2
    assert "run it in a terminal" in done.stderr
    assert "--silent" in done.stderr
    assert "PANELS" not in done.stdout


def test_answers_may_come_from_a_file_and_failing_is_exit_1(config: Path, tmp_path: Path) -> None:
    kept = tmp_path / "report.txt"
    done = selftest(config, "--report", str(kept), answers="y\nn\n1\nn\n")
    assert done.returncode == 1
    assert "FAILED: 1 ok, 2 FAILED, 1 left out" in kept.read_text()


def test_skipping_is_exit_1(config: Path) -> None:
    done = selftest(config, answers="y\ns\ns\n")
    assert done.returncode == 1
    assert "INCOMPLETE: 1 ok, 2 skipped, 1 left out" in done.stdout


def test_a_report_that_cannot_be_kept_is_told_before_anything_is_done(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / "nowhere" / "report.txt"
    assert main(["selftest", "-c", str(config), "--report", str(nowhere)]) == 2
    said = capsys.readouterr()
    assert f"station: --report {nowhere}: No such file or directory" in said.err
    assert said.out == ""


def test_a_report_into_a_pipe_or_a_folder_is_refused(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for nowhere in (pipe, tmp_path):
        assert main(["selftest", "-c", str(config), "--silent", "--report", str(nowhere)]) == 2
        assert f"--report {nowhere}: it is no plain file" in capsys.readouterr().err


def test_a_link_to_a_report_that_is_not_there_yet_stays_a_link(
    config: Path, tmp_path: Path
) -> None:
    link, target = tmp_path / "latest.txt", tmp_path / "report.txt"
    link.symlink_to(target)
    assert selftest(config, "--report", str(link)).returncode == 2
    assert link.is_symlink()
    assert not target.exists()
    assert selftest(config, "--silent", "--report", str(link)).returncode == 0
    assert link.is_symlink()
    assert "PASSED" in target.read_text()


def test_links_that_go_round_are_refused(config: Path, tmp_path: Path) -> None:
    link = tmp_path / "round.txt"
    link.symlink_to(link)
    done = selftest(config, "--silent", "--report", str(link))
    assert done.returncode == 2
    assert f"station: --report {link}: " in done.stderr
    assert link.is_symlink()


def test_a_report_that_is_there_stays_until_there_is_another(config: Path, tmp_path: Path) -> None:
    kept = tmp_path / "report.txt"
    kept.write_text("the last one")
    assert selftest(config, "--report", str(kept)).returncode == 2
    assert kept.read_text() == "the last one"


def test_a_report_takes_the_place_of_the_last_one_whole(config: Path, tmp_path: Path) -> None:
    last, kept = tmp_path / "last.txt", tmp_path / "report.txt"
    last.write_text("the last one")
    kept.hardlink_to(last)
    assert selftest(config, "--silent", "--report", str(kept)).returncode == 0
    assert "PASSED" in kept.read_text()
    assert last.read_text() == "the last one"


def test_a_report_that_is_not_begun_leaves_no_file(config: Path, tmp_path: Path) -> None:
    kept = tmp_path / "report.txt"
    assert selftest(config, "--report", str(kept)).returncode == 2
    assert not kept.exists()


def test_a_bad_config_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["selftest", "-c", str(tmp_path / "none.yaml")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_while_the_station_runs_it_says_how_to_stop_it(config: Path) -> None:
    process = running(config)
    try:
        done = selftest(config, "--silent")
    finally:
        process.terminate()
        process.communicate(timeout=10)
    assert done.returncode == 1
    lines = [line.strip() for line in done.stderr.splitlines()]
    assert lines[0].startswith("station: the station is running, and has the pins")
    assert "sudo systemctl stop station" in lines
    assert f"sudo station selftest -c {config}" in lines
    assert "sudo systemctl start station" in lines
    assert selftest(config, "--silent").returncode == 0


def test_a_station_with_another_journal_on_the_same_pins_is_named(tmp_path: Path) -> None:
    pins = free_pins(2)
    first = station(tmp_path, *pins)
    second = tmp_path / "second.yaml"
    second.write_text(first.read_text().replace(f"journal-{pins[0]}", "other"))
    process = running(first)
    try:
        done = selftest(second, "--silent")
    finally:
        process.terminate()
        process.communicate(timeout=10)
    assert done.returncode == 1
    assert f"is held by process {process.pid}" in done.stderr
    assert "sudo kill" in done.stderr
    assert "systemctl" not in done.stderr


def busy_pins() -> BreakingFactory:
    factory = BreakingFactory()
    for pin in range(28):
        factory.shut[pin] = lambda: OSError(errno.EBUSY, "Device or resource busy")
    return factory


def seen_holder() -> BreakingFactory:
    raise PinsBusyError("pin 17 cannot be had: GPIO busy; process 7 holds a line", "process 7")


@pytest.mark.parametrize(
    ("backend", "cure", "none"),
    [(busy_pins, "sudo systemctl stop", "kill"), (seen_holder, "sudo kill", "systemctl")],
)
def test_a_busy_pin_comes_with_what_to_stop(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    backend: Callable[[], BreakingFactory],
    cure: str,
    none: str,
) -> None:
    config = load(station(tmp_path, *free_pins(2)))
    out = io.StringIO()
    status = run_selftest(
        config, None, out, keep=None, silent=True, again="sudo station selftest", backend=backend
    )
    assert status == 1
    said = capsys.readouterr().err
    assert "cannot be had: " in said
    assert cure in said
    assert none not in said
    assert out.getvalue() == ""


def test_cream_that_is_on_is_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    button, buzzer = free_pins(2)
    config = station(tmp_path, button, buzzer)
    scene = tmp_path / "scene.yaml"
    scene.write_text('end: "0:30"\nsteps:\n  - {at: "0:05", press: bed-1}\n')
    journal = str(tmp_path / f"journal-{button}.db")
    assert main(["replay", str(scene), "-c", str(config), "--journal", journal]) == 0
    capsys.readouterr()
    done = selftest(config, answers="n\n")
    assert done.returncode == 1
    assert "WARNING: CREAM IS ON at bed-1 (" in done.stdout
    assert "WARNING   CREAM IS ON at bed-1 (" in done.stdout
    assert "WARNING   CREAM IS ON at bed-1 (" in selftest(config, "--silent").stdout
    assert "BROKEN OFF (not begun)" in done.stdout


@pytest.mark.parametrize("key", ["Ctrl-C", "Ctrl-D"])
def test_who_breaks_off_at_the_first_question_is_somebody(
    config: Path, tmp_path: Path, key: str
) -> None:
    kept = tmp_path / "report.txt"
    ours, process = at_a_terminal(config, kept)
    assert process.stdout is not None
    for line in process.stdout:
        if "MOCK PINS" in line:
            break
    if key == "Ctrl-C":
        process.send_signal(signal.SIGINT)
    else:
        os.write(ours, b"\x04")
    out, err = process.communicate(timeout=10)
    os.close(ours)
    assert (process.returncode, err) == (1, "")
    assert "): 4 not tested\n" in out
    assert kept.read_text() in out


def at_a_terminal(config: Path, kept: Path) -> "tuple[int, subprocess.Popen[str]]":
    """The person's end of a terminal, and a self-test that reads from the other."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "station", "selftest", "-c", str(config), "--report", str(kept)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "GPIOZERO_PIN_FACTORY": "mock"},
    )
    os.close(theirs)
    return ours, process


@pytest.mark.parametrize("name", ENDING)
def test_a_signal_ends_it_with_everything_off_and_a_report(
    config: Path, tmp_path: Path, name: str
) -> None:
    kept = tmp_path / "report.txt"
    ours, process = at_a_terminal(config, kept)
    os.write(ours, b"y\ny\n")
    assert process.stdout is not None
    for line in process.stdout:
        if "OVERDUE" in line:
            break
    asked = time.monotonic()
    process.send_signal(getattr(signal, name))
    out, err = process.communicate(timeout=10)
    os.close(ours)
    assert time.monotonic() - asked < 2
    assert (process.returncode, err) == (1, "")
    assert "BROKEN OFF (interrupted): 2 ok, 1 broken off, 1 not tested" in out
    assert "BROKEN OFF" in kept.read_text()


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), "raspi-config"),
        (PermissionError(errno.EACCES, "Permission denied"), "usermod -aG i2c"),
        (BusHangs(errno.ETIMEDOUT, "the bus hangs"), "one by one"),
        (OSError(errno.ETIMEDOUT, "Connection timed out"), "one by one"),
        (OSError(errno.EOPNOTSUPP, "Operation not supported"), "cannot be asked"),
    ],
)
def test_a_bus_that_cannot_be_asked_comes_with_a_cure(error: OSError, cure: str) -> None:
    assert cure in "\n".join(cures.without_bus(1, error))


def test_a_panel_that_the_kernel_has_comes_with_a_cure() -> None:
    assert "dtoverlay" in "\n".join(cures.claimed(0x3C))
