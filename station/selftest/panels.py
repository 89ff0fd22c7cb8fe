"""Every panel: whether it is found on its bus, and whether its picture is whole."""

from functools import partial
from typing import Final

from station.core.change import replace
from station.drawing.halfblocks import half_blocks
from station.hardware.i2cscan import FIRST, LAST, Census
from station.hardware.panel import PanelLost
from station.selftest import cures
from station.selftest.asking import Notes, ask_of
from station.selftest.bench import Bench
from station.selftest.picture import frame_picture
from station.selftest.report import Outcome, Result

TRUNKS: Final = (0, 1)
"""The ports that are on the header."""
TYPEFACE: Final = "typeface of the panels"


def panel_name(bench: Bench, index: int) -> str:
    """Such as `panel 0 (ssd1306 at 0x3C, port 1)`."""
    config = bench.config.panels[index]
    return f"panel {index} ({config.driver} at 0x{config.address:02X}, port {config.port})"


def check_typeface(bench: Bench) -> Result:
    """Whether the letters of what panels say can be drawn on this machine at all."""
    missing = bench.typeface()
    if missing is None:
        return Result(TYPEFACE, Outcome.FINE)
    bench.terminal.say(f"  {missing}")
    return Result(TYPEFACE, Outcome.FAILED, (missing,))


def check_panel(bench: Bench, index: int) -> Result:
    """Look for one panel, show it the picture, and ask."""
    name = panel_name(bench, index)
    bench.terminal.say(f"{name}: looks who is on port {bench.config.panels[index].port}")
    missing = find(bench, index)
    if missing:
        bench.terminal.advise(missing)
        return Result(name, Outcome.FAILED, missing)
    question = f"Is panel {index}'s picture whole, upright, a frame at all four edges?"
    show, diagnose = partial(_show, bench, index), partial(_diagnosis, bench, index)
    asked = ask_of(bench.terminal, name, question, show, diagnose)
    if asked.outcome is not Outcome.FINE:
        return asked
    return replace(asked, notes=(*asked.notes, _traffic(bench, index)))


def _traffic(bench: Bench, index: int) -> str:
    """What it will cost its bus: worth knowing before others are put beside it."""
    if bench.panels[index].status_believed:
        return "its status can be read: it is sent only what changes"
    return "it is sent whole frames each second: best at 400 kHz, on a bus of its own"


def find(bench: Bench, index: int) -> tuple[str, ...]:
    """Why a panel is not to be found, with what to do; nothing if it is."""
    config = bench.config.panels[index]
    try:
        found = bench.census(config.port)
    except OSError as error:
        return cures.without_bus(config.port, error)
    bench.terminal.say(grid(found))
    if config.address in found.answering:
        return ()
    if config.address in found.claimed:
        return cures.claimed(config.address)
    return (*_absent(bench, index, found), *([cures.ONLY_READ] if found.by_reading else []))


def _absent(bench: Bench, index: int, found: Census) -> tuple[str, ...]:
    """What to do about a panel that did not answer, by who did."""
    config = bench.config.panels[index]
    # A channel of a multiplexer also shows whoever is on the trunk before it.
    ports = {config.port, *(TRUNKS if config.port not in TRUNKS else ())}
    ours = {other.address for other in bench.config.panels if other.port in ports}
    others = tuple(a for a in found.answering if a in cures.ADDRESSES and a not in ours)
    if others:
        return cures.elsewhere(config.address, others)
    there = found.answering or found.claimed
    return cures.missing(config.address) if there else cures.nobody(config.port)


def grid(found: Census) -> str:
    """The addresses of a bus as i2cdetect shows them; UU: a driver of the kernel's has it."""
    lines = ["         " + "  ".join("0123456789abcdef")]
    for row in range(0, LAST + 1, 16):
        cells = [_cell(found, address) for address in range(row, row + 16)]
        lines.append(f"    {row:02x}: {' '.join(cells)}".rstrip())
    return "\n".join(lines)


def _cell(found: Census, address: int) -> str:
    if not FIRST <= address <= LAST:
        return "  "
    if address in found.claimed:
        return "UU"
    return f"{address:02x}" if address in found.answering else "--"


def _show(bench: Bench, index: int) -> Notes:
    panel, config = bench.panels[index], bench.config.panels[index]
    words = (
        f"PANEL {index}",
        f"0x{config.address:02X} {config.driver}",
        *(bench.config.bays[bay].label for bay in config.bays),
    )
    picture = frame_picture(panel.size, () if bench.typeface() else words)
    try:
        bench.show(index, picture)
    except PanelLost as lost:
        notes = (lost.strerror or str(lost), *cures.NOT_TAKEN)
        bench.terminal.advise(notes)
        return notes
    if bench.mock:
        bench.terminal.say(half_blocks(panel.picture()))
    return ()


def _diagnosis(bench: Bench, index: int) -> Notes:
    for number, seen in cures.WRONG.items():
        bench.terminal.say(f"    {number} = {seen}")
    seen = bench.terminal.ask("Which of these comes nearest?", cures.WRONG)
    likely = cures.picture(bench.config.panels[index], seen)
    bench.terminal.advise(likely)
    return (cures.WRONG[seen], *likely)
