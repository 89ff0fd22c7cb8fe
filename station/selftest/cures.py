"""What is likely wrong with a panel, by what was seen of it: the likeliest first, a line each."""

import errno
from typing import Final

from station.config import PanelConfig
from station.hardware.i2cscan import BusHangs

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
    return (f"{node} cannot be asked: {error.strerror or error}",)


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
        f"nothing answers at 0x{address:02X}, nor at an address that is not taken",
        "look at this panel's own plug: power, ground, SDA, SCL",
        "two panels with the same jumper have the same address, and count as one",
    )


def nobody(port: int) -> Cures:
    """For a bus on which nothing answers."""
    pins = " (header pins 3 and 5)" if port == 1 else ""
    return (
        f"nothing answers on port {port} at all: look at the plug",
        f"SDA and SCL{pins} may be swapped: SDA goes to SDA, SCL to SCL",
        "power: VCC to 3V3, GND to ground",
    )


def picture(config: PanelConfig, seen: str) -> Cures:
    """For a picture that is not whole; `seen` is one of WRONG."""
    twin = "ssd1306" if config.driver == "sh1106" else "sh1106"
    turned = [(config.rotate + quarters) % 4 for quarters in (2, 1, 3)]
    height = 32 if config.height == 64 else 64  # noqa: PLR2004 - the two that are sold
    pixels = f"`width: {config.width}, height: {config.height}`"
    driver = f"write `driver: {twin}` in the config: the two are sold as each other"
    cures = {
        "1": (driver, "measure 3V3 at the panel; the glass's own flat cable may be loose"),
        "2": (driver,),
        "3": (
            f"upside down: write `rotate: {turned[0]}` in the config",
            f"on its side: write `rotate: {turned[1]}` or `rotate: {turned[2]}`",
        ),
        "4": (f"write `height: {height}` in the config", driver),
        "5": (f"write the panel's own pixels in the config, where now is {pixels}", driver),
        "6": ("swap the two panels' addresses in the config, or their jumpers",),
        "7": ("compare what is printed on the panel with `driver:` in the config", driver),
    }
    return cures[seen]
