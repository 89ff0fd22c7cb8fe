"""The header's lines as the kernel has them: gpio-sim pulls, and reads back, any line."""

from pathlib import Path
from typing import Final

BANK: Final = Path("/run/lab-gpio")


def pull(pin: int, *, up: bool) -> None:
    """What is wired to an input: up is nobody's finger."""
    (BANK / f"sim_gpio{pin}" / "pull").write_text("pull-up" if up else "pull-down")


def level(pin: int) -> int:
    """What a voltmeter would say."""
    return int((BANK / f"sim_gpio{pin}" / "value").read_text())
