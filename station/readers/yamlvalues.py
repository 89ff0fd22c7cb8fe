"""What the text of a placed node means: numbers, lengths of time, names, lists and keys.

A reader takes a node and returns a value, or raises Misread; whoever called it notes that at the
node's place and goes on, so that a file's problems are found all at once. A schema reads so:

    def lamp(node: Node) -> Lamp:
        with Section(node) as keys:
            pin = keys.required("pin", whole(0, 27))
            bays = keys.optional("bays", list_of(identifier), ())
        return Lamp(pin.value, readable(bays))  # without a pin, no lamp: noted above
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, Self, TypeAlias, TypeVar

from station.core.duration import DAY
from station.readers.durationtext import in_words, parse_duration
from station.readers.yamlfile import UNREADABLE, Mapping, Node, Place, Scalar, Sequence

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D")
Name = TypeVar("Name", bound=str)
Reader: TypeAlias = Callable[[Node], T]

LONGEST: Final = 366 * DAY
"""The longest duration, unless a schema allows less: no slip of the finger times 400 years."""

_IDENTIFIER: Final = re.compile("[a-z0-9-]{1,32}")
_WHOLE: Final = re.compile("-?(0|[1-9][0-9]{0,17})|0x[0-9a-fA-F]{1,15}")
MOST_SHOWN: Final = 40
"""How much of a text a message repeats."""


class Misread(Exception):  # noqa: N818 - it names what happened to a value
    """A node cannot be read as what it should be. The text says why, and what would be right."""


class Unread(Misread):
    """A part of a node could not be read, and that is noted already."""


@dataclass(frozen=True, slots=True)
class Placed(Generic[T_co]):
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


class Section:
    """Keys with values, read key by key. What is read is what is known.

    Leaving it notes the keys that nobody read, those given twice and those missing. Raises
    Misread if the node is something else.
    """

    def __init__(self, node: Node) -> None:
        if not isinstance(node, Mapping):
            raise Misread(f"{_kind(node)} cannot stand here: write keys with values, 'key: value'")
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

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

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


def text(longest: int = 200) -> Reader[str]:
    """One line of text as written: `12` and `no` are text too."""

    def read(node: Node) -> str:
        written = _scalar(node, "text").text
        if not written.strip():
            raise Misread("empty text: write some, or remove the key")
        if UNREADABLE.search(written) or len(written.splitlines()) > 1 or "\t" in written:
            raise Misread("this must be one line without tabs and control characters")
        if len(written.strip()) > longest:
            raise Misread(f"{len(written.strip())} characters are too many: at most {longest}")
        return written.strip()

    return read


def identifier(node: Node) -> str:
    """An id: 1 to 32 of a-z, 0-9 and '-' (section 6 of the design)."""
    written = _scalar(node, "an id").text
    if _IDENTIFIER.fullmatch(written):
        return written
    proposal = re.sub("[^a-z0-9]+", "-", written.lower()).strip("-")[:32]
    cure = f", such as '{proposal}'" if proposal else ""
    raise Misread(f"{shown(written)} is no id: use 1 to 32 of a-z, 0-9 and '-'{cure}")


def whole(least: int, most: int, what: str = "a whole number", form: str = "d") -> Reader[int]:
    """A whole number, decimal or 0x and hexadecimal. `form` is how messages write the bounds."""
    bounds = f"{what} from {least:{form}} to {most:{form}}"

    def read(node: Node) -> int:
        scalar = _scalar(node, bounds)
        written = scalar.text
        if not scalar.plain:
            raise Misread(f"{shown(written)} is text: write {bounds} without quotes")
        if not _WHOLE.fullmatch(written):
            raise Misread(f"{shown(written)} {_why_not_whole(written)}: write {bounds}")
        number = int(written, 16 if "x" in written else 10)
        if not least <= number <= most:
            raise Misread(f"{shown(written)} is out of range: write {bounds}")
        return number

    return read


def _why_not_whole(written: str) -> str:
    if written.lower() in ("true", "false", "yes", "no", "on", "off"):
        return "is a yes or no, not a number"
    if "_" in written:
        return "has an underscore"
    if re.fullmatch("-?0[0-9]+", written):
        return "starts with a zero, which YAML takes for octal"
    if re.fullmatch("-?[0-9]+", written):
        return "is far out of range"
    if re.fullmatch(r"[-+]?[0-9]*\.[0-9]*", written):
        return "is a fraction"
    return "is no whole number"


def boolean(node: Node) -> bool:
    """`true` or `false`."""
    scalar = _scalar(node, "true or false")
    if scalar.plain and scalar.text in ("true", "false"):
        return scalar.text == "true"
    meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}
    cure = meant.get(scalar.text.lower(), scalar.text.lower())
    cure = cure if cure in ("true", "false") else "true or false"
    raise Misread(f"{shown(scalar.text)} is neither true nor false: write {cure}, without quotes")


def choice(*names: Name) -> Reader[Name]:
    """One of some names."""

    def read(node: Node) -> Name:
        written = _scalar(node, " or ".join(names)).text
        for name in names:
            if written == name:
                return name
        meant = nearest(written, names)
        cure = f"did you mean '{meant}'?" if meant else f"it must be one of: {', '.join(names)}"
        raise Misread(f"unknown {shown(written)}; {cure}")

    return read


def list_of(
    reader: Reader[T], least: int = 1, most: int | None = None
) -> Reader[tuple[Placed[T], ...]]:
    """A list, each item by the reader. Items that cannot be read keep their place."""

    def read(node: Node) -> tuple[Placed[T], ...]:
        if not isinstance(node, Sequence):
            raise Misread(f"{_kind(node)} cannot stand here: write a list, such as [..., ...]")
        count = len(node.items)
        if count < least or (most is not None and count > most):
            bound = f"at least {least}" if count < least else f"at most {most}"
            wanted = f"exactly {least}" if least == most else bound
            raise Misread(f"this list has {count}: it needs {wanted}")
        return tuple(place_value(item, reader) for item in node.items)

    return read


def duration(shortest: int = 0, longest: int = LONGEST) -> Reader[int]:
    """A length of time in milliseconds, negative ones only if `shortest` is.

    Written `300ms`, `90s`, `2m`, `1h`, `1h30m`, `m:ss` or `h:mm:ss`, in quotes or not.
    """

    def read(node: Node) -> int:
        written = _scalar(node, "a length of time").text
        try:
            length = parse_duration(written)
        except ValueError as wrong:
            raise Misread(f"{shown(written)} {wrong}") from None
        if not shortest <= length <= longest:
            bounds = f"{in_words(shortest)} to {in_words(longest)}"
            raise Misread(f"{shown(written)} is out of range: write {bounds}")
        return length

    return read


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


def _scalar(node: Node, wanted: str) -> Scalar:
    if not isinstance(node, Scalar):
        raise Misread(f"{_kind(node)} cannot stand here: write {wanted}")
    if node.empty:
        raise Misread(f"nothing is written here: write {wanted}, or remove the key")
    return node


def _kind(node: Node) -> str:
    match node:
        case Sequence():
            return "a list"
        case Mapping():
            return "keys with values"
        case Scalar():
            return "nothing" if node.empty else shown(node.text)
