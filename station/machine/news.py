"""Whether a thread has left something for the engine to fetch."""


class News:
    """Looked at at every scan, so it is neither a lock nor a call.

    Threads set it after what there is to fetch; whoever fetches clears it before. So nothing is
    overlooked, and at worst somebody looks in vain.
    """

    __slots__ = ("there",)

    def __init__(self) -> None:
        self.there = True
        """Whether there may be something."""
