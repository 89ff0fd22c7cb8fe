"""Another process, as people are told of it."""

from pathlib import Path


def process_named(pid: int) -> str:
    """Such as `process 812 (/opt/station/bin/station run)`; without a command if nobody can see."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        command = b""
    words = command.replace(b"\0", b" ").decode(errors="replace").strip()
    return f"process {pid} ({words})" if words else f"process {pid}"
