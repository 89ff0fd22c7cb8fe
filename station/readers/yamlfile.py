"""One YAML file as nodes that remember their place, and what is wrong with it in plain words.

Only what a hand-written file needs is read: keys with values, lists and text. YAML's machinery
(anchors, aliases, merge keys, tags, several documents) is refused: no alias bomb can be written,
nothing is constructed, and text stays as its author wrote it. `station.readers.yamlvalues` says
what a node's text means.
"""

import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias, cast

import yaml
from msgspec import Struct

from station.readers.problem import FileRefused, Place, Problem, Problems, refuse_unreadable
from station.readers.yamlwords import in_plain_words

MOST_BYTES: Final = 256 * 1024
"""The largest file read: what people write by hand is a few KB."""
MOST_DEPTH: Final = 20
"""How deep lists and mappings may nest."""

UNREADABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|[\u2028-\u202e\u2066-\u2069]|[\ud800-\udfff\ufeff]"
    "|[\ufffe\uffff]"
)
"""Control characters, line breaks that editors do not count, marks that reorder what is shown."""

_LINE_BREAK: Final = re.compile("\r\n|\r|\n")
_TAB_INDENT: Final = re.compile("(?:^|(?<=[\r\n])) *\t")


class Scalar(Struct, frozen=True):
    """Text as written, whatever YAML would make of it."""

    place: Place
    text: str
    plain: bool
    """Not in quotes and not a block of text."""

    @property
    def empty(self) -> bool:
        """Whether YAML calls it null: nothing written, `~` or `null`."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


class Sequence(Struct, frozen=True):
    """A list."""

    place: Place
    items: "tuple[Node, ...]"


class Mapping(Struct, frozen=True):
    """Keys with their values, in the order of the file. Keys may repeat: the reader says so."""

    place: Place
    entries: "tuple[tuple[Scalar, Node], ...]"


Node: TypeAlias = Scalar | Sequence | Mapping


def read(path: Path | str, problems: Problems) -> Mapping:
    """The file's top level. `problems` is where its nodes note what is wrong.

    Raises FileRefused if the file cannot be read, or is not YAML of the kind read here;
    ReadingFailedError if it could not be read now.
    """
    try:
        status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            _refuse(path, "this is a directory: name a file in it")
        if not stat.S_ISREG(status.st_mode):
            _refuse(path, "this is no ordinary file: name another")
        with Path(path).open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        refuse_unreadable(path, error)
    except ValueError:  # a zero byte in the path
        _refuse(path, "cannot be read: no such file or directory")
    return parse(raw, str(path), problems)


def parse(raw: bytes, path: str, problems: Problems) -> Mapping:
    """As `read`, of a file's bytes. `path` is what messages call it. Raises FileRefused too."""
    text = _decoded(raw, path)
    control = UNREADABLE.search(text)
    if control:
        code = f"U+{ord(control[0]):04X}"
        _refuse_at(path, text, control.start(), f"the control character {code}: delete it")
    tab = _TAB_INDENT.search(text)
    if tab:
        _refuse_at(path, text, tab.end() - 1, "a tab indents this line: indent with spaces")
    if not _UNALIKE.search(text):
        with suppress(FileRefused):
            return _Composer(_QUICK(text), path, problems).document()
    return _Composer(yaml.SafeLoader(text), path, problems).document()


def _decoded(raw: bytes, path: str) -> str:
    if len(raw) > MOST_BYTES:
        _refuse(path, f"larger than {MOST_BYTES // 1024} KiB: this is not a file written by hand")
    if b"\0" in raw:
        _refuse(path, "not a text file (it has zero bytes): save it as plain text in UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", errors="replace")
        byte = f"byte 0x{raw[error.start]:02X}"
        message = f"not UTF-8 text ({byte}): save the file as plain text in UTF-8"
        _refuse_at(path, before, len(before), message)


def _refuse(path: Path | str, message: str) -> NoReturn:
    raise FileRefused([Problem(str(path), 0, 0, message)]) from None


def _refuse_at(path: str, text: str, offset: int, message: str) -> NoReturn:
    breaks = [found.end() for found in _LINE_BREAK.finditer(text, 0, offset)]
    column = offset - (breaks[-1] if breaks else 0) + 1
    raise FileRefused([Problem(path, len(breaks) + 1, column, message)]) from None


_Loader: TypeAlias = yaml.SafeLoader | yaml.CSafeLoader
_QUICK: Final[type[_Loader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml reads a file in a tenth of the time, which is the most of a start's; not every PyYAML has
it. Whatever it refuses is read again in Python, whose words for what is wrong are those below."""
_UNALIKE: Final = re.compile(r"[\t?]|[|>][-+0-9]*#")
"""With these in it, a file may be read by one of the two and refused by the other."""


class _Composer:
    """Turns the events of a parser of PyYAML's into nodes.

    Its own composer would follow aliases, and recurse as deep as a file asks for.
    """

    def __init__(self, loader: _Loader, path: str, problems: Problems) -> None:
        self._loader = loader
        self._exact = isinstance(loader, yaml.SafeLoader)
        self._path = path
        self._problems = problems

    def document(self) -> Mapping:
        """The one document of the file."""
        self._next()  # the stream starts
        if isinstance(self._next(), yaml.StreamEndEvent):  # else the document starts
            _refuse(self._path, "the file is empty, or only comments")
        root = self._node(self._next(), 1)
        self._next()  # the document ends
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse_at(after.start_mark, "a second document starts here: one file holds one")
        if isinstance(root, Scalar) and root.empty:
            _refuse(self._path, "the file is empty, or only comments")
        if not isinstance(root, Mapping):
            message = "the file must be keys with values, a line each: 'key: value'"
            raise FileRefused([Problem(self._path, root.place.line, root.place.column, message)])
        return root

    def _next(self) -> yaml.Event:
        try:
            event = self._loader.get_event()
        except yaml.MarkedYAMLError as error:
            mark, message = in_plain_words(error)
            self._refuse_at(mark, message)
        except (ValueError, OverflowError):  # a code point or a %YAML version past all bounds
            self._refuse_at(
                self._here(), "a number here is too large for YAML: write a smaller one"
            )
        return cast("yaml.Event", event)  # nobody asks once the stream has ended

    def _here(self) -> object:
        """How far the parser is, if it can tell."""
        return self._loader.get_mark() if isinstance(self._loader, yaml.SafeLoader) else None

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._refuse_machinery(event)
        place = self._place(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            if not event.value and not event.style and not self._exact:
                self._refuse_at(None, "where nothing is written, libyaml says another place")
            return Scalar(place, event.value, plain=not event.style)
        if depth > MOST_DEPTH:
            self._refuse_at(event.start_mark, f"nested deeper than {MOST_DEPTH}: write it flatter")
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(place, tuple(self._items(depth + 1)))
        return Mapping(place, tuple(self._entries(depth + 1)))

    def _items(self, depth: int) -> Iterable[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth)

    def _entries(self, depth: int) -> Iterable[tuple[Scalar, Node]]:
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth)
            if not isinstance(key, Scalar) or key.empty:
                self._refuse_at(event.start_mark, "a key must be a word: 'key: value'")
            if key.plain and key.text == "<<":
                self._refuse_at(event.start_mark, "merge keys are not read: write the values out")
            yield key, self._node(self._next(), depth)

    def _refuse_machinery(self, event: yaml.Event) -> None:
        if not isinstance(event, yaml.NodeEvent):
            return
        if isinstance(event, yaml.AliasEvent):
            refused = "aliases ('*' and a name) are not read: write the value out"
        elif event.anchor is not None:
            refused = "anchors ('&' and a name) are not read: write the value out each time"
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            refused = "tags ('!' and a name) are not read: delete it"
        else:
            return
        self._refuse_at(event.start_mark, f"{refused} (or put it in quotes if it is text)")

    def _place(self, mark: object) -> Place:
        return Place(self._path, *_line_and_column(mark), self._problems)

    def _refuse_at(self, mark: object, message: str) -> NoReturn:
        raise FileRefused([Problem(self._path, *_line_and_column(mark), message)]) from None


def _line_and_column(mark: Any) -> tuple[int, int]:
    if mark is None:
        return 0, 0
    found: yaml.Mark = mark
    return found.line + 1, found.column + 1
