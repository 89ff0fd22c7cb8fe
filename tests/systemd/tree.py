"""A small system in a directory, to install a station into: nothing of the real one is touched.

Commands that would change a system are stand-ins that write down their call, and remember users,
groups and whether the service runs. So is Python, unless a test asks for a real one: making a
real environment takes seconds. A file `broken/<what>` makes a stand-in fail.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SHIPPED = HERE.parent.parent
ASKING = ("getent", "id", "is-active")
STAND_INS = (
    *("id", "getent", "groupadd", "useradd", "usermod", "userdel", "runuser", "chown"),
    *("systemctl", "journalctl", "udevadm"),
)


class Tree:
    """A system, and a checkout of a very small station beside it."""

    def __init__(self, directory: Path) -> None:
        self.root = directory / "root"
        self.checkout = directory / "checkout"
        for place in (
            *("broken", "stand-ins", "usr/bin", "usr/local/bin", "opt", "var/lib", "proc"),
            *("etc/systemd/system", "etc/udev/rules.d", "run/systemd/system"),
        ):
            (self.root / place).mkdir(parents=True)
        self.write("proc/mounts", "/dev/root / ext4 rw,noatime 0 0\n")
        self.write("proc/cmdline", "console=tty1 root=/dev/mmcblk0p2\n")
        self.write("boot/firmware/config.txt", "arm_64bit=1\n")
        for name in STAND_INS:
            (self.root / "stand-ins" / name).symlink_to(HERE / "stand-in.sh")
        shutil.copy(HERE / "stand-in-python.sh", self.python)
        shutil.copytree(SHIPPED / "systemd", self.checkout / "systemd")
        for name in ("pyproject.toml", "README.md", "LICENSE", "config/station.yaml"):
            (self.checkout / name).parent.mkdir(exist_ok=True)
            shutil.copy(SHIPPED / name, self.checkout / name)
        (self.checkout / "station").mkdir()
        self.change("first")

    @property
    def python(self) -> Path:
        """The Python that the installer is told to use."""
        return self.root / "usr/bin/python3"

    @property
    def home(self) -> Path:
        """What the service runs."""
        return self.root / "opt/station"

    @property
    def unit(self) -> Path:
        """The service itself."""
        return self.root / "etc/systemd/system/station.service"

    def use_real_python(self) -> None:
        """This one, which runs the tests."""
        self.python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')

    def write(self, path: str, text: str) -> Path:
        """A file of the system."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def breaks(self, what: str, words: str = "") -> None:
        """From now on this fails, with these words."""
        self.write(f"broken/{what}", words)

    def mended(self, what: str) -> None:
        """And now it does not any more."""
        (self.root / "broken" / what).unlink()

    def change(self, words: str) -> None:
        """Another version of the station."""
        (self.checkout / "station" / "__init__.py").write_text(f'"""{words}"""\n')

    def install(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Runs the installer."""
        return subprocess.run(
            [self.checkout / "systemd/install.sh", "--root", self.root, "--python", self.python,
             *options],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def installed(self, *options: str) -> str:
        """Runs the installer, which must succeed; what it said."""
        ended = self.install(*options)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def refused(self, *options: str) -> str:
        """Runs the installer, which must refuse; its reasons."""
        ended = self.install(*options)
        assert ended.returncode == 1, ended.stdout + ended.stderr
        return ended.stderr

    def calls(self) -> list[str]:
        """What was done to the system since the last time, questions left out."""
        record = self.root / "calls"
        lines = record.read_text().splitlines() if record.exists() else []
        record.unlink(missing_ok=True)
        return [line for line in lines if not any(name in line.split() for name in ASKING)]

    def files(self) -> dict[str, str]:
        """Every file and link of the system, with what is in it or where it leads."""
        own = ("stand-ins", "broken", "proc", "usr/bin", "calls", "boot")
        return {
            name: str(path.readlink()) if path.is_symlink() else path.read_text()
            for path in sorted(self.root.rglob("*"))
            if not (name := path.relative_to(self.root).as_posix()).startswith(own)
            if path.is_symlink() or path.is_file()
        }

    def folders(self) -> set[str]:
        """Every directory of the system."""
        own = ("stand-ins", "broken")
        names = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*/"))
        return {name for name in names if not name.startswith(own)}
