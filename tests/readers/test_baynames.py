"""Two bays with one name; names that a panel has no room to tell apart."""

from pathlib import Path

import pytest

from station.commands.configured import letters, mixed_up, read_config
from station.readers.configfile import load
from station.readers.problem import FileRefused
from station.replay.scenario import read_scenario
from tests.readers.configs import EXAMPLES, LEAST, changed, problems

EVERY_BAY = ", ".join(f"bed-{n}" for n in range(1, 5))


def four(*labels: str, panel: str = "") -> str:
    """Four bays on one panel."""
    bays = "".join(
        f"  - {{id: bed-{n}, label: {label}, button: {n + 3}}}\n"
        for n, label in enumerate(labels, 1)
    )
    return f"station: room-1\nbays:\n{bays}panels:\n  - {{{panel}}}\nbuzzers:\n  - {{pin: 22}}\n"


def said(path: Path, text: str) -> list[str]:
    """What is said of a config that is to be shown."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused) as caught:
        read_config(path, shows=True)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


@pytest.mark.parametrize(
    "again", ["Bed 1", "BED 1", "bed  1", '" Bed 1"', "Bed1", "bed-1.", "BED_1"]
)
def test_two_bays_called_the_same_are_refused_at_the_second(path: Path, again: str) -> None:
    text = LEAST.replace("button: 17", "button: 17, label: Bed 1")
    text = text.replace("button: 5", f"button: 5, label: {again}")
    assert problems(path, text) == [
        "4:35: bay 'bed-1' on line 3 is called that already: give every bay a label of its own"
    ]


def test_a_bay_without_a_label_is_called_by_its_id(path: Path) -> None:
    first = changed("button: 17", "button: 17, label: BED-2")
    assert problems(path, first) == [
        "4:10: bay 'bed-1' on line 3 is called that already: give every bay a label of its own"
    ]
    second = changed("button: 5", "button: 5, label: bed-1")
    assert problems(path, second) == [
        "4:35: bay 'bed-1' on line 3 is called that already: give every bay a label of its own"
    ]


def test_a_label_is_no_other_bays_id(path: Path) -> None:
    """Journals, reports and topics call the other one so."""
    text = four("bed-2", "Window", "bed-1", "Door")
    assert problems(path, text) == [
        "3:24: that is the id of the bay on line 4: give this one another label",
        "5:24: that is the id of the bay on line 3: give this one another label",
    ]
    text = four("Bed 2", "Window", "BED 1", "Door")
    assert [said.split(": ", 1)[0] for said in problems(path, text)] == ["3:24", "5:24"]
    path.write_text(four("bed-1", "BED-2", "Bed 3", "Bed 4"))
    assert load(path).bays[1].label == "BED-2", "its own may be its label"


def test_signs_and_numbers_tell_bays_apart(path: Path) -> None:
    path.write_text(four("A+", "A", '"1.1"', '"11"'))
    assert [bay.label for bay in load(path).bays] == ["A+", "A", "1.1", "11"]
    path.write_text(four('"+"', '"-"', '"."', '"_"'))
    assert [bay.label for bay in load(path).bays] == ["+", "-", ".", "_"]


def test_what_is_wrong_with_a_bay_is_said_once(path: Path) -> None:
    same = changed("bed-2", "bed-1").replace("button: 17", "button: 17, label: Bed 1")
    assert len(problems(path, same)) == 1
    assert len(problems(path, changed("button: 17", "label: [], button: 17"))) == 1
    assert len(said(path, four("Койка 1", "Койка 2", "Койка 3", "Койка 4"))) == 4
    assert len(said(path, four("Bed 1", "Bed 1", "Bed 3", "Bed 4"))) == 1
    assert len(said(path, four("Bed 1", "[]", "Bed 3", "Bed 4"))) == 1
    assert len(said(path, four("Bed 1", "Bed 2", "Bed 3", "Bed 4", panel="bays: [x]"))) == 1


WINGS = ("Altbauost", "Altbauwest", "Neubauost", "Neubauwest")
CURE = "use shorter labels, fewer bays here or a larger panel"


def test_names_that_a_panel_has_no_room_to_tell_apart_are_refused(path: Path) -> None:
    taken = "bay 'bed-1' ('Altbauost') could be taken for 'bed-2' ('Altbauwest')"
    assert said(path, four(*WINGS)) == [f"8:5: on a panel of 128x64 {taken}: {CURE}"]


def test_each_cure_cures(path: Path) -> None:
    shorter = four("NO", "NW", "SO", "SW")
    fewer = four(*WINGS, panel="bays: [bed-1, bed-2]").replace(
        "buzzers", "  - {address: 0x3D, bays: [bed-3, bed-4]}\nbuzzers"
    )
    larger = four(*WINGS, panel="driver: ssd1322, width: 256, height: 64")
    for text in (shorter, fewer, larger):
        path.write_text(text, encoding="utf-8")
        assert len(read_config(path, shows=True).bays) == 4


def test_the_panel_is_meant_as_it_is_mounted_with_the_bays_that_it_shows(path: Path) -> None:
    turned = "driver: sh1107, width: 64, height: 128, rotate: 1"
    [line] = said(path, four(*WINGS, panel=f"{turned}, bays: [{EVERY_BAY}]"))
    assert line.startswith("8:63: on a panel of 128x64 bay 'bed-1' ('Altbauost') could")


def test_a_bay_without_a_label_is_named_by_its_id_alone(path: Path) -> None:
    text = four(*WINGS).replace("id: bed-1, label: Altbauost", "id: altbauost")
    [line] = said(path, text)
    assert line.startswith("8:5: on a panel of 128x64 bay 'altbauost' could be taken for 'bed-2' (")


def test_letters_that_are_drawn_the_same_are_no_names(path: Path) -> None:
    [line] = said(path, four("Bed I", "Bed l", "Bed 3", "Bed 4"))
    assert "bay 'bed-1' ('Bed I') could be taken for 'bed-2' ('Bed l')" in line


def test_whoever_shows_nothing_need_not_know(path: Path) -> None:
    """What a station that died has left on is switched off in any case."""
    path.write_text(four(*WINGS), encoding="utf-8")
    assert len(read_config(path).bays) == 4


def test_every_example_can_be_shown() -> None:
    clinic = EXAMPLES.parent / "station" / "sim" / "clinic.yaml"
    for config in (*EXAMPLES.glob("*.yaml"), clinic):
        assert read_config(config, shows=True).bays


def test_replay_refuses_what_check_refuses(path: Path) -> None:
    path.write_text(four(*WINGS), encoding="utf-8")
    scenario = path.with_name("scenario.yaml")
    scenario.write_text("steps: [{at: 0s, press: bed-1}]")
    with pytest.raises(FileRefused, match="could be taken for"):
        read_scenario(scenario, path, None, letters, mixed_up)
