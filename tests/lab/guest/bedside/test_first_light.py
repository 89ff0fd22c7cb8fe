"""The station as it stands after the boot."""

from tests.lab.guest import service
from tests.lab.guest.panel import Panel


def test_it_runs_after_a_boot() -> None:
    assert service.active()
    assert Panel().lit()
    print(service.facts())
    Panel().picture().save("/host/out/first.png")
