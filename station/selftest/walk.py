"""The order of a self-test, and the words before it."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from station.selftest.bench import Bench
from station.selftest.buttons import button_name, check_button
from station.selftest.lamps import check_lamp, lamp_name
from station.selftest.panels import TYPEFACE, check_panel, check_typeface, panel_name
from station.selftest.report import Report, Test, attempt
from station.selftest.silent import silent_tests
from station.selftest.sounds import buzzer_name, check_buzzer
from station.selftest.terminal import NobodyThereError

PANEL, LAMP, BUZZER, BUTTON = 20, 10, 35, 25
"""Seconds that a part takes when nothing is wrong with it."""
BEGIN: Final = {"y": "yes", "n": "no"}
MOCK: Final = (
    "These are MOCK PINS: nothing is wired to this machine. What a panel would show is drawn here;"
    " buttons are left out."
)


def conduct(bench: Bench, report: Report) -> None:
    """Test everything, as far as it goes; then everything is off, whatever happened."""
    stages = [("", silent_tests(bench))] if report.silent else _stages(bench)
    report.planned = tuple(part for _, tests in stages for part, _ in tests)
    try:
        if report.silent or introduce(bench, report.warnings):
            for title, tests in stages:
                walk(bench, report, title, tests)
        else:
            report.broken_off = "not begun"
    except KeyboardInterrupt:
        report.broken_off = "interrupted"
    except NobodyThereError as gone:
        report.broken_off = str(gone)
    finally:
        bench.put_out()


def introduce(bench: Bench, warnings: Iterable[str]) -> bool:
    """Say what is coming and ask whether to begin. Whether it is to."""
    config, say = bench.config, bench.terminal.say
    lamps = sum(bay.lamp is not None for bay in config.bays)
    seconds = PANEL * len(config.panels) + LAMP * lamps
    seconds += BUZZER * len(config.buzzers) + BUTTON * len(config.bays)
    say(f"Self-test of {config.station}: about {-(-seconds // 60)} min, in this order:")
    say(f"  {len(config.panels)} panel(s): is a test picture whole?")
    say(f"  {lamps} lamp(s): each blinks")
    say(f"  {len(config.buzzers)} buzzer(s): each sounds every pattern, the alarms too: LOUD")
    say(f"  {len(config.bays)} button(s): you press each, and hold it")
    say("Answer with a key and Enter. Ctrl-C ends it: everything is then off.")
    for warning in warnings:
        say(f"WARNING: {warning}")
    if bench.mock:
        say(MOCK)
    return bench.terminal.ask("Begin?", BEGIN) == "y"


def walk(bench: Bench, report: Report, title: str, tests: Sequence[Test]) -> None:
    """Test one part after the other; each result goes into the report as it comes.

    What has no title is not told, but for what the tests say themselves.
    """
    if title:
        bench.terminal.say(f"\n{title}")
    for part, test in tests:
        report.under_way = part
        try:
            result = attempt(part, test)
        finally:
            bench.drive()
        report.results.append(result)
        report.under_way = None
        if title:
            bench.terminal.say(f"  -> {result.outcome}")


def _stages(bench: Bench) -> list[tuple[str, list[Test]]]:
    config = bench.config
    lamps = [bay for bay, planned in enumerate(config.bays) if planned.lamp is not None]
    kinds = (
        ("PANELS", range(len(config.panels)), panel_name, check_panel),
        ("LAMPS", lamps, lamp_name, check_lamp),
        ("BUZZERS", range(len(config.buzzers)), buzzer_name, check_buzzer),
        ("BUTTONS", range(len(config.bays)), button_name, check_button),
    )
    typeface: Test = (TYPEFACE, partial(check_typeface, bench))
    return [("TYPEFACE", [typeface])] + [
        (title, [(name(bench, index), partial(test, bench, index)) for index in indexes])
        for title, indexes, name, test in kinds
        if indexes
    ]
