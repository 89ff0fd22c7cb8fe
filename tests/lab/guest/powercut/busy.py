"""Busy visits until the power goes; what the panels showed as saved is told to the host at once."""

import json
import os
from pathlib import Path
from typing import Final

from tests.lab.guest import service
from tests.lab.guest.powercut.bed import host_time_at
from tests.lab.guest.powercut.ward import Ward, configure

OUT: Final = Path("/host/out")
SWORN: Final = OUT / "sworn.jsonl"
ENOUGH: Final = 15
"""Marks after which the host may cut."""


def main() -> None:
    """Until the power goes."""
    configure()
    os.sync()  # the config, that is: there is no journal yet
    service.start()
    (OUT / "zero").write_text(str(host_time_at(0)))
    with SWORN.open("w", buffering=1) as sworn:
        ward = Ward(
            lambda bay, phase, at: print(
                json.dumps({"bay": bay, "phase": phase, "at": at}), file=sworn, flush=True
            )
        )
        ward.busy(lambda: ward.sworn >= ENOUGH)
        (OUT / "ready-busy").touch()
        ward.busy(lambda: False)


if __name__ == "__main__":
    main()
