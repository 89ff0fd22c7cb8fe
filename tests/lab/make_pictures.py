"""Draws the bedside's golden pictures again: look at every one before you accept it.

python tests/lab/make_pictures.py
"""

import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from PIL import Image

from station.replay.play import play
from station.replay.scenario import read_scenario
from tests.lab.guest.bedside import moments, story


def seen() -> dict[int, list[tuple[int, Image.Image]]]:
    """What each panel shows in a replay of the story, and from when on (ms)."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        frames = folder / "frames"
        frames.mkdir()
        story.WARD.write(folder)
        path = folder / "scenario.yaml"
        path.write_text(story.scenario())
        play(read_scenario(path, None), StringIO(), only=frozenset({"fact"}), frames=frames)
        shown: dict[int, list[tuple[int, Image.Image]]] = {story.OWN: [], story.SHARED: []}
        for file in sorted(frames.iterdir()):
            panel, at = file.stem.removeprefix("panel").removesuffix("ms").split("-")
            shown[int(panel)].append((int(at), Image.open(file).convert("1")))
    return shown


def at(shown: Sequence[tuple[int, Image.Image]], instant: int) -> tuple[int, int, Image.Image]:
    """What is shown at an instant: from when, until when, and what."""
    begins = [begin for begin, _ in shown]
    number = sum(begin <= instant for begin in begins) - 1
    end = begins[number + 1] if number + 1 < len(begins) else round(1000 * story.END)
    return begins[number], end, shown[number][1]


def main() -> None:
    shown = seen()
    for old in moments.FOLDER.glob("*.png"):
        old.unlink()
    moments.FOLDER.mkdir(exist_ok=True)
    for moment in moments.MOMENTS:
        picture = at(shown[moment.panel], moment.begin)[2]
        picture.save(moments.FOLDER / f"{moment.name}.png", optimize=True)


if __name__ == "__main__":
    main()
