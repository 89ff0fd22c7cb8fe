"""What hangs on the wall at some moments of the story: the golden pictures, and for how long.

They were drawn by `station replay`, looked at one by one, and accepted (make_pictures beside the
lab's own tests draws them again). On the glass of the guest each must be found, pixel for pixel.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from tests.lab.guest.bedside.story import OWN, SHARED

FOLDER: Final = Path(__file__).parents[2] / "pictures"


@dataclass(frozen=True)
class Moment:
    """A panel shows one and the same picture from `begin` to `end`, milliseconds of the story."""

    panel: int
    begin: int
    end: int

    @property
    def name(self) -> str:
        """What its picture is called."""
        return f"{('own', 'shared')[self.panel]}-{self.begin:05d}"

    def golden(self) -> Image.Image:
        """The picture that somebody looked at."""
        return Image.open(FOLDER / f"{self.name}.png").convert("1")


MOMENTS: Final = (
    Moment(OWN, 0, 2030),  # ready, and unreviewed
    Moment(OWN, 2280, 3000),
    Moment(OWN, 3500, 4500),  # due
    Moment(OWN, 5500, 6500),  # overdue, silenced: too soon for "wiped"
    Moment(OWN, 9500, 10500),
    Moment(OWN, 15500, 16500),  # a press is "wiped" now
    Moment(OWN, 24500, 25500),  # the footer's turn comes round
    Moment(OWN, 32500, 33500),  # the other panel is lost
    Moment(OWN, 34500, 35500),  # a hold is no undo any more
    Moment(OWN, 44500, 45500),
    Moment(OWN, 58500, 59500),
    Moment(OWN, 60500, 61500),  # a pixel to the right: the minute is over
    Moment(OWN, 65500, 66500),  # it sounds again
    Moment(SHARED, 0, 2030),
    Moment(SHARED, 2280, 3000),
    Moment(SHARED, 3280, 4000),  # a finger is down, at another bed
    Moment(SHARED, 6210, 7000),  # a refusal
    Moment(SHARED, 8000, 8710),  # due
    Moment(SHARED, 9000, 10000),
    Moment(SHARED, 11210, 12000),  # overdue, and another due in the strip
    Moment(SHARED, 14000, 15000),
    Moment(SHARED, 19000, 20000),
    Moment(SHARED, 22400, 23000),  # silenced
    Moment(SHARED, 23280, 24000),  # the limit
    Moment(SHARED, 24280, 25000),  # too soon
    Moment(SHARED, 25430, 26000),
    Moment(SHARED, 27400, 27930),  # two fingers at two beds
    Moment(SHARED, 30330, 31000),
    Moment(SHARED, 31000, 66500),  # unplugged
    Moment(SHARED, 67000, 68000),  # and back
)
