"""A real Mosquitto on a loopback port, for one test: it can be killed, frozen and started again."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import trustme

MOSQUITTO: Final = shutil.which(
    "mosquitto", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
)
needs_mosquitto = pytest.mark.skipif(
    MOSQUITTO is None, reason="no Mosquitto here: apt-get install mosquitto"
)
STARTS: Final = 10.0
"""Seconds that it may take to listen."""


@dataclass
class Broker:
    """One broker with its own folder; on the same port whenever it runs."""

    folder: Path
    port: int
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run, and wait until it listens."""
        assert MOSQUITTO is not None
        with (self.folder / "mosquitto.log").open("ab") as log:
            self._process = subprocess.Popen(
                [MOSQUITTO, "-c", self.folder / "mosquitto.conf"], stdout=log, stderr=log
            )
        end = time.monotonic() + STARTS
        while not self._listens():
            assert self._process.poll() is None, (self.folder / "mosquitto.log").read_text()
            assert time.monotonic() < end, "Mosquitto does not listen"
            time.sleep(0.02)

    def kill(self) -> None:
        """As a power cut does: all that it only had in memory is gone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        """Stop it in good order, if it runs."""
        if self._process is not None:
            self.thaw()
            self._process.terminate()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """It answers nobody any more, and closes no connection."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def running(folder: Path, *settings: str) -> Iterator[Broker]:
    """A broker that lets everybody in, unless `settings` (lines of its config) say otherwise."""
    folder.mkdir(exist_ok=True)
    broker = Broker(folder, _free_port())
    access = (
        ()
        if any(line.startswith("password_file") for line in settings)
        else ("allow_anonymous true",)
    )
    lines = (f"listener {broker.port} 127.0.0.1", "user root", *access, *settings)
    (folder / "mosquitto.conf").write_text("".join(f"{line}\n" for line in lines))
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()


def passwords(folder: Path, **users: str) -> str:
    """The setting by which only these users, with these passwords, are let in."""
    folder.mkdir(exist_ok=True)
    file = folder / "passwords"
    file.write_text("".join(f"{user}:{password}\n" for user, password in users.items()))
    file.chmod(0o600)
    subprocess.run(["mosquitto_passwd", "-U", file], check=True)  # noqa: S607 - wherever Debian has it
    return f"password_file {file}"


@dataclass(frozen=True)
class Certificates:
    """Made on the spot: an authority, and what it has signed."""

    authority: Path
    server: Path
    server_key: Path
    client: Path
    client_key: Path

    def settings(self, *, clients: bool) -> tuple[str, ...]:
        """The broker's settings for TLS; `clients`: they must show a certificate too."""
        return (
            f"cafile {self.authority}",
            f"certfile {self.server}",
            f"keyfile {self.server_key}",
            f"require_certificate {str(clients).lower()}",
        )


def certificates(folder: Path) -> Certificates:
    """Of an authority that nobody else knows."""
    folder.mkdir(exist_ok=True)
    authority = trustme.CA()
    made = Certificates(
        *(folder / f"{name}.pem" for name in ("ca", "server", "server-key", "client", "client-key"))
    )
    authority.cert_pem.write_to_path(str(made.authority))
    for names, chain, key in (
        (["127.0.0.1", "localhost"], made.server, made.server_key),
        (["station@clinic.example"], made.client, made.client_key),
    ):
        leaf = authority.issue_cert(*names)
        leaf.private_key_pem.write_to_path(str(key))
        key.chmod(0o600)
        for blob in leaf.cert_chain_pems:
            blob.write_to_path(str(chain))
    return made


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
