"""The sounds as people meet them: told in words, and in files whose pulses are measured."""

import array
import math
import wave
from pathlib import Path

import pytest

from station.cli import main
from station.core.alarm import Sound

ALARM = (0, 250, 500, 1000, 1250, 1900, 2150, 2400, 2900, 3150)
"""When the pulses of an overdue burst begin: 350 after the 3rd and 8th, 500 after the 5th."""
SECTION_3 = {
    "overdue": [(at + burst, 150) for burst in (0, 3300 + 2500) for at in ALARM],
    "removal": [(at + burst, 200) for burst in (0, 1000 + 5000) for at in (0, 400, 800)],
    "fault": [(at + burst, 200) for burst in (0, 600 + 30_000) for at in (0, 400)],
    "soon": [(0, 200)],
    "ending": [(0, 200)],
    "over": [(0, 200), (400, 200)],
    "started": [(0, 200)],
    "applied": [(0, 100), (200, 100)],
    "accepted": [(0, 100)],
    "refused": [(0, 400)],
    "tick": [(0, 30)],
}
"""(begin, length) of every pulse, in ms: the table of section 3, by hand."""
CONFIG = """
station: room-1
bays: [{{id: bed-1, button: 17}}]
panels: [{{}}]
buzzers: [{buzzers}]
"""
EXACT = 1.0
"""Milliseconds."""


def config(folder: Path, buzzers: str) -> str:
    path = folder / "station.yaml"
    path.write_text(CONFIG.format(buzzers=buzzers))
    return str(path)


def heard(path: Path) -> tuple[list[float], int]:
    """What a microphone would take: the samples, and how many there are a millisecond."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        samples = array.array("h", file.readframes(file.getnframes()))
        assert file.getframerate() % 1000 == 0
        return [float(sample) for sample in samples], file.getframerate() // 1000


def pulses(path: Path, frequency: int) -> list[tuple[float, float]]:
    """(begin, length) of every pulse in ms from the first: where there is tone, by its loudness.

    Loud is a sample above a third of the loudest; a pulse lasts while no period of the tone
    passes without one.
    """
    samples, rate = heard(path)
    loud = max(map(abs, samples)) / 3
    at = [n / rate for n, sample in enumerate(samples) if abs(sample) > loud]
    found = [[at[0], at[0]]]
    for instant in at:
        if instant - found[-1][1] > 1000 / frequency + EXACT:
            found.append([instant, instant])
        found[-1][1] = instant
    return [(begin - at[0], end - begin) for begin, end in found]


def pitch(path: Path) -> float:
    """The frequency of its tone in Hz, by how often the wave rises through nothing."""
    samples, rate = heard(path)
    first = next(n for n, sample in enumerate(samples) if sample)
    tone = samples[first : first + 20 * rate]  # of the shortest pulse, 30 ms
    rises = [n for n in range(1, len(tone)) if tone[n - 1] <= 0 < tone[n]]
    return 1000 * rate * (len(rises) - 1) / (rises[-1] - rises[0])


def written(folder: Path, *arguments: str) -> dict[str, Path]:
    assert main(["sounds", "--wav", str(folder), *arguments]) == 0
    return {path.name: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Those of a station that nobody has configured."""
    return written(tmp_path_factory.mktemp("sounds") / "new" / "folder")


# Files


def test_there_is_a_file_for_each_sound(files: dict[str, Path]) -> None:
    assert set(files) == {f"{sound}.wav" for sound in SECTION_3}
    assert set(SECTION_3) == set(Sound)


@pytest.mark.parametrize("sound", SECTION_3)
def test_a_file_has_the_pulses_of_section_3(files: dict[str, Path], sound: str) -> None:
    found, wanted = pulses(files[f"{sound}.wav"], 2400), SECTION_3[sound]
    assert len(found) == len(wanted)
    for (begin, length), (wanted_begin, wanted_length) in zip(found, wanted, strict=True):
        assert begin == pytest.approx(wanted_begin, abs=EXACT)
        assert length == pytest.approx(wanted_length, abs=EXACT)


@pytest.mark.parametrize("sound", SECTION_3)
def test_silence_surrounds_it_and_nothing_is_cut_off_or_distorted(
    files: dict[str, Path], sound: str
) -> None:
    samples, rate = heard(files[f"{sound}.wav"])
    assert not any(samples[: 100 * rate])
    assert not any(samples[-100 * rate :])
    assert 10_000 < max(map(abs, samples)) < 32_767


@pytest.mark.parametrize("sound", SECTION_3)
def test_no_pulse_begins_or_ends_with_a_click(files: dict[str, Path], sound: str) -> None:
    samples, rate = heard(files[f"{sound}.wav"])
    top = max(map(abs, samples))
    for n in range(1, len(samples) - 1):
        if samples[n] and not (any(samples[n - rate : n]) and any(samples[n + 1 : n + 1 + rate])):
            assert abs(samples[n]) < top / 4


def test_an_active_buzzer_sounds_as_small_ones_do(files: dict[str, Path]) -> None:
    assert 2300 <= pitch(files["tick.wav"]) <= 2700


@pytest.mark.parametrize("frequency", [150, 440, 1000])
def test_a_passive_one_sounds_at_its_frequency(tmp_path: Path, frequency: int) -> None:
    buzzers = f"{{pin: 22, kind: passive, frequency: {frequency}}}"
    found = written(tmp_path / "out", "-c", config(tmp_path, buzzers))
    assert set(found) == {f"{sound}.wav" for sound in SECTION_3}
    assert pitch(found["refused.wav"]) == pytest.approx(frequency, rel=0.02)
    for sound in ("overdue", "tick"):
        measured = pulses(found[f"{sound}.wav"], frequency)
        assert len(measured) == len(SECTION_3[sound])
        for (begin, length), (wanted_begin, wanted_length) in zip(
            measured, SECTION_3[sound], strict=True
        ):
            assert begin == pytest.approx(wanted_begin, abs=EXACT)
            assert length == pytest.approx(wanted_length, abs=EXACT)


def test_a_station_with_buzzers_of_several_kinds_has_each_sound_of_each(tmp_path: Path) -> None:
    buzzers = "{pin: 22}, {pin: 23, kind: passive, frequency: 440}, {pin: 24}"
    found = written(tmp_path / "out", "-c", config(tmp_path, buzzers))
    names = {f"{sound}{kind}.wav" for sound in SECTION_3 for kind in ("-active", "-440hz")}
    assert set(found) == names
    assert pitch(found["refused-440hz.wav"]) == pytest.approx(440, rel=0.02)
    assert pitch(found["refused-active.wav"]) == pytest.approx(2400, rel=0.02)


def test_the_files_are_listed_in_the_order_of_a_visit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path)
    said = [line.split(": ", 1) for line in capsys.readouterr().out.splitlines()]
    names = [Path(path).stem for path, _ in said]
    visit = ["started", "tick", "applied", "soon", "removal", "overdue", "ending", "over"]
    assert [name for name in names if name in visit] == visit
    assert dict(zip(names, (words for _, words in said), strict=True))["removal"] == "wipe now"


def test_files_of_an_earlier_time_are_written_again(tmp_path: Path) -> None:
    (tmp_path / "tick.wav").write_bytes(b"something else")
    assert pulses(written(tmp_path)["tick.wav"], 2400)[0][1] == pytest.approx(30, abs=EXACT)


def test_a_directory_that_cannot_be_had_is_one_message_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("")
    (tmp_path / "folder" / "started.wav").mkdir(parents=True)
    for folder, place in (
        (file, file),
        (file / "below", file / "below"),
        (tmp_path / "folder", tmp_path / "folder" / "started.wav"),
    ):
        assert main(["sounds", "--wav", str(folder)]) == 2
        err = capsys.readouterr().err
        assert err.startswith(f"station: --wav {place}: ")
        assert len(err.splitlines()) == 1


# Words


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["sounds", *arguments]) == 0
    return capsys.readouterr().out


def test_every_sound_is_told_the_most_urgent_first(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split(maxsplit=2) for line in told(capsys).splitlines() if line[0] != " "]
    assert {line[0] for line in lines} == set(SECTION_3)
    ranks = ["high", "medium", "low", "notice", "feedback"]
    told_ranks = [ranks.index(line[1]) for line in lines]
    assert told_ranks == sorted(told_ranks)


def test_its_meaning_its_pulses_and_when_it_comes_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = told(capsys)
    overdue, removal = said.split("removal ")[0], said.split("removal ")[1].split("fault ")[0]
    assert "wipe at once" in overdue
    assert "10 x 150 ms, gaps 100 100 350 100 500 100 100 350 100" in overdue
    assert "again 2.5 s after its end" in overdue
    assert "unanswered for 30m: from then on a burst every 1m" in overdue
    assert "wipe now" in removal
    assert "3 x 200 ms, gaps 200 200" in removal
    assert "again 5 s after its end" in removal
    assert max(map(len, said.splitlines())) <= 100


def test_of_a_stations_buzzers_it_says_how_exact_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    buzzers = "{pin: 22}, {pin: 23, kind: passive, frequency: 150}"
    active, passive = told(capsys, "-c", config(tmp_path, buzzers)).splitlines()[-2:]
    assert active.startswith("buzzer on pin 22: active, the recommended kind")
    assert passive.startswith("buzzer on pin 23: passive, 150 Hz by software")
    assert passive.endswith(f"up to {math.ceil(10_000 / 150) / 10} ms late")


def test_a_config_that_is_wrong_is_told_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = config(tmp_path, "{pin: 22, kind: passive, frequency: 149}")
    assert main(["sounds", "-c", wrong]) == 2
    assert f"{wrong}:5:47: '149' is out of range: write a frequency in Hz from 150 to 1000" in (
        capsys.readouterr().err
    )
    assert main(["sounds", "-c", str(tmp_path / "nowhere.yaml")]) == 2
