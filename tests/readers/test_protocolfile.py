"""Protocol files: where they are found, and what they say."""

import errno
import os
import re
from pathlib import Path
from typing import NoReturn

import pytest

import station
from station.core.change import replace
from station.core.duration import HOUR, MINUTE, SECOND
from station.core.phase import Phase
from station.core.protocol import CAREFUL_REMOVAL, Protocol
from station.readers.languagefile import shipped_languages
from station.readers.problem import FileRefused
from station.readers.protocolfile import UnknownProtocol, load_protocol, shipped_protocols
from tests.readers.protocols import LEAST, own, problems

NOWHERE = Path("nowhere")


@pytest.mark.meets("PRO-1", "PRO-2", "PRO-4", "PRO-6", "PRO-8", "PRO-10", "PRO-11", "PRO-12")
@pytest.mark.meets("PRO-13", "PRO-14", "PRO-15", "PRO-16")
def test_numb520_has_every_fact_of_the_design() -> None:
    protocol = load_protocol("numb520", NOWHERE)
    hints = protocol.hints
    assert protocol == Protocol(
        id="numb520",
        name="Numb 520",
        source="product instructions of Numb 520",
        onset=(2 * MINUTE, 3 * MINUTE),
        contact=20 * MINUTE,
        removal=2 * MINUTE,
        effect=60 * MINUTE,
        applications=6,
        reviewer=None,
        silence_first=True,
        hints=hints,
    )
    for phase, facts in {
        Phase.READY: (
            "cleanse",
            "exfoliate lightly if tolerated",
            "20 cm x 20 cm",
            "medium thick",
            "gloves",
        ),
        Phase.CONTACT: ("prepare solutions and equipment",),
        Phase.REMOVAL: ("gauze or baby wipes", "completely"),
        Phase.NUMB: (
            "alcohol pad (optional)",
            "sections",
            "solution, needle, re-apply solution, massage in until absorbed",
            "next section",
            "other areas: the whole process again",
        ),
    }.items():
        for fact in facts:
            assert any(fact in hint.lower() for hint in hints[phase]), fact


@pytest.mark.parametrize(
    ("name", "contact"),
    [
        ("emla", 60 * MINUTE),
        ("lmx4", 30 * MINUTE),
        ("ametop-venepuncture", 30 * MINUTE),
        ("ametop-cannulation", 45 * MINUTE),
        ("pliaglis", 30 * MINUTE),
    ],
)
def test_contact_times_of_other_creams(name: str, contact: int) -> None:
    protocol = load_protocol(name, NOWHERE)
    assert protocol.contact == contact
    assert protocol.removal == CAREFUL_REMOVAL


@pytest.mark.meets("FIL-2")
@pytest.mark.parametrize("name", shipped_protocols())
def test_every_shipped_protocol_cites_its_source_and_waits_for_a_reviewer(name: str) -> None:
    protocol = load_protocol(name, NOWHERE)
    assert protocol.id == name
    assert len(protocol.source) > len("leaflet")
    assert protocol.reviewer is None


def figures(hint: str) -> list[str]:
    return sorted(re.findall(r"\d+(?:\.\d+)?", hint.replace(",", ".")))


@pytest.mark.parametrize("language", [code for code in shipped_languages() if code != "en"])
@pytest.mark.parametrize("name", shipped_protocols())
def test_every_shipped_hint_is_translated_and_keeps_its_figures(name: str, language: str) -> None:
    english = load_protocol(name, NOWHERE)
    translated = load_protocol(name, NOWHERE, language)
    assert replace(translated, hints=english.hints) == english
    assert translated.hints.keys() == english.hints.keys()
    for phase, hints in english.hints.items():
        assert not {*translated.hints[phase]} & {*hints}
        assert [figures(hint) for hint in translated.hints[phase]] == list(map(figures, hints))


@pytest.mark.meets("FIL-1")
def test_a_phase_that_is_not_translated_keeps_its_own_hints(clinic: Path) -> None:
    own(
        clinic,
        LEAST + "hints: {ready: [a], numb: [b]}\n"
        "translations: {de: {hints: {ready: [c, d], contact: [e]}}, fr: {hints: {numb: [f]}}}\n",
    )

    def hints(*language: str) -> dict[Phase, tuple[str, ...]]:
        return dict(load_protocol("mine", clinic, *language).hints)

    assert hints() == hints("es") == {Phase.READY: ("a",), Phase.NUMB: ("b",)}
    assert hints("de") == {
        Phase.READY: ("c", "d"),
        Phase.CONTACT: ("e",),
        Phase.NUMB: ("b",),
    }
    assert hints("fr") == {Phase.READY: ("a",), Phase.NUMB: ("f",)}


def test_hints_may_be_in_a_language_of_the_clinics_own(clinic: Path) -> None:
    text = LEAST + "translations: {no: {hints: {numb: [f]}}}\n"
    known = ", ".join(shipped_languages())
    assert problems(clinic, text) == [f"5:16: unknown key 'no'; the keys here are: {known}"]
    (clinic / "languages").mkdir()
    (clinic / "languages" / "no.yaml").write_text("")
    assert load_protocol("mine", clinic, "no").hints == {Phase.NUMB: ("f",)}


def test_an_absent_figure_stays_absent(clinic: Path) -> None:
    own(clinic, LEAST)
    assert load_protocol("mine", clinic) == Protocol(
        id="mine", name="Mine", source="a leaflet", contact=30 * MINUTE
    )


def test_every_key(clinic: Path) -> None:
    own(
        clinic,
        LEAST
        + "reviewer: A. Smith\nremoval: 1s\nonset: [0s, 0:01]\neffect: 24h\napplications: 24\n"
        "silence_first: false\nhints: {overdue: [no, 12], ready: [x]}\n",
    )
    assert load_protocol("mine", clinic) == Protocol(
        id="mine",
        name="Mine",
        source="a leaflet",
        contact=30 * MINUTE,
        reviewer="A. Smith",
        removal=SECOND,
        onset=(0, SECOND),
        effect=24 * HOUR,
        applications=24,
        silence_first=False,
        hints={Phase.READY: ("x",), Phase.OVERDUE: ("no", "12")},
    )


def test_a_clinics_own_comes_before_a_shipped_one(clinic: Path) -> None:
    own(clinic, LEAST.replace("mine", "emla"), "emla")
    assert load_protocol("emla", clinic).contact == 30 * MINUTE
    assert load_protocol("numb520", clinic).contact == 20 * MINUTE


def test_an_unknown_name_says_what_there_is(clinic: Path) -> None:
    own(clinic, LEAST)
    shipped = ", ".join(shipped_protocols())
    with pytest.raises(UnknownProtocol) as caught:
        load_protocol("numb502", clinic)
    assert str(caught.value) == (
        "no protocol 'numb502'; did you mean 'numb520'? "
        f"protocols/ beside this file has mine; shipped are {shipped}"
    )
    with pytest.raises(UnknownProtocol, match="did you mean 'mine'"):
        load_protocol("mini", clinic)
    with pytest.raises(UnknownProtocol, match="beside this file has none; shipped are ametop"):
        load_protocol("zzz", clinic / "nowhere")


@pytest.mark.parametrize(
    "name", ["../numb520", "/etc/passwd", "", ".", "numb520.yaml", "a\0b", "x" * 9999]
)
def test_a_name_is_no_path(clinic: Path, name: str) -> None:
    with pytest.raises(UnknownProtocol):
        load_protocol(name, clinic)


def test_another_ending_is_not_passed_over(clinic: Path) -> None:
    path = own(clinic, LEAST).rename(clinic / "protocols" / "emla.yml")
    with pytest.raises(FileRefused) as caught:
        load_protocol("emla", clinic)
    assert str(caught.value).startswith(f"{path}: the station reads emla.yaml only: rename it")


def test_a_folder_that_cannot_be_listed_is_not_passed_over(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_path: Path) -> NoReturn:  # the tests may run as root, who may read all
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "iterdir", denied)
    with pytest.raises(FileRefused) as caught:
        load_protocol("numb520", clinic)
    assert str(caught.value) == f"{clinic / 'protocols'}: cannot be read: permission denied"


def test_a_file_of_its_own_that_is_a_directory_or_a_dead_link(clinic: Path) -> None:
    (clinic / "protocols" / "emla.yaml").mkdir()
    (clinic / "protocols" / "lmx4.yaml").symlink_to("nowhere")
    with pytest.raises(FileRefused, match="this is a directory"):
        load_protocol("emla", clinic)
    with pytest.raises(FileRefused, match="no such file"):
        load_protocol("lmx4", clinic)


def test_protocols_may_be_a_plain_file(tmp_path: Path) -> None:
    (tmp_path / "protocols").write_text("")
    assert load_protocol("numb520", tmp_path).id == "numb520"


@pytest.mark.meets("FIL-1")
def test_no_hint_of_a_shipped_cream_stands_in_code() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in Path(station.__file__).parent.rglob("*.py")
    )
    creams = [load_protocol(name, NOWHERE) for name in shipped_protocols()]
    hints = [hint for cream in creams for lines in cream.hints.values() for hint in lines]
    assert len(hints) > 30
    assert [hint for hint in hints if hint in code] == []
