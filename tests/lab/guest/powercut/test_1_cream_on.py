"""Boot 1, with a clock: cream is put on at two beds, and the power is cut."""

import os

from tests.lab.guest import service
from tests.lab.guest.powercut.bed import BED_1, BED_2, REAL, host_time_at, trusted
from tests.lab.guest.powercut.notes import note


def test_cream_is_on_at_two_beds() -> None:
    protocols = {path.stem: path.read_text() for path in (REAL / "protocols").iterdir()}
    service.configure((REAL / "station.yaml").read_text(), **protocols)
    os.sync()  # what an administrator did long ago; the journal is the station's own to keep
    service.start()
    BED_1.press()
    BED_2.press()
    one, two = BED_1.fact("applied")["at"], BED_2.fact("applied")["at"]
    note(bed_1_applied=host_time_at(one), bed_2_applied=host_time_at(two))
    assert all(trusted())
