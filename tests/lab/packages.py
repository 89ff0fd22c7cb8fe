"""Python packages for a guest, got by the host's pip."""

import hashlib
import os
import shutil
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
WITHOUT_LGPIO: Final = ("3.13",)
"""Pythons for which the index has no wheel of lgpio, but for an empty stub older than 0.2.2."""
BUILD_LGPIO: Final = Path(__file__).parent / "image/lgpio.sh"
PIP: Final = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
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
        if PYTHONS[self.suite] in WITHOUT_LGPIO:
            shutil.copy(self._lgpio(), self.wheels)
        found = f"--find-links={self.wheels}"
        self._pip("download", found, "--dest", str(self.wheels), *self.wanted())
        self._pip(
            "install", "--no-index", "--no-deps", "--root-user-action=ignore",
            "--target", str(self.unpacked), *map(str, self.wheels.glob("*.whl")),
        )  # fmt: skip

    def _lgpio(self) -> Path:
        """A wheel of it that was built here: from the index's source, in a tree of the suite."""
        built = self.cache / f"lgpio-{PYTHONS[self.suite]}-{self.arch}"
        if not any(built.glob("*.whl")):
            print(f"building lgpio for Python {PYTHONS[self.suite]} on {self.arch}", flush=True)
            built.mkdir(exist_ok=True)
            (wanted,) = (name for name in self.wanted() if name.startswith("lgpio"))
            subprocess.run(
                [
                    *PIP, "download", "--no-deps", "--no-binary=lgpio", f"--dest={built}", wanted,
                ],
                check=True,
            )  # fmt: skip
            (source,) = built.glob("*.tar.gz")
            subprocess.run(
                [BUILD_LGPIO, source, built],
                check=True,
                env={**os.environ, "ARCH": self.arch, "SUITE": self.suite},
            )
        return next(built.glob("*.whl"))

    def wanted(self) -> list[str]:
        """What is asked for by name."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())
        return [
            *project["project"]["dependencies"],
            *(
                wanted.partition(";")[0]
                for extra in ("pi", "mqtt")
                for wanted in project["project"]["optional-dependencies"][extra]
            ),
            *project["build-system"]["requires"],
            *TESTS,
        ]

    def _pip(self, *arguments: str) -> None:
        machine = MACHINES[self.arch]
        platforms = [f"--platform={system}_{machine}" for system in (*GLIBCS, "linux")]
        subprocess.run(
            [
                *PIP, arguments[0], "--only-binary=:all:", "--implementation=cp",
                f"--python-version={PYTHONS[self.suite]}", *platforms, *arguments[1:],
            ],
            check=True,
        )  # fmt: skip
