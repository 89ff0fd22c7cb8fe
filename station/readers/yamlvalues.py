"""What the text of a placed node means: numbers, lengths of time, names and lists."""

import re
from typing import Final, TypeVar

from station.core.duration import DAY
from station.readers.durationtext import in_words, parse_duration
from station.readers.placed import Misread, Placed, Reader, kind_of, nearest, place_value, shown
from station.readers.yamlfile import UNREADABLE, Node, Scalar, Sequence

T = TypeVar("T")
Name = TypeVar("Name", bound=str)

LONGEST: Final = 366 * DAY
"""The longest duration, unless a schema allows less: no slip of the finger times 400 years."""

_IDENTIFIER: Final = re.compile("[a-z0-9-]{1,32}")
_WHOLE: Final = re.compile("-?(0|[1-9][0-9]{0,17})|0x[0-9a-fA-F]{1,15}")


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
            raise Misread(f"{kind_of(node)} cannot stand here: write a list, such as [..., ...]")
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


def _scalar(node: Node, wanted: str) -> Scalar:
    if not isinstance(node, Scalar):
        raise Misread(f"{kind_of(node)} cannot stand here: write {wanted}")
    if node.empty:
        raise Misread(f"nothing is written here: write {wanted}, or remove the key")
    return node
