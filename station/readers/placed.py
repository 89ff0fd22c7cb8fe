"""Values with their places, and what is said where a node cannot be read.

A reader takes a node and returns a value, or raises Misread; whoever called it notes that at the
node's place and goes on, so that a file's problems are found all at once.
"""

from collections.abc import Callable, Iterable
from typing import Final, Generic, TypeAlias, TypeVar

from msgspec import Struct

from station.readers.problem import Place
from station.readers.yamlfile import Mapping, Node, Scalar, Sequence

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Reader: TypeAlias = Callable[[Node], T]

MOST_SHOWN: Final = 40
"""How much of a text a message repeats."""


class Misread(Exception):  # noqa: N818 - it names what happened to a value
    """A node cannot be read as what it should be. The text says why, and what would be right."""


class Unread(Misread):
    """A part of a node could not be read, and that is noted already."""


class Placed(Struct, Generic[T_co], frozen=True):
    """A value and where it stands; or, where it could not be read, only the place."""

    place: Place
    found: tuple[T_co] | tuple[()]
    """The value; or nothing, and then a problem is noted at the place."""
    written: bool = True
    """Whether the file says it. A default stands at the place of the mapping that lacks it."""

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return bool(self.found)

    @property
    def value(self) -> T_co:
        """The value. Raises Unread without one: what is made of it cannot be read either."""
        if not self.found:
            raise Unread
        return self.found[0]


def place_value(node: Node, reader: Reader[T]) -> Placed[T]:
    """What the reader makes of the node. If it makes nothing of it, the problem is noted."""
    try:
        return Placed(node.place, (reader(node),))
    except Misread as wrong:
        if not isinstance(wrong, Unread):
            node.place.wrong(str(wrong))
        return Placed(node.place, ())


def readable(values: Placed[tuple[Placed[T], ...]]) -> tuple[T, ...]:
    """What could be read of a list, to check further."""
    if not values.known:
        return ()
    return tuple(item.value for item in values.value if item.known)


def blamed(*values: Placed[int]) -> Place:
    """Where to mend values that do not go together: at the first that the file says."""
    return next((value for value in values if value.written), values[0]).place


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant, or None if none is near."""
    if len(word) > MOST_SHOWN:
        return None
    import difflib  # noqa: PLC0415 - a station that starts needs none of it

    found = difflib.get_close_matches(word.lower(), list(names), n=1)
    return found[0] if found else None


def shown(written: str) -> str:
    """A text in quotes, for a message: cut if long, invisible characters made visible."""
    return repr(written if len(written) <= MOST_SHOWN else f"{written[: MOST_SHOWN - 3]}...")


def kind_of(node: Node) -> str:
    """What a node is, for a message."""
    match node:
        case Sequence():
            return "a list"
        case Mapping():
            return "keys with values"
        case Scalar():
            return "nothing" if node.empty else shown(node.text)
