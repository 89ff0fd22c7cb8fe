"""`station status`: what the running daemon is doing now, as its journal has it.

Nothing is asked of the daemon: the state is the fold of its facts, by the same code, on the same
boot clock.
"""

import argparse
import sys
from typing import TextIO

from station.commands.configured import read_config
from station.config import StationConfig
from station.core.duration import SECOND
from station.core.floor import Floor
from station.core.past import Past
from station.core.recovery import recovered
from station.core.stamp import Stamp
from station.core.status import absent_status, bay_status
from station.engine.edges import Clock
from station.hardware.clock import BootClock
from station.journal.errors import JournalRefusedError
from station.journal.history import open_read_only
from station.journal.lock import is_running
from station.machine.exitstatus import FAILED, FINE
from station.readers.durationtext import in_words


def command(arguments: argparse.Namespace) -> int:
    """What the running daemon is doing now."""
    config = read_config(arguments.config)
    try:
        running = print_status(config, BootClock(config.clock), sys.stdout)
    except JournalRefusedError as refused:
        print(f"station: {refused}", file=sys.stderr)
        return FAILED
    return FINE if running else FAILED


def print_status(config: StationConfig, clock: Clock, out: TextIO) -> bool:
    """Tell every bay's phase and figures. Whether a station is running.

    Raises JournalRefusedError if the journal cannot be read.
    """
    running = is_running(config.journal)
    with open_read_only(config.journal) as journal:
        past = journal.past()
    now = Stamp(clock.boot, clock.now(), clock.wall(), clock.trusted())
    floor, _, senseless = recovered(config.plan(), past, now)
    out.write(f"{config.station}: {_state(past, now, running=running)}\n")
    for line in _bays(floor, now.instant):
        out.write(f"  {line}\n")
    if senseless is not None:
        out.write("  its past makes no sense: look at each bay whether cream is on\n")
    if not running:
        out.write("  nothing is timed: this is where the journal stops, and the clocks go on\n")
    return running


def _state(past: Past, now: Stamp, *, running: bool) -> str:
    state = "running" if running else "not running"
    if past.last is None:
        return f"{state}, its journal has nothing yet"
    if past.last.boot != now.boot:
        return f"{state}, its journal ends before this machine last started"
    ago = in_words((now.instant - past.last.instant) // SECOND * SECOND)
    return f"{state}, its journal's last row is {ago} old"


def _bays(floor: Floor, now: int) -> list[str]:
    width = max(len(place.bay.id) for place in floor.places)
    bays = [
        f"{place.bay.id:{width}}  {_bay(floor, i, now)}" for i, place in enumerate(floor.places)
    ]
    return bays + [absent_status(absent, now) for absent in floor.absent]


def _bay(floor: Floor, index: int, now: int) -> str:
    bay = floor.places[index].bay
    said = [bay_status(bay, now)]
    today, most = bay.today(now), bay.protocol.applications
    if today:
        said.append(f"application {today}" + (f" of {most}" if most is not None else ""))
    if bay.sounding:
        said.append("alarm sounds")
    return ", ".join(said)
