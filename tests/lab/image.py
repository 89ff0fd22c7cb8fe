"""The images of the virtual machines: built once, kept until what they are made of changes."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tests.lab.machine import CORES, MEMORY, Image
from tests.lab.packages import ROOT, Packages
from tests.lab.tools import Arch, NoLabError, refuse_without_tools

HERE: Final = Path(__file__).parent
BUILT: Final = Path(os.environ.get("LAB_FOLDER", ROOT / "build" / "lab"))
"""Where images, downloads and results are kept; LAB_FOLDER shares them between checkouts."""
LACKING: Final = 3
"""The exit status of our scripts where the machine lacks something that only they can see."""
Suite = Literal["bookworm", "trixie"]


@dataclass(frozen=True)
class Recipe:
    """Which image is wanted."""

    arch: Arch = "arm64"
    suite: Suite = "bookworm"

    @property
    def packages(self) -> Packages:
        """Its Python packages."""
        return Packages(BUILT / "cache", self.suite, self.arch)

    def image(self) -> Image:
        """The image, built now if there is none of today's recipe.

        Raises NoLabError where it cannot be built.
        """
        refuse_without_tools(self.arch)
        try:
            return self._image()
        except subprocess.CalledProcessError as ended:
            if ended.returncode == LACKING:
                raise NoLabError("see above") from ended
            raise

    def _image(self) -> Image:
        self.packages.get()
        made_of = fingerprint([HERE / "image"], [*self.packages.wanted(), str(MEMORY)])
        image = Image(BUILT / f"{self.suite}-{self.arch}", self.arch)
        mark = image.folder / "made-of"
        if not mark.exists() or mark.read_text() != made_of:
            shutil.rmtree(image.folder, ignore_errors=True)
            image.folder.mkdir(parents=True)
            self._build(image)
            mark.write_text(made_of)
        return image

    def _build(self, image: Image) -> None:
        print(f"building {self.suite} for {self.arch}", flush=True)
        subprocess.run(
            [HERE / "image/build.sh", BUILT / "cache", image.folder, self.packages.unpacked],
            check=True,
            env={
                **os.environ,
                "ARCH": self.arch, "SUITE": self.suite,
                "CORES": str(CORES), "MEMORY": str(MEMORY),
            },
        )  # fmt: skip


def fingerprint(paths: Iterable[Path], words: Iterable[str] = ()) -> str:
    """What changes whenever one of these files or words does."""
    digest = hashlib.sha256("\n".join(words).encode())
    for path in paths:
        for file in sorted([path] if path.is_file() else path.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()
