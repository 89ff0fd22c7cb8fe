"""Any bit of a journal may change on the disk: no cream is forgotten without a word, for that."""

import random
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from station.core.past import Past
from station.core.stamp import Row
from station.journal.errors import JournalRefusedError
from station.journal.file import JournalFile
from station.journal.history import History
from station.journal.round import JournalRound
from tests.journal.disks import past_in
from tests.journal.rows import past_of, refused
from tests.journal.stories import eventful

FLIPS = 300
FEW = 60
HEADER = 100
SEED = 11
ROWS = 40
"""Such that cream is on and no snapshot is the last word: all sorts of rows count."""


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [*eventful(), *(refused(10**8 + n) for n in range(ROWS))]


@pytest.fixture(scope="module")
def sound(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A journal with cream on both beds at the end, closed."""
    path = tmp_path_factory.mktemp("bits") / "journal.db"
    file = JournalFile(path, synchronous="OFF")
    work = JournalRound(file)
    for n in range(0, len(rows), 7):
        work.write(rows[n : n + 7], 0)
        work.attend(0)
    file.close()
    return path.read_bytes()


def with_cream(past: Past) -> dict[str, object]:
    return {name: bay.cream for name, bay in past.bays.items() if bay.cream}


def flipped(sound: bytes, places: Iterator[int]) -> Iterator[tuple[int, bytes]]:
    for place in places:
        changed = bytearray(sound)
        changed[place // 8] ^= 1 << place % 8
        yield place, bytes(changed)


def places(sound: bytes, others: int) -> Iterator[int]:
    """Every bit of the header, some that make the table of contents no text, and any others."""
    chance = random.Random(SEED)
    yield from range(8 * (HEADER + 12))
    yield from range(8 * 3000 + 7, 8 * 4096, 8 * 7)
    yield from (chance.randrange(8 * len(sound)) for _ in range(others))


def test_cream_that_is_on_is_there_or_the_past_says_that_it_has_gaps(
    tmp_path: Path, sound: bytes, rows: list[Row]
) -> None:
    true = past_of(rows)
    assert len(with_cream(true)) == 2
    path = tmp_path / "journal.db"
    for place, content in flipped(sound, places(sound, FLIPS)):
        path.write_bytes(content)
        past = past_in(path)  # never raises: a refusal would keep the station down
        assert past.gaps or past == true, place


def test_whatever_it_was_the_station_goes_on_writing_and_is_read_again(
    tmp_path: Path, sound: bytes, rows: list[Row]
) -> None:
    true = past_of([*rows, refused(10**9)])
    for place, content in flipped(sound, places(sound, FEW)):
        path = tmp_path / str(place) / "journal.db"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        with closing(JournalFile(path, synchronous="OFF")) as file:
            known = file.past()
            work = JournalRound(file, known)
            work.write([refused(10**9)], 0)
            work.attend(0)
            assert not work.unsaved, place
        past = past_in(path)
        assert past.gaps or past == true, place
        assert with_cream(past).keys() >= with_cream(known).keys(), place


def test_whoever_only_reads_it_is_told(tmp_path: Path, sound: bytes, rows: list[Row]) -> None:
    true, path = past_of(rows), tmp_path / "journal.db"
    for place, content in flipped(sound, places(sound, FEW)):
        path.write_bytes(content)
        with suppress(JournalRefusedError), History(path) as history:
            assert len(list(history.rows(checkpoints=True))) <= len(rows), place
            past = history.past()
            assert past.gaps or past == true, place
