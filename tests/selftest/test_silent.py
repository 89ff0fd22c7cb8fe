"""What the station can find out about itself with nobody there, in silence and in the dark."""

from pathlib import Path

import pytest

from station.core.change import replace
from station.journal.file import JournalFile
from station.selftest.report import Outcome
from tests.selftest.bed import Bed


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed(tmp_path, CONFIG.format(journal=tmp_path / "journal.db"))


CONFIG = """
station: room-1
bays:
  - {{id: bed-1, label: Bed 1, button: 17, lamp: 27}}
  - {{id: bed-2, label: Bed 2, button: 5}}
panels: [{{}}]
buzzers: [{{pin: 22}}, {{pin: 23, kind: passive}}]
journal: {journal}
"""


def failed(bed: Bed) -> list[str]:
    results = bed.report.results
    return [result.part.split(" (")[0] for result in results if result.failed]


def test_it_asks_nobody_and_neither_sounds_nor_flashes_nor_draws(bed: Bed) -> None:
    report = bed.conduct(silent=True)
    assert report.passed
    assert "  test     silent, nothing lit, sounded or pressed\n" in report.text()
    assert "\nPASSED (silent): " in report.text()
    assert len(report.results) == 1 + 1 + 1 + 2 + 2 + 1
    assert bed.technician.questions == []
    assert bed.edges == []
    assert bed.buses[1].sent == 0


def test_cream_that_is_on_is_in_the_report(bed: Bed) -> None:
    bed.conduct(silent=True, warnings=["CREAM IS ON at Bed 1"])
    assert "  WARNING  CREAM IS ON at Bed 1\n" in bed.report.text()


def test_a_typeface_that_cannot_be_read(bed: Bed) -> None:
    bed.bench = replace(bed.bench, typeface=lambda: "the panels' font helvR10 cannot be read")
    bed.conduct(silent=True)
    assert failed(bed) == ["typeface of the panels"]
    assert "helvR10" in bed.notes("typeface")


def test_broken_off_it_names_what_it_came_not_to(bed: Bed) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    bed.time.after(300_000, interrupt)
    report = bed.conduct(silent=True)
    assert report.broken_off == "interrupted"
    assert "  broken off  button of Bed 2 (pin 5)\n" in report.text()
    assert "  not tested  journal (" in report.text()
    assert "6 ok, 1 broken off, 1 not tested\n" in report.text()


def test_a_panel_that_does_not_answer(bed: Bed) -> None:
    bed.buses[1].unplug(0x3C)
    bed.conduct(silent=True)
    assert failed(bed) == ["panel 0"]


@pytest.mark.parametrize(("pin", "part"), [(22, "buzzer of Bed 1, Bed 2"), (27, "lamp of Bed 1")])
def test_an_output_that_is_shorted_to_power(bed: Bed, pin: int, part: str) -> None:
    bed.bench.drive()
    bed.factory.pin(pin)._state = True
    bed.conduct(silent=True)
    assert failed(bed) == [part]
    assert f"pin {pin} reads on and was set off" in bed.notes(part)


def test_a_button_that_is_down_all_the_time(bed: Bed) -> None:
    bed.factory.pin(17).drive_low()
    bed.conduct(silent=True)
    assert failed(bed) == ["button of Bed 1"]


def test_a_button_that_somebody_just_presses_is_not(bed: Bed) -> None:
    bed.push(17, 100, after=50)
    assert bed.conduct(silent=True).passed


def test_a_button_that_cannot_be_read(bed: Bed) -> None:
    bed.factory.broken.add(5)
    bed.conduct(silent=True)
    assert failed(bed) == ["button of Bed 2"]
    assert "pin 5 cannot be read" in bed.notes("button of Bed 2")


def test_a_journal_that_can_be_read_and_one_that_cannot(bed: Bed) -> None:
    assert "there is none yet" in (bed.conduct(silent=True).text())
    assert bed.report.passed
    file = JournalFile(bed.config.journal)
    file.past()
    file.close()
    bed.report.results.clear()
    assert bed.conduct(silent=True).passed
    assert bed.outcomes()["journal"] is Outcome.FINE
    bed.config.journal.write_bytes(b"no journal at all, but long enough to be looked at" * 10)
    bed.report.results.clear()
    bed.conduct(silent=True)
    assert failed(bed) == ["journal"]
