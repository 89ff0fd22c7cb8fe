"""The five phases of a bay (section 2 of the design)."""

from enum import StrEnum


class Phase(StrEnum):
    """Where a bay stands. Cream is on the skin in CONTACT, REMOVAL and OVERDUE."""

    READY = "ready"
    CONTACT = "contact"
    REMOVAL = "removal"
    OVERDUE = "overdue"
    NUMB = "numb"

    @property
    def cream_on(self) -> bool:
        """Whether cream is on someone's skin."""
        return self not in (Phase.READY, Phase.NUMB)
