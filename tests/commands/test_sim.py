"""`station sim`, as somebody calls it: what it says when it cannot."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from station.cli import main


@pytest.mark.meets("EXI-2")
def test_a_port_that_is_taken_is_named_with_another(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        assert main(["sim", "--no-browser", "--port", str(port)]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"station: port {port} is taken: name another, as in `station sim")
    assert said.out == ""


@pytest.mark.parametrize("speed", ["0", "7", "-1", "601"])
def test_a_speed_that_is_none_is_refused(speed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sim", "--no-browser", "--speed", speed]) == 2
    assert capsys.readouterr().err == f"station: --speed {speed}: write one of 1, 10, 60, 600\n"


@pytest.mark.parametrize("port", ["65536", "-1", "web", "8 520", "٣"])
def test_so_is_a_port(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["sim", "--no-browser", "--port", port])
    assert refused.value.code == 2
    assert "no port: write a number up to 65535" in capsys.readouterr().err or port == "-1"


@pytest.mark.meets("CMD-14")
def test_a_journal_that_is_something_else_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("dear all")
    assert main(["sim", "--no-browser", "--port", "0", "--journal", str(letter)]) == 2
    assert "is no journal: name another file" in capsys.readouterr().err
    assert letter.read_text() == "dear all"


def test_a_config_with_mistakes_is_refused_as_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "station.yaml"
    config.write_text("station: room-1\n")
    assert main(["sim", "--no-browser", "-c", str(config)]) == 2
    assert "bays" in capsys.readouterr().err


@pytest.mark.meets("CMD-14")
def test_the_configs_journal_is_left_alone(tmp_path: Path) -> None:
    config = tmp_path / "station.yaml"
    config.write_text(
        "station: room-1\nbays: [{id: bed-1, button: 17}]\npanels: [{}]\nbuzzers: [{pin: 22}]\n"
        "journal: journal.db\n"
    )
    called = ["-m", "station", "sim", "--no-browser", "--port", "0", "-c", str(config)]
    # Tests in the background ignore Ctrl-C, and so would a child of theirs: not if it is caught.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen([sys.executable, *called], stdout=subprocess.PIPE) as sim:
        try:
            assert sim.stdout is not None
            assert sim.stdout.readline().startswith(b"room-1 on http://127.0.0.1:")
            sim.send_signal(signal.SIGINT)
            assert sim.wait(20) == 0
        finally:
            signal.signal(signal.SIGINT, before)
            sim.kill()
    assert [path.name for path in tmp_path.iterdir()] == ["station.yaml"]
