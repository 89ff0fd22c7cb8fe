"""What hangs on the wall at some moments of the story: the golden pictures, and for how long.

They were drawn by `station replay`, looked at one by one, and accepted (make_pictures beside the
lab's own tests draws them again). On the glass of the guest each must be found, pixel for pixel.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from tests.lab.guest.bedside.story import OWN, SHARED, STEPS, Plug

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

    @property
    def sure_until(self) -> int:
        """Until when it hangs there for certain: a panel plugged in is soon found again."""
        plugs = (s for s in STEPS if isinstance(s, Plug) and s.plugged and s.panel == self.panel)
        return min([round(1000 * p.at) for p in plugs if 1000 * p.at > self.begin] + [self.end])

    def golden(self) -> Image.Image:
        """The picture that somebody looked at."""
        return Image.open(FOLDER / f"{self.name}.png").convert("1")


MOMENTS: Final = (
    Moment(OWN, 0, 1530),  # ready, and unreviewed
    Moment(OWN, 1780, 2500),
    Moment(OWN, 3000, 4000),  # due
    Moment(OWN, 5000, 6000),  # overdue, silenced: too soon for "wiped"
    Moment(OWN, 9000, 10000),
    Moment(OWN, 15000, 16000),  # a press is "wiped" now
    Moment(OWN, 24000, 25000),  # the footer's turn comes round
    Moment(OWN, 32000, 33000),  # the other panel is lost
    Moment(OWN, 34000, 35000),  # a hold is no undo any more
    Moment(OWN, 44000, 45000),
    Moment(OWN, 59000, 60000),
    Moment(OWN, 60000, 61000),  # a pixel to the right: the minute is over
    Moment(OWN, 65000, 66000),  # it sounds again
    Moment(SHARED, 0, 2030),
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
    Moment(SHARED, 30330, 30920),
    Moment(SHARED, 30920, 63420),  # unplugged
    Moment(SHARED, 65200, 65920),  # and back
)
