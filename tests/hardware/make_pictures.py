"""Draw the golden pictures anew: `python tests/hardware/make_pictures.py`. Then look at them.

Each notes the FreeType that drew its letters: another one may set a dot differently.
"""

import sys
from pathlib import Path

from PIL import features
from PIL.PngImagePlugin import PngInfo

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from station.hardware.drawing import draw  # noqa: E402
from tests.hardware.screens import PICTURES  # noqa: E402


def main() -> None:
    note = PngInfo()
    note.add_text("FreeType", features.version("freetype2") or "")
    for name, (screen, size) in PICTURES.items():
        draw(screen, size).save(HERE / "pictures" / f"{name}.png", pnginfo=note, optimize=True)


if __name__ == "__main__":
    main()
