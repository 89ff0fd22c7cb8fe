"""Who goes first of the station's threads: the shipped unit must let them say so."""

from pathlib import Path

from tests.lab.guest import service
from tests.lab.guest.faults.test_lines import WARD

URGENT, BEHIND = -10, -5
"""Niceness: the service's (its unit), and that of threads that stepped back (`machine.pace`)."""


def niceness(thread: Path) -> int:
    """Of one thread (proc(5), field 19 of stat; the name, in brackets, may have spaces)."""
    return int((thread / "stat").read_text().rpartition(")")[2].split()[16])


def test_the_engine_goes_before_the_threads_that_draw_and_save() -> None:
    service.configure(WARD.config, **WARD.protocols)
    service.start()
    pid = service.pid()
    found = {int(t.name): niceness(t) for t in Path(f"/proc/{pid}/task").iterdir()}
    service.stop()
    assert found.pop(pid) == URGENT
    # The log's, the journal's, the bus's; lgpio's own threads, which only wait, stay as they are.
    behind = [thread for thread, nice in found.items() if nice == BEHIND]
    assert len(behind) >= 3, found
    assert set(found.values()) == {URGENT, BEHIND}, found
