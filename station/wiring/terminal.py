"""`station wiring` in a terminal of 80 columns: the header, every wire, and what to buy."""

import os
from collections.abc import Iterator, Mapping
from typing import Final, TextIO

from station.config import StationConfig
from station.wiring.connections import Kind, Leg, Part, Wiring, wire_up
from station.wiring.header import PINS, name_of
from station.wiring.notes import SAFETY, notes
from station.wiring.parts import HEADER_LIMIT, PIN_LIMIT, Item, currents, parts_list
from station.wiring.wires import Wire
from station.wiring.wording import columns, shortened, steps, wrapped

WIDTH: Final = 80
_LABEL: Final = 26
"""Columns beside the header for what goes to a pin, on either side."""
_NAME: Final = 6
_MIDDLE: Final = _LABEL + 1 + _NAME + 1 + 3
"""The column between the header's two."""


def print_wiring(config: StationConfig, out: TextIO, environment: Mapping[str, str]) -> None:
    """Tell how a station is wired, in colours if `out` is a terminal that has them."""
    coloured = wants_colours(out, environment)
    for line in lines(config, coloured=coloured):
        print(line, file=out)


def wants_colours(out: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether this is a terminal with colours, and nobody said that they want none (NO_COLOR)."""
    plain = environment.get("NO_COLOR") or environment.get("TERM", "dumb") == "dumb"
    return out.isatty() and (os.name == "posix") and not plain


def lines(config: StationConfig, *, coloured: bool = False) -> Iterator[str]:
    """The lines of it, each at most 80 columns wide."""
    wiring = wire_up(config)
    yield from _folded(f"Station {wiring.station}, wired as {wiring.config} says", "")
    yield from _folded(SAFETY, "")
    yield ""
    yield from _header(wiring, coloured=coloured)
    yield ""
    for part in wiring.parts:
        told = ", for ".join(text for text in (part.detail, ", ".join(part.serves)) if text)
        yield from _folded(part.name + (f" ({told})" if told else ""), "")
        for step in steps(part, wiring):
            yield from _folded(step, "  ")
    yield ""
    yield "Parts"
    for item in parts_list(config, wiring):
        yield from _folded(_bought(item), "  ", hanging=5)
    yield ""
    yield from _drawn(config)
    found = notes(config, wiring)
    if found:
        yield ""
        yield "Mind"
        for note in found:
            yield from _folded(f"- {note}", "  ", hanging=2)


def _header(wiring: Wiring, *, coloured: bool) -> Iterator[str]:
    yield "The header, seen with the end of the board that has the SD card at the top"
    yield ""
    yield _centred("inside of the board", "edge of the board")
    for left in PINS[::2]:
        yield _row(wiring, left, coloured=coloured).rstrip()
    yield _centred("USB ports down here", "(a Zero: the other end)")


def _centred(left: str, right: str) -> str:
    return f"{left:>{_MIDDLE - 1}} | {right}"


def _row(wiring: Wiring, left: int, *, coloured: bool) -> str:
    right = left + 1
    inner, outer = _label(wiring, left), _label(wiring, right)
    padding = " " * (_LABEL - columns(inner))
    return (
        f"{padding}{_painted(inner, wiring, left, coloured=coloured)}"
        f" {name_of(left):>{_NAME}} {left:>2} | {right:<2} {name_of(right):<{_NAME}} "
        f"{_painted(outer, wiring, right, coloured=coloured)}"
    )


def _label(wiring: Wiring, pin: int) -> str:
    """What goes to a pin, and its colour; nothing if it is free."""
    found = wiring.at(pin)
    if not found:
        return ""
    wire = found[0][1].wire
    tail = f", {wire.colour}"
    return shortened(purpose(found), _LABEL - len(tail)) + tail


def purpose(found: tuple[tuple[Part, Leg], ...]) -> str:
    """What a pin is for, in a few words, by the parts that go there (at least one)."""
    part, leg = found[0]
    bus = leg.name if leg.wire in (Wire.DATA, Wire.CLOCK) else ""
    if len(found) == 1:
        return f"{part.name} {bus}".strip()
    what = "panels" if bus and all(one.kind is Kind.PANEL for one, _ in found) else "parts"
    return f"{len(found)} {what} {bus}".strip()


def _painted(text: str, wiring: Wiring, pin: int, *, coloured: bool) -> str:
    found = wiring.at(pin)
    ansi = found[0][1].wire.ansi if found else ""
    return f"\x1b[{ansi}m{text}\x1b[0m" if coloured and ansi and text else text


def _bought(item: Item) -> str:
    note = f" ({item.note})" if item.note else ""
    return f"{item.count:>3}  {item.what}{note}"


def _drawn(config: StationConfig) -> Iterator[str]:
    drawn = currents(config)
    yield "Current, with everything on at once"
    safe = f"of {HEADER_LIMIT:.0f} that are safe; {drawn.most:.1f} from one, of {PIN_LIMIT:.0f}"
    yield f"  {drawn.pins:>3.0f} mA  from all pins, {safe}"
    yield f"  {drawn.rail3:>3.0f} mA  from 3.3 V: the panels, and the pins"
    if drawn.regulator:
        yield f"  {drawn.regulator:>3.0f} mA  from the regulator: the panels on it"
    yield f"  {drawn.rail5:>3.0f} mA  from 5 V for buzzers, besides the Pi itself"


def _folded(text: str, indent: str, hanging: int = 2) -> Iterator[str]:
    """A text in lines that fit, the later ones indented by `hanging` more."""
    lead = text[: len(text) - len(text.lstrip())]
    folded = wrapped(text, WIDTH - len(indent) - max(hanging, len(lead)))
    for at, line in enumerate(folded):
        yield indent + (lead if at == 0 else " " * hanging) + line
