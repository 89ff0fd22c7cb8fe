"""How exact a countdown is after a power cut."""

from typing import Final

CLOCKS: Final = 1.25
"""Seconds: two boots' clocks are each set from one that counts whole seconds, half a second off at
most; the rest is what an emulated machine needs to read it."""
GLASS: Final = CLOCKS + 0.75
"""The glass shows whole seconds, and is drawn a little later."""
AT_ONCE: Final = 1_000
"""Milliseconds after its start within which a station sounds what fell due meanwhile; emulated."""
HIGH, MEDIUM, BEEP = 10, 3, 1
"""Pulses of a burst, and of the start's own sound."""
