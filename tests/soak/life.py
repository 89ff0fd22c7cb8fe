"""One life of a real station process, from its start to its kill.

It says three things to the outside: lines on its output, errors, and to whoever supervises it how
it is. Its status without a mark means that all it had told was saved.
"""

import os
import select
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.soak.said import Line, Said, Status
from tests.soak.wires import boot_us


class Life(Said):
    """A process. For one thread, which listens to it all the time."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        number: int,
        journal: Path,
    ) -> None:
        super().__init__(number, spawned=boot_us())
        self.journal = journal
        self.began: int | None = None
        """When its journal was first seen to be there."""
        name = f"station-soak-{os.getpid()}-{number}"
        self._words = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._words.bind(f"\0{name}")
        self._words.setblocking(False)
        self._rest = b""
        self._step = 0
        self._looked = self.spawned
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**environment, "NOTIFY_SOCKET": f"@{name}"},
        )
        for pipe in self._pipes():
            os.set_blocking(pipe, False)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def listen(self, until: int) -> None:
        """Wait for words, but no longer than to an instant; then look at all there are."""
        heard = (*self._pipes(), self._words.fileno())
        select.select(heard, (), (), max(0, until - boot_us()) / 1e6)
        self._look()

    def ended(self) -> bool:
        """Whether it has ended by itself."""
        return self._process.poll() is not None

    def end(self, number: signal.Signals) -> int:
        """Send it a signal and wait for its end. Its exit status."""
        self.killed = boot_us()
        self._process.send_signal(number)
        while not self.ended():  # whoever reads nothing may keep it from its end
            self.listen(boot_us() + 5_000)
        self.died = boot_us()
        self._look()
        self._words.close()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
        return self._process.wait()

    def _look(self) -> None:
        # Lines first: see saved_lines.
        out, err = self._pipes()
        self._rest += _read(out)
        *lines, self._rest = self._rest.split(b"\n")
        self.lines += [Line(line.decode(), self._step) for line in lines]
        self.errors += _read(err).decode()
        with suppress(BlockingIOError):
            while True:
                self._hear(self._words.recv(4096).decode())
        self._looked = boot_us()
        self._step += 1
        if self.began is None and self.journal.exists():
            self.began = self._looked

    def _hear(self, words: str) -> None:
        said = dict(word.partition("=")[::2] for word in words.splitlines())
        now = boot_us()
        if "READY" in said:
            self.ready = now
        if "STATUS" in said and "STOPPING" not in said:
            self.statuses.append(Status(said["STATUS"], self._step, self._looked, now))

    def _pipes(self) -> tuple[int, int]:
        out, err = self._process.stdout, self._process.stderr
        assert out is not None
        assert err is not None
        return out.fileno(), err.fileno()


def _read(pipe: int) -> bytes:
    read = b""
    with suppress(BlockingIOError):
        while some := os.read(pipe, 65536):
            read += some
    return read
