"""The sentences of the behaviour, each with its id, as the files in behaviour/ have them.

One file a chapter, one heading a group; a sentence is a list item that begins with its id in bold:

    - **GES-2** Down for less than `hold` is a press, and its instant is the down.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SENTENCES: Final = Path(__file__).parent / "behaviour"
_ITEM: Final = re.compile(r"- \*\*(?P<id>[^*]*)\*\* (?P<text>.+)")
_ID: Final = re.compile(r"(?P<group>[A-Z]{3})-(?P<number>[1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that is promised, short enough that one test could judge it."""

    id: str
    text: str
    group: str
    """The heading that it stands under."""
    place: str
    """file:line"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file."""

    title: str
    sentences: tuple[Sentence, ...]


def read_behaviour(folder: Path = SENTENCES) -> tuple[Chapter, ...]:
    """Every chapter, in order. What is wrong with ids, `faults` says."""
    return tuple(_chapter(path) for path in sorted(folder.glob("*.md")))


def faults(chapters: tuple[Chapter, ...]) -> Iterator[str]:
    """What is wrong with the ids: each has its form, comes next in its group, and is there once."""
    first: dict[str, str] = {}
    numbers: dict[str, int] = {}
    open_group = ""
    for sentence in (one for chapter in chapters for one in chapter.sentences):
        place, name = sentence.place, sentence.id
        if name in first:
            yield f"{place}: {name} is on {first[name]} already: give this one the next number"
            continue
        first[name] = place
        form = _ID.fullmatch(name)
        if form is None:
            yield f"{place}: '{name}' is no id: write three capitals and a number, like GES-2"
            continue
        group, number = form["group"], int(form["number"])
        if group != open_group and group in numbers:
            yield f"{place}: {name} stands apart from the other {group}: move it to them"
        elif number != numbers.get(group, 0) + 1:
            wanted = f"{group}-{numbers.get(group, 0) + 1}"
            yield f"{place}: {name} is out of order: {wanted} comes next"
        open_group, numbers[group] = group, max(number, numbers.get(group, 0))


def _chapter(path: Path) -> Chapter:
    title, group = path.stem, ""
    found: list[Sentence] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# "):
            title = line.removeprefix("# ")
        elif line.startswith("## "):
            group = line.removeprefix("## ")
        elif item := _ITEM.fullmatch(line):
            place = f"{path.parent.name}/{path.name}:{number}"
            found.append(Sentence(item["id"], item["text"], group, place))
        elif line.startswith("  ") and found:
            before = found.pop()
            text = f"{before.text} {line.strip()}"
            found.append(Sentence(before.id, text, before.group, before.place))
    return Chapter(title, tuple(found))
