"""Print and draw the shipped station's wiring again: into hardware.md, and as the golden picture.

`python tests/wiring/make_example.py`. Then look at both.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from station.readers.configfile import load  # noqa: E402
from station.wiring.svg import draw_wiring  # noqa: E402
from station.wiring.terminal import lines  # noqa: E402

BEGIN = "<!-- printed by station wiring -c config/station.yaml; do not edit -->"
END = "<!-- end of what it printed -->"


def example() -> str:
    """What the command prints for the shipped station, as hardware.md shows it."""
    config = load(ROOT / "config" / "station.yaml")
    return "\n".join(["```text", *lines(config), "```"])


def reprinted(text: str) -> str:
    """hardware.md with the example as it is now. Raises ValueError if it lacks the marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"no {BEGIN!r} ... {END!r} to print between")
    return f"{before}{BEGIN}\n{example()}\n{END}{after}"


def main() -> None:
    """Both again."""
    page = ROOT / "hardware.md"
    page.write_text(reprinted(page.read_text(encoding="utf-8")), encoding="utf-8")
    drawing = draw_wiring(load(ROOT / "config" / "station.yaml"))
    picture = Path(__file__).parent / "pictures" / "station.svg"
    picture.write_text(drawing, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
