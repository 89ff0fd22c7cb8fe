"""A virtual machine: booted, watched, and cut from its power."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

CORES: Final = 2
MEMORY: Final = 768
"""MiB; a Zero 2 W has 512, and here is no graphics card that takes its share."""
POLL: Final = 0.1
URGENT: Final = -15
"""Niceness of a machine that is judged by the clock."""


@dataclass(frozen=True)
class Image:
    """What `image/build.sh` made."""

    folder: Path
    arch: str
    root: str = "root.img"

    @property
    def disk(self) -> Path:
        """The root file system, which no machine writes to."""
        return self.folder / self.root

    @property
    def form(self) -> str:
        """How it is written, as QEMU says."""
        return "qcow2" if self.disk.suffix == ".qcow2" else "raw"

    @property
    def emulator(self) -> list[str]:
        """The program and the board."""
        if self.arch == "arm64":
            tree = str(self.folder / "virt.dtb")
            return ["qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a72", "-dtb", tree]
        return ["qemu-system-x86_64", "-M", "pc,usb=off", "-cpu", "max"]

    @property
    def console(self) -> str:
        """How the kernel is told to speak to us."""
        if self.arch == "arm64":
            return "console=ttyAMA0"
        return "console=ttyS0 tsc=unstable mitigations=off"


@dataclass
class Machine:
    """One boot of an image. `share` is the host's directory, with the script `ride` in it.

    What the guest writes to `share/out` stays; what it writes to its root disk does not, unless
    `disk` names one of its own (qcow2, see `disk_over`).
    """

    image: Image
    share: Path
    disk: Path | None = None
    rtc: bool = False
    """Whether there is a real-time clock; most Pis have none."""
    extra: Sequence[str] = ()
    words: str = ""
    """More words of the kernel's command line."""
    urgent: bool = False
    """Whether it goes before whatever else the host does: it is judged by the clock."""
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def out(self) -> Path:
        """Where the guest leaves what it found."""
        return self.share / "out"

    @property
    def console(self) -> Path:
        """What it said on its serial line."""
        return self.out / "console.log"

    def boot(self) -> None:
        """Switch it on."""
        self.out.mkdir(exist_ok=True)
        (self.out / "status").unlink(missing_ok=True)
        self._process = subprocess.Popen(
            self._command(), stdin=subprocess.DEVNULL, start_new_session=self.urgent
        )
        if self.urgent:
            # Linux weighs sessions before the processes in them (sched(7), autogroup).
            with suppress(OSError):  # not root, or no such weighing: it is as urgent as may be
                Path(f"/proc/{self._process.pid}/autogroup").write_text(str(URGENT))

    def wait(self, seconds: float) -> int:
        """Wait until it has switched itself off. The ride's exit status.

        Raises TimeoutError, and cuts its power, if it takes longer.
        """
        assert self._process is not None
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.cut()
            raise TimeoutError(f"the machine was still on after {seconds:.0f} s") from None
        except BaseException:  # a session of its own does not hear the terminal's Ctrl-C
            self.cut()
            raise
        status = self.out / "status"
        return int(status.read_text()) if status.exists() else 99

    def wait_for(self, file: str, seconds: float) -> Path:
        """Wait until the guest has left a file in `out`. Raises TimeoutError."""
        path, end = self.out / file, time.monotonic() + seconds
        while not path.exists():
            if time.monotonic() > end or not self.on:
                self.cut()
                raise TimeoutError(f"no {file} within {seconds:.0f} s; see {self.console}")
            time.sleep(POLL)
        return path

    @property
    def on(self) -> bool:
        """Whether it is."""
        return self._process is not None and self._process.poll() is None

    def cut(self) -> None:
        """Pull its plug: what its kernel had not written is gone."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def _command(self) -> list[str]:
        return [
            *(("nice", "-n", str(URGENT)) if self.urgent else ()),
            *self.image.emulator,
            *("-accel", _accelerator(os.environ)),
            *("-smp", str(CORES), "-m", str(MEMORY)),
            *("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"),
            *("-serial", f"file:{self.console}"),
            *("-kernel", str(self.image.folder / "vmlinuz")),
            *("-initrd", str(self.image.folder / "initrd.img")),
            *("-append", self._kernel_line()),
            *("-drive", self._drive()),
            *("-virtfs", f"local,path={self.share},mount_tag=host,security_model=none"),
            *("-device", "virtio-rng-pci"),
            *self.extra,
        ]

    def _kernel_line(self) -> str:
        no_rtc = "" if self.rtc else " initcall_blacklist=pl031_driver_init,cmos_init"
        return (
            f"{self.image.console} root=/dev/vda ro quiet loglevel=4 panic=-1 nokaslr audit=0"
            f" systemd.show_status=0{no_rtc} {self.words}"
        )

    def _drive(self) -> str:
        if self.disk is None:
            image = self.image
            return f"file={image.disk},if=virtio,format={image.form},snapshot=on,cache=unsafe"
        return f"file={self.disk},if=virtio,format=qcow2,cache=writeback"


def disk_over(image: Image, path: Path) -> Path:
    """A disk that begins as the image's and keeps what is written to it."""
    path.unlink(missing_ok=True)
    base = ("-b", image.disk.resolve(), "-F", image.form)
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", *base, path], check=True)
    return path


def _accelerator(environment: Mapping[str, str]) -> str:
    """LAB_ACCEL=kvm where an ordinary guest can have it; emulation works everywhere."""
    return environment.get("LAB_ACCEL", "tcg,thread=multi,tb-size=512")
