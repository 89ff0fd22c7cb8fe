"""`station sounds`: every sound of a station, as a table for people and as files to hear.

How a sound goes is asked of the very pattern that the station plays; here is only what it means.
A file plays the sound's first burst and, if it has one, the pause and the next burst.
"""

import io
import math
import wave
from array import array
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final, TextIO

from station.config import BuzzerConfig, StationConfig
from station.core.alarm import PATTERNS, SLOW, UNANSWERED, Pattern, Playing, Priority, Sound
from station.core.buzzer import MARGIN, PATIENCE
from station.core.deadlines import RESOUND
from station.core.duration import SECOND
from station.readers.durationtext import in_words

MEANINGS: Final = {
    Sound.STARTED: "the station works; no beep, no station",
    Sound.TICK: "the button is down; a second one: held long enough, let go",
    Sound.APPLIED: "the cream is on, its time runs",
    Sound.REFUSED: "not taken: the panel says why",
    Sound.FAULT: "cream is on, and a panel or the memory is lost: look at the panels",
    Sound.SOON: "wipe in a minute: get gauze ready",
    Sound.REMOVAL: "wipe now",
    Sound.ACCEPTED: "taken: silenced, wiped, undone, or whatever the panel said",
    Sound.OVERDUE: "wipe at once: the cream has been on too long",
    Sound.ENDING: "the numbness ends in ten minutes",
    Sound.OVER: "the numbness is over",
}
"""What each sound tells staff, in the order of a visit."""
_ONCE: Final = {
    Priority.NOTICE: f"waits up to {in_words(PATIENCE)} for a medium or high alarm to end",
    Priority.FEEDBACK: f"left out within {in_words(MARGIN)} of an alarm or notice",
}
_UNTIL: Final = {
    Sound.FAULT: ("until mended, or a press in contact; the next fault sounds again",),
    Sound.REMOVAL: ("until a press or hold",),
    Sound.OVERDUE: (
        f"until a press or hold; if nobody wipes, it is back after {in_words(RESOUND)}",
        f"unanswered for {in_words(UNANSWERED)}: from then on a burst every {in_words(SLOW)}",
    ),
}

RATE: Final = 16_000
"""Samples a second: 16 a millisecond."""
LEAD: Final = 200
"""Milliseconds of silence before and after: what plays a file may swallow its beginning."""
RAMP: Final = 1
"""Milliseconds in which a pulse comes and goes, within its length: no click, no blurred edge."""
LOUD: Final = 20_000
"""Amplitude of the tone, of 32,767."""
ACTIVE: Final = 2_400
"""Hz: small active buzzers have 2.3 to 2.7 kHz (their datasheets)."""


def print_sounds(config: StationConfig | None, out: TextIO) -> None:
    """Tell every sound, the most urgent first; and of a station's buzzers, how exact they are."""
    for sound, pattern in PATTERNS.items():
        print(f"{sound:<9} {pattern.priority.name.lower():<9} {MEANINGS[sound]}", file=out)
        for line in (_burst(pattern), *_again(sound, pattern)):
            print(f"{'':19} {line}", file=out)
    for buzzer in config.buzzers if config else ():
        print(f"buzzer on pin {buzzer.pin}: {_exactness(buzzer)}", file=out)


def write_sounds(folder: Path, config: StationConfig | None) -> list[tuple[Path, str]]:
    """Write each sound to a WAV as the station's buzzers sound, an active one if there is none.

    Returns the files with their meanings, in the order of a visit. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for sound, meaning in MEANINGS.items():
        for name, frequency in _tones(config).items():
            path = folder / f"{sound}{name}.wav"
            path.write_bytes(_rendered(sound, frequency))
            written.append((path, meaning))
    return written


def _burst(pattern: Pattern) -> str:
    lengths = [end - begin for begin, end in pairwise(pattern.edges)]
    pulses, gaps = lengths[::2], " ".join(map(str, lengths[1::2]))
    return f"{len(pulses)} x {pulses[0]} ms, gaps {gaps}" if gaps else f"{pulses[0]} ms"


def _again(sound: Sound, pattern: Pattern) -> Iterable[str]:
    if pattern.pause is None:
        return (f"once; {_ONCE[pattern.priority]}",)
    return (f"again {pattern.pause / SECOND:g} s after its end", *_UNTIL[sound])


def _exactness(buzzer: BuzzerConfig) -> str:
    if buzzer.kind == "active":
        return "active, the recommended kind: its pulses are as exact as the pin"
    late = f"{math.ceil(10 * SECOND / buzzer.frequency) / 10} ms"
    return f"passive, {buzzer.frequency} Hz by software: a pulse begins and ends up to {late} late"


def _tones(config: StationConfig | None) -> dict[str, int]:
    """The frequency of each tone, by what a file's name says of it: nothing, if there is one."""
    found = {
        "-active" if b.kind == "active" else f"-{b.frequency}hz": (
            ACTIVE if b.kind == "active" else b.frequency
        )
        for b in (config.buzzers if config else ())
    }
    return found if len(found) > 1 else {"": next(iter(found.values()), ACTIVE)}


def _rendered(sound: Sound, frequency: int) -> bytes:
    """The sound as a WAV file."""
    pulses = list(_pulses(sound))
    tone = _tone(frequency, max(end - begin for begin, end in pulses))
    samples = array("h", bytes(2 * _at(pulses[-1][1] + 2 * LEAD)))
    for begin, end in pulses:
        length = _at(end - begin)
        first = _at(LEAD + begin)
        samples[first : first + length] = array("h", _ramped(tone[:length]))
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setparams((1, samples.itemsize, RATE, len(samples), "NONE", ""))
        written.writeframes(samples)
    return file.getvalue()


def _pulses(sound: Sound) -> Iterable[tuple[int, int]]:
    """(begin, end) of each pulse of its first burst, and of the next one's if there is one."""
    playing = Playing(sound, 0)
    bursts = 1 if playing.pattern.pause is None else 2
    at = playing.next_pulse(-1)
    for _ in range(bursts * len(playing.pattern.edges) // 2):
        end = None if at is None else playing.next_edge(at)
        if at is None or end is None:
            return
        yield at, end
        at = playing.next_pulse(end)


def _tone(frequency: int, length: int) -> list[float]:
    """A square wave so many milliseconds long, of the harmonics that the file can hold."""
    harmonics = range(1, RATE // 2 // frequency + 1, 2)
    turns = [2 * math.pi * frequency * n / RATE for n in range(_at(length))]
    return [LOUD * sum(math.sin(k * turn) / k for k in harmonics) for turn in turns]


def _ramped(tone: list[float]) -> Iterable[int]:
    ramp = _at(RAMP)
    last = len(tone) - 1
    return (round(s * min(1, (n + 1) / ramp, (last - n + 1) / ramp)) for n, s in enumerate(tone))


def _at(milliseconds: int) -> int:
    return milliseconds * RATE // SECOND
