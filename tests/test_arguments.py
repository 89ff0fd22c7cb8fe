"""What may be written after `station`, as section 6 of the design has it."""

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from station.arguments import CONFIG, parser

ROOT = Path(__file__).parent.parent
PLACE = Path("s.yaml")


@pytest.mark.meets("CMD-2", "CMD-3", "CMD-4", "CMD-6", "CMD-7", "CMD-8", "CMD-12")
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("run", {"command": "run", "config": CONFIG}),
        ("run -c s.yaml", {"command": "run", "config": PLACE}),
        ("sim", {"command": "sim", "config": None, "speed": 1, "port": 8520, "browser": True}),
        (
            "sim -c s.yaml --speed 60 --port 99 --no-browser",
            {"command": "sim", "config": PLACE, "speed": 60, "port": 99, "browser": False},
        ),
        (
            "replay day.yaml",
            {"command": "replay", "scenario": Path("day.yaml"), "config": None, "json": False},
        ),
        (
            "replay day.yaml -c s.yaml --json --only fact,pin --frames out",
            {"config": PLACE, "json": True, "only": {"fact", "pin"}, "frames": Path("out")},
        ),
        ("check s.yaml t.yaml", {"command": "check", "config": [PLACE, Path("t.yaml")]}),
        ("wiring", {"command": "wiring", "config": CONFIG, "svg": None}),
        ("wiring -c s.yaml --svg w.svg", {"config": PLACE, "svg": Path("w.svg")}),
        ("selftest", {"command": "selftest", "config": CONFIG}),
        ("selftest -c s.yaml", {"config": PLACE}),
        ("status", {"command": "status"}),
        ("history", {"command": "history"}),
        ("report", {"command": "report"}),
        ("board", {"command": "board", "broker": "mqtt://127.0.0.1"}),
        ("board --broker mqtts://b.example", {"broker": "mqtts://b.example"}),
    ],
)
def test_a_command_is_called_as_the_design_has_it(written: str, meant: dict[str, object]) -> None:
    read = vars(parser().parse_args(written.split()))
    assert {key: read[key] for key in meant} == meant


def test_each_command_is_the_file_of_its_name() -> None:
    there = {file.stem for file in (ROOT / "station" / "commands").glob("*.py")}
    called = next(action.choices for action in parser()._actions if action.dest == "command")
    assert called is not None
    assert {*called} == there - {"__init__", "configured"}
    assert {name for name in called if not callable(_called(name))} == set()


def _called(name: str) -> object:
    return import_module(f"station.commands.{name}").command


@pytest.mark.meets("CMD-1")
def test_both_ways_of_calling_it_are_one() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert scripts["scripts"] == {"station": "station.__main__:main"}
    said = []
    script = "import sys; from station.__main__ import main; sys.exit(main())"
    for way in (["-m", "station"], ["-c", script]):
        called = [sys.executable, *way, "check", "config/station.yaml"]
        ended = subprocess.run(called, capture_output=True, text=True, check=False, cwd=ROOT)
        said.append((ended.returncode, ended.stdout, ended.stderr))
    assert said[0] == said[1]
    assert said[0][0] == 0
