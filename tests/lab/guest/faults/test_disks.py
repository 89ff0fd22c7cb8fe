"""The journal's disk fills up, or can only be read: timers go on, and all is written when it can.

The state is on a disk of its own, /dev/vdb, as /var/lib/station would be on a card.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.lab.guest import awaited, service
from tests.lab.guest.clock import until
from tests.lab.guest.faults.alarms import FAULT, REMOVAL, Alarm, lateness
from tests.lab.guest.finger import SURE_PRESS, Finger
from tests.lab.guest.glass import says
from tests.lab.guest.panel import Panel
from tests.lab.guest.tracer import tracing
from tests.lab.guest.ward import Bed, Cream, Ward

STATE: Final = service.JOURNAL.parent
DISK: Final = Path("/dev/vdb")
BROKEN: Final = Path("/sys/fs/ext4/vdb/trigger_fs_error")
BUZZER: Final = 22
VISIT: Final = Cream("visit", contact="12s", removal="12s", silence_first=False)
LONG: Final = Cream("long", contact="1h", removal="2m")
WARD: Final = Ward((Bed("bed-1", 17, 27, VISIT), Bed("bed-2", 5, 6, LONG)))
SECOND: Final = FAULT.edges[2]
SECOND_PULSE: Final = Alarm((0, 200), FAULT.period)
BED_1, BED_2 = Finger(17), Finger(5)


@pytest.fixture(autouse=True)
def _state_on_a_disk_of_its_own() -> Iterator[None]:
    """A station with cream on at bed-2."""
    service.configure(WARD.config, **WARD.protocols)
    service.run("mkfs.ext4", "-q", "-F", "-m", "0", str(DISK))
    service.run("mount", "-o", "errors=remount-ro", str(DISK), str(STATE))
    shutil.chown(STATE, "station", "station")
    STATE.chmod(0o750)
    service.start()
    BED_2.press(SURE_PRESS)
    awaited.told("applied", bay="bed-2")
    yield
    service.stop()
    service.run("umount", str(STATE))


def fill() -> Path:
    """Leave no room for anything."""
    filler = STATE / "filler"
    with filler.open("wb", buffering=0) as file:
        for piece in (1 << 20, 1 << 12, 1 << 9):
            try:
                while file.write(b"x" * piece):
                    pass
            except OSError:
                continue
    return filler


def tells_not_saved() -> None:
    """Panel and service manager say so."""
    until(lambda: "NOT SAVED" in service.prop("StatusText"), every=0.2)
    until(lambda: says(Panel(), "NOT SAVED"), 60, every=0.2)


def test_a_full_disk_is_told_and_what_happened_is_written_once_there_is_room() -> None:
    filler, since, place = fill(), awaited.newest(), service.place_in_log()
    with tracing() as trace:
        BED_2.press(SURE_PRESS)  # refused; the disk refuses it too
        tells_not_saved()
        # The low alarm is a while old: staff have heard one burst, and apply cream elsewhere.
        BED_1.press(SURE_PRESS)
        until(lambda: "bed-1 removal due" in service.log(place), every=0.2)
        assert not awaited.every("applied", since), "it was saved on a full disk"
        filler.unlink()
        awaited.told("journal_restored", since)
        edges = trace.of(BUZZER)
    lost = awaited.told("journal_lost", since)
    applied, due = awaited.told("applied", since), awaited.told("removal_due", since)
    print(f"lost: {lost}")
    assert due["at"] == applied["at"] + 12_000
    # The first pulse may run into that of the refused press.
    low = lateness(edges, SECOND_PULSE, lost["at"] + SECOND, lost["at"] + 1_000)
    medium = lateness(edges, REMOVAL, due["at"], due["at"] + 1_400)
    print(f"edges of the alarms late (ms): most {max(low + medium):.0f}")
    until(lambda: "NOT SAVED" not in service.prop("StatusText"), every=0.2)


def test_a_state_that_can_only_be_read_at_the_start_is_written_once_it_can_be() -> None:
    service.stop()
    saved = service.facts()
    service.run("mount", "-o", "remount,ro", str(STATE))
    with tracing() as trace:
        service.start()
        tells_not_saved()
        BED_1.press(SURE_PRESS)
        until(lambda: any(edge.level for edge in trace.of(27)))
        assert service.facts() == saved
    service.run("mount", "-o", "remount,rw", str(STATE))
    # The service has mounts of its own (ProtectSystem=, PrivateMounts=), as they were at its start.
    within = f"--mount=/proc/{service.pid()}/ns/mnt"
    print(service.run("nsenter", within, "findmnt", "--target", str(STATE), check=False))
    service.run("nsenter", within, "mount", "-o", "remount,bind,rw", str(STATE))
    since = saved[-1]["number"]
    awaited.told("journal_restored", since)
    kinds = [fact["kind"] for fact in service.facts(since)]
    print(kinds)
    assert kinds.index("started") < kinds.index("resumed") < kinds.index("applied")


def test_a_disk_that_fails_while_cream_is_on_takes_nothing_that_was_saved() -> None:
    saved, place = service.facts(), service.place_in_log()
    BROKEN.write_text("the card has failed\n")
    with tracing() as trace:
        BED_1.press(SURE_PRESS)
        tells_not_saved()
        until(lambda: "bed-1 removal due" in service.log(place), every=0.2)
        assert any(edge.level for edge in trace.of(BUZZER))
    assert service.active()
    # A new card's worth of repair: what was NOT SAVED is gone, as the panel said.
    service.stop()
    service.run("umount", str(STATE))
    service.run("e2fsck", "-p", "-f", str(DISK), check=False)
    service.run("mount", "-o", "errors=remount-ro", str(DISK), str(STATE))
    service.start()
    assert service.facts()[: len(saved)] == saved
    assert awaited.told("resumed", saved[-1]["number"], bay="bed-2")["certain"]
