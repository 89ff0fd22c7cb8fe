"""Very small wheels, and the build backend of a very small station: pip needs nothing else."""

import zipfile
from pathlib import Path
from typing import Any

STATION = "def main() -> None: print('a very small station')"


def make_wheel(directory: Path, name: str, version: str, metadata: str = "") -> str:
    """A wheel with one module and, for the station, its command. Its file's name."""
    wheel = f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(directory / wheel, "w") as archive:
        for file, text in {
            f"{name}.py": STATION,
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
            + metadata,
            f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{about}/entry_points.txt": f"[console_scripts]\n{name}={name}:main\n",
            f"{about}/RECORD": "",
        }.items():
            archive.writestr(file, text)
    return wheel


def build_wheel(directory: str, *_: Any, **__: Any) -> str:
    """What pip asks a build backend for."""
    wants = "Provides-Extra: pi\nRequires-Dist: lgpio>=0.2.2; extra == 'pi'\n"
    return make_wheel(Path(directory), "station", "1", wants)
