"""A process killed again and again while visits run: minutes, for each start takes its time."""

from tests.lab.ride import Installed, run_tests


def test_thirty_kills(guest: Installed) -> None:
    run_tests("kills", guest, ["faults/test_kills.py"], seconds=1800, idle=True)
