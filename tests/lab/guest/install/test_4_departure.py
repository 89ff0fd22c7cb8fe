"""The way back, and back again."""

from pathlib import Path
from typing import Final

from tests.lab.guest import service
from tests.lab.guest.install.checkout import HOME, VERSIONS, WHEELS, installed
from tests.lab.guest.install.files import LISTED, files
from tests.lab.guest.lines import level

OUTPUTS: Final = {"lamp of bed 1": 27, "lamp of bed 2": 6, "buzzer": 22}
PROGRAM: Final = (
    Path("/etc/systemd/system/station.service"),
    Path("/usr/local/bin/station"),
    HOME,
    VERSIONS,
)


def applied() -> list[int]:
    """When cream was applied, as the journal has it."""
    return [fact["at"] for fact in service.facts() if fact["kind"] == "applied"]


def test_uninstalled_it_is_silent_and_dark_and_its_past_stays() -> None:
    before, config = applied(), service.CONFIG.read_text()
    said = installed("--uninstall")
    assert "/etc/station and /var/lib/station stay" in said
    assert {name: level(pin) for name, pin in OUTPUTS.items()} == dict.fromkeys(OUTPUTS, 0)
    assert not service.active()
    assert "could not be found" in service.systemctl("status", "station", check=False)
    assert [path for path in PROGRAM if path.is_symlink() or path.exists()] == []
    assert applied() == before
    assert service.CONFIG.read_text() == config


def test_installed_again_it_goes_on_where_it_was() -> None:
    before = applied()
    installed(*WHEELS)
    assert service.active()
    assert applied() == before
    assert "bed-1  contact" in service.run("station", "status")


def test_purged_it_leaves_nothing() -> None:
    installed("--purge")
    assert files() == set(LISTED.read_text().splitlines())
    assert {name: level(pin) for name, pin in OUTPUTS.items()} == dict.fromkeys(OUTPUTS, 0)
    assert "station" not in Path("/etc/passwd").read_text()
    assert installed("--purge")
