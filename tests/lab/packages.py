"""Python packages for a guest, got by the host's pip."""

import hashlib
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
GLIBCS: Final = ("manylinux2014", "manylinux_2_17", "manylinux_2_28", "manylinux_2_34")
MACHINES: Final = {"arm64": "aarch64", "amd64": "x86_64"}
PYTHONS: Final = {"bookworm": "3.11", "trixie": "3.13"}
TESTS: Final = ("pytest>=8.3",)


@dataclass(frozen=True)
class Packages:
    """What a guest of one suite and architecture is given."""

    cache: Path
    suite: str
    arch: str

    @property
    def wheels(self) -> Path:
        """All that the station wants, what it is built with, and the tests' own: as wheels."""
        asked = hashlib.sha256("\n".join(self.wanted()).encode()).hexdigest()[:8]
        return self.cache / f"wheels-{PYTHONS[self.suite]}-{self.arch}-{asked}"

    @property
    def unpacked(self) -> Path:
        """The same, ready to be imported: for the tests, beside the station's own environment."""
        return self.wheels / "unpacked"

    def get(self) -> None:
        """Download and unpack what is not there yet."""
        if self.unpacked.exists():
            return
        self.wheels.mkdir(parents=True, exist_ok=True)
        self._pip("download", "--dest", str(self.wheels), *self.wanted())
        self._pip(
            "install", "--no-index", "--no-deps", "--root-user-action=ignore",
            "--target", str(self.unpacked), *map(str, self.wheels.glob("*.whl")),
        )  # fmt: skip

    def wanted(self) -> list[str]:
        """What is asked for by name."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())
        return [
            *project["project"]["dependencies"],
            *(
                wanted.partition(";")[0]
                for wanted in project["project"]["optional-dependencies"]["pi"]
            ),
            *project["build-system"]["requires"],
            *TESTS,
        ]

    def _pip(self, *arguments: str) -> None:
        platforms = [f"--platform={glibc}_{MACHINES[self.arch]}" for glibc in GLIBCS]
        subprocess.run(
            [
                sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check",
                arguments[0], "--only-binary=:all:", "--implementation=cp",
                f"--python-version={PYTHONS[self.suite]}", *platforms, *arguments[1:],
            ],
            check=True,
        )  # fmt: skip
