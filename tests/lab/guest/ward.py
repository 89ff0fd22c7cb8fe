"""Stations to be tried: their configs, and creams whose visits last seconds.

A `Ward` writes the station's files; pins and addresses are those of the lab's bank and bus.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Cream:
    """A protocol; its durations are as the file has them, such as 6s."""

    name: str
    contact: str
    removal: str
    effect: str | None = None
    applications: int | None = None
    silence_first: bool = True
    reviewer: str | None = "the lab"
    onset: tuple[str, str] | None = None
    hints: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its file."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"protocol: {self.name}"
        yield f"name: {self.name}"
        yield "source: of the lab, short so that a visit sees all its phases"
        yield f"contact: {self.contact}"
        yield f"removal: {self.removal}"
        yield f"silence_first: {str(self.silence_first).lower()}"
        if self.effect is not None:
            yield f"effect: {self.effect}"
        if self.applications is not None:
            yield f"applications: {self.applications}"
        if self.reviewer is not None:
            yield f"reviewer: {self.reviewer}"
        if self.onset is not None:
            yield f"onset: [{', '.join(self.onset)}]"
        if self.hints:
            yield "hints:"
            for phase, lines in self.hints.items():
                yield f"  {phase}: [{', '.join(lines)}]"


BRIEF: Final = Cream("brief", contact="6s", removal="3s", effect="8s")
"""A visit in seconds. Too short for the notices that come a minute before the end of contact and
ten before the end of numbness: a cream needs 62 s of contact, and 602 s of effect, to hear them
two seconds after they could be."""


@dataclass(frozen=True)
class Bed:
    """A bay, its button, its lamp, and its cream."""

    id: str
    button: int
    lamp: int
    cream: Cream = BRIEF

    @property
    def label(self) -> str:
        """What panels call it."""
        return self.id.replace("-", " ").capitalize()


@dataclass(frozen=True)
class Display:
    """A panel; it serves all beds unless it names some."""

    address: int = 0x3C
    driver: str = "ssd1306"
    beds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Horn:
    """A buzzer; it serves all beds unless it names some."""

    pin: int
    beds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ward:
    """All that a station is told."""

    beds: Sequence[Bed]
    displays: Sequence[Display] = (Display(),)
    horns: Sequence[Horn] = (Horn(22),)
    extra: str = ""
    """More lines of the config: `clock: trusted`."""

    def bed(self, name: str) -> Bed:
        """One of them."""
        return next(bed for bed in self.beds if bed.id == name)

    @property
    def config(self) -> str:
        """The station's file."""
        return "".join(f"{line}\n" for line in self._lines())

    @property
    def protocols(self) -> Mapping[str, str]:
        """Its creams' files, by name."""
        return {bed.cream.name: bed.cream.text for bed in self.beds}

    def write(self, folder: Path) -> Path:
        """The files, in a folder. The config's path."""
        (folder / "protocols").mkdir(parents=True, exist_ok=True)
        for name, text in self.protocols.items():
            (folder / "protocols" / f"{name}.yaml").write_text(text)
        path = folder / "station.yaml"
        path.write_text(self.config)
        return path

    def _lines(self) -> Iterator[str]:
        yield "station: lab"
        yield f"protocol: {self.beds[0].cream.name}"
        yield "bays:"
        for bed in self.beds:
            yield (
                f"  - {{id: {bed.id}, label: {bed.label}, button: {bed.button}, lamp: {bed.lamp},"
                f" protocol: {bed.cream.name}}}"
            )
        yield "panels:"
        for display in self.displays:
            serves = _serves(display.beds)
            yield f"  - {{driver: {display.driver}, address: {display.address:#04x}{serves}}}"
        yield "buzzers:"
        for horn in self.horns:
            yield f"  - {{pin: {horn.pin}{_serves(horn.beds)}}}"
        if self.extra:
            yield self.extra


def _serves(beds: tuple[str, ...]) -> str:
    return f", bays: [{', '.join(beds)}]" if beds else ""


TWO_BEDS: Final = Ward((Bed("bed-1", 17, 27), Bed("bed-2", 5, 6)))
"""The shipped wiring, with visits of seconds."""
