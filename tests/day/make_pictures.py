"""Draws the picture that tests compare with: `python -m tests.day.make_pictures`. Look at it."""

from datetime import UTC

from station.day.picture import draw_days
from tests.day.scenes import PICTURE, full_day

if __name__ == "__main__":
    PICTURE.write_text(draw_days(full_day(), zone=UTC, alone=True) + "\n", encoding="utf-8")
