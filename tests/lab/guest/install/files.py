"""What is on the root file system, to see what an installation leaves behind."""

import os
from pathlib import Path
from typing import Final

LISTED: Final = Path("/host/out/files-before.txt")
TOPS: Final = ("/etc", "/home", "/opt", "/root", "/usr", "/var")
APART: Final = ("/opt/lab", "/root/.cache", "/var/log", "/var/lib/systemd", "/var/tmp")  # noqa: S108 - looked at only
"""The tests' own, and what the system or pip may fill at any time."""
SYSTEMS: Final = (
    # Left by useradd and userdel: their lock, and the files as they were before the last change.
    *("/etc/.pwd.lock", "/etc/group-", "/etc/gshadow-", "/etc/passwd-", "/etc/shadow-"),
    *("/etc/subgid-", "/etc/subuid-"),
)


def files() -> set[str]:
    """Every file, link and directory; Python's caches of the system's own modules left out."""
    found: set[str] = set()
    for top in TOPS:
        for folder, _, names in os.walk(top):
            if not folder.startswith(APART) and "__pycache__" not in folder:
                found.update((folder, *(f"{folder}/{name}" for name in names)))
    return found - set(SYSTEMS)
