"""Controllers of mock panels, as they come and once they are lit."""

from station.hardware.glass import ReadGlass, glass_for

ON = bytes.fromhex("00 8d14 2000 a1 c8 a6 a4 2100 7f 2200 07 af")
"""An SSD1306 upright, in horizontal mode, with its charge pump, lit."""


def glass(driver: str = "ssd1306", width: int = 128, height: int = 64) -> ReadGlass:
    made = glass_for(driver, width, height)
    assert isinstance(made, ReadGlass)
    return made


def upright(pixels: bytes = b"") -> ReadGlass:
    """An SSD1306 that is lit, black, and has taken `pixels` from the upper left on."""
    lit = glass()
    lit.take(ON)
    lit.take(b"\x40" + bytes(1024))
    lit.take(b"\x40" + pixels)
    return lit
