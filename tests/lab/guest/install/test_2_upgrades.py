"""Upgrades while cream is on: one that works, and each kind that does not."""

from typing import Final

import pytest

from tests.lab.guest import service
from tests.lab.guest.clock import sleep_until, until
from tests.lab.guest.install.checkout import (
    HOME,
    VERSIONS,
    WHEELS,
    add,
    install,
    installed,
    newer,
)
from tests.lab.guest.install.visit import Visit, assert_goes_on, begin, last_row, rest, wipe
from tests.lab.guest.tracer import tracing

BUTTONS: Final = {"bed-1": 17, "bed-2": 5}
BUZZER: Final = 22
LONG: Final = 3_600_000
"""The contact time of EMLA: longer than all that happens here."""
SHORT: Final = 240_000
"""Longer than an upgrade takes."""
PROTOCOL: Final = """\
protocol: lab
name: Lab
source: nobody's cream
contact: 4m
"""


@pytest.fixture(scope="module")
def visits() -> tuple[Visit, Visit]:
    """Cream on two beds, for a long time and for a short one, with the config that says so."""
    config = service.CONFIG.read_text().replace("protocol: numb520", "protocol: emla", 1)
    config = config.replace("lamp: 6}", "lamp: 6, protocol: lab}")
    service.configure(config, lab=PROTOCOL)
    service.start()
    return begin(BUTTONS["bed-1"], "bed-1", LONG), begin(BUTTONS["bed-2"], "bed-2", SHORT)


def test_an_upgrade_goes_on_with_the_visit(visits: tuple[Visit, Visit]) -> None:
    old, before, config = HOME.resolve(), last_row(), service.CONFIG.read_text()
    said = installed(*WHEELS, checkout=newer("0.1.1"))
    assert "what is being timed goes on" in said
    assert sorted(VERSIONS.iterdir()) == sorted((old, HOME.resolve()))
    assert HOME.resolve() != old
    assert service.running() == HOME.resolve()
    assert service.CONFIG.read_text() == config
    assert rest(before) < service.SLOW_START
    resumed = [fact for fact in service.facts(before) if fact["kind"] == "resumed"]
    assert {fact["bay"]: fact["phase"] for fact in resumed} == dict.fromkeys(BUTTONS, "contact")
    assert_goes_on(visits[1])


def test_one_that_refuses_the_config_never_touches_the_service() -> None:
    config, victim, old = service.CONFIG.read_text(), service.pid(), HOME.resolve()
    add(service.CONFIG, "colour: blue\n")
    said = install(*WHEELS, checkout=newer("0.1.3"))
    service.CONFIG.write_text(config)
    assert said.status == 1
    assert f"{service.CONFIG}:" in said.err
    assert "colour" in said.err
    assert "the config is refused; the installed service is as it was" in said.err
    assert (service.pid(), HOME.resolve()) == (victim, old)
    assert old in VERSIONS.iterdir()


def test_with_nothing_changed_nothing_is_restarted() -> None:
    victim = service.pid()
    assert "this version is installed already" in installed(*WHEELS, checkout=newer("0.1.1"))
    assert service.pid() == victim


def test_what_falls_due_after_the_upgrade_does_so_at_its_own_instant(
    visits: tuple[Visit, Visit],
) -> None:
    _, visit = visits
    with tracing() as trace:
        sleep_until(visit.due)
        (fact,) = until(lambda: [f for f in service.facts() if f["kind"] == "removal_due"])
        until(lambda: trace.of(BUZZER))  # the alarm, which nobody has answered yet
    assert (fact["bay"], fact["at"]) == ("bed-2", visit.due)
    print(f"acted on {fact['acted'] - fact['at']} ms after its instant")
    wipe(BUTTONS["bed-2"])
    assert_goes_on(visits[0])


def test_one_that_does_not_start_gives_way_to_the_old_one(visits: tuple[Visit, Visit]) -> None:
    broken = newer("0.1.2")
    add(broken / "station/daemon.py", '\nraise RuntimeError("broken in the lab")\n')
    old, before = HOME.resolve(), last_row()
    said = install(*WHEELS, checkout=broken)
    assert said.status == 1
    assert "broken in the lab" in said.err
    assert "the new version does not start; the one before was put back, and runs" in said.err
    assert HOME.resolve() == old
    assert service.active()
    assert service.running() == old
    assert rest(before) < 2 * service.SLOW_START
    assert_goes_on(visits[0])
