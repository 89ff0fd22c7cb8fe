"""Several who are told, where the runtime knows one."""

from collections.abc import Sequence

from station.core.facts import Fact
from station.core.floor import Floor
from station.core.reports import Report
from station.core.selfcheck import Checked
from station.engine.edges import Record, Watch


class SeveralRecords:
    """Tells each the same, in turn."""

    def __init__(self, *records: Record) -> None:
        self._records = records

    def record(self, facts: Sequence[Fact]) -> None:
        """Facts in the order in which the station acted."""
        for record in self._records:
            record.record(facts)

    def report(self, said: Report) -> None:
        """What an edge said."""
        for record in self._records:
            record.report(said)

    def checked(self, checked: Checked) -> None:
        """What came of the station's check of itself."""
        for record in self._records:
            record.checked(checked)


class SeveralWatches:
    """Has each attend, in turn."""

    def __init__(self, *watches: Watch) -> None:
        self._watches = watches

    def attend(self, floor: Floor, now: int) -> None:
        """A turn is done."""
        for watch in self._watches:
            watch.attend(floor, now)
