"""Eight busy beds: four whose cream stays on, to press at, and four whose alarms come every 6 s."""

from typing import Final

from tests.lab.guest import service

BUTTONS: Final = range(4, 12)
LAMPS: Final = range(12, 20)
BUZZERS: Final = range(20, 28)
LONG, SHORT = range(4), range(4, 8)
CONTACT, REMOVAL, CYCLE = 3000, 2000, 6000
"""Milliseconds; of the short ones."""
PROTOCOLS: Final = {
    "long": "protocol: long\nname: long\nsource: of the lab\ncontact: 59m\nremoval: 2m\n",
    "short": "protocol: short\nname: short\nsource: of the lab\ncontact: 3s\nremoval: 2s\n"
    "effect: 4s\nsilence_first: false\n",
}


def eight_beds() -> None:
    """A station with all of them, on one panel, started."""
    bays = "\n".join(
        f"  - {{id: bed-{i + 1}, button: {BUTTONS[i]}, lamp: {LAMPS[i]},"
        f" protocol: {'long' if i in LONG else 'short'}}}"
        for i in range(8)
    )
    buzzers = "\n".join(f"  - {{pin: {BUZZERS[i]}, bays: [bed-{i + 1}]}}" for i in range(8))
    service.configure(
        f"station: lab\nbays:\n{bays}\npanels: [{{}}]\nbuzzers:\n{buzzers}\n"
        "button: {guard: 200ms}\n",
        **PROTOCOLS,
    )
    service.start()


def one_bed() -> None:
    """A station with one bay and one panel, started."""
    service.configure(
        f"station: lab\nprotocol: long\nbays: [{{id: bed-1, button: {BUTTONS[0]}}}]\n"
        f"panels: [{{}}]\nbuzzers: [{{pin: {BUZZERS[0]}}}]\n",
        **PROTOCOLS,
    )
    service.start()
