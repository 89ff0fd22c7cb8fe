"""The installed service with one thing broken at a time: the suite must notice."""

from tests.lab.ride import Installed, run_tests


def test_mutations_of_the_deployment(guest: Installed) -> None:
    run_tests("mutations", guest, ["mutations"], seconds=1800, idle=True)
