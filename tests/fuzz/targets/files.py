"""The files that a clinic writes: config, protocol, language. As `station check` reads them."""

import io
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from operator import getitem
from pathlib import Path
from string import Formatter
from typing import Any

from station.core.duration import MINUTE, SECOND
from station.core.words import ENGLISH
from station.fleet.discovery import Discovery
from station.fleet.topics import Topics
from station.hardware.luma_device import refusal
from station.readers.configfile import load
from station.readers.languagefile import load_words
from station.replay.play import play
from station.replay.scenario import Down, Scenario
from tests.fuzz.engine import Target, WrongError
from tests.fuzz.trail import STATION
from tests.fuzz.verdict import command, fine, kinds_of_errors
from tests.fuzz.yamls import Draft, Garden, shipped

CONFIGS = STATION.parent / "config"
PLAIN = """station: room-1
language: xx
protocol: own
bays: [{id: bed-1, button: 17, lamp: 27}, {id: bed-2, button: 5, protocol: emla}]
panels: [{}]
buzzers: [{pin: 22}]
"""
EVERYTHING = """station: room-1
language: de
protocol: own
bays:
  - {id: bed-1, label: Liege 1, button: 17, lamp: 27}
  - {id: bed-2, label: "Bed 2", button: 5, lamp: 6, protocol: emla}
  - {id: bed-3, button: 13}
panels:
  - {driver: ssd1306, port: 1, address: 0x3C, width: 128, height: 64, rotate: 0, bays: [bed-1]}
  - {driver: sh1106, port: 0, address: 0x3D, rotate: 2}
  - {driver: ssd1309, port: 3, width: 128, height: 64, bays: [bed-2, bed-3]}
  - {driver: ssd1306, port: 4, width: 128, height: 32}
buzzers:
  - {pin: 22, kind: active, bays: [bed-1, bed-2]}
  - {pin: 16, kind: passive, frequency: 440, bays: [bed-3]}
button: {scan: 5ms, debounce: 20ms, hold: 1500ms, guard: 3s}
journal: here/journal.db
clock: untrusted
mqtt: {broker: "mqtts://h.example:8883", username: me, password_file: secret, ca_file: ca.pem,
  certificate_file: me.pem, key_file: me.key, discovery: ha/x}
"""


@cache
def workshop(name: str) -> Path:
    """A folder for the files of one target, in memory where that can be had."""
    memory = Path("/dev/shm")  # noqa: S108 - or anywhere else
    within = str(memory) if memory.is_dir() and os.access(memory, os.W_OK) else None
    return Path(tempfile.mkdtemp(prefix=f"station-fuzz-{name}-", dir=within))


def lay_out(folder: Path, files: Mapping[str, bytes]) -> dict[Path, bytes]:
    """Write files where the station reads them."""
    written = {folder / name: raw for name, raw in files.items()}
    for path, raw in written.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
    return written


def check(folder: Path, files: Mapping[str, bytes]) -> str:
    """How `station check` ends. What it calls fine must run as well."""
    written = lay_out(folder, files)
    config = folder / "station.yaml"
    said = command("check", str(config))
    if fine(said):
        _use(config)
        return "fine"
    return "refused: " + "; ".join(kinds_of_errors(said, written)[:3])


def _use(path: Path) -> None:
    """All that a good config is good for must work."""
    config = load(path, refusal)
    for words in (("wiring", "-c"), ("sounds", "-c")):
        if not fine(command(*words, str(path))):
            raise WrongError("refuses what was checked", words)
    if not fine(command("wiring", "-c", str(path), "--svg", str(path.parent / "wiring.svg"))):
        raise WrongError("refuses what was checked", "wiring")
    bays = [(bay.id, bay.label) for bay in config.bays]
    Discovery(Topics(config.station), bays, "1").document()
    presses = [Down(SECOND + bay, bay, SECOND + bay + 150) for bay in range(len(config.bays))]
    contact = config.bays[0].protocol.contact
    wipes = [Down(contact + after * SECOND, 0, contact + after * SECOND + 150) for after in (3, 16)]
    end = contact + MINUTE if contact <= MINUTE else 8 * SECOND
    events = sorted([*presses, *(w for w in wipes if w.at < end)], key=lambda event: event.at)
    out = io.StringIO()
    play(Scenario(config, tuple(events), end), out, as_json=True)
    applied = out.getvalue().count('"fact": "applied"')
    if applied < min(1, len(config.bays)):
        raise WrongError("does not count a press", out.getvalue())


def show(files: Mapping[str, Draft]) -> str:
    """Files as a shell would print them."""
    return "\n".join(f"{name}: {draft!r}" for name, draft in files.items())


SHIPPED = {name: shipped(STATION / name) for name in ("protocols", "languages")}
GOOD = {**shipped(CONFIGS), "everything": EVERYTHING,
        "clinic": (STATION / "sim" / "clinic.yaml").read_text(encoding="utf-8")}  # fmt: skip
OWN = SHIPPED["protocols"]["numb520"].replace("protocol: numb520", "protocol: own")


def _config(draft: Draft) -> str:
    folder = workshop("config")
    return check(folder, {"protocols/own.yaml": OWN.encode(), "station.yaml": draft.raw})


def _protocol(draft: Draft) -> str:
    plain = PLAIN.replace("xx", "de").encode()
    return check(workshop("protocol"), {"station.yaml": plain, "protocols/own.yaml": draft.raw})


def _language(draft: Draft) -> str:
    plain = PLAIN.encode()
    files = {
        "station.yaml": plain,
        "protocols/own.yaml": OWN.encode(),
        "languages/xx.yaml": draft.raw,
    }
    end = check(workshop("language"), files)
    if end == "fine":
        _say_all(load_words("xx", workshop("language")), ENGLISH)
    return end


def _say_all(words: Any, english: Any) -> None:
    """Fill in every text: a day at the clinic may want any, the trial run wants few."""
    if isinstance(english, str):
        names = {name for _, name, _, _ in Formatter().parse(english) if name is not None}
        said = words.format(**{name: f"<{name}>" for name in names})
        if any(f"<{name}>" not in said for name in names):
            raise WrongError("leaves out what is to be said", (words, english))
        return
    # A table by its keys, the whole language by its fields.
    of = getitem if isinstance(english, Mapping) else getattr
    for key in english if isinstance(english, Mapping) else english.__struct_fields__:
        _say_all(of(words, key), of(english, key))


def _named(texts: Mapping[str, str], key: str, called: str) -> dict[str, str]:
    """Shipped files under another name, which they must call themselves."""
    return {
        name: text.replace(f"{key}: {name}", f"{key}: {called}") for name, text in texts.items()
    }


SHARED = ("yaml*", "placed", "section", "durationtext", "showable", "namedfile")
READERS = tuple(f"readers/{name}.py" for name in SHARED)
CONFIG = Target(
    "config",
    Garden(GOOD, [*SHIPPED["protocols"].values()]).drafts,
    _config,
    repr,
    (*READERS, "readers/configfile.py", "readers/b*.py", "readers/pinuse.py"),
)
PROTOCOL = Target(
    "protocol",
    Garden(_named(SHIPPED["protocols"], "protocol", "own"), [EVERYTHING]).drafts,
    _protocol,
    repr,
    (*READERS, "readers/protocolfile.py"),
)
LANGUAGE = Target(
    "language",
    Garden(_named(SHIPPED["languages"], "language", "xx"), [OWN]).drafts,
    _language,
    repr,
    (*READERS, "readers/languagefile.py"),
)
