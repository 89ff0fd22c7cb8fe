"""What happens at a bed, on a real kernel's lines and bus."""

from tests.lab.ride import Installed, run_tests


def test_the_bedside(guest: Installed) -> None:
    run_tests("bedside", guest, ["bedside"], idle=True, urgent=True)
