"""The wheel as people install it: by pipx, in a home where nothing is, away from the checkout."""

import http.client
import os
import re
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

import station

pytestmark = [
    pytest.mark.index,
    pytest.mark.skipif(sys.platform == "win32", reason="pipx puts its commands elsewhere there"),
]
ROOT = Path(__file__).parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def called(*command: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """As from a shell that has never heard of this checkout."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command, env={**inherited, **environment}, cwd="/", capture_output=True, text=True,
        check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def pipx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """pipx in an environment of its own; uv lets it do without this Python's own pip."""
    home = tmp_path_factory.mktemp("pipx")
    venv.create(home, with_pip=False, symlinks=True)
    asked = (sys.executable, "-m", "pip", "--python", home / "bin/python", "install")
    got = called(*asked, "--quiet", "--retries=1", "--timeout=15", "pipx>=1.8", "uv>=0.8")
    if got.returncode:
        pytest.skip(f"no pipx can be had here: {got.stderr.strip()[-100:]}")
    return home / "bin/pipx"


@pytest.fixture(scope="module")
def command(pipx: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `station` of somebody who ran `pipx install` once."""
    home = tmp_path_factory.mktemp("home")
    build = called(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", home, ROOT)
    assert build.returncode == 0, build.stderr
    (wheel,) = home.glob("*.whl")
    places = {name: "" for name in os.environ if name.startswith(("PIPX_", "XDG_"))}
    path = f"{pipx.parent}{os.pathsep}{os.environ['PATH']}"
    said = called(pipx, "install", f"{wheel}[web,mqtt]", **places, HOME=str(home), PATH=path)
    assert said.returncode == 0, said.stderr
    return home / ".local/bin/station"


def test_it_is_the_wheel_s_station_not_the_checkout_s(command: Path) -> None:
    said = called(command, "--version")
    assert (said.returncode, said.stdout) == (0, f"station {station.__version__}\n")
    inside = command.resolve().parent / "python"
    where = called(inside, "-c", "import station; print(station.__file__)").stdout
    assert not Path(where.strip()).is_relative_to(ROOT)


def test_it_checks_a_config(command: Path) -> None:
    said = called(command, "check", ROOT / "config/station.yaml")
    assert said.returncode == 0, said.stderr


def test_it_plays_a_visit(command: Path) -> None:
    said = called(command, "replay", ROOT / "config/scenarios/visit.yaml", "--only", "fact")
    assert said.returncode == 0, said.stderr
    assert "numb over" in said.stdout


def test_a_station_without_a_config_says_where_it_looked(command: Path) -> None:
    said = called(command, "check", "/nowhere/station.yaml")
    assert said.returncode == 2
    assert "Traceback" not in said.stderr + said.stdout


def test_the_simulator_s_page_answers(command: Path) -> None:
    with subprocess.Popen(
        [command, "sim", "--port", "0", "--no-browser"], stdout=subprocess.PIPE, text=True, cwd="/"
    ) as process:
        assert process.stdout is not None
        try:
            where = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
            assert where is not None
            connection = http.client.HTTPConnection("127.0.0.1", int(where[1]), timeout=20)
            for path, shows in (("/", "<title>"), ("/page/sim.js", "import")):
                connection.request("GET", path)
                answer = connection.getresponse()
                assert (answer.status, shows in answer.read().decode()) == (200, True)
            connection.close()
        finally:
            process.terminate()
