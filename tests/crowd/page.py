"""A page of the board, but for the browser: hears what every page hears, and notes when.

    python -m tests.crowd.page PORT FILE

A line for each bay that it is told of: the instant (time.monotonic()), station, bay, and the state;
and one for each station. Whoever started it ends it.
"""

import json
import socket
import sys
import time
from pathlib import Path
from typing import Any, TextIO


def main() -> None:
    port, file = int(sys.argv[1]), sys.argv[2]
    with (
        Path(file).open("w", encoding="utf-8", buffering=1) as out,
        socket.create_connection(("127.0.0.1", port)) as line,
        line.makefile("rb") as stream,
    ):
        line.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        event = ""
        for written in stream:
            words = written.decode().rstrip("\r\n")
            if words.startswith("event: "):
                event = words.removeprefix("event: ")
            elif words.startswith("data: ") and event == "changes":
                _note(time.monotonic(), json.loads(words.removeprefix("data: ")), out)


def _note(now: float, changes: dict[str, Any], out: TextIO) -> None:
    for bay in changes["bays"]:
        state = [
            bay["phase"],
            bay.get("due"),
            bay.get("alarm"),
            bay.get("silenced", False),
            bay.get("today", 0),
        ]
        print(json.dumps([now, bay["station"], bay["bay"], state, bay.get("missing")]), file=out)
    for station in changes["stations"]:
        print(json.dumps([now, station["station"], None, station["online"], None]), file=out)


if __name__ == "__main__":
    main()
