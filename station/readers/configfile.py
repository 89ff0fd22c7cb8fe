"""The station's config file (section 6 of the design).

Every problem is found at once, each with its place and the cure, those of the protocol and
language files that the config names among them.
"""

from pathlib import Path
from typing import Final

from station.config import (
    BayConfig,
    BuzzerConfig,
    BuzzerKind,
    ClockTrust,
    PanelConfig,
    StationConfig,
)
from station.core.plan import ButtonTimes
from station.core.protocol import Protocol
from station.core.words import ENGLISH, Words
from station.readers.baynames import BayNames, Confusable
from station.readers.brokersection import broker_section
from station.readers.buttonsection import DEFAULT_SCAN, button_section
from station.readers.journalpath import DEFAULT_JOURNAL, journal_path
from station.readers.languagefile import DEFAULT_LANGUAGE, UnknownLanguage, load_words
from station.readers.pinuse import HEADER, PIN, PinUses
from station.readers.placed import Misread, Placed, Unread, blamed, nearest, readable, shown
from station.readers.problem import FileRefused, Place, Problems
from station.readers.protocolfile import UnknownProtocol, load_protocol
from station.readers.section import Section
from station.readers.showable import Letters, PanelRefusal, UnknownCharacters, wording
from station.readers.yamlfile import Node, Scalar, read
from station.readers.yamlvalues import choice, identifier, list_of, text, whole

DEFAULT_PROTOCOL: Final = "numb520"
DEFAULT_DRIVER: Final = "ssd1306"
DEFAULT_PORT: Final = 1
DEFAULT_ADDRESS: Final = 0x3C
DEFAULT_WIDTH: Final = 128
DEFAULT_HEIGHT: Final = 64
DEFAULT_FREQUENCY: Final = 800

_ADDRESS: Final = whole(0x03, 0x77, "an I2C address", "#04x")
_PRINTED: Final = {"0x78": "0x3C", "0x7a": "0x3D"}
"""What is printed on panels, with the bit that says read or write, and the address that it is."""
_PIXELS: Final = whole(32, 1024, "a number of pixels")
"""Either way: a panel 64 wide and 128 high may be turned. What it can be, its driver says."""
_TURNS: Final = whole(0, 3, "a number of quarter turns")
_FREQUENCY: Final = whole(150, 1000, "a frequency in Hz")
_TRUSTS: Final[tuple[ClockTrust, ...]] = ("auto", "trusted", "untrusted")
_KINDS: Final[tuple[BuzzerKind, ...]] = ("active", "passive")


def load(
    path: Path | str,
    panel_refusal: PanelRefusal | None = None,
    unknown_characters: UnknownCharacters | None = None,
    confusable: Confusable | None = None,
) -> StationConfig:
    """The config in the file at `path`.

    `panel_refusal` knows the panels' drivers; without it any driver will do.
    `unknown_characters` knows their typeface; without it any text will do. `confusable` knows what
    of names they have room for; without it any will do. Raises FileRefused with everything that is
    wrong.
    """
    return _Reading(
        path,
        panel_refusal or (lambda *_panel: None),
        unknown_characters or (lambda _text: ""),
        confusable or (lambda *_names: None),
    ).station()


class _Reading:
    """One config being read: what its parts say, and what must hold between them."""

    def __init__(
        self,
        path: Path | str,
        panel_refusal: PanelRefusal,
        unknown: UnknownCharacters,
        confusable: Confusable,
    ) -> None:
        self._path = path
        self._beside = Path(path).parent
        self._panel_refusal = panel_refusal
        self._letters = Letters(unknown)
        self._problems = Problems()
        self._language = DEFAULT_LANGUAGE
        self._protocols: dict[str, Protocol] = {}
        self._ids: list[Placed[str]] = []
        self._names = BayNames(confusable)
        self._pins = PinUses()
        self._panels: dict[tuple[int, int], Place] = {}
        self._seen: list[Placed[tuple[int, ...]]] = []
        self._heard: list[Placed[tuple[int, ...]]] = []

    def station(self) -> StationConfig:
        with Section(read(self._path, self._problems)) as keys:
            station = keys.required("station", identifier)
            words = self._words(keys.optional("language", identifier, DEFAULT_LANGUAGE))
            self._protocol = keys.optional("protocol", self._named_protocol, None)
            bays = keys.required("bays", list_of(self._bay, 1, len(HEADER)))
            self._check_ids()
            self._names.check()
            panels = keys.required("panels", list_of(self._panel), "nobody would see the bays")
            buzzers = keys.required("buzzers", list_of(self._buzzer), "nobody would hear them")
            button = keys.optional("button", button_section, (DEFAULT_SCAN, ButtonTimes()))
            default = self._beside / DEFAULT_JOURNAL
            journal = keys.optional("journal", journal_path(self._beside), default)
            clock = keys.optional("clock", choice(*_TRUSTS), _TRUSTS[0])
            broker = keys.optional("mqtt", broker_section(self._beside), None)
        self._check_reach(bays, self._seen, "panel", "see")
        self._check_reach(bays, self._heard, "buzzer", "hear")
        self._pins.check({port for port, _ in self._panels})
        self._problems.refuse()
        scan, times = button.value
        return StationConfig(
            path=Path(self._path),
            station=station.value,
            bays=readable(bays),
            panels=readable(panels),
            buzzers=readable(buzzers),
            button=times,
            scan=scan,
            journal=journal.value,
            clock=clock.value,
            words=words,
            broker=broker.value,
        )

    def _words(self, language: Placed[str]) -> Words:
        """The texts in that language; what is wrong with them is noted."""
        try:
            self._language = language.value
            words = load_words(self._language, self._beside)
            self._letters.check(language.place, words.texts())
        except Unread:
            pass
        except UnknownLanguage as unknown:
            language.place.wrong(str(unknown))
        except FileRefused as refused:
            self._problems.take(refused)
        else:
            return words
        return ENGLISH

    def _named_protocol(self, node: Node) -> Protocol:
        return self._load_protocol(identifier(node))

    def _load_protocol(self, name: str) -> Protocol:
        try:
            if name not in self._protocols:
                self._protocols[name] = load_protocol(name, self._beside, self._language)
        except UnknownProtocol as unknown:
            raise Misread(str(unknown)) from None
        except FileRefused as refused:
            self._problems.take(refused)
            raise Unread from None
        return self._protocols[name]

    def _bay(self, node: Node) -> BayConfig:
        with Section(node) as keys:
            name = keys.required("id", identifier)
            label = keys.optional("label", wording(32), None)
            button = keys.required("button", PIN)
            lamp = keys.optional("lamp", PIN, None)
            protocol = keys.optional("protocol", self._named_protocol, None)
        self._ids.append(name)
        self._names.add(name, label)
        self._pins.add(button, "a button")
        self._pins.add(lamp, "a lamp")
        own = protocol.value or self._protocol.value or self._load_protocol(DEFAULT_PROTOCOL)
        if label.value is not None:
            self._letters.check(label.place, [label.value])
        named = protocol if protocol.written else self._protocol
        self._letters.check(named.place, (hint for hints in own.hints.values() for hint in hints))
        return BayConfig(name.value, label.value or name.value, button.value, lamp.value, own)

    def _panel(self, node: Node) -> PanelConfig:
        with Section(node) as keys:
            driver = keys.optional("driver", text(32), DEFAULT_DRIVER)
            port = keys.optional("port", whole(0, 99, "an I2C port"), DEFAULT_PORT)
            address = keys.optional("address", _address, DEFAULT_ADDRESS)
            width = keys.optional("width", _PIXELS, DEFAULT_WIDTH)
            height = keys.optional("height", _PIXELS, DEFAULT_HEIGHT)
            rotate = keys.optional("rotate", _TURNS, 0)
            bays = keys.optional("bays", self._bay_list, self._all_bays())
        self._seen.append(bays)
        if port.known and address.known:
            self._check_alone(port, address)
        if driver.known and width.known and height.known:
            self._check_driver(driver, width, height, rotate, bays)
        return PanelConfig(
            driver=driver.value,
            port=port.value,
            address=address.value,
            width=width.value,
            height=height.value,
            rotate=rotate.value,
            bays=bays.value,
        )

    def _buzzer(self, node: Node) -> BuzzerConfig:
        with Section(node) as keys:
            pin = keys.required("pin", PIN)
            kind = keys.optional("kind", choice(*_KINDS), _KINDS[0])
            frequency = keys.optional("frequency", _FREQUENCY, DEFAULT_FREQUENCY)
            bays = keys.optional("bays", self._bay_list, self._all_bays())
        self._pins.add(pin, "a buzzer")
        self._heard.append(bays)
        if frequency.written and kind.known and kind.value != "passive":
            cure = "remove it, or write kind: passive"
            frequency.place.wrong(f"an active buzzer has a pitch of its own: {cure}")
        return BuzzerConfig(pin.value, kind.value, frequency.value, bays.value)

    def _all_bays(self) -> tuple[int, ...]:
        return tuple(range(len(self._ids)))

    def _bay_list(self, node: Node) -> tuple[int, ...]:
        """The bays that a panel or buzzer names, by index."""
        named = list_of(self._bay_index)(node)
        first: dict[int, Place] = {}
        for bay in named:
            if bay.known and first.setdefault(bay.value, bay.place) is not bay.place:
                bay.place.wrong("this bay is in the list already: remove it here")
        return tuple(sorted(bay.value for bay in named))

    def _bay_index(self, node: Node) -> int:
        name = identifier(node)
        known = [bay.value if bay.known else "" for bay in self._ids]
        if name in known:
            return known.index(name)
        if not known or not all(known):  # perhaps one without an id is meant; that is noted
            raise Unread
        meant = nearest(name, known)
        cure = f"did you mean '{meant}'?" if meant else f"the bays are: {', '.join(known)}"
        raise Misread(f"there is no bay '{name}'; {cure}")

    def _check_ids(self) -> None:
        first: dict[str, Place] = {}
        for bay in self._ids:
            there = first.setdefault(bay.value, bay.place) if bay.known else bay.place
            if there is not bay.place:
                message = f"bay '{bay.value}' is on line {there.line} already"
                bay.place.wrong(f"{message}: every bay needs an id of its own")

    def _check_alone(self, port: Placed[int], address: Placed[int]) -> None:
        place = blamed(address, port)
        there = self._panels.setdefault((port.value, address.value), place)
        if there is not place:
            where = f"port {port.value} has a panel at 0x{address.value:02X} already"
            cure = "give this one another address (its jumper) or another port"
            place.wrong(f"{where}, on line {there.line}: {cure}")

    def _check_driver(
        self,
        driver: Placed[str],
        width: Placed[int],
        height: Placed[int],
        rotate: Placed[int],
        bays: Placed[tuple[int, ...]],
    ) -> None:
        refusal = self._panel_refusal(driver.value, width.value, height.value, rotate.value)
        if refusal is None:
            across, down = width.value, height.value
            self._names.check_panel(bays, (down, across) if rotate.value % 2 else (across, down))
            return
        # A driver that takes the usual size is not what is wrong.
        usual = self._panel_refusal(driver.value, DEFAULT_WIDTH, DEFAULT_HEIGHT, 0)
        size = blamed(width, height, rotate)
        (driver.place if usual else size).wrong(refusal)

    def _check_reach(
        self,
        bays: Placed[tuple[Placed[BayConfig], ...]],
        served: list[Placed[tuple[int, ...]]],
        what: str,
        do: str,
    ) -> None:
        """Every bay needs one that serves it. Where a list is not readable, nobody can tell."""
        names = [name.found for name in self._ids]
        all_known = bays.known and len(names) == len(bays.value)
        if not served or not all_known or not all(one.known for one in served):
            return
        reached = {names[index] for one in served for index in one.value}
        for name, bay in zip(names, bays.value, strict=True):
            if name not in reached:
                cure = f"add it to the 'bays' of a {what}"
                bay.place.wrong(f"this bay has no {what}, nobody would {do} it: {cure}")


def _address(node: Node) -> int:
    if isinstance(node, Scalar) and (meant := _PRINTED.get(node.text.lower())):
        where = f"{shown(node.text)} is {meant} in 8-bit writing, as boards print it"
        raise Misread(f"{where}: write {meant}")
    return _ADDRESS(node)
