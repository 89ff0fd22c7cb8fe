"""The same past on another clock: every instant of a bay is moved (section 5 of the design)."""

from collections.abc import Callable, Sequence

from station.core import doubt
from station.core.bay import Bay, Cream, LastDone, NumbWindow, Refused
from station.core.change import replace
from station.core.facts import Correction

Move = Callable[[int], int]
"""An instant as it was, to what it is to be. Order is kept."""


def translated(bay: Bay, by: int) -> Bay:
    """The bay on a clock that shows so much more."""
    return replace(
        moved(bay, lambda instant: instant + by),
        doubts=doubt.translated(bay.doubts, by),
    )


def corrected(bay: Bay, corrections: Sequence[Correction]) -> Bay:
    """The bay once it is known how long interruptions lasted: one for each of its doubts."""

    def true(instant: int) -> int:
        by = next((c.by for c in corrections if instant <= c.until), 0)
        return instant - by

    then = replace(
        moved(bay, true),
        cream=_resumed(bay.cream, true),
        doubts=doubt.corrected(bay.doubts, corrections),
    )
    if bay.done is None or then.done is None:
        return then
    return replace(then, done=replace(then.done, before=_resumed(bay.done.before, true)))


def _resumed(cream: Cream | None, true: Move) -> Cream | None:
    """What the station began when it came back, at that very instant, was not earlier."""
    mended = _cream(cream, true)
    if cream is None or mended is None:
        return None
    if cream.interrupted is None or mended.interrupted is None:
        return mended
    return replace(
        mended,
        since=cream.since,
        raised=cream.raised,
        silenced=cream.silenced,
        interrupted=replace(mended.interrupted, resumed=cream.interrupted.resumed),
    )


def moved(bay: Bay, move: Move) -> Bay:
    """The bay with every instant of its past moved."""
    return replace(
        bay,
        cream=_cream(bay.cream, move),
        windows=tuple(_window(window, move) for window in bay.windows),
        applied=tuple(map(move, bay.applied)),
        done=_done(bay.done, move),
        accepted=_instant(bay.accepted, move),
        quieted=_instant(bay.quieted, move),
        answered=_instant(bay.answered, move),
        audible=_instant(bay.audible, move),
        refused=_refused(bay.refused, move),
        hushed=_instant(bay.hushed, move),
        rested=move(bay.rested),
    )


def _instant(instant: int | None, move: Move) -> int | None:
    return None if instant is None else move(instant)


def _cream(cream: Cream | None, move: Move) -> Cream | None:
    return None if cream is None else _moved_cream(cream, move)


def _moved_cream(cream: Cream, move: Move) -> Cream:
    interrupted = cream.interrupted
    if interrupted is not None:
        before = _moved_cream(interrupted.before, move)
        interrupted = replace(interrupted, before=before, resumed=move(interrupted.resumed))
    return replace(
        cream,
        applied=move(cream.applied),
        since=move(cream.since),
        raised=_instant(cream.raised, move),
        silenced=_instant(cream.silenced, move),
        interrupted=interrupted,
    )


def _window(window: NumbWindow, move: Move) -> NumbWindow:
    opened = move(window.opened)
    return replace(window, opened=opened, ends=opened + window.ends - window.opened)


def _done(done: LastDone | None, move: Move) -> LastDone | None:
    if done is None:
        return None
    return replace(done, at=move(done.at), before=_cream(done.before, move))


def _refused(refused: Refused | None, move: Move) -> Refused | None:
    return None if refused is None else replace(refused, acted=move(refused.acted))
