"""Protocol files: what a cream's instructions say, as a clinic writes it down.

A protocol is `protocols/<name>.yaml` beside the config file, or one that ships with the station.
The clinic's own comes first: a shipped one is copied there, checked and signed by its reviewer.
It may have its hints in several languages; a station is told those of its own.
"""

from pathlib import Path
from typing import Final, TypeAlias

from msgspec import Struct

from station.core.duration import HOUR, SECOND
from station.core.phase import Phase
from station.core.protocol import CAREFUL_REMOVAL, Protocol
from station.readers.durationtext import in_words
from station.readers.languagefile import DEFAULT_LANGUAGE, languages
from station.readers.namedfile import Shelf
from station.readers.placed import Placed, nearest, readable, shown
from station.readers.problem import Problems
from station.readers.section import Section
from station.readers.showable import wording
from station.readers.yamlfile import Mapping, Node
from station.readers.yamlvalues import boolean, duration, identifier, list_of, text, whole

LONGEST_HINT: Final = 120
"""Characters of one hint: panels are small, and staff only glance."""
MOST_HINTS: Final = 12
"""Hints of one phase: they take turns, and each must come round again soon."""

_SHELF: Final = Shelf("protocols")
_Hints: TypeAlias = dict[Phase, tuple[str, ...]]


class UnknownProtocol(Exception):  # noqa: N818 - it names what is the matter
    """There is no protocol of that name. The text lists those that there are."""


def load_protocol(name: str, beside: Path, language: str = DEFAULT_LANGUAGE) -> Protocol:
    """The protocol of that name; `beside` is the directory of the config file.

    A phase for which the file has no hints in that language has those of the file's own. Raises
    UnknownProtocol, or FileRefused with all that is wrong in the protocol's file.
    """
    problems = Problems()
    top = _SHELF.read(name, beside, problems)
    if top is None:
        raise UnknownProtocol(_what_there_is(name, beside))
    return _protocol(top, name, problems, _Translations(language, languages(beside)))


def shipped_protocols() -> tuple[str, ...]:
    """The names of the protocols that ship with the station."""
    return _SHELF.shipped()


def _what_there_is(name: str, beside: Path) -> str:
    shipped = shipped_protocols()
    meant = nearest(name, _SHELF.beside(beside) + shipped)
    guess = f"did you mean '{meant}'? " if meant else ""
    return f"no protocol {shown(name)}; {guess}{_SHELF.listed(beside, shipped)}"


def _protocol(
    top: Mapping, name: str, problems: Problems, translations: "_Translations"
) -> Protocol:
    with Section(top) as keys:
        called = keys.required("protocol", identifier)
        title = keys.required("name", wording(40))
        source = keys.required("source", text(), "where the figures come from, to be checked")
        reviewer = keys.optional("reviewer", text(60), None)
        contact = keys.required("contact", duration(SECOND, 12 * HOUR))
        removal = keys.optional("removal", duration(SECOND, HOUR), CAREFUL_REMOVAL)
        onset = keys.optional("onset", list_of(duration(0, 12 * HOUR), 2, 2), ())
        effect = keys.optional("effect", duration(SECOND, 24 * HOUR), None)
        applications = keys.optional("applications", whole(1, 24), None)
        silence_first = keys.optional("silence_first", boolean, default=True)
        hints = keys.optional("hints", _hints, _Hints())
        translated = keys.optional("translations", translations.read, _Hints())
    if called.known and called.value != name:
        cure = f"write '{name}', or rename the file"
        called.place.wrong(f"this file is {name}.yaml, so its protocol cannot be another: {cure}")
    window = _onset(onset, contact)
    problems.refuse()
    return Protocol(
        id=name,
        name=title.value,
        source=source.value,
        reviewer=reviewer.value,
        contact=contact.value,
        removal=removal.value,
        onset=window,
        effect=effect.value,
        applications=applications.value,
        silence_first=silence_first.value,
        hints=hints.value | translated.value,
    )


def _onset(onset: Placed[tuple[Placed[int], ...]], contact: Placed[int]) -> tuple[int, int] | None:
    """When numbness begins, earliest and latest; None if the file does not say."""
    match readable(onset):
        case (earliest, latest):
            pass
        case _:
            return None
    if earliest > latest:
        order = f"[{in_words(latest)}, {in_words(earliest)}]"
        onset.place.wrong(f"the earliest comes first: write {order}")
    if contact.known and latest >= contact.value:
        bound = in_words(contact.value)
        onset.place.wrong(f"numbness must begin before the contact ends: write less than {bound}")
    return earliest, latest


def _hints(node: Node) -> _Hints:
    hints = list_of(wording(LONGEST_HINT), 1, MOST_HINTS)
    with Section(node) as keys:
        found = {phase: readable(keys.optional(phase.value, hints, ())) for phase in Phase}
    return {phase: texts for phase, texts in found.items() if texts}


class _Translations(Struct, frozen=True):
    """The hints by language: all are checked, those of one are taken."""

    language: str
    known: tuple[str, ...]
    """The languages that there are: hints in any other would never be shown."""

    def read(self, node: Node) -> _Hints:
        with Section(node) as keys:
            found = {code: keys.optional(code, _translation, _Hints()) for code in self.known}
        return found[self.language].value if self.language in found else {}


def _translation(node: Node) -> _Hints:
    with Section(node) as keys:
        hints = keys.required("hints", _hints)
    return hints.value
