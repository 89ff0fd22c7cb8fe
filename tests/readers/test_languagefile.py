"""Language files: what those say that ship with the station, and what is said of a wrong one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import fields

import station
from station.core.phase import Phase
from station.core.words import ENGLISH, Words
from station.readers.languagefile import UnknownLanguage, load_words, shipped_languages
from station.readers.problem import FileRefused

NOWHERE = Path("nowhere")
SHIPPED = Path(station.__file__).parent / "languages"
GERMAN = (SHIPPED / "de.yaml").read_text(encoding="utf-8")
LANGUAGES = shipped_languages()
OTHERS = [code for code in LANGUAGES if code != "en"]


def said(words: Words) -> Iterator[tuple[str, str]]:
    """Every text with its place: `press`, `phases.ready`."""
    for name in (field.name for field in fields(Words)):
        texts = getattr(words, name)
        if isinstance(texts, str):
            yield name, texts
        else:
            yield from ((f"{name}.{key}", text) for key, text in texts.items())


def braced(text: str) -> list[str]:
    return sorted(re.findall(r"\{.*?\}", text))


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """The directory of a config, with an empty one for languages."""
    (tmp_path / "languages").mkdir()
    return tmp_path


def own(clinic: Path, text: str, code: str = "de") -> Path:
    path = clinic / "languages" / f"{code}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def german(old: str, new: str) -> str:
    """The German file with a part replaced."""
    assert GERMAN.count(old) == 1
    return GERMAN.replace(old, new)


def problems(clinic: Path, text: str) -> list[str]:
    """What is said of the clinic's own German, each without the path."""
    path = own(clinic, text)
    with pytest.raises(FileRefused) as caught:
        load_words("de", clinic)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def line_of(part: str) -> int:
    return GERMAN[: GERMAN.index(part)].count("\n") + 1


# Those that ship


def test_english_and_at_least_two_with_accented_letters() -> None:
    assert {"de", "en", "es", "fr"} <= {*LANGUAGES}
    assert load_words("en", NOWHERE) is ENGLISH
    for code in OTHERS:
        capitals = "".join(text for _, text in said(load_words(code, NOWHERE)) if text.isupper())
        assert not capitals.isascii(), code


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_there_and_fills_in_what_english_does(code: str) -> None:
    texts = dict(said(load_words(code, NOWHERE)))
    english = dict(said(ENGLISH))
    assert texts.keys() == english.keys()
    assert all(text.strip() for text in texts.values())
    assert {name: braced(text) for name, text in texts.items()} == {
        name: braced(text) for name, text in english.items()
    }


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_stands_in_one_place_differs(code: str) -> None:
    words = load_words(code, NOWHERE)
    assert len(set(words.phases.values())) == len(Phase)
    assert len({words.press, words.hold, words.let_go}) == 3
    done = [*words.becomes.values(), *words.undoes.values(), words.limit, words.anyway]
    assert len(set(done)) == len(done)
    assert len(set(words.refused.values())) == len(words.refused)
    header = [words.power_lost, words.unsaved, words.not_saved]
    assert len(set(header)) == len(header)


@pytest.mark.parametrize("code", OTHERS)
def test_no_language_is_much_longer_than_english_where_there_is_little_room(code: str) -> None:
    words = load_words(code, NOWHERE)
    assert all(len(word) <= 10 for word in words.phases.values())
    assert all(len(word) <= 13 for word in (words.power_lost, words.unsaved, words.not_saved))
    # Whether each text fits every panel: tests/drawing/test_fits.py.


@pytest.mark.parametrize("code", OTHERS)
def test_the_english_stands_beside_each_text(code: str) -> None:
    beside, table = {}, ""
    for line in (SHIPPED / f"{code}.yaml").read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"( *)([a-z_]+):(?: .+?)?(?: # (.+))?", line)
        if match is None or match[2] == "language":
            continue
        table = table if match[1] else match[2]
        if match[3]:
            beside[f"{table}.{match[2]}" if match[1] else table] = match[3]
    assert beside == dict(said(ENGLISH))


# Where they are found


def test_a_clinics_own_comes_before_a_shipped_one(clinic: Path) -> None:
    own(clinic, german("BEREIT", "FREI"))
    assert load_words("de", clinic).phases[Phase.READY] == "FREI"
    assert load_words("fr", clinic).phases[Phase.READY] == "PRÊT"
    own(clinic, GERMAN.replace("language: de", "language: en"), "en")
    assert load_words("en", clinic).phases[Phase.READY] == "BEREIT"


def test_any_code_will_do_for_one_of_their_own(clinic: Path) -> None:
    own(clinic, GERMAN.replace("language: de", "language: no"), "no")
    assert load_words("no", clinic) == load_words("de", NOWHERE)


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("dk", "de"),
        ("deutsch", "de"),
        ("de-at", "de"),
        ("english", "en"),
        ("french", "fr"),
        ("frr", "fr"),
        ("klingon", "tlh-klingon"),
        ("zz", None),
        ("", None),
    ],
)
def test_an_unknown_code_says_what_there_is(clinic: Path, code: str, meant: str | None) -> None:
    own(clinic, GERMAN, "tlh-klingon")
    with pytest.raises(UnknownLanguage) as caught:
        load_words(code, clinic)
    guess = f"did you mean '{meant}'? " if meant else ""
    assert str(caught.value) == (
        f"there is no language '{code}'; {guess}"
        f"languages/ beside this file has tlh-klingon; shipped are {', '.join(LANGUAGES)}"
    )


# What is said of a wrong one


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("language: de", "language: fr", "this file is de.yaml, so its language cannot be another"),
        ("press:", "pres:", "unknown key 'pres'; did you mean 'press'?"),
        ("ready: BEREIT", "redy: BEREIT", "unknown key 'redy'; did you mean 'ready'?"),
        ("BEREIT #", " #", "nothing is written here: write text"),
        ("BEREIT", "''", "empty text"),
        ("BEREIT", "[BEREIT]", "a list cannot stand here: write text"),
        ("BEREIT", "x" * 81, "81 characters are too many: at most 80"),
        (
            "{number} FEHLT",
            "FEHLT",
            "'{number}' is missing; in English: PANEL {number} LOST",
        ),
        (
            "{number} FEHLT",
            "{nummer} FEHLT",
            "nothing is filled in for '{nummer}' here; in English: PANEL {number} LOST",
        ),
        ("{number} FEHLT", "{number:>999999999} FEHLT", "nothing is filled in for '{number:>9"),
        ("{number} FEHLT", "{number.real} FEHLT", "nothing is filled in for '{number.real}'"),
        ("{number} FEHLT", "{} {number} FEHLT", "nothing is filled in for '{}'"),
        ("{number} FEHLT", "{number}} FEHLT", "a brace without its other half; in English: PANEL"),
        ("BEREIT", "B{EREIT", "a brace without its other half; in English: READY"),
        (": BETÄUBT", ": bereit", "'bereit' is on line {ready} already; staff could not tell"),
        ("HALTEN #", "DRÜCKEN #", "'DRÜCKEN' is on line {press} already; staff could not tell"),
    ],
)
def test_faults(clinic: Path, old: str, new: str, problem: str) -> None:
    [found] = problems(clinic, german(old, new))
    place, _, message = found.partition(": ")
    assert int(place.partition(":")[0]) == line_of(old)
    lines = {"{ready}": line_of("ready:"), "{press}": line_of("press:")}
    for name, line in lines.items():
        problem = problem.replace(name, str(line))
    assert message.startswith(problem)


@pytest.mark.parametrize("name", [name for name, _ in said(ENGLISH)])
def test_a_missing_text_is_asked_for_in_english(clinic: Path, name: str) -> None:
    table, _, key = name.rpartition(".")
    head, found, rest = GERMAN.partition(f"\n{table}:\n") if table else ("", "", "\n" + GERMAN)
    text = head + found + re.sub(rf"(^|\n) *{key}: .*", "", rest, count=1)
    [problem] = problems(clinic, text)
    english = dict(said(ENGLISH))[name]
    wanted = f"required key '{key}' is missing: add '{key}: ...' (in English: {english})"
    assert problem.endswith(wanted)


def test_all_faults_at_once(clinic: Path) -> None:
    text = german("BEREIT", "''").replace("language: de", "language: 1_2").replace("HALTEN", "{x}")
    text = text.replace("becomes:", "becomes: text\nspare:")
    found = [problem.partition(" ")[2] for problem in problems(clinic, text)]
    assert len(found) == 5
    for problem, begin in zip(
        found,
        (
            "'1_2' is no id",
            "empty text",
            "keys with values cannot stand here: write text",
            "'text' cannot stand here: write keys with values",
            "unknown key 'spare'",
        ),
        strict=True,
    ):
        assert problem.startswith(begin)
