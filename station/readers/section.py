"""Keys with values, read key by key.

A schema reads so:

def lamp(node: Node) -> Lamp:
with Section(node) as keys:
pin = keys.required("pin", whole(0, 27))
bays = keys.optional("bays", list_of(identifier), ())
return Lamp(pin.value, readable(bays))  # without a pin, no lamp: noted above
"""

from collections.abc import Collection
from typing import Self, TypeVar

from station.readers.placed import Misread, Placed, Reader, kind_of, nearest, place_value, shown
from station.readers.problem import Place
from station.readers.yamlfile import Mapping, Node, Scalar

T = TypeVar("T")
D = TypeVar("D")


class Section:
    """Keys with values, read key by key. What is read is what is known.

    Leaving it notes the keys that nobody read, those given twice and those missing. Raises
    Misread if the node is something else.
    """

    def __init__(self, node: Node) -> None:
        if not isinstance(node, Mapping):
            raise Misread(
                f"{kind_of(node)} cannot stand here: write keys with values, 'key: value'"
            )
        self.place = node.place
        self._keys: dict[str, Place] = {}
        self._nodes: dict[str, Node] = {}
        self._known: list[str] = []
        self._missing: dict[str, str] = {}
        for key, value in node.entries:
            self._add(key, value)

    def _add(self, key: Scalar, value: Node) -> None:
        first = self._keys.setdefault(key.text, key.place)
        if first is key.place:
            self._nodes[key.text] = value
        else:
            where = f"on line {first.line}, column {first.column}"
            key.place.wrong(f"key {shown(key.text)} is here already {where}: keep one of them")

    def required(self, key: str, reader: Reader[T], why: str = "") -> Placed[T]:
        """The value of a key that must be there. `why` is added to the problem if it is not."""
        self._known.append(key)
        node = self._nodes.get(key)
        if node is None:
            self._missing[key] = why
            return Placed(self.place, (), written=False)
        return place_value(node, reader)

    def optional(self, key: str, reader: Reader[T], default: D) -> Placed[T | D]:
        """The value of a key that may be left out."""
        self._known.append(key)
        node = self._nodes.get(key)
        if node is None:
            return Placed(self.place, (default,), written=False)
        return place_value(node, reader)

    def misspells(self, names: Collection[str]) -> bool:
        """Whether a key here was probably meant to be one of `names`; then that is noted."""
        self._known += names
        slips = [
            (key, place)
            for key, place in self._keys.items()
            if key not in self._known
            and (nearest(key, self._known) or key.partition(":")[0]) in names
        ]
        for key, place in slips:
            self._unknown(key, place)
        return bool(slips)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is None:
            self._close()

    def _close(self) -> None:
        for key, place in self._keys.items():
            if key not in self._known:
                self._missing.pop(self._unknown(key, place), None)
        for key, why in self._missing.items():
            message = f"required key '{key}' is missing: add '{key}: ...'"
            self.place.wrong(f"{message} ({why})" if why else message)

    def _unknown(self, key: str, place: Place) -> str:
        """Notes an unknown key. Returns the key that was probably meant, or an empty text."""
        meant = nearest(key, self._known) or ""
        message = f"unknown key {shown(key)}"
        if key.partition(":")[0] in self._known:
            meant = key.partition(":")[0]
            place.wrong(f"{message}; '{meant}' needs a space after its ':'")
        elif meant:
            place.wrong(f"{message}; did you mean '{meant}'?")
        else:
            place.wrong(f"{message}; the keys here are: {', '.join(self._known)}")
        return meant
