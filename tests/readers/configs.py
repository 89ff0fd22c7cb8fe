"""Configs that a test begins with, and what is said of one."""

from pathlib import Path

import pytest

from station.readers.configfile import load
from station.readers.problem import FileRefused

EXAMPLES = Path(__file__).parents[2] / "config"

LEAST = """\
station: room-1
bays:
  - {id: bed-1, button: 17}
  - {id: bed-2, button: 5}
panels:
  - {}
buzzers:
  - {pin: 22}
"""

EVERY_KEY = """\
station: no
language: fr
protocol: emla
bays:
  - {id: 12, label: 34, button: 0x11, lamp: 27}
  - {id: bed-2, label: "Bed: 2", button: 5, lamp: 0, protocol: lmx4}
panels:
  - {driver: sh1106, port: 3, address: 60, width: 256, height: 32, rotate: 3, bays: [bed-2, 12]}
  - {address: 0x3D, bays: [12]}
buzzers:
  - {pin: 22, kind: passive, frequency: 440, bays: [12]}
  - {pin: 23, kind: active, bays: [bed-2]}
button: {scan: 20ms, debounce: 60ms, hold: 3s, guard: 0s}
journal: journal.db
mqtt:
  broker: mqtts://broker.example:8884
  username: room-1
  password_file: secret
  ca_file: /etc/ca.pem
  certificate_file: own.pem
  key_file: own-key.pem
  discovery: home/assistant
"""


def problems(path: Path, text: str) -> list[str]:
    """What is said of a config, each without its path."""
    path.write_text(text)
    with pytest.raises(FileRefused) as caught:
        load(path)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    """The least config with a part replaced."""
    assert LEAST.count(old) == 1
    return LEAST.replace(old, new)


def refusal(driver: str, width: int, height: int, _rotate: int) -> str | None:
    """Why the hardware would not have a panel."""
    if driver not in ("ssd1306", "ssd1327"):
        return f"no driver {driver}"
    if driver == "ssd1306" and (width, height) not in ((128, 64), (128, 32)):
        return f"ssd1306 is no {width}x{height}"
    return None
