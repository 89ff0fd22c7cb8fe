"""An environment of one Python with the oldest or the newest dependencies, and the tests in it."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from xml.etree import ElementTree as ET

from tests.matrix.project import ROOT

Versions = Literal["oldest", "newest"]
UV: Final = (sys.executable, "-m", "uv", "--quiet", "--no-config")
RUN_WITH: Final = ("mqtt", "web")
"""The extras whose oldest versions count; the tests' own are always the newest."""


class NotInstalledError(Exception):
    """These versions cannot be installed on this Python; says why."""


@dataclass(frozen=True)
class Outcome:
    """How the tests went in one environment."""

    passed: int
    failed: int
    skipped: int
    seconds: float
    failures: tuple[str, ...] = ()
    """The names of the tests that failed; or what the run itself ended with."""

    @property
    def fine(self) -> bool:
        """Whether tests were run, and all was well."""
        return not self.failures and self.passed > 0


@dataclass(frozen=True)
class Environment:
    """A Python with its dependencies, below `folder`."""

    folder: Path
    version: str
    """Of the Python: "3.12"."""
    versions: Versions

    @property
    def name(self) -> str:
        """Its directory's."""
        return f"{self.version}-{self.versions}"

    @property
    def home(self) -> Path:
        """Where it is."""
        return self.folder / self.name

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.home / "bin/python"

    def make(self, python: Path) -> None:
        """Make it anew, with the station in it as in a checkout. Raises NotInstalledError.

        What the station itself needs is taken as wheels, the way a Pi takes it.
        """
        _uv("venv", "--clear", "--seed", "--python", str(python), str(self.home))
        pinned = self.folder / f"{self.name}.txt"
        _uv(
            "pip", "compile", "--no-header", "--no-annotate", "--python", str(self.python),
            "--resolution", "highest" if self.versions == "newest" else "lowest-direct",
            "--only-binary", ":all:", *(f"--extra={extra}" for extra in RUN_WITH),
            "--output-file", str(pinned), "pyproject.toml",
        )  # fmt: skip
        everything = f"{ROOT}[{','.join((*RUN_WITH, 'test'))}]"
        wheels = [f"--only-binary={name}" for name in self.dependencies()]
        _uv(
            "pip", "install", "--python", str(self.python), "--constraint", str(pinned), *wheels,
            "--editable", everything,
        )  # fmt: skip

    def dependencies(self) -> dict[str, str]:
        """The versions of all that the station itself needs, as they were chosen."""
        lines = (self.folder / f"{self.name}.txt").read_text().splitlines()
        pins = (line.partition(";")[0].strip() for line in lines if "==" in line)
        return dict(sorted(pin.split("==") for pin in pins))

    def test(self, chosen: Sequence[str]) -> Outcome:
        """Run the tests that pytest chooses by these arguments; all they say is kept beside it."""
        report = self.folder / f"{self.name}.xml"
        report.unlink(missing_ok=True)
        began = time.monotonic()
        with (self.folder / f"{self.name}.log").open("w") as log:
            ended = subprocess.run(
                [
                    self.python, "-m", "pytest", "-q", "-p", "no:cacheprovider",
                    f"--junitxml={report}", *chosen,
                ],
                cwd=ROOT, env=_own_environment(), stdout=log, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
        return outcome(report, ended.returncode, time.monotonic() - began)


def outcome(report: Path, status: int, seconds: float) -> Outcome:
    """How a run of pytest went, by its report and its exit status."""
    if not report.exists():
        return Outcome(0, 0, 0, seconds, (f"pytest ended with status {status}",))
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314 - pytest wrote it, just now
    wrong = [case for case in cases if case.find("failure") is not None or _broke(case)]
    skipped = [case for case in cases if case.find("skipped") is not None]
    failures = [f"{case.get('classname')}::{case.get('name')}" for case in wrong]
    if status and not failures:
        failures = [f"pytest ended with status {status}"]
    passed = len(cases) - len(wrong) - len(skipped)
    return Outcome(passed, len(wrong), len(skipped), seconds, tuple(failures))


def _broke(case: ET.Element) -> bool:
    return case.find("error") is not None


def _own_environment() -> dict[str, str]:
    """Without what would let the tests find packages elsewhere, or be asked of another Python."""
    left_out = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYENV_VERSION"}
    return {name: value for name, value in os.environ.items() if name not in left_out}


def _uv(*arguments: str) -> None:
    ended = subprocess.run(
        [*UV, *arguments], cwd=ROOT, env=_own_environment(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if ended.returncode:
        raise NotInstalledError(ended.stderr.strip())
