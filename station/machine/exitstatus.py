"""How a command ends, as whoever started it sees (section 6 of the design)."""

from typing import Final

FINE: Final = 0
FAILED: Final = 1
"""Something that another start may mend: systemd starts it again."""
REFUSED: Final = 2
"""Bad config or usage, or no config to be had, which only a person can mend: systemd then starts
it no more (RestartPreventExitStatus in the unit)."""


class UsageError(Exception):
    """What was written on the command line cannot be: says what could. The command is REFUSED."""
