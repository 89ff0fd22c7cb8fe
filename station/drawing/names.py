"""Bays' names, as short as a place wants them and still no other bay's of the panel.

A name that is cut is one that only its own bay can have: what is left of it begins no word of any
other bay's name, and what begins within a word stands nowhere in one. So whoever reads it knows
which bay is meant, however it is cut elsewhere: `Left…` is not said beside a `Back left`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from station.drawing.lettering import (
    ELLIPSIS,
    FACES,
    FLAT_BOLD,
    WORDS,
    Face,
    line,
    shortened,
    width_of,
)

_WORD: Final = re.compile(r"\d+\w*|[^\W\d]+")
"""`Bed1` and `bed-1` are two words each, and `1a` is one."""
_FACES: Final = tuple(face for face in FACES if face not in (FLAT_BOLD, *WORDS))
"""Those in which names are drawn."""
_FEW: Final = 3
"""Letters from which on the dots are worth their room: `Bac` says more than `B…`."""
_LOOSE: Final = " ,;:-"
"""What a cut leaves hanging."""


@lru_cache(64)
def cores(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Labels without the words with which all of them begin or end: what tells them apart."""
    if len(labels) < 2:  # noqa: PLR2004 - one shares nothing
        return labels
    found = [list(_WORD.finditer(label)) for label in labels]
    words = [[word[0].casefold() for word in some] for some in found]
    spare = max(min(map(len, words)) - 1, 0)
    first = min(_shared(words), spare)
    last = min(_shared([some[::-1] for some in words]), spare - first)
    short = tuple(
        label[some[first].start() if first else 0 : some[-1 - last].end() if last else None]
        for label, some in zip(labels, found, strict=True)
    )
    mixed = any(
        _same(core, name)
        for at, core in enumerate(short)
        for other in range(len(labels))
        if other != at
        for name in (labels[other], short[other])
    )
    return labels if mixed else short  # of `Room Room 2` and `Room 2`, one would get the other's


def _shared(words: Sequence[Sequence[str]]) -> int:
    """With how many words all of them begin."""
    count = 0
    for column in zip(*words, strict=False):
        if len(set(column)) > 1:
            break
        count += 1
    return count


def short_name(label: str, labels: tuple[str, ...], face: Face, room: int) -> str:
    """What of a bay's label fits in `room` px; `labels` are those of all bays of the panel.

    If nothing that fits tells it from the others, which `check` refuses, then its beginning.
    """
    telling = telling_name(label, labels, face, room)
    return shortened(label, room, face) if telling is None else telling


@lru_cache(1024)
def telling_name(label: str, labels: tuple[str, ...], face: Face, room: int) -> str | None:
    """As `short_name`, or None if nothing that fits tells the bay from the others."""
    core = dict(zip(labels, cores(labels), strict=True)).get(label, label)
    others = [
        name
        for other, short in zip(labels, cores(labels), strict=True)
        if other != label
        for name in {other, short}
    ]
    if any(_same(label, other) for other in others):
        return None
    forms = (label, core, *_cuts(core, others))
    return next((form for form in forms if width_of(form, face) <= room), None)


def _cuts(core: str, others: Sequence[str]) -> Iterator[str]:
    """Less and less of a name: words first, letters at the last, none that another may have."""
    words = core.split()
    tails = [" ".join(words[at:]) for at in range(1, len(words))]
    heads = [" ".join(words[:-at]).rstrip(_LOOSE) for at in range(1, len(words))]
    # Never within a number: of bed 12, neither 1 nor 2 may be left.
    at = [at for at in range(1, len(core)) if not core[at - 1 : at + 1].isdigit()]
    beginnings = [core[:end].rstrip(_LOOSE) for end in reversed(at)]
    ends = [core[begin:].lstrip(_LOOSE) for begin in at]
    found = [words for other in others for words in _from_each_word(other)]
    yield from (ELLIPSIS + tail for tail in tails if not _begins(found, tail))
    dotted = (*heads, *(head for head in beginnings if len(head) >= _FEW))
    yield from (head + ELLIPSIS for head in dotted if not _begins(found, head))
    yield from (head for head in beginnings if not _begins(found, head))
    yield from (brief for brief in _briefly(core) if not any(_stands_for(brief, o) for o in others))
    yield from (ELLIPSIS + end for end in ends if not _stands(others, end))
    yield from (end for end in _from_each_word(core) if not _stands(others, end))


def _briefly(name: str) -> Iterator[str]:
    """Fewer and fewer letters of each word: `Fro le`, `F l`. Numbers stay whole."""
    words = _WORD.findall(name)
    for most in range(max(map(len, words), default=1) - 1, 0, -1):
        yield " ".join(word if word[0].isdigit() else word[:most] for word in words)


def _stands_for(brief: str, name: str) -> bool:
    """Whether its words begin words of the name, in their order."""
    words = iter(_WORD.findall(name))
    return all(any(_begins([word], part) for word in words) for part in brief.split())


def _from_each_word(name: str) -> list[str]:
    """What stands in a name from the beginning of each of its words to its end."""
    return [name, *(name[word.start() :] for word in _WORD.finditer(name))]


def _same(one: str, other: str) -> bool:
    return len(one) == len(other) and all(map(_alike, one, other))


def _begins(names: Iterable[str], part: str) -> bool:
    return not part or any(_same(name[: len(part)], part) for name in names)


def _stands(names: Iterable[str], part: str) -> bool:
    """Whether a part stands anywhere in one of them."""
    return not part or any(_begins((name[at:] for at in range(len(name))), part) for name in names)


def rival(label: str, labels: tuple[str, ...], face: Face, room: int) -> str:
    """For which other bay's label one may be taken whose `telling_name` is None."""
    head = short_name(label, labels, face, room).removesuffix(ELLIPSIS)
    others = [
        (other, short) for other, short in zip(labels, cores(labels), strict=True) if other != label
    ]
    likely = (full for full, short in others if _begins([short, *_from_each_word(full)], head))
    return next(likely, others[0][0])


@lru_cache(1024)
def _alike(one: str, other: str) -> bool:
    """Whether one letter may be taken for the other: it is its capital, or drawn the same."""
    if one == other or one.casefold() == other.casefold():
        return True
    if one.isascii() and other.isascii():  # a test knows the only two, and a start need not look
        return {one, other} == {"I", "l"}
    return any(_drawn(one, face) == _drawn(other, face) for face in _FACES)


def _drawn(letter: str, face: Face) -> tuple[int, bytes]:
    picture = line(letter, face)
    return picture.width, picture.tobytes()
