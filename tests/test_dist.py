"""Wheel and sdist: each is built, opened, and holds exactly what it should."""

import email
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path, PurePosixPath

import pytest

import station

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION = station.__version__
NAMED = f"station-{VERSION}"
KINDS = {".py", ".yaml", ".html", ".css", ".js", ".svg", ".pcf", ".md", ".typed"}
"""Of files in the package: code, creams and languages, pages, the typeface, notes, py.typed."""
NOT_SHIPPED = {".git", ".venv", "build", "dist", "PKG-INFO"}
LEAVINGS = {
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".coverage",
}
EPOCH = "1760000000"


@dataclass(frozen=True)
class Built:
    """Both files, and where they are."""

    wheel: Path
    sdist: Path

    @property
    def in_wheel(self) -> list[str]:
        with zipfile.ZipFile(self.wheel) as archive:
            return sorted(archive.namelist())

    @property
    def in_sdist(self) -> list[str]:
        with tarfile.open(self.sdist) as archive:
            assert all(member.isfile() for member in archive)
            return sorted(name.removeprefix(f"{NAMED}/") for name in archive.getnames())

    def read(self, name: str) -> bytes:
        """A file of the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.read(name)

    @property
    def metadata(self) -> Message:
        return email.message_from_bytes(self.read(f"{NAMED}.dist-info/METADATA"))


def checkout() -> list[str]:
    """Every file of this tree that is ours: as git knows; in an unpacked sdist all there is."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        said = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        return sorted(name for name in said.split("\0") if name and (ROOT / name).exists())
    return sorted(_unpacked())


def _unpacked() -> Iterator[str]:
    for path in ROOT.rglob("*"):
        below = path.relative_to(ROOT)
        if path.is_file() and below.parts[0] not in NOT_SHIPPED and not LEAVINGS & {*below.parts}:
            yield below.as_posix()


def build(source: Path, into: Path, *what: str) -> None:
    """As `make dist` does, but asking no index for what builds it."""
    ended = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", *what, "--outdir", into, source],
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist of this tree, and the wheel of that sdist."""
    into = tmp_path_factory.mktemp("dist")
    build(ROOT, into)
    files = {path.name for path in into.iterdir()}
    assert files == {f"{NAMED}-py3-none-any.whl", f"{NAMED}.tar.gz"}
    return Built(into / f"{NAMED}-py3-none-any.whl", into / f"{NAMED}.tar.gz")


@pytest.fixture(scope="module")
def unpacked(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, unpacked."""
    into = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built.sdist) as archive:
        archive.extractall(into, filter="data")
    return into / NAMED


def test_the_wheel_has_the_package_and_what_is_said_of_it(built: Built) -> None:
    about = f"{NAMED}.dist-info"
    said = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    licences = (*said, "licenses/station/drawing/fonts/README.md")
    package = [name for name in checkout() if name.startswith("station/")]
    assert built.in_wheel == sorted([*package, *(f"{about}/{name}" for name in licences)])


def test_the_package_has_no_other_kinds_of_files(built: Built) -> None:
    for name in built.in_wheel:
        if name.startswith("station/"):
            assert PurePosixPath(name).suffix in KINDS, name


@pytest.mark.parametrize(
    "part",
    [
        "py.typed",
        "protocols/numb520.yaml",
        "languages/de.yaml",
        "sim/clinic.yaml",
        "web/sim/page/sim.js",
        "web/board/page/board.css",
        "drawing/fonts/helvB24.pcf",
        "drawing/fonts/README.md",  # the typeface's licence, which must stay with it
    ],
)
def test_it_has_what_the_station_reads_besides_code(built: Built, part: str) -> None:
    assert built.read(f"station/{part}") == (ROOT / "station" / part).read_bytes()


def test_the_sdist_is_the_checkout(built: Built) -> None:
    assert built.in_sdist == sorted([*checkout(), "PKG-INFO"])


def test_scripts_can_still_be_run(unpacked: Path) -> None:
    for script in ("systemd/install.sh", ".ci/run", "tests/lab/image/build.sh"):
        assert os.access(unpacked / script, os.X_OK), script


def test_the_sdist_builds_the_wheel_that_the_checkout_builds(built: Built, tmp_path: Path) -> None:
    build(ROOT, tmp_path, "--wheel")
    assert (tmp_path / built.wheel.name).read_bytes() == built.wheel.read_bytes()


def test_whenever_and_wherever_they_are_built_they_are_the_same(
    built: Built, unpacked: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(unpacked, elsewhere, copy_function=shutil.copyfile)  # now, with other modes
    for script in (path for path in unpacked.rglob("*") if os.access(path, os.X_OK)):
        (elsewhere / script.relative_to(unpacked)).chmod(0o700)
    (elsewhere / "PKG-INFO").unlink()
    build(elsewhere, tmp_path / "again")
    for one in (built.wheel, built.sdist):
        assert (tmp_path / "again" / one.name).read_bytes() == one.read_bytes()


def test_what_the_installer_copies_of_a_checkout_builds_the_wheel(
    built: Built, unpacked: Path, tmp_path: Path
) -> None:
    script = (unpacked / "systemd/versions.sh").read_text(encoding="utf-8")
    (copied,) = re.findall(r'&& cp -R (.+) "\$work/source"', script)
    (tmp_path / "source").mkdir()
    for part in copied.split():
        copy = shutil.copytree if (unpacked / part).is_dir() else shutil.copy
        copy(unpacked / part, tmp_path / "source" / part)
    build(tmp_path / "source", tmp_path, "--wheel")
    assert (tmp_path / built.wheel.name).read_bytes() == built.wheel.read_bytes()


def test_it_says_what_it_is(built: Built) -> None:
    said = built.metadata
    assert said["Name"] == "station"
    assert said["Version"] == VERSION
    assert said["Summary"] == PROJECT["description"]
    assert said["Requires-Python"] == ">=3.11"
    assert said["License-Expression"] == "MIT"
    assert said.get_all("License-File") == PROJECT["license-files"]
    assert said.get_all("Classifier") == PROJECT["classifiers"]
    assert said.get_all("Provides-Extra") == sorted(PROJECT["optional-dependencies"])
    script = built.read(f"{NAMED}.dist-info/entry_points.txt").decode().split("\n")
    assert script[:2] == ["[console_scripts]", "station=station.__main__:main"]


def test_a_pi_is_given_its_pins_and_a_pc_the_pages_only_when_asked(built: Built) -> None:
    wanted = built.metadata.get_all("Requires-Dist") or []
    extra = re.compile(r'extra == "(\w+)"'.replace('"', "['\"]"))
    always = {line for line in wanted if not extra.search(line)}
    assert {re.split(r"[<>=]", line)[0].strip() for line in always} == {
        re.split(r"[<>=]", line)[0] for line in PROJECT["dependencies"]
    }
    assert sum("lgpio" in line for line in wanted) == 1
    assert {found[1] for line in wanted if (found := extra.search(line))} == set(
        PROJECT["optional-dependencies"]
    )


def test_it_names_no_address_and_not_where_it_was_built(built: Built) -> None:
    said = built.metadata
    for field in ("Home-page", "Download-URL", "Project-URL"):
        assert said[field] is None
    home = str(ROOT).encode()
    assert not [name for name in built.in_wheel if home in built.read(name)]
    assert "Private :: Do Not Upload" in PROJECT["classifiers"]


def test_the_readme_comes_whole_and_its_links_lead_somewhere(built: Built, unpacked: Path) -> None:
    said = built.metadata
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert said["Description-Content-Type"] == "text/markdown"
    assert said.get_payload(decode=True).decode().strip() == text.strip()  # type: ignore[union-attr]
    links = [*re.findall(r"\]\(([^)#]+)\)", text), *re.findall(r'src="([^"]+)"', text)]
    assert len(links) > 10
    for link in links:
        assert (unpacked / link).exists(), link


def test_the_version_is_in_one_place() -> None:
    assert PROJECT["dynamic"] == ["version"]
    assert "version" not in PROJECT
    saying = [
        name
        for name in checkout()
        if name.endswith((".py", ".toml", ".sh"))
        and f'"{VERSION}"' in (ROOT / name).read_text(encoding="utf-8")
    ]
    assert saying == ["station/__init__.py"]


@pytest.fixture
def bare(unpacked: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs the unpacked sdist's station as it lies there, installed nowhere."""

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "station", *arguments],
            cwd=unpacked, env={**os.environ, "PYTHONPATH": str(unpacked)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def test_a_station_that_was_not_installed_knows_its_version_too(
    bare: Callable[..., "subprocess.CompletedProcess[str]"],
) -> None:
    assert bare("--version").stdout == f"station {VERSION}\n"


def test_the_unpacked_sdist_is_a_station_to_try(
    bare: Callable[..., "subprocess.CompletedProcess[str]"],
) -> None:
    assert bare("check", "config/station.yaml").returncode == 0
    said = bare("replay", "config/scenarios/visit.yaml", "--only", "fact").stdout
    assert "numb over" in said
