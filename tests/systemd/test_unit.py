"""The unit, as systemd itself reads and judges it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

SHIPPED = Path(__file__).parent.parent.parent / "systemd"
UNIT = "station.service"
DROP_IN = "station.service.d/no-network.conf"

with_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None,
    reason="NOT CHECKED: there is no systemd-analyze here to judge the unit",
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The unit alone: systemd would take a drop-in that lies beside it as well."""
    return Path(shutil.copy(SHIPPED / UNIT, tmp_path))


def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", "--no-pager", *words],  # noqa: S607 - wherever the system has it
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def exposure(unit: Path) -> float:
    """From 0, safe, to 10."""
    said = analyze("security", "--offline=true", unit).stdout
    found = re.search(r"Overall exposure level for station\.service: ([0-9.]+)", said)
    assert found, said
    return float(found[1])


@with_systemd
def test_exposure_with_a_network(copied: Path) -> None:
    assert exposure(copied) <= 1.6


@with_systemd
def test_exposure_without_a_network(copied: Path) -> None:
    with_network = exposure(copied)
    (copied.parent / DROP_IN).parent.mkdir()
    shutil.copy(SHIPPED / DROP_IN, copied.parent / DROP_IN)
    assert exposure(copied) <= 1.0
    assert exposure(copied) < with_network


@with_systemd
@pytest.mark.parametrize("drop_in", [None, DROP_IN])
def test_systemd_finds_nothing_wrong(copied: Path, drop_in: str | None) -> None:
    program = copied.parent / "station"
    program.touch(mode=0o755)
    copied.write_text(copied.read_text().replace("/opt/station/bin/station", str(program)))
    if drop_in is not None:
        (copied.parent / drop_in).parent.mkdir()
        shutil.copy(SHIPPED / drop_in, copied.parent / drop_in)
    ended = analyze("verify", "--man=no", copied)
    assert ended.stdout + ended.stderr == ""
    assert ended.returncode == 0


@pytest.mark.meets("FLT-19", "FLT-20")
@pytest.mark.parametrize(
    "line",
    [
        "StartLimitIntervalSec=0",  # never gives up
        "Restart=always",
        "RestartPreventExitStatus=2",  # but for a config that no start can mend
        "Type=notify",
        "WatchdogSec=10s",
        "ExecStopPost=-/opt/station/bin/station off -c /etc/station/station.yaml",
        "Environment=GPIOZERO_PIN_FACTORY=lgpio",  # never a mock station that looks well
        "Environment=LG_WD=%t/station",
        "StateDirectory=station",
        "SystemCallFilter=setpriority",  # its other threads step back behind the engine
    ],
)
def test_what_the_station_relies_on_is_there(line: str) -> None:
    assert line in (SHIPPED / UNIT).read_text().splitlines()


def test_nothing_hides_the_files_that_tell_which_pi_this_is() -> None:
    unit = (SHIPPED / UNIT).read_text()
    assert re.search("^(ProcSubset|PrivateDevices)=", unit, re.MULTILINE) is None
