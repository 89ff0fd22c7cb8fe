"""What the design demands, told a second time and apart from the station's own code."""

from tests.oracle.bay import Oracle, Told, told

__all__ = ["Oracle", "Told", "told"]
