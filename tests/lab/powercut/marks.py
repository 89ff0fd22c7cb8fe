"""What the panels had shown as saved, and when: the witness's own writes in the disk's log.

The witness (`tests/lab/guest/powercut/witness.py`) looks at the glass and then writes a mark to the
end of the same disk, beyond the file system: where it stands in the log says what had been seen
before which flush. It says the phase, and when it looked; which fact that was is found here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.lab.powercut.writelog import Request
from tests.soak.law import BayLaw, Terms
from tests.soak.rows import Row

LAG: Final = 2_000
"""Milliseconds by which the glass may be behind the station: drawing and the bus are slow here."""


@dataclass(frozen=True)
class Mark:
    """The glass showed a bay in a phase, and said nothing of unsaved."""

    request: int
    """How many requests there were in the log when this one was."""
    bay: str
    phase: str
    at: int
    """When the glass was looked at, in milliseconds of the boot clock."""


@dataclass(frozen=True)
class Promise:
    """From here on, this row of the journal was shown as saved."""

    request: int
    row: int


def marks(requests: Sequence[Request], beyond: int) -> Iterator[Mark]:
    """The witness's, which are the writes `beyond` so many bytes."""
    for count, request in enumerate(requests, 1):
        if request.offset >= beyond and request.written:
            said = json.loads(request.written.rstrip(b"\0"))
            yield Mark(count, said["bay"], said["phase"], said["at"])


def promises(
    found: Sequence[Mark], rows: Sequence[Row], terms: Mapping[str, Terms]
) -> list[Promise]:
    """Which rows those were, by the whole journal as it was in the end.

    Of two that the glass may have shown, the earlier. Raises LookupError if the journal has none:
    the glass then showed a phase that never was.
    """
    entered = {bay: _entered(bay, of, rows) for bay, of in terms.items()}
    return [Promise(mark.request, _shown(mark, entered[mark.bay])) for mark in found]


@dataclass(frozen=True)
class _Stay:
    """A bay in a phase."""

    row: int
    """The fact that began it."""
    phase: str
    begin: int
    end: int


def _entered(bay: str, terms: Terms, rows: Sequence[Row]) -> list[_Stay]:
    law, stays = BayLaw(bay, terms), [_Stay(0, "ready", 0, 0)]
    for row in rows:
        if row.bay == bay and row.fact:
            law.take(row, 0)
        if law.now.phase != stays[-1].phase:
            stays[-1] = _until(stays[-1], row.acted)
            stays.append(_Stay(row.number, law.now.phase, row.acted, 0))
    stays[-1] = _until(stays[-1], 2**62)
    return stays


def _until(stay: _Stay, end: int) -> _Stay:
    return _Stay(stay.row, stay.phase, stay.begin, end)


def _shown(mark: Mark, stays: Sequence[_Stay]) -> int:
    for stay in stays:  # the earliest that was not over long before
        if stay.phase == mark.phase and stay.begin <= mark.at and stay.end >= mark.at - LAG:
            return stay.row
    raise LookupError(f"{mark} is nothing that the journal has: {stays}")
