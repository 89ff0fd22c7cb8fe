"""The measuring itself: that it finds what is there."""

from contextlib import ExitStack, suppress
from pathlib import Path

from station.config import StationConfig
from station.core.screen import DARK, Screen
from station.hardware.glass import RecordingBus, glass_for
from station.hardware.holder import PinClaim, PinHeldError
from station.hardware.panel import Panel
from station.readers.configfile import load
from tests.bench.noted import Note, notes
from tests.bench.rig import BUTTONS, BUZZERS, LAMPS, configured
from tests.bench.start import Started, correct, first_frame, imported, told
from tests.core.ward import Ward


def sent(config: StationConfig, *screens: Screen) -> list[Note]:
    """What a panel is sent for these screens, a note a ms; each frame finds 1 MiB more in use."""
    panel = config.panels[0]
    size = (panel.width, panel.height)
    bus = RecordingBus({panel.address: glass_for(panel.driver, *size)}, log=True)
    shown = Panel(panel.driver, *size, panel.rotate, address=panel.address, bus=bus)
    for number, screen in enumerate(screens):
        shown.show(screen, number)
    peaks = [
        1024 * (number + 1) if len(said) > 64 else 0 for number, (_, said) in enumerate(bus.log)
    ]
    return [
        Note(1000 * number, most, address, said)
        for number, ((address, said), most) in enumerate(zip(bus.log, peaks, strict=True))
    ]


def test_the_first_frame_is_the_ready_screen_and_lit(tmp_path: Path) -> None:
    config = load(configured(tmp_path, 1))
    ready = sent(config, Ward(config.plan()).screen())
    found = correct(config, ready)
    assert found is not None
    assert correct(config, [note for note in ready if note.at < found.at]) is None
    assert found.peak == max(note.peak for note in ready if note.at <= found.at) > 0


def test_another_screen_is_no_first_frame(tmp_path: Path) -> None:
    config = load(configured(tmp_path, 1))
    ward = Ward(config.plan())
    ward.press()
    assert correct(config, sent(config, ward.screen())) is None
    later = sent(config, DARK, ward.screen(), Ward(config.plan()).screen())
    found = correct(config, later)
    assert found is not None
    assert found.at > later[len(later) // 2].at


def test_a_note_that_is_not_whole_yet_waits() -> None:
    assert list(notes(b"")) == []
    assert list(notes(b"\0" * 10)) == []
    whole = (5).to_bytes(8, "little") + bytes(8) + bytes([0x3C, 0, 2, 0])
    assert list(notes(whole + b"\x00")) == []
    assert list(notes(whole + b"\x00\xaf" + whole)) == [Note(5, 0, 0x3C, b"\x00\xaf")]


def test_a_start_that_takes_more_than_it_may_is_found() -> None:
    imports = [Started(100, 10_000)] * 3
    well = [Started(150, 13_000), Started(150, 13_000), Started(900, 90_000)]
    assert [figure.met for figure in told(well, imports, 13_000)] == [True, True, True]
    slow = [Started(151, 13_001)] * 3
    assert [figure.met for figure in told(slow, imports, 13_001)] == [False, False, False]


def test_a_station_is_measured_beside_its_libraries_though_its_pins_are_taken() -> None:
    with ExitStack() as opened:
        with suppress(PinHeldError):  # then another has them already
            opened.callback(PinClaim([BUTTONS[0], LAMPS[0], BUZZERS[0]]).close)
        started, later = first_frame()
    libraries = imported()
    assert started.ms > 0
    assert libraries.ms > 0
    assert later >= started.kib > libraries.kib > 0
