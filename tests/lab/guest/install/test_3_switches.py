"""With and without a network, and what systemd thinks of the unit on this very system."""

import re
from pathlib import Path
from typing import Final

from tests.lab.guest import service
from tests.lab.guest.install.checkout import HOME, WHEELS, installed, newer

UNIT: Final = "station.service"
DROP_IN: Final = Path("/etc/systemd/system/station.service.d/no-network.conf")


def exposure() -> float:
    """What systemd says of the installed unit: from 0, safe, to 10."""
    said = service.run("systemd-analyze", "--no-pager", "security", UNIT)
    (figure,) = re.findall(rf"Overall exposure level for {re.escape(UNIT)}: ([0-9.]+)", said)
    print(f"exposure {figure}")
    return float(figure)


def has_a_network() -> bool:
    """Whether the running service is in the machine's network, or in one of its own."""
    own, machines = (Path(f"/proc/{pid}/ns/net").readlink() for pid in (service.pid(), 1))
    return own == machines


def test_with_a_network_it_is_hard_to_misuse() -> None:
    assert has_a_network()
    assert exposure() <= 1.6


def test_the_network_is_taken_away_with_a_restart() -> None:
    victim = service.pid()
    installed(*WHEELS, "--no-network", checkout=newer("0.1.1"))
    assert DROP_IN.exists()
    assert service.pid() != victim
    assert not has_a_network()
    assert exposure() <= 1.0


def test_systemd_finds_nothing_wrong_with_it() -> None:
    assert service.run("systemd-analyze", "verify", "--man=no", UNIT) == ""


def test_it_stays_away_until_it_is_given_back_even_if_the_restart_comes_later() -> None:
    victim = service.pid()
    installed(*WHEELS, checkout=newer("0.1.1"))
    assert DROP_IN.exists()
    said = installed(*WHEELS, "--network", "--no-start", checkout=newer("0.1.1"))
    assert "not started: sudo systemctl restart station" in said
    assert not DROP_IN.parent.exists()
    assert service.pid() == victim
    installed(*WHEELS, checkout=newer("0.1.1"))  # the restart was due
    assert service.pid() != victim
    assert service.running() == HOME.resolve()
    assert has_a_network()
