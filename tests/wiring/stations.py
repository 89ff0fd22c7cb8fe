"""Configs of stations to wire."""

import random
from pathlib import Path

from station.config import StationConfig
from station.readers.configfile import load

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ("station.yaml", "four-bays.yaml")
ONE = """
station: room-1
bays: [{id: bed-1, label: Bed 1, button: 17}]
panels: [{}]
buzzers: [{pin: 18}]
"""
EIGHT = """
station: room-8
bays:
  - {id: bed-1, label: Bed 1, button: 17, lamp: 27}
  - {id: bed-2, label: Bed 2, button: 5, lamp: 6}
  - {id: bed-3, label: Bed 3, button: 13, lamp: 19}
  - {id: bed-4, label: Bed 4, button: 23, lamp: 24}
  - {id: bed-5, label: Bed 5, button: 25, lamp: 12}
  - {id: bed-6, label: Bed 6, button: 16, lamp: 20}
  - {id: bed-7, label: Bed 7, button: 21, lamp: 26}
  - {id: bed-8, label: "Recovery room, bed by the window", button: 4, lamp: 18}
panels:
  - {bays: [bed-1, bed-2, bed-3, bed-4]}
  - {address: 0x3D, bays: [bed-5, bed-6, bed-7, bed-8]}
buzzers: [{pin: 22}]
"""
ODD = """
station: odd
bays:
  - {id: bed-1, label: '<script>a()</script> & "x" 台', button: 14, lamp: 7}
  - {id: bed-2, label: 治療室のベッド番号二番のところにあります窓際, button: 9, lamp: 8}
panels:
  - {port: 0, bays: [bed-1]}
  - {port: 4, driver: ssd1309, bays: [bed-2]}
  - {port: 5, driver: ssd1309, bays: [bed-2]}
buzzers:
  - {pin: 4, kind: passive}
  - {pin: 21}
  - {pin: 20, bays: [bed-1]}
"""
PASSIVE = """
station: r
bays:
  - {id: bed-1, label: Bed 1, button: 17}
  - {id: bed-2, label: Bed 2, button: 5}
panels: [{}]
buzzers: [{pin: 22}, {pin: 23, kind: passive, bays: [bed-2]}]
"""
"""A passive buzzer on the outer side, for one bed."""
WIDE = """
station: wwwwwwww-wwwwwwww-wwwwwwww-www
bays:
  - {id: bed-1, label: "Bett Ähre <&> \\"x\\" größer'", button: 17, lamp: 27}
  - {id: bed-2, label: "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", button: 5, lamp: 6}
  - {id: bed-3, label: "Éléonore-Très-Long-Nom-D'Œuvre-X", button: 13}
panels:
  - {driver: ssd1306, port: 1, bays: [bed-1]}
  - {driver: sh1106, port: 11, bays: [bed-2]}
  - {driver: ssd1309, port: 12, bays: [bed-3]}
buzzers:
  - {pin: 22, kind: passive, bays: [bed-1, bed-2]}
  - {pin: 23}
"""
"""The widest letters there are, and as many as a label may have."""
BESIDE_EACH_BED = """
station: room-8
bays:
  - {id: bed-1, button: 4, lamp: 17}
  - {id: bed-2, button: 27, lamp: 22}
  - {id: bed-3, button: 10, lamp: 9}
  - {id: bed-4, button: 11, lamp: 5}
  - {id: bed-5, button: 6, lamp: 13}
  - {id: bed-6, button: 19, lamp: 26}
  - {id: bed-7, button: 14, lamp: 15}
  - {id: bed-8, button: 18, lamp: 23}
panels:
  - {driver: ssd1309, port: 11, bays: [bed-1]}
  - {driver: ssd1309, port: 12, bays: [bed-2]}
  - {driver: ssd1309, port: 13, bays: [bed-3]}
  - {driver: ssd1309, port: 14, bays: [bed-4]}
  - {driver: ssd1309, port: 15, bays: [bed-5]}
  - {driver: ssd1309, port: 16, bays: [bed-6]}
  - {driver: ssd1309, port: 17, bays: [bed-7]}
  - {driver: ssd1309, port: 18, bays: [bed-8]}
buzzers: [{pin: 24}]
"""
"""Eight large panels behind a multiplexer."""
CHANNELS = """
station: room-p
bays:
  - {id: bed-1, label: Bed 1, button: 17, lamp: 27}
  - {id: bed-2, label: Bed 2, button: 5}
panels:
  - {port: 11, bays: [bed-1]}
  - {port: 12, bays: [bed-2]}
buzzers: [{pin: 22}]
"""
"""Each bed's panel on a channel of its own."""


def station(folder: Path, text: str) -> StationConfig:
    """The config that says this."""
    path = folder / "station.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def shipped(name: str) -> StationConfig:
    """A config of config/."""
    return load(ROOT / "config" / name)


def any_station(folder: Path, seed: int) -> StationConfig:
    """One that chance wired: up to 12 bays, panels on any port, buzzers of both kinds."""
    chance = random.Random(seed)
    pins = [pin for pin in range(28) if pin not in (0, 1, 2, 3)]
    chance.shuffle(pins)
    bays = []
    for number in range(chance.randint(1, 11)):
        lamp = f", lamp: {pins.pop()}" if len(pins) > 14 - number else ""
        long = f"{chance.choice('xW@m') * chance.randint(1, 30)}{number}"
        label = f"'{long}'" if chance.random() < 0.3 else f"Bed {number}"
        bays.append(f"  - {{id: bed-{number}, label: {label}, button: {pins.pop()}{lamp}}}")
    panels = [
        f"  - {{address: {0x3C + index}, port: {chance.choice([0, 1, 1, 1, 4, 7])}}}"
        for index in range(chance.randint(1, 5))
    ]
    buzzers = []
    for number in range(min(len(pins), chance.randint(1, 3))):
        some = sorted(chance.sample(range(len(bays)), chance.randint(1, len(bays))))
        served = f", bays: [{', '.join(f'bed-{bay}' for bay in some)}]" if number else ""
        kind = chance.choice(["active", "passive"])
        buzzers.append(f"  - {{pin: {pins.pop()}, kind: {kind}{served}}}")
    lines = ["station: chance", "bays:", *bays, "panels:", *panels, "buzzers:", *buzzers]
    return station(folder, "\n".join(lines) + "\n")
