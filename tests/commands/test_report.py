"""What `station report` tells of a journal: in words, as a page and as CSV."""

import csv
import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from station.cli import main
from station.core.duration import DAY, HOUR, MINUTE
from station.core.stamp import Row
from station.journal.file import JournalFile
from station.machine.exitstatus import UsageError
from station.machine.wholefile import write_whole
from station.readers.configfile import load
from station.report.days import between, midnights
from tests.core.outage import NOON, Outages

CONFIG = """
station: room-1
bays: [{id: bed-1, label: LABEL, button: 17}, {id: bed-2, button: 5}]
panels: [{}]
buzzers: [{pin: 22}]
journal: journal.db
"""
THAT_DAY = "2027-01-15"
BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "station.yaml"
    path.write_text(CONFIG.replace("LABEL", "Bed 1"))
    return path


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as here:
        here.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def worked(config: Path) -> Path:
    """A visit at 8:01, wiped late at 8:25; then power is lost with cream on, for nobody knows."""
    station = Outages(load(config).plan())
    station.ward.until(MINUTE)
    station.ward.press()
    station.ward.until(25 * MINUTE)
    station.ward.press()
    station.ward.wait(15_000)
    station.ward.press()
    station.ward.wait(30 * MINUTE)
    station.ward.press()
    station.ward.wait(5 * MINUTE)
    station.cut(HOUR, trusted=False)
    station.keep()
    return written(config, station.rows)


def written(config: Path, rows: list[Row]) -> Path:
    file = JournalFile(config.parent / "journal.db")
    file.append(rows)
    file.close()
    return file.path


def report(config: Path, *more: str) -> int:
    return main(["report", "-c", str(config), "--day", THAT_DAY, *more])


@pytest.mark.meets("CMD-11")
def test_the_figures_and_the_applications_in_words(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worked(config)
    assert report(config) == 0
    said = capsys.readouterr().out
    lines = [line.split() for line in said.splitlines()]
    assert said.startswith(f"room-1, {THAT_DAY}\n")
    assert ["Late:", "became", "overdue", "1"] in lines
    assert ["Bed", "1", "1", "08:01", "08:25", "24:15", "2:15"] in lines
    assert "facts were told by a clock that was not to be trusted" in said


def test_csv_has_a_row_for_each_application(config: Path) -> None:
    worked(config)
    out = config.parent / "day.csv"
    assert report(config, "--csv", str(out)) == 0
    first, second = csv.DictReader(out.read_text().splitlines())
    assert first == {
        "station": "room-1", "bay": "bed-1", "application": "1", "today": "1",
        "applied": "2027-01-15T08:01:00.000Z", "removed": "2027-01-15T08:25:15.180Z",
        "contact": "1455.18", "overdue_by": "135.18",
        "late": "yes", "over_limit": "no", "certain": "yes", "open": "no",
    }  # fmt: skip
    assert (second["removed"], second["certain"], second["open"]) == ("", "no", "yes")


class Page(HTMLParser):
    """What a page asks a browser for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.asks: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        wants = ("src", "href", "action", "data", "srcset", "style", "xlink:href")
        self.asks += [f"{n}={v}" for n, v in attrs if n in wants or n.startswith("on")]


@pytest.mark.meets("CMD-11")
@pytest.mark.parametrize(
    "label", ["Bed 1", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>']
)
def test_the_page_needs_nothing_but_itself_and_runs_nothing(config: Path, label: str) -> None:
    config.write_text(CONFIG.replace("LABEL", f"'{label}'"))
    worked(config)
    out = config.parent / "day.html"
    assert report(config, "--html", str(out)) == 0
    text = out.read_text()
    page = Page(text)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert page.asks == []
    assert "url(" not in text.replace("url(#day-", "")
    assert "default-src 'none'; style-src 'sha256-" in text
    assert "not known" in text


def test_a_file_is_replaced_whole_or_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "day.html"
    path.write_text("yesterday")
    path.chmod(0o600)
    write_whole(path, "today")
    assert path.read_text() == "today"
    assert path.stat().st_mode & 0o777 == 0o600
    link = tmp_path / "link.html"
    link.symlink_to(path)
    write_whole(link, "later")
    assert link.is_symlink()
    assert path.read_text() == "later"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["day.html", "link.html"]


@pytest.mark.parametrize(
    ("option", "name", "why"),
    [
        ("--html", "journal.db", "is the journal itself"),
        ("--csv", "journal.db-wal", "is the journal itself"),
        ("--html", "station.yaml", "is the config itself"),
        ("--html", "nosuch/day.html", "No such file or directory: name another file"),
        ("--csv", ".", "Is a directory: name another file"),
    ],
)
def test_what_must_not_be_overwritten_is_not(
    config: Path, capsys: pytest.CaptureFixture[str], option: str, name: str, why: str
) -> None:
    journal = worked(config)
    before = journal.read_bytes(), config.read_bytes()
    assert report(config, option, str(config.parent / name)) == 2
    assert why in capsys.readouterr().err
    assert (journal.read_bytes(), config.read_bytes()) == before


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--day", "2026-13-01"], "--day '2026-13-01' is no day: write it like 2026-05-01"),
        (["--day", "9999-12-31"], "9999-12-31 is no day that a clock shows"),
        (["--day", "2026-05-01", "--since", "24h"], "--day is a whole day"),
        (["--until", "24h"], "--until needs a --since"),
        (["--since", "lately"], "--since 'lately' is no length of time"),
        (["--since", "2026-05-01", "--until", "2026-04-01"], "ends before it begins"),
        (["--since", "2025-01-01", "--until", "2027-01-01"], "is longer than 366 days"),
        (["--day", "2026-05-01", "--bay", "nosuch"], "--bay 'nosuch': there is no such bay"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_cure(
    config: Path, capsys: pytest.CaptureFixture[str], more: list[str], why: str
) -> None:
    worked(config)
    assert main(["report", "-c", str(config), *more]) == 2
    assert why in capsys.readouterr().err


def test_a_day_on_which_nothing_happened(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worked(config)
    out = config.parent / "day.html"
    assert main(["report", "-c", str(config), "--day", "2026-05-01"]) == 0
    assert capsys.readouterr().out == "room-1, 2026-05-01\nnothing\n"
    assert main(["report", "-c", str(config), "--day", "2026-05-01", "--html", str(out)]) == 0
    assert "Nothing happened." in out.read_text()


def test_damaged_rows_are_left_out_and_said(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = worked(config)
    with sqlite3.connect(journal) as db:
        db.execute("DROP TRIGGER no_update")
        db.execute("UPDATE rows SET body = 'x' WHERE kind = 'removal_due'")
    db.close()
    assert report(config) == 0
    assert "1 rows of the journal are damaged" in capsys.readouterr().out


def test_a_station_may_write_meanwhile(config: Path) -> None:
    file = JournalFile(worked(config))
    try:
        assert report(config, "--html", str(config.parent / "day.html")) == 0
    finally:
        file.close()


def test_a_visit_over_midnight_is_one_application_of_two_days(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    worked(config)
    monkeypatch.setenv("TZ", "XXX-15:50")  # there, midnight is 8:10 here
    time.tzset()
    out = config.parent / "days.csv"
    two = ["--since", "2027-01-15", "--until", "2027-01-17"]
    assert main(["report", "-c", str(config), *two, "--csv", str(out)]) == 0
    assert out.read_text().count("T08:01:00.000Z") == 1
    assert main(["report", "-c", str(config), *two]) == 0
    said = capsys.readouterr().out
    assert said.count("24:15  ") == 2
    assert "Applications                                       2" in said


def test_only_one_bay(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worked(config)
    assert report(config, "--bay", "bed-2") == 0
    assert capsys.readouterr().out.endswith("nothing\n")


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_on_which_clocks_change_is_shorter_or_longer(
    day: str, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", BERLIN)
    time.tzset()
    (period,) = midnights(*between(day, None, None, NOON))
    assert period[1] - period[0] == hours * HOUR


def test_since_and_until_are_cut_at_midnights() -> None:
    begin = round(datetime.fromisoformat("2027-01-15T09:00").timestamp() * 1000)
    periods = midnights(begin, begin + DAY)
    assert periods == [(begin, begin + 15 * HOUR), (begin + 15 * HOUR, begin + DAY)]
    with pytest.raises(UsageError):
        midnights(begin, begin)
