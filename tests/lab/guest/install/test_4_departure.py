"""The way back, and back again."""

from pathlib import Path
from typing import Final

from tests.lab.guest import service
from tests.lab.guest.install.checkout import HOME, VERSIONS, WHEELS, installed
from tests.lab.guest.install.files import LISTED, files
from tests.lab.guest.tracer import tracing

LAMP: Final = 27
BUZZER: Final = 22
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
    with tracing() as trace:
        said = installed("--uninstall")
        last = {pin: edges[-1].level for pin, edges in trace.edges().items()}
    assert "/etc/station and /var/lib/station stay" in said
    assert last[LAMP] == 0  # it was lit: cream is on
    assert last.get(BUZZER, 0) == 0
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
    assert "station" not in Path("/etc/passwd").read_text()
    assert installed("--purge")
