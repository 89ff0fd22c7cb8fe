"""The installed service, as its administrator has it."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from tests.lab.guest.clock import until

CONFIG: Final = Path("/etc/station/station.yaml")
JOURNAL: Final = Path("/var/lib/station/journal.db")
DROP_IN: Final = Path("/run/systemd/system/station.service.d/lab.conf")
SLOW_START: Final = 60
"""Seconds; under emulation it takes six."""


def run(*command: str, check: bool = True) -> str:
    """What a command says, on both its outputs."""
    # An administrator's shell has none of the tests' packages.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    said = ended.stdout + ended.stderr
    assert not check or ended.returncode == 0, (
        f"{' '.join(command)} ended with {ended.returncode}: {said}"
    )
    return said


def systemctl(*arguments: str, check: bool = True) -> str:
    """What systemctl says."""
    return run("systemctl", *arguments, check=check)


def prop(name: str) -> str:
    """One of the service's properties."""
    return systemctl("show", "--property", name, "--value", "station").strip()


def pid() -> int:
    """The process; 0 if there is none."""
    return int(prop("MainPID"))


def running() -> Path:
    """The directory of the version whose process runs: its own Python says."""
    words = Path(f"/proc/{pid()}/cmdline").read_text().split("\0")
    return Path(words[0]).parent.parent


def active() -> bool:
    """Whether systemd thinks that it works."""
    return prop("ActiveState") == "active"


def start() -> None:
    """Start it, and wait until it says that its timers run."""
    systemctl("reset-failed", "station", check=False)
    systemctl("start", "station")


def stop() -> None:
    """Stop it as an administrator would."""
    systemctl("stop", "station")


def kill(number: signal.Signals = signal.SIGKILL) -> int:
    """Send its process a signal. The process's number."""
    victim = pid()
    assert victim, "there is no process to signal"
    os.kill(victim, number)
    return victim


def another(victim: int, seconds: float = SLOW_START) -> int:
    """Wait until another process is there in place of one, starting or at work. Its number."""
    return until(lambda: (found := pid()) != victim and found, seconds)


def back(victim: int, seconds: float = SLOW_START) -> float:
    """Wait until another process works in place of one. Seconds that this took."""
    began = time.monotonic()
    until(lambda: pid() not in (0, victim) and active(), seconds)
    return time.monotonic() - began


def configure(config: str, **protocols: str) -> None:
    """Another config, protocols beside it; with no journal of an earlier one. Not started."""
    systemctl("stop", "station")
    systemctl("reset-failed", "station", check=False)
    write_config(config, **protocols)
    forget()


def write_config(config: str, **protocols: str) -> None:
    """The config and its protocols, as an administrator puts them there."""
    CONFIG.write_text(config)
    folder = CONFIG.parent / "protocols"
    folder.mkdir(exist_ok=True)
    for name, text in protocols.items():
        (folder / f"{name}.yaml").write_text(text)
    for path in (CONFIG, folder, *folder.iterdir()):
        shutil.chown(path, "root", "station")
        path.chmod(0o750 if path.is_dir() else 0o640)


def forget() -> None:
    """No journal: a station that never was."""
    for path in JOURNAL.parent.glob("journal.db*"):
        path.unlink()


def facts(since: int = 0) -> list[Mapping[str, Any]]:
    """The journal's facts after row `since`: each with its number, kind, bay and instants.

    `wall` is the wall clock's when it was `acted` on, in milliseconds since 1970.
    """
    with closing(sqlite3.connect(f"file:{JOURNAL}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT number, boot, wall, kind, bay, body FROM rows WHERE number > ? ORDER BY number",
            (since,),
        ).fetchall()
    return [
        {
            **json.loads(body or "{}"),
            "number": number,
            "boot": boot,
            "wall": wall,
            "kind": kind,
            "bay": bay,
        }
        for number, boot, wall, kind, bay, body in rows
        if kind not in ("checkpoint", "snapshot", "basis")
    ]


def place_in_log() -> str:
    """Where the machine's log ends now, whatever becomes of the wall clock."""
    said = run("journalctl", "--lines=0", "--show-cursor", "--quiet")
    return said.rpartition("-- cursor: ")[2].strip()


def log(after: str = "") -> str:
    """What the service and systemd said of it in this boot; only what came after a place."""
    only = (f"--after-cursor={after}",) if after else ()
    return run(
        "journalctl", "--unit=station", "--boot", "--no-pager", "--quiet", "--output=cat", *only
    )


def restarts() -> int:
    """How often systemd has started it again of its own since it was last started by hand."""
    return int(prop("NRestarts"))


@contextmanager
def dropped_in(*lines: str) -> Iterator[None]:
    """The unit with some settings of its own, until the end. Does not restart it."""
    DROP_IN.parent.mkdir(parents=True, exist_ok=True)
    DROP_IN.write_text("\n".join(("[Service]", *lines, "")))
    systemctl("daemon-reload")
    try:
        yield
    finally:
        DROP_IN.unlink()
        systemctl("daemon-reload")
