"""Who may see the pages: names and passwords in a file that only its owner may read.

A line is `name:scrypt:salt:key`, both in base64. A password that was right once is known again by a
keyed digest in memory, for scrypt takes a tenth of a second; wrong ones are tried one at a time.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from station.machine.exitstatus import UsageError
from station.machine.wholefile import write_whole
from station.web.board.secretfile import read_secret

OPTION: Final = "--page-passwords"
SHORTEST: Final = 8
MOST_RIGHT: Final = 1000
"""Right passwords that are known again without scrypt."""
MOST_TRYING: Final = 16
"""Guesses that may wait; more are turned away unread."""
LONGEST: Final = 1000


class BusyError(Exception):
    """Too many try passwords at once."""


class Passwords:
    """Read once, asked by any thread."""

    def __init__(self, known: Mapping[str, tuple[bytes, bytes]]) -> None:
        """`known`: by name, the salt and the key."""
        self._known = dict(known)
        self._secret = secrets.token_bytes(32)
        self._right: OrderedDict[bytes, None] = OrderedDict()
        self._lock = threading.Lock()
        self._trying = threading.BoundedSemaphore(MOST_TRYING)
        self._one = threading.Lock()

    @classmethod
    def read(cls, path: Path) -> "Passwords":
        """Raises UsageError."""
        cure = f"station board {OPTION} {path} --make-password NAME"
        known: dict[str, tuple[bytes, bytes]] = {}
        text = read_secret(path, OPTION, f"{cure} makes one")
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                known.update([_entry(path, number, line)])
        if not known:
            raise UsageError(f"{OPTION} {path}: nobody is in it: {cure}")
        return cls(known)

    def seen(self, credentials: bytes) -> bool:
        """Whether these (name:password) were right before."""
        digest = self._digest(credentials)
        with self._lock:
            return digest in self._right

    def right(self, credentials: bytes) -> bool:
        """Whether they are right. Takes a while. Raises BusyError."""
        if not self._trying.acquire(blocking=False):
            raise BusyError
        try:
            with self._one:
                right = self._try(credentials)
        finally:
            self._trying.release()
        if right:
            with self._lock:
                self._right[self._digest(credentials)] = None
                while len(self._right) > MOST_RIGHT:
                    self._right.popitem(last=False)
        return right

    def _try(self, credentials: bytes) -> bool:
        name, _, password = credentials[:LONGEST].partition(b":")
        salt, key = self._known.get(name.decode("utf-8", "replace"), (b"nobody", b""))
        return hmac.compare_digest(scrypt(password, salt), key)  # as long for a name unknown

    def _digest(self, credentials: bytes) -> bytes:
        return hmac.digest(self._secret, credentials, "sha256")


def scrypt(password: bytes, salt: bytes) -> bytes:
    """What is kept instead of a password: 16 MB and a tenth of a second for each guess."""
    return hashlib.scrypt(password, salt=salt, n=2**14, r=8, p=1)


def basic(header: str) -> bytes | None:
    """The credentials in an Authorization header (RFC 7617); None: there are none."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic" or len(encoded) > 2 * LONGEST:
        return None
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None


def add(path: Path, name: str, password: str) -> None:
    """Put somebody into the file, or change the password. Makes the file. Raises UsageError."""
    if not name or ":" in name or not name.isprintable() or name.startswith("#"):
        raise UsageError(f"--make-password {name!r}: a name of letters, without a colon")
    if len(password) < SHORTEST:
        raise UsageError(f"a password of at least {SHORTEST} characters, please")
    before = read_secret(path, OPTION).splitlines() if path.exists() else []
    kept = [line for line in before if line.partition(":")[0] != name]
    salt = secrets.token_bytes(16)
    key = scrypt(password.encode(), salt)
    line = ":".join([name, "scrypt", *(base64.b64encode(b).decode() for b in (salt, key))])
    try:
        write_whole(path, "".join(f"{each}\n" for each in [*kept, line]), mode=0o600)
    except OSError as error:
        raise UsageError(f"{OPTION} {path}: {error.strerror}: name another file") from None


def _entry(path: Path, number: int, line: str) -> tuple[str, tuple[bytes, bytes]]:
    match line.split(":"):
        case [name, "scrypt", salt, key]:
            try:
                return name, (
                    base64.b64decode(salt, validate=True),
                    base64.b64decode(key, validate=True),
                )
            except (binascii.Error, ValueError):
                pass
    cure = f"write it with station board {OPTION} {path} --make-password NAME"
    raise UsageError(f"{OPTION} {path}:{number}: not name:scrypt:salt:key: {cure}")
