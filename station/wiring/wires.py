"""Wires by what they carry, each with a colour that is also said in words."""

from enum import Enum


class Wire(Enum):
    """What a wire carries: its colour in a word, in a terminal, and on paper.

    No two are told apart by colour alone: whoever prints in black, or does not see red and green,
    reads the word. 5 V is no shade of red: taken for 3.3 V it destroys the Pi.
    """

    POWER3 = "3.3 V", "red", "31", "#c8102e"
    POWER5 = "5 V", "violet", "35", "#7b2fa8"
    GROUND = "ground", "black", "", "#000000"
    BUTTON = "button", "blue", "94", "#1a56c4"
    LAMP = "lamp", "yellow", "33", "#e6b800"
    BUZZER = "buzzer", "orange", "38;5;208", "#e8710a"
    DATA = "I2C data, SDA", "green", "32", "#1e8a3c"
    CLOCK = "I2C clock, SCL", "white", "1", "#ffffff"

    def __init__(self, carries: str, colour: str, ansi: str, ink: str) -> None:
        self.carries = carries
        self.colour = colour
        self.ansi = ansi
        """The number of a terminal's SGR sequence; none for a terminal's own colour."""
        self.ink = ink
