"""What bays are called where people read it: each otherwise, on every panel that shows it."""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from msgspec import Struct

from station.readers.placed import Placed, shown

Confusable: TypeAlias = Callable[[tuple[str, ...], tuple[int, int]], tuple[int, int] | None]
"""Given the names of a panel's bays, and its width and height in px as it is mounted: two bays, by
index, whose names it may have to cut until they coincide; or None."""


_PART: Final = re.compile(r"\d+|[^\W\d_]+|[^\w\s.,-]")
"""What is read of a name: numbers, words and signs, but not what stands between them."""


class _Called(Struct, frozen=True):
    """A bay that could be read: its id, and what panels call it, which may be the same."""

    id: str
    name: Placed[str]

    @property
    def read(self) -> tuple[str, ...]:
        """Its name as people read it, who see no difference between Bed 1 and BED-1."""
        return _read(self.name.value)

    @property
    def text(self) -> str:
        """As a message calls it."""
        name = self.name.value
        return f"'{self.id}'" if name == self.id else f"'{self.id}' ({shown(name)})"


class BayNames:
    """What the bays of a config are called."""

    def __init__(self, confusable: Confusable) -> None:
        self._confusable = confusable
        self._bays: list[_Called | None] = []

    def add(self, name: Placed[str], label: Placed[str | None]) -> None:
        """Notes the next bay, by its id and its label, whether they could be read or not."""
        if not (name.known and label.known):
            self._bays.append(None)
        elif label.value is None:
            self._bays.append(_Called(name.value, name))
        else:
            self._bays.append(_Called(name.value, Placed(label.place, (label.value,))))

    def check(self) -> None:
        """Notes every bay that is called as another one is, or by another one's id."""
        bays = [bay for bay in self._bays if bay is not None]
        first: dict[tuple[str, ...], _Called] = {}
        by_id = {_read(bay.id): bay for bay in reversed(bays)}
        for bay in bays:
            place, there = bay.name.place, first.setdefault(bay.read, bay)
            other = by_id.get(bay.read)
            if there is not bay and there.id != bay.id:
                called = f"bay '{there.id}' on line {there.name.place.line} is called that already"
                place.wrong(f"{called}: give every bay a label of its own")
            elif other is not None and other.id != bay.id and other.read != bay.read:
                called = f"that is the id of the bay on line {other.name.place.line}"
                place.wrong(f"{called}: give this one another label")

    def check_panel(self, bays: Placed[tuple[int, ...]], size: tuple[int, int]) -> None:
        """Notes at `bays`, which a panel of `size` shows, which two it could not tell apart."""
        if not bays.known:
            return
        named = [bay for index in bays.value if (bay := self._bays[index]) is not None]
        if len(named) < len(bays.value) or len({bay.read for bay in named}) < len(named):
            return  # that is noted
        found = self._confusable(tuple(bay.name.value for bay in named), size)
        if found is not None:
            one, other = (named[at].text for at in found)
            cannot = f"on a panel of {size[0]}x{size[1]} bay {one} could be taken for {other}"
            bays.place.wrong(f"{cannot}: use shorter labels, fewer bays here or a larger panel")


def _read(name: str) -> tuple[str, ...]:
    return tuple(_PART.findall(name.casefold())) or (name,)
