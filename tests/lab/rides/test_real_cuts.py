"""Real power cuts: QEMU is killed, and the same disk booted again. One boot looks after the other.

Each boot's tests hold what came of the cut before it, and end with what the next cut is to hit.
"""

import time

from tests.lab.machine import Machine, disk_over
from tests.lab.ride import UNPACK, Installed, share_for

PATIENCE = 300.0
"""Seconds for one boot."""
BOOTS = {
    # What is done in it, and whether the machine has a clock that goes on without power.
    "test_1_cream_on": True,
    "test_2_contact_and_a_late_alarm": True,
    "test_3_power_lost_while_wiping": False,
    "test_4_power_lost_in_contact": False,
    "test_5_numb_and_in_contact": True,
    "test_6_removal_goes_on": True,
    "test_7_nothing_is_missing": True,
}
OFF = {"test_1_cream_on": 30.0}
"""Seconds without power after it; else none."""
SCRIPT = f"""boot=$(cat /host/boot)
if [ ! -e /etc/systemd/system/trace-from-boot.service ]; then
{UNPACK}
cp tests/lab/guest/powercut/trace-from-boot.service /etc/systemd/system/
systemctl enable trace-from-boot
sync
fi
cd /srv/station
export STATION_LAB=guest PYTHONPATH=/opt/lab/packages:/srv/station
python3 -B -m pytest --color=no --confcutdir=tests/lab/guest -p no:cacheprovider -rP \\
    --junitxml=/host/out/$boot.xml tests/lab/guest/powercut/$boot.py >/host/out/$boot.txt 2>&1
case $boot in
*_6_*) python3 -B -m tests.lab.guest.powercut.busy >/host/out/busy.txt 2>&1 ;;
*_7_*) ;;
*) touch /host/out/ready-$boot; sleep 3600 ;;
esac"""


class Bedside:
    """A machine whose power comes and goes, and the disk that stays."""

    def __init__(self, guest: Installed) -> None:
        self._guest = guest
        self._share = share_for("real-cuts", guest.recipe, SCRIPT)
        self._disk = disk_over(guest.image, self._share / "disk.qcow2")
        self.began = time.monotonic()

    def boot(self, name: str, *, rtc: bool) -> Machine:
        """Switch it on, to do what is named."""
        (self._share / "boot").write_text(name)
        machine = Machine(self._guest.image, self._share, self._disk, rtc=rtc)
        machine.boot()
        return machine

    def report(self, name: str) -> str:
        """What its tests said."""
        path = self._share / "out" / f"{name}.txt"
        return path.read_text() if path.exists() else f"{name} never began"


def ridden(bedside: Bedside, name: str, *, rtc: bool) -> None:
    """One boot, until its tests are done and its power is cut."""
    machine = bedside.boot(name, rtc=rtc)
    last = name == list(BOOTS)[-1]
    ready = "ready-busy" if name == list(BOOTS)[-2] else f"ready-{name}"
    try:
        if last:
            assert machine.wait(PATIENCE) == 0, bedside.report(name)
        else:
            machine.wait_for(ready, PATIENCE)
            machine.cut()
    except TimeoutError as never:
        raise AssertionError(f"{never}\n{bedside.report(name)}") from None
    finally:
        if machine.on:
            machine.cut()
    print(f"{name}: {time.monotonic() - bedside.began:.0f} s", flush=True)
    print(bedside.report(name), flush=True)


def test_a_station_goes_on_after_six_power_cuts(guest: Installed) -> None:
    bedside = Bedside(guest)
    for name, rtc in BOOTS.items():
        ridden(bedside, name, rtc=rtc)
        time.sleep(OFF.get(name, 0))
