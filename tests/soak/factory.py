"""Mock pins whose levels come from outside, and go there: a gpiozero factory of its own.

The station finds it by its name, as it finds lgpio: `GPIOZERO_PIN_FACTORY=soak`.
"""

import os
from pathlib import Path
from typing import Any

from gpiozero.pins.mock import MockFactory

from station.hardware.pins import MockStationPin
from tests.soak.wires import Wires

NAME = "soak"
WIRES = "SOAK_WIRES"
"""The environment says where the wires are."""


class WiredPin(MockStationPin):
    """A mock pin at the end of a wire."""

    def __init__(self, factory: "WiredFactory", info: Any) -> None:
        self._wires = factory.wires
        self._number = int(info.name.removeprefix("GPIO"))
        super().__init__(factory, info)

    def _get_state(self) -> Any:
        if self._function == "input":
            return self._wires.level(self._number)
        return super()._get_state()

    def _set_function(self, value: str) -> None:
        super()._set_function(value)
        if value == "output":
            self._wires.tell(self._number, level=bool(self._state))

    def _change_state(self, value: float) -> bool:
        changed = super()._change_state(value)
        if changed and self._function == "output":
            self._wires.tell(self._number, level=value > 0)
        return changed


class WiredFactory(MockFactory):  # type: ignore[misc]  # gpiozero ships no types
    """Wired pins."""

    def __init__(self) -> None:
        self.wires = Wires(Path(os.environ[WIRES]))
        super().__init__(pin_class=WiredPin)
