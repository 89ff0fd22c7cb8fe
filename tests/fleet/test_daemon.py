"""`station run` with a broker: a whole process, as it runs on a Pi but for its pins."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fleet.broker import needs_mosquitto, running
from tests.fleet.nurse import Listener

CONFIG = """\
station: room-1
bays: [{id: bed-1, label: Bed 1, button: 17}]
panels: [{}]
buzzers: [{pin: 22}]
journal: journal.db
"""


@contextmanager
def daemon(folder: Path, section: str) -> Iterator["subprocess.Popen[str]"]:
    config = folder / "station.yaml"
    config.write_text(f"{CONFIG}{section}\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "station", "run", "-c", str(config)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "GPIOZERO_PIN_FACTORY": "mock"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def said(process: "subprocess.Popen[str]", until: str) -> str:
    """The first line that has these words."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        if until in line:
            return line.rstrip("\n")
        lines.append(line)
    raise AssertionError(lines)


@needs_mosquitto
def test_it_is_online_until_it_stops_and_then_says_so(tmp_path: Path) -> None:
    with running(tmp_path / "broker") as broker:
        listener = Listener(broker.port)
        try:
            with daemon(tmp_path, f"mqtt: {{broker: 'mqtt://127.0.0.1:{broker.port}'}}") as process:
                listener.until(lambda: listener.latest("station/room-1/bay/bed-1"))
                listener.until(lambda: listener.facts() == ["started"])
                assert listener.latest("station/room-1/status") == "online"
                process.send_signal(signal.SIGTERM)
                assert process.wait(10) == 0
            listener.until(lambda: listener.latest("station/room-1/status") == "offline")
            assert listener.facts() == ["started", "stopped"]
        finally:
            listener.close()


@pytest.mark.meets("MQT-3")
@needs_mosquitto
def test_when_it_is_killed_the_broker_says_so(tmp_path: Path) -> None:
    with running(tmp_path / "broker") as broker:
        listener = Listener(broker.port)
        try:
            with daemon(tmp_path, f"mqtt: {{broker: 'mqtt://127.0.0.1:{broker.port}'}}") as process:
                listener.until(lambda: listener.latest("station/room-1/status") == "online")
                process.kill()
            listener.until(lambda: listener.latest("station/room-1/status") == "offline")
        finally:
            listener.close()


@pytest.mark.meets("FLT-15")
@pytest.mark.parametrize("address", ["mqtt://127.0.0.1:1", "mqtts://nobody.invalid"])
def test_without_a_broker_it_works_as_well(tmp_path: Path, address: str) -> None:
    with daemon(tmp_path, f"mqtt: {{broker: '{address}'}}") as process:
        assert "no connection: " in said(process, "mqtt ")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
