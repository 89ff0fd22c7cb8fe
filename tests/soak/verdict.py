"""What a life promised, held against what the journal has once it is dead."""

import re
from collections.abc import Iterator, Mapping, Sequence

from tests.soak.book import Book, Chapter
from tests.soak.law import Standing
from tests.soak.rows import Row
from tests.soak.said import Said, Shown, Status

MARGIN = 250
"""Milliseconds that may pass from the turn a status is of to its being sent."""
NO_FACT = re.compile(r"mock pins and panels: |pin \d+ ")


class Promises:
    """Holds lives against a book, and counts."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.saved = 0
        """Facts that a life had marked saved when it died."""
        self.unsaved = 0
        """Facts that it had told and not marked saved."""
        self.through = 0
        """How many of these are in the journal all the same."""
        self.lost: list[str] = []
        """Facts that were marked saved and are not there."""
        self.statuses = 0
        """Statuses without a mark that were held against the journal."""

    def hold(self, life: Said) -> list[str]:
        """What a life that is dead did wrong."""
        chapter = self._book.chapter(life.spawned // 1000, life.died // 1000)
        facts = chapter.facts if chapter is not None else []
        told = [line.text for line in life.lines if not NO_FACT.match(line.text)]
        dropped = len(life.lines) - len(told)
        promised = max(0, life.saved_lines() - dropped)
        self.saved += promised
        self.unsaved += len(told) - promised
        self.through += max(0, min(len(told), len(facts)) - promised)
        lost = told[len(facts) : promised]
        self.lost += [f"life {life.number}: {line}" for line in lost]
        wrong = [f"marked saved and lost: {line}" for line in lost]
        wrong += _told_otherwise(told, facts)
        wrong += self._shown_otherwise(life, chapter)
        return wrong

    def _shown_otherwise(self, life: Said, chapter: Chapter | None) -> Iterator[str]:
        for status in life.statuses:
            if not status.saved:
                continue
            self.statuses += 1
            begin, end = status.since // 1000 - MARGIN, status.at // 1000
            if chapter is not None:  # what it shows is from its own start on
                begin = max(begin, chapter.started)
            standings = self._book.standings(begin, end)
            if not _matches(status, standings, begin, end):
                yield f"it said {status.text!r} between {begin} and {end}; by its facts {standings}"


def _told_otherwise(told: Sequence[str], facts: Sequence[Row]) -> Iterator[str]:
    """Lines and rows tell the same story, one of them perhaps further on."""
    for line, fact in zip(told, facts, strict=False):
        words = " ".join(word for word in (fact.bay, fact.kind.replace("_", " ")) if word)
        head, _, details = line.partition(":")
        if head != words or ("late yes" in details) is not fact.late:
            yield f"it told {line!r}, the journal has row {fact.number}: {fact.kind} of {fact.bay}"
            return


def _matches(
    status: Status, standings: Sequence[Mapping[str, Standing]], begin: int, end: int
) -> bool:
    """Whether some instant between the two fits all that it shows."""
    if not standings:  # before the first fact
        return all(shown == Shown("ready", None) for shown in status.bays.values())
    return any(
        all(_fits(shown, bays[bay], begin, end) for bay, shown in status.bays.items())
        for bays in standings
    )


def _fits(shown: Shown, bay: Standing, begin: int, end: int) -> bool:
    if shown.phase != bay.phase:
        return False
    at_begin, at_end = bay.seconds(begin), bay.seconds(end)
    if shown.seconds is None or at_begin is None or at_end is None:
        return shown.seconds is at_begin is at_end
    return min(at_begin, at_end) <= shown.seconds <= max(at_begin, at_end)
