"""Language files: every text of the panels, as a translator writes it down.

A language is `languages/<code>.yaml` beside the config file, or one that ships with the station.
English needs no file, but may have one beside the config.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from station.core.words import ENGLISH, Words
from station.readers import yamlfile
from station.readers.namedfile import Shelf
from station.readers.placed import Misread, Placed, Reader, nearest, shown
from station.readers.problem import Problems
from station.readers.section import Section
from station.readers.showable import wording
from station.readers.yamlfile import Node
from station.readers.yamlvalues import identifier

DEFAULT_LANGUAGE: Final = "en"
"""English, which the core brings."""
LONGEST_TEXT: Final = 80
"""Characters of one text: panels are small, and staff only glance."""

_SHELF: Final = Shelf("languages")
_BRACED: Final = re.compile(r"\{([^{}]*)\}")


class UnknownLanguage(Exception):  # noqa: N818 - it names what is the matter
    """There is no language of that code. The text lists those that there are."""


def load_words(language: str, beside: Path) -> Words:
    """The texts in the language of that code; `beside` is the directory of the config file.

    Raises UnknownLanguage, or FileRefused with all that is wrong in the language's file.
    """
    problems = Problems()
    top = _SHELF.read(language, beside, problems)
    if top is not None:
        return _words(top, language, problems)
    if language == DEFAULT_LANGUAGE:
        return ENGLISH
    raise UnknownLanguage(_what_there_is(language, beside))


def shipped_languages() -> tuple[str, ...]:
    """The codes of the languages that ship with the station, English among them."""
    return tuple(sorted({DEFAULT_LANGUAGE, *_SHELF.shipped()}))


def languages(beside: Path) -> tuple[str, ...]:
    """The codes of all languages, the clinic's own among them.

    Raises FileRefused if its own cannot be listed.
    """
    return tuple(sorted({*shipped_languages(), *_SHELF.beside(beside)}))


def _what_there_is(language: str, beside: Path) -> str:
    shipped = shipped_languages()
    meant = _meant(language, languages(beside))
    guess = f"did you mean '{meant}'? " if meant else ""
    return f"there is no language {shown(language)}; {guess}{_SHELF.listed(beside, shipped)}"


def _meant(language: str, codes: tuple[str, ...]) -> str | None:
    """The code probably meant: by `english` or `de-at`, by `frr`, by `dk`."""
    begun = [code for code in codes if language.startswith(code)]
    alike = [code for code in codes if code[0] == language[:1]]
    return next(iter(begun), None) or nearest(language, codes) or next(iter(alike), None)


def _words(top: yamlfile.Mapping, language: str, problems: Problems) -> Words:
    found: dict[str, Placed[Any]] = {}
    with Section(top) as keys:
        called = keys.required("language", identifier)
        for name in Words.__struct_fields__:
            english = getattr(ENGLISH, name)
            if isinstance(english, str):
                found[name] = keys.required(name, _phrase(english), _in_english(english))
            else:
                found[name] = keys.required(name, _table(english))
    if called.known and called.value != language:
        message = f"this file is {language}.yaml, so its language cannot be another"
        called.place.wrong(f"{message}: write '{language}', or rename the file")
    _check_apart(found[name] for name in ("press", "hold", "let_go"))
    problems.refuse()
    return Words(**{name: placed.value for name, placed in found.items()})


def _table(english: Mapping[StrEnum, str]) -> Reader[dict[StrEnum, str]]:
    """A text for each key that the English table has, and no two the same."""

    def read(node: Node) -> dict[StrEnum, str]:
        with Section(node) as keys:
            found = {
                key: keys.required(key.value, _phrase(said), _in_english(said))
                for key, said in english.items()
            }
        _check_apart(found.values())
        return {key: placed.value for key, placed in found.items()}

    return read


def _phrase(english: str) -> Reader[str]:
    """One text, with whatever the English one has in braces."""
    wanted = dict.fromkeys(_BRACED.findall(english))

    def read(node: Node) -> str:
        written = wording(LONGEST_TEXT)(node)
        found = _BRACED.findall(written)
        for name in found:
            if name not in wanted:
                raise Misread(f"nothing is filled in for '{{{name}}}' here; {_in_english(english)}")
        if re.search("[{}]", _BRACED.sub("", written)):
            raise Misread(f"a brace without its other half; {_in_english(english)}")
        missing = [f"'{{{name}}}'" for name in wanted if name not in found]
        if missing:
            raise Misread(f"{' and '.join(missing)} is missing; {_in_english(english)}")
        return written

    return read


def _in_english(english: str) -> str:
    return f"in English: {english}"


def _check_apart(texts: Iterable[Placed[str]]) -> None:
    """Texts that stand in one place must not be the same: staff could not tell them apart."""
    first: dict[str, Placed[str]] = {}
    for said in texts:
        there = first.setdefault(said.value.casefold(), said) if said.known else said
        if there is not said:
            cure = "staff could not tell them apart: use another"
            said.place.wrong(f"{shown(said.value)} is on line {there.place.line} already; {cure}")
