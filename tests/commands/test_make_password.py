"""`station board --make-password` where nobody types, or what is typed is no text."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "station", "board", "--make-password", "ann", "--page-passwords"]
NO_TEXT = "station: the password is not UTF-8 text: nothing was written; use another\n"
NONE = "station: no password was given: nothing was written\n"
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1"}


def typed(tmp_path: Path, keys: bytes) -> tuple[int, str]:
    """The exit status, and what is said of a password."""
    done = subprocess.run(
        [*COMMAND, str(tmp_path / "pages")],
        input=keys, capture_output=True, check=False, env=ENVIRONMENT,
    )  # fmt: skip
    return done.returncode, done.stderr.decode()


def test_bytes_that_are_no_text_are_no_password(tmp_path: Path) -> None:
    assert typed(tmp_path, b"sch\xf6nes Passwort\n") == (2, NO_TEXT)
    assert not (tmp_path / "pages").exists()
    assert typed(tmp_path, "schönes Passwort\n".encode()) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="a shell of Unix's")
def test_a_closed_input_is_no_password(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *COMMAND, str(tmp_path / "pages")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, NONE)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has a file that fails")
def test_an_input_that_fails_is_no_password(tmp_path: Path) -> None:
    with Path("/proc/self/mem").open("rb") as failing:
        done = subprocess.run(
            [*COMMAND, str(tmp_path / "pages")],
            stdin=failing, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, NONE)


@pytest.mark.skipif(shutil.which("setsid") is None, reason="util-linux gives a terminal")
def test_nor_are_they_at_a_terminal(tmp_path: Path) -> None:
    person, terminal = pty.openpty()
    with subprocess.Popen(
        ["setsid", "--ctty", "--wait", *COMMAND, str(tmp_path / "pages")],  # noqa: S607 - anybody's
        stdin=terminal, stdout=terminal, stderr=terminal, env=ENVIRONMENT,
    ) as asking:  # fmt: skip
        os.close(terminal)
        said = b""
        while b"Password for ann: " not in said:
            said += os.read(person, 1000)
        os.write(person, b"sch\xf6nes Passwort\n")
        while NO_TEXT.strip().encode() not in said:
            said += os.read(person, 1000)
    os.close(person)
    assert asking.returncode == 2
    assert not (tmp_path / "pages").exists()
