"""Every button: pressed and held by somebody, judged by the very code that judges it at work.

The raw level is looked at much more often than the station does, to see how the contacts bounce.
"""

from collections.abc import Iterator
from typing import Final

from station.core.facts import ButtonTrouble, Gesture
from station.core.gesture import Button, Event, Feel, Standing, Touch, Trouble, sample
from station.core.phase import Phase
from station.core.reports import Part
from station.selftest.bench import Bench
from station.selftest.bounce import LEAST, MOST, Sample, advice, longest_bounce
from station.selftest.report import Outcome, Result

LOOK: Final = 500
"""Microseconds from one look at the raw level to the next."""
PATIENCE: Final = 30_000_000
"""Microseconds that somebody has for a press, and as many for a hold."""
AT_REST: Final = 200_000
"""Microseconds that a button is looked at before anybody presses it."""
SETTLING: Final = 300_000
"""Microseconds after the last gesture in which its bounce may go on."""
READY: Final = Standing(Phase.READY, sounding=False)
BEGIN: Final = {"y": "yes", "s": "skip"}
AGAIN: Final = {"r": "repeat", "n": "no, go on", "s": "skip"}
MOCK: Final = "mock pins: nobody can press it"
DEAD: Final = (
    "its wires: from the pin to one contact, from the other contact to ground",
    "a button with four legs: use two that are diagonal to each other",
    "the pin in the config: `station wiring` shows where it is on the header",
)
STUCK: Final = (
    "it reads as pressed while nobody presses it",
    "a button that sticks, its two wires touching each other, or the pin's wire touching ground",
    "a normally closed button: the station needs a normally open one",
)
TROUBLES: Final = {
    ButtonTrouble.STUCK: "down for 10 s: the station takes it for stuck",
    ButtonTrouble.CHATTERING: "more than 50 changes in 5 s: a loose wire, or a worn button",
}


class NotPressedError(Exception):
    """The gesture that was waited for did not come; the words say what did."""


class PinFailedError(Exception):
    """The pin cannot be read; the words say why."""


def button_name(bench: Bench, bay: int) -> str:
    """Such as `button of Bed 1 (pin 17)`."""
    config = bench.config.bays[bay]
    return f"button of {config.label} (pin {config.button})"


def check_button(bench: Bench, bay: int) -> Result:
    """Wait for a press and for a hold, and say what to make of the bounce."""
    name = button_name(bench, bay)
    if bench.mock:
        bench.terminal.say(f"{name}: {MOCK}")
        return Result(name, Outcome.LEFT_OUT, (MOCK,))
    bench.terminal.say(f"{name}: a press, then a hold")
    if bench.terminal.ask(f"Are you at {_label(bench, bay)}'s button?", BEGIN) == "s":
        return Result(name, Outcome.SKIPPED)
    while True:
        result = _attempt(bench, bay, name)
        if not result.failed:
            return result
        bench.terminal.say(f"  {result.notes[0]}")
        bench.terminal.advise(result.notes[1:])
        answer = bench.terminal.ask("Once more?", AGAIN)
        if answer == "s":
            return Result(name, Outcome.SKIPPED, result.notes[:1])
        if answer == "n":
            return result


def _attempt(bench: Bench, bay: int, name: str) -> Result:
    watch = _Watch(bench, bay)
    try:
        watch.rest()
        if watch.down:
            return Result(name, Outcome.FAILED, STUCK)
        watch.wait_for(Gesture.PRESS, "press it shortly, as in passing")
        watch.wait_for(Gesture.HOLD, f"hold it down until told, {_hold(bench)} or more")
        watch.settle()
    except NotPressedError as missing:
        return Result(name, Outcome.NO_ANSWER, (str(missing), *watch.others(), *DEAD))
    except PinFailedError as failed:
        return Result(name, Outcome.FAILED, (str(failed),))
    result = _judged(bench, watch, name)
    if not result.failed:
        bench.terminal.say(f"  {result.notes[0]}")
    return result


class _Watch:
    """All buttons, looked at while one of them is tested."""

    def __init__(self, bench: Bench, bay: int) -> None:
        self._bench = bench
        self._bay = bay
        self._buttons = [Button() for _ in bench.config.bays]
        self._next_scan = bench.clock.now()
        self._looked = 0
        self._begun = bench.clock.now()
        self._strangers: set[int] = set()
        """Bays whose buttons were pressed instead."""
        self.samples: list[Sample] = []
        """Of the button under test, at each change of its raw level."""

    @property
    def down(self) -> bool:
        """Whether the button counts as down."""
        return self._buttons[self._bay].down

    @property
    def interval(self) -> float:
        """Milliseconds from one look to the next, on average."""
        return (self._bench.clock.now() - self._begun) / max(self._looked, 1) / 1000

    def rest(self) -> None:
        """See how it is while nobody presses it; long enough for its level to count."""
        for _ in self._events(max(AT_REST, 2000 * self._bench.config.button.debounce)):
            pass

    def settle(self) -> None:
        """See the end of the last bounce."""
        for _ in self._events(SETTLING):
            pass

    def wait_for(self, gesture: Gesture, how: str) -> None:
        """Say what is wanted, tell what comes, until it comes.

        Raises NotPressedError or PinFailedError.
        """
        say, label = self._bench.terminal.say, _label(self._bench, self._bay)
        say(f"  {label}: {how} ({PATIENCE // 1_000_000} s)")
        for bay, event in self._events(PATIENCE):
            if bay != self._bay:
                self._tell_stranger(bay, event)
            elif isinstance(event, Trouble):
                say(f"    {'over again' if event.over else TROUBLES[event.reason]}")
            elif isinstance(event, Feel):
                say("    down" if event is Feel.DOWN else f"    {_hold(self._bench)}: let go")
            elif event.gesture is gesture:
                say(f"    {_described(event)}: fine")
                return
            else:
                say(f"    {_described(event)}; wanted is a {gesture}: {how}")
        raise NotPressedError(f"no {gesture} came within {PATIENCE // 1_000_000} s{self._seen()}")

    def others(self) -> tuple[str, ...]:
        """What to make of other buttons that were pressed instead."""
        mine = self._bench.config.bays[self._bay]
        return tuple(
            f"{bay.label}'s button (pin {bay.button}) was pressed: if it was {mine.label}'s,"
            f" swap `button: {mine.button}` and `button: {bay.button}` in the config"
            for bay in (self._bench.config.bays[i] for i in sorted(self._strangers))
        )

    def _tell_stranger(self, bay: int, event: Event) -> None:
        if event is Feel.DOWN:
            self._strangers.add(bay)
            other = self._bench.config.bays[bay]
            wanted = _label(self._bench, self._bay)
            self._bench.terminal.say(
                f"    that is {other.label}'s button (pin {other.button}); wanted is {wanted}'s"
            )

    def _seen(self) -> str:
        changes = len(self.samples) - 1
        return f"; its level changed {changes} times, never for long enough" if changes > 0 else ""

    def _events(self, length: int) -> Iterator[tuple[int, Event]]:
        """Look for so long; what the buttons of bays become."""
        clock = self._bench.clock
        until = clock.now() + length
        while (now := clock.now()) < until:
            levels = self._bench.pins.levels()
            self._looked += 1
            raw = levels[self._bay]
            if raw is None:
                why = self._bench.complaint(Part.BUTTON, self._bay)
                raise PinFailedError(why or "the pin cannot be read")
            if not self.samples or raw is not self.samples[-1][1]:
                self.samples.append((now, raw))
            if now >= self._next_scan:
                self._next_scan += (now - self._next_scan) // self._scan * self._scan + self._scan
                yield from self._scanned(levels, now // 1000)
            clock.pause(LOOK)

    @property
    def _scan(self) -> int:
        return self._bench.config.scan * 1000

    def _scanned(self, levels: list[bool | None], now: int) -> Iterator[tuple[int, Event]]:
        """What one sample of every button makes of them, as the station takes it."""
        for bay, down in enumerate(levels):
            if down is None:
                continue
            times = self._bench.config.button
            self._buttons[bay], events = sample(
                self._buttons[bay], times, down=down, now=now, seen=READY
            )
            yield from ((bay, event) for event in events)


def _described(touch: Touch) -> str:
    return f"let go: a {touch.gesture}"


def _judged(bench: Bench, watch: _Watch, name: str) -> Result:
    """What to make of the bounce that was seen.

    One that is not safely covered is a failure: the next, longer one makes a press of what is none.
    """
    proposed = advice(longest_bounce(watch.samples), bench.config.scan)
    seen = f"bounce: {proposed.bounce} ms at most (looked every {watch.interval:.1f} ms)"
    configured = bench.config.button.debounce
    if proposed.worn:
        notes = (
            f"{seen}: more than any debounce up to {MOST}ms can cover",
            "a worn button, a loose wire, or a long one beside a power line: replace it",
        )
        return Result(name, Outcome.FAILED, notes)
    if proposed.debounce > configured:
        notes = (
            f"{seen}: longer than is safe with `debounce: {configured}ms`",
            f"write `debounce: {proposed.debounce}ms` under `button:`, beside what is there",
        )
        return Result(name, Outcome.FAILED, notes)
    spare = "" if configured <= LEAST else f" ({proposed.debounce}ms would do)"
    return Result(name, Outcome.FINE, (f"{seen}: `debounce: {configured}ms` is fine{spare}",))


def _hold(bench: Bench) -> str:
    return f"{bench.config.button.hold / 1000:g} s"


def _label(bench: Bench, bay: int) -> str:
    return bench.config.bays[bay].label
