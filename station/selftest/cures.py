"""What is likely wrong with a panel, by what was seen of it: the likeliest first, a line each."""

import errno
from typing import Final

from station.config import PanelConfig
from station.hardware.i2cscan import BusHangs
from station.hardware.luma_device import refusal

Cures = tuple[str, ...]

WRONG: Final = {
    "1": "it is dark",
    "2": "it is shifted sideways, or has a strip of noise at one edge",
    "3": "it is upside down or on its side: the solid corner is not top left",
    "4": "every other line is missing, or it is squeezed or doubled",
    "5": "part of it is cut off",
    "6": "it is on another panel than it says",
    "7": "something else",
}
"""What a picture can be, other than whole."""
ADDRESSES: Final = (0x3C, 0x3D)
"""What a panel's jumper can choose of (SA0, in the datasheets of SSD1306, SSD1309 and SH1106). What
answers elsewhere is a clock, its memory, or the multiplexer."""
SEVEN_PINS: Final = "a panel with seven pins comes set to SPI: hardware.md says how to change that"
TWINS: Final = {"ssd1306": "sh1106", "sh1106": "ssd1306"}
"""Controllers that sellers mix up."""
HEIGHTS: Final = {32: 64, 64: 32}
"""Panels of one width that are driven as each other show every other line, or each twice."""
SOLD: Final = ((128, 32), (128, 64), (128, 128), (256, 64))
ONLY_READ: Final = (
    "this bus can only be asked by reading, and some panels cannot be read: if it shows the"
    " station's picture, all is well"
)
NOT_TAKEN: Final = (
    "it was found, and does not take a picture: a loose plug, or too little power",
    "or wires that are too long: half a metre is much for I2C",
)


def without_bus(port: int, error: OSError) -> Cures:
    """For a bus that cannot be asked."""
    node = f"/dev/i2c-{port}"
    if isinstance(error, FileNotFoundError):
        return (
            f"there is no {node}",
            "switch I2C on: `sudo raspi-config nonint do_i2c 0`, then restart the machine",
            "(or write dtparam=i2c_arm=on in config.txt, then restart)",
            f"or `port: {port}` in the config is wrong: `ls /dev/i2c-*` shows which there are",
        )
    if isinstance(error, PermissionError):
        return (
            f"{node} may not be opened",
            "run this with sudo",
            "or as a user of the group i2c: `sudo usermod -aG i2c $USER`, then log in again",
        )
    if isinstance(error, BusHangs) or error.errno == errno.ETIMEDOUT:
        return (
            f"{node}: {error.strerror}",
            "two wires of a panel touch, SDA and SCL are swapped, or a panel has no power",
            "pull the panels off one by one until the bus answers again",
        )
    return (
        f"{node} cannot be asked: {error.strerror or error}",
        f"`port: {port}` in the config may be wrong: `ls /dev/i2c-*` shows which there are",
        "restart the machine; if it stays, `sudo dmesg | grep -i i2c` shows what its driver says",
    )


def claimed(address: int) -> Cures:
    """For a panel that a driver of the kernel's has."""
    return (
        f"a driver of the kernel has 0x{address:02X}",
        "take its `dtoverlay=` out of config.txt and restart the machine",
    )


def elsewhere(address: int, others: tuple[int, ...]) -> Cures:
    """For a panel that is not where it should be, while something is where nothing should be."""
    named = ", ".join(f"0x{other:02X}" for other in others)
    return (
        f"nothing answers at 0x{address:02X}, but something does at {named}",
        *(
            f"if that is the panel, write `address: 0x{other:02X}` in the config"
            for other in others
        ),
        "or move the panel's address jumper",
    )


def missing(address: int) -> Cures:
    """For a panel that is not there, while the others of its bus are."""
    return (
        f"nothing answers at 0x{address:02X}; what answers elsewhere is another panel, or none",
        "look at this panel's own plug: power, ground, SDA, SCL",
        "two panels with the same jumper have the same address, and count as one",
        SEVEN_PINS,
    )


def nobody(port: int) -> Cures:
    """For a bus on which nothing answers."""
    pins = " (header pins 3 and 5)" if port == 1 else ""
    return (
        f"nothing answers on port {port} at all: look at the plug",
        f"SDA and SCL{pins} may be swapped: SDA goes to SDA, SCL to SCL",
        "power: VCC to 3V3, GND to ground",
        SEVEN_PINS,
    )


def picture(config: PanelConfig, seen: str) -> Cures:
    """For a picture that is not whole; `seen` is one of WRONG.

    Nothing is proposed that `station check` would refuse.
    """
    cures: dict[str, tuple[str, ...]] = {
        "1": (
            *_driver(config),
            "measure 3V3 at the panel; the glass's own flat cable may be loose",
            "a panel with seven pins stays dark without a pulse on RES at power-on (hardware.md)",
        ),
        "2": _driver(config),
        "3": _turned(config),
        "4": (*_height(config), *_driver(config)),
        "5": (*_pixels(config), *_driver(config)),
        "6": ("swap the two panels' addresses in the config, or their jumpers",),
        "7": _driver(config),
    }
    return cures[seen]


def _driver(config: PanelConfig) -> Cures:
    twin = TWINS.get(config.driver)
    printed = "compare what is printed on the panel with `driver:` in the config"
    if twin is None or not _allowed(config, driver=twin):
        return (printed,)
    return (f"write `driver: {twin}` in the config: the two are sold as each other", printed)


def _turned(config: PanelConfig) -> Cures:
    half, *quarters = ((config.rotate + turn) % 4 for turn in (2, 1, 3))
    aside = [f"`rotate: {turn}`" for turn in quarters if _allowed(config, rotate=turn)]
    return (
        f"upside down: write `rotate: {half}` in the config",
        f"on its side: write {' or '.join(aside)}"
        if aside
        else "on its side: mount it the other way, it is too narrow like that",
    )


def _height(config: PanelConfig) -> Cures:
    other = HEIGHTS.get(config.height)
    if other is None or not _allowed(config, height=other):
        return ()
    return (f"write `height: {other}` in the config",)


def _pixels(config: PanelConfig) -> Cures:
    now = (config.width, config.height)
    if not any(_allowed(config, width=w, height=h) for w, h in SOLD if (w, h) != now):
        return ()
    pixels = f"`width: {config.width}, height: {config.height}`"
    return (f"write the panel's own pixels in the config, where now is {pixels}",)


def _allowed(
    config: PanelConfig,
    *,
    driver: str | None = None,
    width: int | None = None,
    height: int | None = None,
    rotate: int | None = None,
) -> bool:
    """Whether there can be such a panel with this changed."""
    changed = (driver or config.driver, width or config.width, height or config.height)
    return refusal(*changed, config.rotate if rotate is None else rotate) is None
