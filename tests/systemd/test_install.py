"""The installer, run for real on a small system in a directory."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.systemd.tree import SHIPPED, Tree
from tests.systemd.wheels import make_wheel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd runs on Linux only")

USERADD = (
    "useradd --system --user-group --home-dir /var/lib/station --no-create-home"
    " --shell /usr/sbin/nologin --comment times numbing cream station"
)


def test_the_first_time_everything_is_made_and_started(tree: Tree) -> None:
    said = tree.installed()
    version = tree.home.resolve()
    config = tree.root / "etc/station/station.yaml"
    assert "done." in said
    assert "being timed" not in said  # nothing is
    calls = [call for call in tree.calls() if not call.startswith(("runuser", "chown", "pip"))]
    assert calls == [
        f"python -m venv --without-pip {version}",
        f"python -m compileall -q -j 0 {version}/lib",
        USERADD,
        "groupadd --system gpio",
        "usermod --append --groups gpio station",
        "groupadd --system i2c",
        "usermod --append --groups i2c station",
        "udevadm control --reload",
        "udevadm trigger --subsystem-match=gpio --subsystem-match=i2c-dev",
        "udevadm settle",
        "systemctl --quiet --no-reload enable station.service",
        "systemctl daemon-reload",
        "systemctl restart station.service",
    ]
    assert version.parent == tree.root / "opt/station.versions"
    assert version.stat().st_mode & 0o777 == 0o755
    assert tree.unit.read_bytes() == (SHIPPED / "systemd/station.service").read_bytes()
    assert config.read_bytes() == (SHIPPED / "config/station.yaml").read_bytes()
    assert config.stat().st_mode & 0o777 == 0o640
    assert str((tree.root / "usr/local/bin/station").readlink()) == "/opt/station/bin/station"
    assert not (tree.unit.parent / "station.service.d").exists()


def test_again_it_changes_nothing(tree: Tree) -> None:
    tree.installed()
    before = tree.files()
    tree.calls()
    assert "installed already" in tree.installed()
    assert tree.files() == before
    assert [call for call in tree.calls() if not call.startswith("runuser")] == [
        "systemctl --quiet --no-reload enable station.service",
        "systemctl daemon-reload",
    ]


def test_again_it_starts_a_service_that_does_not_run(tree: Tree) -> None:
    tree.installed()
    (tree.root / "active").unlink()
    tree.calls()
    tree.installed()
    assert "systemctl restart station.service" in tree.calls()


def test_an_upgrade_keeps_the_config_and_one_version_before(tree: Tree) -> None:
    config = tree.write("etc/station/station.yaml", "station: mine\n")
    tree.installed()
    for words in ("first of all", "second", "third"):
        tree.change(words)
        assert "goes on from the journal" in tree.installed()
        assert "systemctl restart station.service" in tree.calls()
        assert words in (tree.home / "what").read_text()
    kept = [path / "what" for path in tree.home.resolve().parent.iterdir()]
    assert sorted(path.read_text() for path in kept) == ['"""second"""\n', '"""third"""\n']
    assert config.read_text() == "station: mine\n"


def test_newer_libraries_are_had_by_asking(tree: Tree) -> None:
    tree.installed()
    version = tree.home.resolve()
    tree.installed("--again")
    assert tree.home.resolve() != version


def test_a_changed_unit_alone_restarts_the_service(tree: Tree) -> None:
    tree.installed()
    version = tree.home.resolve()
    unit = tree.checkout / "systemd/station.service"
    unit.write_text(unit.read_text() + "# changed\n")
    tree.calls()
    tree.installed()
    assert "systemctl restart station.service" in tree.calls()
    assert tree.home.resolve() == version
    assert tree.unit.read_text().endswith("# changed\n")


def pip_fails(tree: Tree) -> str:
    tree.breaks("pip", "ERROR: no route to host")
    return "pip could not install the station; nothing was changed"


def config_is_refused(tree: Tree) -> str:
    tree.write("etc/station/station.yaml", "wrong\n")
    return "the config is refused; the installed service is as it was"


def version_crashes(tree: Tree) -> str:
    tree.write("etc/station/station.yaml", "crash\n")
    return "this version does not run as the user station; the installed service is as it was"


def service_does_not_start(tree: Tree) -> str:
    tree.breaks("systemctl-restart", "once\n")
    return "the new version does not start; the one before was put back, and runs"


def no_service_starts(tree: Tree) -> str:
    tree.breaks("systemctl-restart")
    return "the new version does not start; nor does the one before, which was put back"


@pytest.mark.parametrize(
    "happens",
    [pip_fails, config_is_refused, version_crashes, service_does_not_start, no_service_starts],
)
def test_an_upgrade_that_fails_leaves_the_old_version(
    tree: Tree, happens: Callable[[Tree], str]
) -> None:
    tree.installed()
    tree.change("second")
    (tree.checkout / "systemd/station.service").write_text("[Service]\n")
    reason = happens(tree)
    before = tree.files()
    assert reason in tree.refused()
    assert tree.files() == before


def test_pip_need_not_say_five_times_that_there_is_no_network(tree: Tree) -> None:
    retries = "".join(f"WARNING: Retrying (total={n}) after no route\n" for n in (4, 3, 2, 1, 0))
    tree.breaks("pip", f"{retries}ERROR: No matching distribution found for flit_core\n")
    said = tree.refused()
    assert said.count("Retrying") == 1
    assert "ERROR: No matching distribution" in said
    assert "--wheels DIR" in said


def test_a_first_start_that_fails_shows_the_last_words_and_stays(tree: Tree) -> None:
    tree.breaks("systemctl-restart")
    reasons = tree.refused()
    assert "the station's last words" in reasons
    assert "installed, and does not start" in reasons
    assert "installed, and does not start" in tree.refused()
    tree.mended("systemctl-restart")
    tree.installed()
    assert (tree.root / "active").exists()


def test_without_starting_the_restart_is_due_until_it_was_made(tree: Tree) -> None:
    tree.installed()
    runtime = tree.root / "run/station"  # systemd makes it at a start, and removes it at a stop
    runtime.mkdir()
    tree.change("second")
    tree.calls()
    assert "not started" in tree.installed("--no-start")
    assert "systemctl restart station.service" not in tree.calls()
    tree.installed()
    assert "systemctl restart station.service" in tree.calls()
    shutil.rmtree(runtime)
    tree.installed()
    assert "systemctl restart station.service" not in tree.calls()


def test_an_image_needs_no_running_systemd(tree: Tree) -> None:
    (tree.root / "run/systemd/system").rmdir()
    tree.installed("--no-start")
    calls = tree.calls()
    assert [call for call in calls if call.startswith(("systemctl", "udevadm"))] == [
        "systemctl --quiet --no-reload enable station.service"
    ]


def test_the_network_is_taken_away_and_given_back_only_on_demand(tree: Tree) -> None:
    drop_in = tree.unit.parent / "station.service.d/no-network.conf"
    tree.installed("--no-network")
    assert "PrivateNetwork=yes" in drop_in.read_text()
    tree.installed()
    assert drop_in.exists()
    tree.calls()
    tree.installed("--network")
    assert not drop_in.parent.exists()
    assert "systemctl restart station.service" in tree.calls()


def test_the_systems_own_lgpio_is_used_where_there_is_one(tree: Tree) -> None:
    tree.write("usr/lib/lgpio.py", "")
    tree.installed()
    calls = tree.calls()
    assert f"python -m venv --without-pip --system-site-packages {tree.home.resolve()}" in calls
    assert not any("[pi" in call for call in calls)
    assert any(call.endswith("[mqtt]") for call in calls)


def test_where_processes_cannot_share_work_one_compiles_all(tree: Tree) -> None:
    tree.breaks("compile-together")  # an image's tree has no /dev/shm
    tree.installed()
    assert f"python -m compileall -q {tree.home.resolve()}/lib" in tree.calls()


def test_groups_that_the_system_serves_get_no_rule(tree: Tree) -> None:
    tree.write("usr/lib/udev/rules.d/99-com.rules", 'SUBSYSTEM=="gpio", GROUP="gpio"\n')
    tree.write("group-gpio", "")
    tree.installed()
    assert list((tree.root / "etc/udev/rules.d").iterdir()) == []
    assert "groupadd --system gpio" not in tree.calls()


def test_another_command_of_that_name_is_left_alone(tree: Tree) -> None:
    other = tree.write("usr/local/bin/station", "somebody else's")
    assert "left alone" in tree.installed()
    tree.installed("--uninstall")
    assert other.read_text() == "somebody else's"


def test_i2c_is_hinted_at_until_it_is_set(tree: Tree) -> None:
    both = "  dtparam=i2c_arm=on\n  dtparam=i2c_arm_baudrate=400000\n"
    assert both in tree.installed()
    tree.write("boot/firmware/config.txt", "dtparam=i2c_arm=on\n")
    said = tree.installed()
    assert "baudrate=400000" in said
    assert "i2c_arm=on" not in said
    tree.write("boot/firmware/config.txt", "dtparam=i2c_arm=on,i2c_arm_baudrate=400000\n")
    said = tree.installed()
    assert "config.txt" not in said
    assert "no I2C bus for the panels yet" in said
    tree.write("dev/i2c-1", "")
    assert "I2C" not in tree.installed()


@pytest.mark.parametrize("options", [["--nonsense"], ["--wheels"], ["station"]])
def test_what_it_does_not_understand_it_does_not_do(tree: Tree, options: list[str]) -> None:
    ended = tree.install(*options)
    assert ended.returncode == 2
    assert ended.stderr.startswith("usage:")
    assert tree.calls() == []


def test_it_tells_its_options(tree: Tree) -> None:
    assert "--no-network" in tree.installed("--help")


PROJECT = """
[project]
name = "station"
[build-system]
requires = []
build-backend = "wheels"
backend-path = ["station"]
"""


def test_with_real_python_it_installs_from_wheels_without_a_network(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ensurepip", reason="this Python makes no environments")
    tree.use_real_python()
    (tree.checkout / "pyproject.toml").write_text(PROJECT)
    shutil.copy(Path(__file__).parent / "wheels.py", tree.checkout / "station")
    # What whoever installs can import by this, the service cannot.
    with zipfile.ZipFile(tmp_path / make_wheel(tmp_path, "lgpio", "0.2.2")) as wheel:
        wheel.extractall(tmp_path / "elsewhere")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "elsewhere"))
    tree.installed("--wheels", str(tmp_path))
    ended = subprocess.run([tree.home / "bin/station"], capture_output=True, text=True, check=True)
    assert ended.stdout == "a very small station\n"
    (packages,) = tree.home.glob("lib/*/site-packages")
    # The service may write nothing there, and would compile them at each start.
    compiled = sorted(path.name.split(".")[0] for path in packages.glob("__pycache__/*"))
    assert compiled == ["lgpio", "station"]
    assert not (packages / "pip").exists()
    assert sorted(path.name for path in tree.checkout.iterdir()) == [
        *("LICENSE", "README.md", "config", "pyproject.toml", "station", "systemd")
    ]
    version = tree.home.resolve()
    assert "installed already" in tree.installed("--wheels", str(tmp_path))
    assert tree.home.resolve() == version
