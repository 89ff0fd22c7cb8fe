"""One boot of a guest with something to do in it: the checkout, the wheels, and a script."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.lab.image import BUILT, Recipe, fingerprint
from tests.lab.machine import Image, Machine, disk_over
from tests.lab.packages import ROOT

RESULTS: Final = BUILT / "results"
CHECKOUT: Final = "/srv/station"
"""Where the guest has it."""
UNPACK: Final = (
    f"rm -rf {CHECKOUT}; mkdir -p {CHECKOUT}"
    f" && tar xmf /host/station.tar -C {CHECKOUT} && cd {CHECKOUT}"
)
INSTALL: Final = "systemd/install.sh --wheels /host/wheels --no-network"
MADE_OF: Final = ("station", "systemd", "config", "pyproject.toml")
"""What of the checkout is installed, and changes what it does."""
IDLE: Final = "systemd.unit=lab.service systemd.wants=lab-bank.service"
"""Boots what the ride takes and no more: the station is for the ride to start."""
PATIENCE: Final = 900.0
"""Seconds that a ride may take, unless it says otherwise."""


@dataclass(frozen=True)
class Installed:
    """A guest in which the station was installed, by its own installer."""

    image: Image
    recipe: Recipe


def installed(recipe: Recipe) -> Installed:
    """The guest with today's station: installed now, unless nothing changed since it was.

    Raises NoLabError where there can be none; RuntimeError if the installer failed.
    """
    bare = recipe.image()
    made_of = fingerprint(
        [ROOT / part for part in MADE_OF],
        [(bare.folder / "made-of").read_text(), INSTALL],
    )
    folder = BUILT / f"{recipe.suite}-{recipe.arch}-installed"
    mark = folder / "made-of"
    if not mark.exists() or mark.read_text() != made_of:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _install(bare, recipe, folder)
        for part in ("vmlinuz", "initrd.img", "virt.dtb"):
            with suppress(FileNotFoundError):
                os.link(bare.folder / part, folder / part)
        mark.write_text(made_of)
    return Installed(Image(folder, recipe.arch, "root.qcow2"), recipe)


def _install(bare: Image, recipe: Recipe, folder: Path) -> None:
    print("installing the station in the guest (two minutes under emulation)", flush=True)
    share = share_for("install", recipe, f"{UNPACK}\n{INSTALL} >/host/out/report.txt 2>&1")
    machine = Machine(bare, share, disk_over(bare, folder / "root.qcow2"))
    machine.boot()
    if status := machine.wait(PATIENCE):
        said = (machine.out / "report.txt").read_text()
        raise RuntimeError(f"the installer ended with {status} in the guest:\n{said}")


def share_for(name: str, recipe: Recipe, script: str) -> Path:
    """A directory for a guest: `ride` is what it does, `out` where it leaves what it found."""
    share = RESULTS / name
    shutil.rmtree(share, ignore_errors=True)
    (share / "out").mkdir(parents=True)
    kept = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True,
    ).stdout  # fmt: skip
    files = b"\0".join(name for name in kept.split(b"\0") if (ROOT / os.fsdecode(name)).is_file())
    subprocess.run(
        ["tar", "cf", share / "station.tar", "--null", "--files-from=-"],
        cwd=ROOT, check=True, input=files,
    )  # fmt: skip
    (share / "wheels").mkdir()
    for wheel in recipe.packages.wheels.glob("*.whl"):
        os.link(wheel, share / "wheels" / wheel.name)
    (share / "ride").write_text(f"set -eu\n{script}\n")
    return share


def run_tests(
    name: str,
    guest: Installed,
    tests: Sequence[str],
    *,
    seconds: float = PATIENCE,
    disk: Path | None = None,
    extra: Sequence[str] = (),
    idle: bool = False,
    urgent: bool = False,
) -> None:
    """Run pytest in the guest on files below tests/lab/guest.

    Prints its report, and leaves it with JUnit's in RESULTS. `idle`: the station is not started
    by the boot. `disk`, `extra`, `urgent`: see Machine. Raises AssertionError if one failed.
    """
    paths = " ".join(f"tests/lab/guest/{test}" for test in tests)
    chosen = os.environ.get("LAB_TESTS", "")
    script = f"""{UNPACK}
export STATION_LAB=guest PYTHONPATH=/opt/lab/packages
python3 -m pytest --color=no --confcutdir=tests/lab/guest -p no:cacheprovider -rP --durations=10 \\
    --junitxml=/host/out/junit.xml {chosen} {paths} >/host/out/report.txt 2>&1 || failed=$?
journalctl --boot --no-pager --output=short-monotonic >/host/out/journal.txt
exit ${{failed:-0}}"""
    machine = Machine(
        guest.image,
        share_for(name, guest.recipe, script),
        disk,
        extra=extra,
        words=IDLE if idle else "",
        urgent=urgent,
    )
    began = time.monotonic()
    machine.boot()
    status = machine.wait(seconds)
    took = time.monotonic() - began
    report = (machine.out / "report.txt").read_text()
    print(f"{report}\nfrom switching it on to its end: {took:.0f} s", flush=True)
    assert status == 0, f"pytest ended with {status} in the guest; see {machine.out}"
