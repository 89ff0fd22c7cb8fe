"""What both boots know: the station, and how the clock is put right or wrong."""

from pathlib import Path
from typing import Final

from tests.lab.guest import service
from tests.lab.guest.ward import Bed, Cream, Ward

CONTACT: Final = 10 * 60_000
VISIT: Final = Cream("visit", contact="10m", removal="10m")
WARD: Final = Ward((Bed("bed-1", 17, 27, VISIT),))
SYNCHRONIZED: Final = Path("/run/systemd/timesync/synchronized")
OLD: Final = Path("/etc/systemd/system/station.service.d/lab-1970.conf")
HOST: Final = Path("/host/out/time")


def true_time() -> float:
    """Seconds since 1970 by the host's clock: it stamps what is written to its directory."""
    HOST.write_text("")
    return HOST.stat().st_mtime


def synchronise() -> None:
    """Set the clock, and say so as the time service does."""
    service.run("date", "--set", f"@{true_time():.3f}")
    SYNCHRONIZED.parent.mkdir(parents=True, exist_ok=True)
    SYNCHRONIZED.touch()
