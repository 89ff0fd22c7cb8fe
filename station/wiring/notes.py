"""What whoever wires a station must know besides where each wire goes."""

from collections import Counter
from collections.abc import Iterator, Sequence

from station.config import StationConfig
from station.wiring.connections import Wiring, channels
from station.wiring.header import GROUND, POWER3, POWER5, number_of, pulled_up_at_boot
from station.wiring.parts import HEADER_LIMIT, currents
from station.wiring.supply import PANEL_LIMIT, fed_by_header, panel_current

SERIAL = (14, 15)
SPI = (7, 8, 9, 10, 11)
EEPROM = (0, 1)
"""BCM numbers of pins that something else may use."""
SAFETY = "Switch the Pi off and pull its plug before you wire anything."


def notes(config: StationConfig, wiring: Wiring) -> tuple[str, ...]:
    """What is worth knowing of this very config, the most harmful first."""
    return tuple(
        note
        for found in (
            _rail(config),
            _load(config),
            _boot(config),
            _others(config),
            _buses(config),
            _sharing(wiring),
        )
        for note in found
    )


def _boot(config: StationConfig) -> Iterator[str]:
    loud = [buzzer.pin for buzzer in config.buzzers if pulled_up_at_boot(buzzer.pin)]
    lit = [bay.lamp for bay in config.bays if bay.lamp is not None and pulled_up_at_boot(bay.lamp)]
    if loud:
        yield (
            f"A buzzer on {_pins(loud)}: pulled up while the Pi starts, which 10 kΩ to ground"
            " only just outweighs: it may hum until the station runs. Choose one of BCM 9 to 27."
        )
    if lit:
        yield (
            f"A lamp on {_pins(lit)}: pulled up while the Pi starts, so it glows faintly until"
            " the station runs. Harmless; 10 kΩ from the pin to ground keeps it dark."
        )


def _others(config: StationConfig) -> Iterator[str]:
    used = set(config.pins)
    for theirs, whose in (
        (SERIAL, "the serial console's: switch that off in raspi-config"),
        (SPI, "SPI's: leave SPI switched off, as it is at delivery"),
        (EEPROM, "for the EEPROM of a HAT, which the firmware looks for at boot: fit no HAT"),
    ):
        ours = sorted(used.intersection(theirs))
        if ours:
            yield f"{_pins(ours)}: {whose}."


def _buses(config: StationConfig) -> Iterator[str]:
    ports = Counter(panel.port for panel in config.panels)
    if 0 in ports:
        yield (
            "Port 0 (header 27 and 28): dtparam=i2c_vc=on. Cameras and displays use that bus"
            " as well, and at boot the firmware looks there for a HAT: prefer port 1."
        )
    elsewhere = [str(port) for port in sorted(ports) if port > 1]
    if elsewhere:
        yield (
            f"Port {', '.join(elsewhere)}: /dev/i2c-N of that number. SDA and SCL go to that"
            " channel of the multiplexer, or to where the overlay put the bus (hardware.md)."
        )
    yield from _overheard(config)
    for port, count in sorted(ports.items()):
        if count > 1:
            yield (
                f"The {count} panels on port {port} are in parallel, SDA to SDA and SCL to SCL,"
                " each with an address of its own."
            )


def _overheard(config: StationConfig) -> Iterator[str]:
    """What stands before a multiplexer hears all that its channels are sent."""
    before = {panel.address for panel in config.panels if panel.port == 1}
    for address in sorted(before):
        behind = {p.port for p in config.panels if p.address == address} & set(channels(config))
        if behind:
            ports = ", ".join(map(str, sorted(behind)))
            yield (
                f"0x{address:02X} is on port 1 and on port {ports} too: if that is a channel of a"
                " multiplexer, the panel on port 1 shows what the other is sent. Give it another"
                " address (its jumper), or a channel as well."
            )


def _sharing(wiring: Wiring) -> Iterator[str]:
    shared = [
        f"{', '.join(str(pin) for pin in pins)} ({what})"
        for every, what in ((POWER3, "3.3 V"), (POWER5, "5 V"), (GROUND, "ground"))
        if (pins := wiring.shared(every))
    ]
    if shared:
        yield (
            f"More parts than pins: from header {', from '.join(shared)} one wire goes to a"
            " terminal block, and from there one to each part."
        )


def _load(config: StationConfig) -> Iterator[str]:
    pins = currents(config).pins
    if pins > HEADER_LIMIT:
        yield (
            f"All pins together would give {pins:.0f} mA, and {HEADER_LIMIT:.0f} are safe: give"
            " the lamps 1 kΩ each, or a transistor as the buzzers have."
        )


def _rail(config: StationConfig) -> Iterator[str]:
    fed = fed_by_header(config.panels)
    others = [str(index) for index, on in enumerate(fed) if not on]
    if others:
        all_ = sum(map(panel_current, config.panels))
        yield (
            f"All panels together take {all_:.0f} mA, and the header gives {PANEL_LIMIT:.0f}."
            f" Panel {', '.join(others)}: from a 3.3 V regulator, fed with 5 V by a supply that has"
            " as much to spare; its ground to a ground of the header, its 3.3 V never to the"
            " header's."
        )


def _pins(bcm: Sequence[int]) -> str:
    """BCM numbers, each with the header's."""
    both = [f"{pin} (header {number_of(pin)})" for pin in bcm]
    return f"BCM {', '.join(both)}"
