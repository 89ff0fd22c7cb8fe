"""`station selftest`: a person at the bed looks, listens and presses; the station takes notes."""
