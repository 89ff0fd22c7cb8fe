"""A Python that this machine lacks, unpacked from Debian's archive: nothing is installed.

Debian has two or three Pythons at any time in some release or other. One is unpacked with every
library that it needs, down to the C library, and told to take those and not the machine's: its file
names the loader and the path of libraries in it (patchelf). The machine itself is not changed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

SUITES: Final = ("forky", "sid", "trixie")
"""Where it is looked for: the most settled that is likely to have a new Python first."""
KEYS: Final = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


class NotHadError(Exception):
    """It cannot be had from there; says why."""


def unpack(version: str, into: Path) -> Path:
    """The executable of a Python such as "3.14" below `into`. Raises NotHadError."""
    into = into.resolve()  # apt takes no other
    found = into / "usr/bin" / f"python{version}"
    if (into / "whole").exists():
        return found
    mirror = _mirror()
    shutil.rmtree(into, ignore_errors=True)
    for suite in SUITES:
        packages = _download(f"python{version}", suite, mirror, into / "apt")
        if packages:
            break
    else:
        raise NotHadError(f"Debian's {', '.join(SUITES)} have none either")
    for package in packages:
        _run("dpkg-deb", "--extract", str(package), str(into))
    _take_own_libraries(found, into)
    shutil.rmtree(into / "apt")
    (into / "whole").touch()
    return found


def _mirror() -> str:
    """Debian's archive, from wherever this machine's own apt has it. Raises NotHadError."""
    if shutil.which("apt-get") is None or not KEYS.exists():
        raise NotHadError("and this is no Debian, whose archive may have one")
    asked = ("apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)", "Created-By: Packages")
    for line in _run(*asked).splitlines():
        label, _, mirror = line.partition(" ")
        if label == "Debian":
            return mirror
    raise NotHadError("and this machine's apt knows no archive of Debian: apt-get update")


def _download(package: str, suite: str, mirror: str, own: Path) -> list[Path]:
    """The package of a suite and all that it depends on; nothing if it has none.

    By an apt of our own, with its own lists: as if on a machine that has no package at all.
    """
    for folder in ("lists/partial", "archives/partial"):
        (own / folder).mkdir(parents=True, exist_ok=True)
    sources = own / "sources.list"
    sources.write_text(f"deb [signed-by={KEYS}] {mirror} {suite} main\n")
    options = (
        "-qq", "-o", f"Dir::Etc::SourceList={sources}", "-o", "Dir::Etc::SourceParts=/dev/null",
        "-o", f"Dir::State::Lists={own / 'lists'}", "-o", f"Dir::Cache={own}",
        "-o", "Dir::State::status=/dev/null", "-o", "APT::Sandbox::User=root",
        "-o", "Acquire::Languages=none",
    )  # fmt: skip
    _run("apt-get", *options, "update")
    if not _run("apt-cache", *options, "madison", package).strip():
        return []
    _run(
        "apt-get", *options, "install", "--yes", "--download-only", "--no-install-recommends",
        package,
    )  # fmt: skip
    return sorted((own / "archives").glob("*.deb"))


def _take_own_libraries(python: Path, into: Path) -> None:
    """Else it would start with the machine's C library, which may be too old for it."""
    loader = next(into.glob("usr/lib*/**/ld-linux*"))
    folders = sorted({str(library.parent) for library in into.glob("usr/lib/*/lib*.so.*")})
    # Forced: the path is to hold for libraries of libraries too.
    _run(
        str(Path(sys.executable).parent / "patchelf"), "--set-interpreter", str(loader),
        "--force-rpath", "--set-rpath", os.pathsep.join(folders), str(python),
    )  # fmt: skip


def _run(*command: str) -> str:
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as lacking:
        raise NotHadError(f"and {command[0]} is not installed here") from lacking
    if ended.returncode:
        raise NotHadError(f"{command[0]} failed: {(ended.stderr or ended.stdout).strip()[-300:]}")
    return ended.stdout
