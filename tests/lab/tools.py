"""What a lab takes besides Python; `python -m tests.lab.tools` prints it as Debian packages."""

import os
import shutil
from collections.abc import Mapping
from typing import Final, Literal

Arch = Literal["arm64", "amd64"]
TOOLS: Final = {
    "qemu-img": "qemu-utils", "mmdebstrap": "mmdebstrap", "mkfs.ext4": "e2fsprogs", "cpio": "cpio",
    "make": "make", "gcc-12": "gcc-12", "depmod": "kmod", "debugfs": "e2fsprogs",
    "xz": "xz-utils", "git": "git",
}  # fmt: skip
FOREIGN: Final[Mapping[Arch, Mapping[str, str]]] = {
    "arm64": {
        "qemu-system-aarch64": "qemu-system-arm ipxe-qemu",
        "aarch64-linux-gnu-gcc-12": "gcc-12-aarch64-linux-gnu",
        "aarch64-linux-gnu-strip": "binutils-aarch64-linux-gnu",
        "fdtput": "device-tree-compiler",
    },
    "amd64": {"qemu-system-x86_64": "qemu-system-x86"},
}


class NoLabError(Exception):
    """This machine cannot have a lab; says what it lacks."""


def needs(arch: Arch) -> Mapping[str, str]:
    """The commands, each with the Debian packages that bring it."""
    return {**TOOLS, **FOREIGN[arch]}


def refuse_without_tools(arch: Arch, user: int | None = None, path: str | None = None) -> None:
    """Raises NoLabError, with the cure, unless this machine has all that a lab takes.

    `user` and `path` are for tests: else whoever calls, and where commands are looked for.
    """
    if (os.geteuid() if user is None else user) != 0:
        raise NoLabError("only root can build the image (mmdebstrap): sudo make lab")
    if shutil.which("apt-get", path=path) is None:
        raise NoLabError("it is built from Debian's packages, on Debian or Ubuntu")
    missing = {
        package for tool, package in needs(arch).items() if shutil.which(tool, path=path) is None
    }
    if missing:
        raise NoLabError(f"apt-get install --no-install-recommends {' '.join(sorted(missing))}")


if __name__ == "__main__":
    every = {package for arch in FOREIGN for package in needs(arch).values()}
    print("\n".join(sorted(every)))
