"""Lines that somebody else has, and a second station that somebody starts by hand."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Final

import lgpio
import pytest

from tests.lab.guest import awaited, lines, service
from tests.lab.guest.clock import now, until
from tests.lab.guest.finger import SURE_PRESS, Finger
from tests.lab.guest.tracer import tracing
from tests.lab.guest.ward import Bed, Cream, Ward

LONG: Final = Cream("long", contact="1h", removal="2m")
WARD: Final = Ward((Bed("bed-1", 17, 27, LONG), Bed("bed-2", 5, 6, LONG)))
BUZZER, LAMP, BUTTON = 22, 27, 17


@pytest.fixture(scope="module", autouse=True)
def _ward() -> Iterator[None]:
    service.configure(WARD.config, **WARD.protocols)
    yield
    service.stop()


@contextmanager
def held(pin: int) -> Iterator[None]:
    """A line in this process's hands, and high: it may be anybody's motor."""
    chip = lgpio.gpiochip_open(0)
    try:
        lgpio.gpio_claim_output(chip, pin, 1)
        yield
    finally:
        lgpio.gpiochip_close(chip)


def busy(pin: int) -> str:
    """What the station says of a line that somebody else has."""
    return f"pin {pin} cannot be had: 'GPIO busy'"


def said(words: str) -> bool:
    """Whether the service has said so."""
    return words in service.log()


def test_lines_that_another_process_has_are_named_and_waited_for() -> None:
    with ExitStack() as others:
        hands = {pin: others.enter_context(ExitStack()) for pin in (BUTTON, LAMP, BUZZER)}
        for pin, hand in hands.items():
            hand.enter_context(held(pin))
        service.systemctl("start", "--no-block", "station")
        for pin in (BUZZER, LAMP, BUTTON):  # as the station asks for them
            until(partial(said, busy(pin)), service.SLOW_START, every=0.5)
            assert not service.active()
            assert lines.level(pin) == 1, "what another process drives is its own"
            hands[pin].close()
        freed = now()
        until(service.active, service.SLOW_START)
    print(f"{service.restarts()} attempts; up {now() - freed:.0f} ms after the last line was free")
    assert service.restarts() >= 2  # `off`, after each attempt, names the next one too
    since = awaited.newest()
    Finger(BUTTON).press(SURE_PRESS)
    awaited.told("applied", since, bay="bed-1")


def by_hand(config: str) -> tuple[int, str]:
    """A second station, as an administrator starts it. Its exit status and its words."""
    ended = subprocess.run(
        ["/opt/station/bin/station", "run", "-c", config],
        capture_output=True, text=True, check=False, timeout=service.SLOW_START, cwd="/tmp",  # noqa: S108 - lgpio leaves a pipe where it starts
    )  # fmt: skip
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("journal", "words"),
    [
        (str(service.JOURNAL), "is in use by process"),
        ("/tmp/other.db", busy(BUZZER)),  # noqa: S108 - one guest's
    ],
)
def test_a_second_station_is_refused_and_the_first_does_not_notice(
    journal: str, words: str
) -> None:
    service.start()
    config = service.CONFIG.with_name("second.yaml")
    config.write_text(f"{WARD.config}journal: {journal}\n")
    before, since = (service.pid(), service.restarts()), awaited.newest()
    with tracing() as trace:
        status, told = by_hand(str(config))
        touched = {pin: edges for pin, edges in trace.edges().items() if edges}
    print(f"exit {status}: {told}")
    assert status == 1
    assert words in told
    assert not touched, "it touched a line"
    assert (service.pid(), service.restarts()) == before
    Finger(5).press(SURE_PRESS)
    assert awaited.told("refused" if awaited.every("applied", 0, "bed-2") else "applied", since)
