"""The golden pictures: which screens, in which of their turns, on which panels."""

from dataclasses import dataclass

from PIL import Image

from station.core.change import replace
from station.drawing.frame import draw
from tests.drawing.scenes import LANGUAGES, SCENES, scene

WIDE, TALL, LOW, USUAL = (256, 64), (128, 128), (128, 32), (128, 64)
_PHASES = ("ready", "contact", "removal", "overdue_long", "numb", "stopped")


@dataclass(frozen=True)
class Picture:
    """A golden picture: a screen in one of its turns, on a panel."""

    scene: str
    size: tuple[int, int] = USUAL
    bays: int = 1
    language: str = "en"
    turn: int = 0

    @property
    def name(self) -> str:
        """What its file is called."""
        width, height = self.size
        parts = [f"{width}x{height}", f"{self.bays}_bays" if self.bays > 1 else "", self.language]
        return "-".join(
            [*filter(None, parts), self.scene, *([f"{self.turn}"] if self.turn else [])]
        )

    def drawn(self) -> Image.Image:
        """The picture as it is drawn now."""
        screen = scene(self.scene, self.language, self.bays)
        return draw(replace(screen, turn=self.turn), self.size)


_OF_SEVERAL = ("clash", "all_at_once", "two_late")
"""Scenes that are nothing to see where a panel serves one bay."""
PICTURES = (
    *(Picture(name) for name in SCENES if name not in _OF_SEVERAL),
    Picture("contact", turn=4),
    Picture("power_lost", turn=1),
    *(Picture("faults", turn=turn) for turn in (2, 5, 11)),
    Picture("removal", turn=4),
    *(Picture("astray", turn=turn) for turn in (2, 5)),
    Picture("checked", turn=28),
    *(Picture(name, language=code) for code in LANGUAGES if code != "en" for name in _PHASES),
    *(Picture(name, bays=2) for name in ("contact", "removal", "clash", "all_at_once", "stopped")),
    Picture("clash", bays=2, turn=2),
    *(Picture(name, bays=4) for name in ("ready", "contact", "all_at_once", "stopped")),
    *(Picture("all_at_once", bays=8, turn=turn) for turn in (0, 2)),
    *(Picture("two_late", size, 4, turn=2) for size in (USUAL, LOW)),
    *(Picture(name, size, bays)
      for size in (LOW, TALL, WIDE) for bays in (1, 4) for name in _PHASES),
    *(Picture("all_at_once", size, 4) for size in (LOW, TALL, WIDE)),
    Picture("all_at_once", LOW, 4, turn=2),
    Picture("all_at_once", (256, 128), 4),
)  # fmt: skip
"""The golden pictures."""
