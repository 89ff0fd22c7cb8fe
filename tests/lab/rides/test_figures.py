"""The figures of the real path; LAB_MINUTES is how long the station is watched, 10 by `make`."""

import os
import shutil

from tests.lab.machine import Machine
from tests.lab.ride import PATIENCE, RESULTS, UNPACK, Installed, share_for

MINUTES = float(os.environ.get("LAB_MINUTES", "1"))


def test_the_figures_are_within_their_goals(guest: Installed) -> None:
    script = f"""{UNPACK}
export PYTHONPATH=/opt/lab/packages
python3 -m tests.lab.guest.figures {MINUTES:g} >/host/out/report.txt 2>&1"""
    machine = Machine(guest.image, share_for("figures", guest.recipe, script))
    machine.boot()
    status = machine.wait(PATIENCE + 180 * MINUTES)
    print((machine.out / "report.txt").read_text(), flush=True)
    assert status == 0, f"a goal was missed, or none could be measured; see {machine.out}"
    shutil.copy(machine.out / "figures.json", RESULTS / "figures.json")
