"""What hung on the wall: the panels' RAM, read beside the station, against the golden pictures."""

from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from tests.lab.guest.bedside.day import Day
from tests.lab.guest.bedside.moments import MOMENTS, Moment
from tests.lab.guest.bedside.story import WARD
from tests.lab.guest.eyes import Sight

EARLY: Final = 100
"""Milliseconds before its time that are looked at as well: a plug is pulled that much before."""
LATE: Final = 500
"""The same after it began: drawn and sent under emulation, some of it waiting for other panels."""
LEFT: Final = Path("/host/out")
"""Where what hung there instead is left, to be looked at."""
FIRST: Final = 2000
"""The same of the first: a panel is made ready before."""
SAVING: Final = 300
"""And for how long after a fact its bay's panel may say `unsaved`, or be just about to (section 5):
no golden picture does, as `replay` saves at once."""
HEADER: Final = 8
"""Rows from the top, in which it says so."""


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_the_glass_shows_the_golden_picture(day: Day, moment: Moment) -> None:
    golden = moment.golden().tobytes()
    begin, end = (day.told.origin + at for at in (moment.begin, moment.sure_until))
    sights = [s for s in day.sights[moment.panel] if s.until >= begin - EARLY and s.at <= end]
    shown = [number for number, s in enumerate(sights) if s.picture().tobytes() == golden]
    if not shown and LEFT.is_dir():
        for sight in sights:
            sight.picture().save(LEFT / f"{moment.name}-{sight.at - begin:+05.0f}.png")
    assert shown, f"it was not there; see {moment.name}-*.png of what was"
    first = sights[shown[0]]
    print(f"seen {first.at - begin:.0f} ms after its time began")
    assert first.at <= begin + (LATE if moment.begin else FIRST)
    others = [
        s
        for s in sights[shown[0] + 1 :]
        if s.until < end and s.picture().tobytes() != golden and not _saving(day, s, moment)
    ]
    assert not others, "it did not stay there to the end of its time"


def _saving(day: Day, sight: Sight, moment: Moment) -> bool:
    """Whether all that is other is that a fact is just being saved."""
    same = _but_for_the_header(sight.picture(), moment.golden())
    return same and _being_saved(day, sight, moment.panel)


def _but_for_the_header(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures are the same below it."""
    below = (0, HEADER, *one.size)
    return one.crop(below).tobytes() == other.crop(below).tobytes()


def _being_saved(day: Day, sight: Sight, panel: int) -> bool:
    """Whether a look at it fell in the time in which a fact of one of its bays is being saved."""
    beds = WARD.displays[panel].beds
    instants = [float(str(fact["at"])) for fact in day.facts if fact["bay"] in beds]
    return any(at <= sight.at and sight.until <= at + SAVING for at in instants)
