"""How a mock station's process ends: in the middle of whatever it does."""


class ProcessDied(BaseException):
    """The station's process is no more: like a signal, nothing in it may hold that up."""


class Killed(ProcessDied):
    """It starts again at once."""
