"""`station off` on what a station that died has left behind, and on configs that are wrong."""

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.cli import main
from station.commands.off import command
from station.readers.problem import FileRefused
from tests.hardware.breaking import BreakingFactory
from tests.running import free_pins


@dataclass(frozen=True)
class Room:
    """A station's pins, which no other on this machine has, and its config."""

    button: int
    lamp: int
    active: int
    passive: int

    @property
    def outputs(self) -> tuple[int, int, int]:
        return self.lamp, self.active, self.passive

    @property
    def config(self) -> str:
        return f"""
station: room-1
bays: [{{id: bed-1, button: {self.button}, lamp: {self.lamp}}}]
panels: [{{}}]
buzzers: [{{pin: {self.active}}}, {{pin: {self.passive}, kind: passive}}]
"""


@pytest.fixture
def room() -> Room:
    """Its pins are looked for just before they are used: other test runs come and go."""
    return Room(*free_pins(4))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The config's."""
    return tmp_path / "station.yaml"


class KeptFactory(BreakingFactory):
    """A kernel that keeps a line as it is, also if nobody has it."""

    def close(self) -> None:
        """Let every pin stay; gpiozero's own mock would have them all off."""


class Left:
    """Outputs that are on, as of a station that was killed in a burst."""

    def __init__(self, room: Room) -> None:
        self.factory = KeptFactory()
        self._pins = {pin: self.factory.pin(pin) for pin in room.outputs}
        for pin in self._pins.values():
            pin._state = 1.0

    def on(self) -> set[int]:
        """Those that still are."""
        return {number for number, pin in self._pins.items() if pin.state}


@pytest.fixture
def left(room: Room) -> Left:
    """What the last station left behind."""
    return Left(room)


def test_all_is_off(path: Path, room: Room, left: Left) -> None:
    path.write_text(room.config)
    assert command(Namespace(config=path), lambda: left.factory) == 0
    assert left.on() == set()


@pytest.mark.meets("FLT-20")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("language: xx", "there is no language 'xx'"),
        ("protocol: unheard-of", "no protocol 'unheard-of'"),
        ("buton: {}", "unknown key 'buton'"),
    ],
)
def test_whatever_is_wrong_elsewhere_all_is_off_and_it_is_said(
    path: Path, room: Room, left: Left, wrong: str, said: str
) -> None:
    path.write_text(f"{room.config}{wrong}\n")
    with pytest.raises(FileRefused, match=said):
        command(Namespace(config=path), lambda: left.factory)
    assert left.on() == set(), "a buzzer goes on that nobody can stop"


def test_one_pin_that_cannot_be_read_does_not_keep_the_others_on(
    path: Path, room: Room, left: Left
) -> None:
    path.write_text(room.config.replace(f"pin: {room.passive}", f"pin: {room.passive}.5"))
    with pytest.raises(FileRefused, match="is a fraction"):
        command(Namespace(config=path), lambda: left.factory)
    assert left.on() == {room.passive}


def test_a_config_without_one_output_is_told_as_ever(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text("station: room-1\n")
    assert main(["off", "-c", str(path)]) == 2
    said = capsys.readouterr().err
    assert f"{path}:1:1: required key 'buzzers' is missing" in said
