"""Who may import whom (section 7 of the design), read from every file's syntax tree.

| room     | files                         | may import, besides itself                         |
| -------- | ----------------------------- | -------------------------------------------------- |
| core     | core/                         | a few pure modules of the standard library         |
| lookback | lookback/: a day, from facts  | the same, core                                     |
| drill    | drill/: what a trainee is to  | the same, core                                     |
|          | do, judged from facts         |                                                    |
| config   | config                        | core                                               |
| machine  | machine/: processes, threads, | nothing                                            |
|          | files, which versions run     |                                                    |
| readers  | readers/: files that people   | core, config, yaml                                 |
|          | write, to values              |                                                    |
| 4 edges  | journal/, systemd, fleet/,    | core, machine, its library; no other edge;         |
|          | log                           | fleet: config too                                  |
| engine   | engine/: the scan loop        | core                                               |
| drawing  | drawing/                      | core, machine, its library of pictures             |
| hardware | hardware/                     | core, config, drawing, machine, libraries of       |
|          |                               | pins, panels, pictures                             |
| mock     | mock/                         | core, config, drawing, hardware, journal, engine   |
| wiring   | wiring/                       | core, config                                       |
| day      | day/: a day as a picture      | core, lookback                                     |
| sim      | sim/                          | all of the above but wiring and day                |
| replay   | replay/                       | as sim, but not drill                              |
| sounds   | sounds: a table, and files    | core, config, readers                              |
| selftest | selftest/                     | as replay; wiring, sounds                          |
| report   | report/: days from a journal  | as replay; day                                     |
| daemon   | daemon: a station on pins     | as replay                                          |
| web      | web/                          | sim, day and what they may import, libraries of    |
|          |                               | servers, paho                                      |
| commands | commands/: one file each      | all of the above                                   |
| package  | __init__: the version         | nothing                                            |
| argum.   | arguments: the command line   | package                                            |
| cli      | cli                           | all of the above, a part only when it is called    |
| main     | __main__                      | machine, cli: nobody else imports the cli          |

All but core may import the whole standard library. A file that the table does not list fails.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

STATION = Path(__file__).parent.parent / "station"


@dataclass(frozen=True)
class Room:
    """What belongs together, and what it may import besides itself."""

    files: tuple[str, ...]
    """Below station/: files, and folders with all that is in them."""
    rooms: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    standard: frozenset[str] = sys.stdlib_module_names


PURE = frozenset({"dataclasses", "enum", "typing", "collections", "functools", "itertools", "math"})
VALUES = frozenset({"msgspec", "msgspec.structs"})
"""What every room's values are made of."""
EDGES = ("journal", "systemd", "fleet", "log", "hardware")
BELOW = ("core", "lookback", "config", "machine", "readers", "engine", "drawing", *EDGES, "mock")
ROOMS = {
    "core": Room(("core/",), standard=PURE),
    "lookback": Room(("lookback/",), rooms=("core",), standard=PURE),
    "drill": Room(("drill/",), rooms=("core",), standard=PURE),
    "config": Room(("config.py",), rooms=("core",)),
    "machine": Room(("machine/",)),
    "readers": Room(("readers/",), rooms=("core", "config"), libraries=("yaml",)),
    "journal": Room(("journal/",), rooms=("core", "machine"), libraries=("msgspec",)),
    "systemd": Room(("systemd.py",), rooms=("core", "machine")),
    "fleet": Room(("fleet/",), rooms=("core", "config", "machine"), libraries=("paho",)),
    "log": Room(("log.py",), rooms=("core", "machine")),
    "engine": Room(("engine/",), rooms=("core",)),
    "drawing": Room(("drawing/",), rooms=("core", "machine"), libraries=("PIL",)),
    "hardware": Room(
        ("hardware/",),
        rooms=("core", "config", "drawing", "machine"),
        libraries=("gpiozero", "lgpio", "luma", "smbus2", "PIL"),
    ),
    "mock": Room(
        ("mock/",),
        rooms=("core", "config", "drawing", "hardware", "journal", "engine"),
        libraries=("PIL",),
    ),
    "wiring": Room(("wiring/",), rooms=("core", "config")),
    "day": Room(("day/",), rooms=("core", "lookback")),
    "sim": Room(("sim/",), rooms=(*BELOW, "drill"), libraries=("PIL",)),
    "replay": Room(("replay/",), rooms=BELOW, libraries=("PIL",)),
    "sounds": Room(("sounds.py",), rooms=("core", "config", "readers")),
    "selftest": Room(
        ("selftest/",), rooms=(*BELOW, "wiring", "sounds", "package"), libraries=("PIL",)
    ),
    "daemon": Room(("daemon.py",), rooms=(*BELOW, "package")),
    "report": Room(("report/",), rooms=(*BELOW, "day")),
    "web": Room(
        ("web/",),
        rooms=(*BELOW, "sim", "day", "drill"),
        libraries=("starlette", "uvicorn", "anyio", "paho", "msgspec", "PIL"),
    ),
    "commands": Room(
        ("commands/",),
        rooms=(
            *(*BELOW, "wiring", "day", "sim", "replay", "selftest", "daemon", "report", "sounds"),
            "web",
            "arguments",
        ),
        libraries=("starlette", "uvicorn"),
    ),
    "arguments": Room(("arguments.py",), rooms=("package",)),
    "cli": Room(("cli.py",), rooms=(*BELOW, "commands", "arguments")),
    "main": Room(("__main__.py",), rooms=("machine", "cli")),
    "package": Room(("__init__.py",)),
}
FILES = sorted(path.relative_to(STATION).as_posix() for path in STATION.rglob("*.py"))


def room_of(file: str) -> str:
    """The room of a file below station/."""
    for name, room in ROOMS.items():
        if any(file == listed or file.startswith(listed) for listed in room.files):
            return name
    raise LookupError(f"station/{file} is in no room: say in {Path(__file__).name} whose it is")


def imported(source: str) -> Iterator[str]:
    """The modules that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "." * node.level + (node.module or "")  # relative: nobody's
        elif isinstance(node, ast.ImportFrom) and node.module == "station":
            yield from (f"station.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Name) and node.id == "__import__":
            yield node.id


def room_imported(module: str) -> str | None:
    """The room of a module of the station's; None for anybody else's."""
    top, _, below = module.partition(".")
    if top != "station":
        return None
    if below == "__version__":
        return "package"
    part = below.partition(".")[0]
    files = {f"{part}.py", f"{part}/"}
    return next((name for name, room in ROOMS.items() if files & {*room.files}), "nowhere")


def allowed(room: str, module: str) -> bool:
    """Whether a room may import a module."""
    owner = room_imported(module)
    if owner is not None:
        return owner in (room, *ROOMS[room].rooms)
    top = module.partition(".")[0]
    return module in VALUES or top in ROOMS[room].standard or top in ROOMS[room].libraries


def forbidden(file: str, source: str) -> list[str]:
    """What a file imports and may not."""
    room = room_of(file)
    return [module for module in imported(source) if not allowed(room, module)]


@pytest.mark.parametrize("file", FILES)
def test_a_file_imports_only_what_its_room_may(file: str) -> None:
    assert forbidden(file, (STATION / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("core/bay.py", "import time"),
        ("core/bay.py", "def late():\n    from logging import getLogger"),
        ("core/bay.py", "from msgspec.json import encode"),
        ("core/bay.py", "from station import config"),
        ("core/bay.py", "from station.hardware import pins"),
        ("core/bay.py", "from .phase import Phase"),
        ("core/bay.py", "__import__('time')"),
        ("engine/runtime.py", "from station.hardware.pins import Pins"),
        ("engine/runtime.py", "import gpiozero"),
        ("hardware/pins.py", "import station.engine.runtime"),
        ("hardware/pins.py", "import yaml"),
        ("hardware/pins.py", "from station.readers.yamlfile import Place"),
        ("core/panel.py", "from station.drawing.frame import draw"),
        ("drawing/frame.py", "from station.hardware.glass import Glass"),
        ("drawing/frame.py", "from station.readers.languagefile import load_words"),
        ("drawing/lettering.py", "import luma.core"),
        ("engine/runtime.py", "from station.drawing.frame import draw"),
        ("readers/configfile.py", "from station.hardware import pins"),
        ("config.py", "from station.readers.configfile import load"),
        ("journal/file.py", "from station.config import StationConfig"),
        ("journal/file.py", "from station.systemd import notify"),
        ("replay/play.py", "from station.cli import main"),
        ("replay/play.py", "import station"),
        ("core/bay.py", "from station import __version__"),
        ("wiring/svg.py", "from station.hardware import pins"),
        ("drill/judge.py", "import time"),
        ("drill/judge.py", "from station.sim.stage import Stage"),
        ("replay/play.py", "from station import surprise"),
    ],
)
def test_anything_else_is_found(file: str, source: str) -> None:
    assert len(forbidden(file, source)) == 1


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("core/bay.py", "from collections.abc import Callable\nfrom station.core import words"),
        ("engine/runtime.py", "import time\nfrom station.core.floor import Floor"),
        ("hardware/pins.py", "import gpiozero.pins.mock\nfrom station import config"),
        ("drawing/frame.py", "from PIL import Image\nfrom station.core.screen import Screen"),
        ("hardware/panel.py", "from station.drawing.frame import draw"),
        ("replay/telling.py", "from station.drawing.halfblocks import half_blocks"),
        ("commands/replay.py", "from station.replay.play import play"),
        ("__main__.py", "from station.cli import main"),
        ("daemon.py", "from station import __version__"),
    ],
)
def test_what_the_table_allows_is_not(file: str, source: str) -> None:
    assert forbidden(file, source) == []


@pytest.mark.parametrize("file", ["surprise.py", "surprise/inside.py", "corex/bay.py"])
def test_a_file_that_is_in_no_room_fails(file: str) -> None:
    with pytest.raises(LookupError, match="in no room"):
        forbidden(file, "")


def test_no_two_rooms_import_each_other() -> None:
    mutual = [
        (name, other)
        for name, room in ROOMS.items()
        for other in room.rooms
        if name in ROOMS[other].rooms
    ]
    assert mutual == []


def test_each_room_is_told_of_in_the_readme() -> None:
    readme = (STATION.parent / "README.md").read_text(encoding="utf-8")
    told = readme.partition("\n## How it is built\n")[2].partition("\n## ")[0]
    patterns = [
        name.removeprefix("station/").removesuffix(".py")
        for name in re.findall(r"`([\w/*.]+)`", told)
    ]
    files = [file.removesuffix(".py") for room in ROOMS.values() for file in room.files]
    untold = [
        file
        for file in files
        if file != "__init__"
        and not any(
            name.startswith(file) if file.endswith("/") else fnmatch(file, name)
            for name in patterns
        )
    ]
    assert untold == []


def test_nobody_but_main_imports_the_commands() -> None:
    assert [name for name, room in ROOMS.items() if "cli" in room.rooms] == ["main"]


def test_no_command_is_imported_before_it_is_called() -> None:
    top = ast.parse((STATION / "cli.py").read_text(encoding="utf-8")).body
    at_once = [node for node in top if isinstance(node, ast.Import | ast.ImportFrom)]
    early = [name for node in at_once for name in imported(ast.unparse(node))]
    parts = {*ROOMS} - {"machine", "readers", "arguments"}
    assert [name for name in early if room_imported(name) in parts] == []
