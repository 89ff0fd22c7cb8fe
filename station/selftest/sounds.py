"""Every buzzer sounds each pattern, named by what staff will hear it for."""

from functools import partial
from typing import Final

from station.core.alarm import PATTERNS, Playing, Sound
from station.core.reports import Part
from station.selftest import circuits
from station.selftest.asking import Notes, ask_of
from station.selftest.bench import Bench
from station.selftest.report import Result
from station.sounds import MEANINGS

APART: Final = 900
"""Milliseconds between one pattern and the next."""


def buzzer_name(bench: Bench, index: int) -> str:
    """Such as `buzzer of Bed 1, Bed 2 (pin 22)`."""
    config = bench.config.buzzers[index]
    bays = ", ".join(bench.config.bays[bay].label for bay in config.bays)
    return f"buzzer of {bays} (pin {config.pin}, {config.kind})"


def patterns() -> list[tuple[Sound, str]]:
    """What sounds alike once, with all that it may mean; the most urgent first."""
    alike: dict[tuple[int, ...], list[Sound]] = {}
    for sound in sorted(MEANINGS, key=lambda sound: -PATTERNS[sound].priority):
        alike.setdefault(PATTERNS[sound].edges, []).append(sound)
    return [(group[0], "; or ".join(map(_meaning, group))) for group in alike.values()]


def _meaning(sound: Sound) -> str:
    return f"{sound.upper()}: {MEANINGS[sound]}"


def check_buzzer(bench: Bench, index: int) -> Result:
    """Let one buzzer sound everything, and ask."""
    question = "Did you hear each of them, loud enough at the bed?"
    show, unheard = partial(_show, bench, index), partial(_unheard, bench, index)
    return ask_of(bench.terminal, buzzer_name(bench, index), question, show, unheard)


def _show(bench: Bench, index: int) -> Notes:
    name = buzzer_name(bench, index)
    bench.terminal.say(f"{name}: sounds {len(patterns())} patterns, one burst of each")
    trouble = _sound_all(bench, index)
    if trouble is None:
        return ()
    bench.terminal.say(f"  {trouble}")
    bench.terminal.advise(circuits.SHORTED_BUZZER)
    return (trouble,)


def _unheard(bench: Bench, index: int) -> Notes:
    bench.terminal.advise(circuits.buzzer(bench.config, index))
    return ("not heard as it should be",)


def _sound_all(bench: Bench, index: int) -> str | None:
    """What the pin itself complains of; nothing more is played then."""
    for sound, meaning in patterns():
        bench.terminal.say(f"    {meaning}")
        trouble = _play(bench, index, sound)
        if trouble is not None:
            return trouble
        bench.clock.pause(APART * 1000)
    return None


def _play(bench: Bench, index: int, sound: Sound) -> str | None:
    """One burst."""
    playing = Playing(sound, 0)
    begin = bench.clock.now()
    trouble = None
    for edge in playing.pattern.edges:
        bench.clock.pause(max(0, begin + edge * 1000 - bench.clock.now()))
        bench.drive(buzzer=index if playing.level(edge) else None)
        trouble = trouble or bench.complaint(Part.BUZZER, index)
    return trouble
