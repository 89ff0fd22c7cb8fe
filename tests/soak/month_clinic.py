"""The clinic of the simulated month: eight beds, five creams, two panels, two buzzers or one."""

from pathlib import Path

from station.config import StationConfig
from station.readers.configfile import load

BUTTONS = (4, 5, 6, 12, 13, 16, 17, 18)
BUZZERS = (22, 23)
CREAMS = ("numb520", "numb520", "numb520", "quick", "quick", "brisk", "stern", "endless")
"""By bed. All but the first are made up: shorter, so that a day sees more of them."""

PROTOCOLS = {
    "quick": "contact: 4m\nremoval: 1m\neffect: 15m\napplications: 3\n",
    "brisk": "contact: 90s\nremoval: 30s\neffect: 10m\napplications: 2\nsilence_first: false\n",
    "stern": "contact: 61s\nremoval: 20s\neffect: 11m\napplications: 1\n",
    "endless": "contact: 12m\n",
}


def clinic(folder: Path, *, buzzers: int = 2) -> StationConfig:
    """Write the station's config and its protocols into a folder, and read them."""
    protocols = folder / "protocols"
    protocols.mkdir(parents=True, exist_ok=True)
    for name, figures in PROTOCOLS.items():
        head = f"protocol: {name}\nname: {name.title()}\nsource: made up, for a test\n"
        (protocols / f"{name}.yaml").write_text(head + figures)
    beds = [
        f"  - {{id: bed-{n + 1}, button: {pin}, protocol: {cream}}}"
        for n, (pin, cream) in enumerate(zip(BUTTONS, CREAMS, strict=True))
    ]
    halves = ["bed-1, bed-2, bed-3, bed-4", "bed-5, bed-6, bed-7, bed-8"]
    panels = [f"  - {{port: {10 + n}, bays: [{beds}]}}" for n, beds in enumerate(halves)]
    heard = halves if buzzers == len(BUZZERS) else [", ".join(halves)]
    sounds = [
        f"  - {{pin: {pin}, bays: [{beds}]}}" for pin, beds in zip(BUZZERS, heard, strict=False)
    ]
    path = folder / "station.yaml"
    lines = ["station: month", "protocol: numb520", "bays:", *beds, "panels:", *panels, "buzzers:"]
    path.write_text("\n".join([*lines, *sounds]) + "\n")
    return load(path, None)
