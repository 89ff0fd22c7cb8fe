"""What disks, crashes, other programs and people do to a journal."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
from hypothesis import strategies as st

from station.core.duration import HOUR
from station.core.facts import Fact, FactKind
from station.core.past import Past
from station.core.stamp import Row, Stamp
from station.journal.codec import Snapshot, columns, sealed
from station.journal.file import INSERT, JournalFile
from station.journal.round import JournalRound
from tests.fuzz.targets.files import workshop
from tests.fuzz.tricky import TEXTS
from tests.journal.rows import NOON
from tests.journal.stories import eventful

PAGE = 4096
MOST_GROWN = 20_000


@dataclass(frozen=True)
class Damage:
    """One thing that is done to a journal. Places count round and round."""

    kind: str
    where: int
    much: int
    text: str
    what: object = None


ON_BYTES = ("bit", "bit", "byte", "page", "zeros", "swap", "cut", "grow", "header", "log",
    "log bit",
            "log cut", "log only", "shm", "no file", "empty", "text", "foreign",
                "directory")  # fmt: skip
BY_SQL = ("set", "set", "delete", "insert", "schema", "meta", "sequence", "pragma", "trigger")
FACTS = ("fact", "fact", "fact", "fact", "past", "past")
SQL_VALUES = (
    "NULL", "''", "0", "-1", "9223372036854775807", "-9223372036854775808", "1e999", "-1e999",
        "1.5",
    "x'ff00'", "'x'", "char(27)", "char(0)", "'nan'", "zeroblob(100000)", "'{'", "'[]'", "'{}'",
        "number",
    "boot", "body", "kind", "'applied'", "'snapshot'", "'basis'", "'checkpoint'", "2147483648",
        "'bed-1'",
)  # fmt: skip
COLUMNS = ("number", "boot", "instant", "wall", "trusted", "kind", "bay", "body", "crc")
SCHEMAS = (
    *("DROP TABLE rows", "DROP TABLE meta", "ALTER TABLE rows RENAME TO other", "DELETE FROM meta"),
    *("ALTER TABLE rows ADD COLUMN more TEXT", "ALTER TABLE rows DROP COLUMN wall", "VACUUM"),
    *("CREATE TABLE x (y)", "CREATE INDEX i ON rows (bay)", "REINDEX"),
    "CREATE VIEW v AS SELECT * FROM rows",
    f"DROP TABLE rows; CREATE TABLE rows ({', '.join(COLUMNS)})",
    "DROP TABLE rows; CREATE VIEW rows AS SELECT 1 AS number",
    "CREATE TRIGGER t BEFORE INSERT ON rows BEGIN SELECT RAISE(ABORT, 'no'); END",
    "CREATE TRIGGER t BEFORE INSERT ON rows BEGIN SELECT RAISE(IGNORE); END",
)
PRAGMAS = (
    *("user_version = 2", "user_version = 0", "user_version = -1", "application_id = 0"),
    *("application_id = 1", "auto_vacuum = FULL", "encoding = 'UTF-16'", "page_size = 512"),
    "journal_mode = DELETE",
)

INTEGERS = st.one_of(
    st.sampled_from(
        [0, 1, -1, 2, 7, 999, 10**6, 10**9, 10**12, 2**53, 2**62, -(2**62), 10**15, -(10**15)]
    ),
    st.integers(0, 2 * HOUR),
    st.integers(-(2**62), 2**62),
)
"""What a row's JSON can hold."""
FIELDS = st.fixed_dictionaries(
    {"at": INTEGERS, "acted": INTEGERS},
    optional={
        "application": INTEGERS,
        "today": INTEGERS,
        "over_limit": st.booleans(),
        "of": st.sampled_from([*FactKind]),
        "contact": INTEGERS,
        "overdue_by": INTEGERS,
        "certain": st.booleans(),
        "gesture": st.sampled_from(["press", "hold"]),
        "reason": st.one_of(TEXTS, st.sampled_from(["guard", "limit", "stuck", "too_soon"])),
        "panel": INTEGERS,
        "phase": st.sampled_from(["ready", "contact", "removal", "overdue", "numb"]),
        "late": st.booleans(),
        "terms": st.fixed_dictionaries(
            {
                "protocol": TEXTS,
                "contact": INTEGERS,
                "removal": INTEGERS,
                "effect": st.one_of(st.none(), INTEGERS),
            }
        ),
        "elapsed": INTEGERS,
        "corrections": st.lists(
            st.fixed_dictionaries({"until": INTEGERS, "by": INTEGERS, "at_least": st.booleans()}),
            max_size=2,
        ),
    },
)
STORY_FACTS = st.builds(
    lambda kind, bay, fields, near, when: (kind, bay, fields, near, when),
    st.sampled_from([*FactKind]),
    st.one_of(st.sampled_from(["bed-1", "bed-1", "bed-2", "bed-3"]), st.none(), TEXTS),
    FIELDS,
    st.booleans(),
    st.tuples(
        st.one_of(st.integers(0, HOUR), INTEGERS),
        st.booleans(),
        st.sampled_from(["same", "same", "new", ""]),
    ),
)
WHERE, MUCH = st.integers(0, 2**22), st.integers(0, 2**16)
DAMAGES = st.one_of(
    st.builds(Damage, st.sampled_from(ON_BYTES), WHERE, MUCH, TEXTS),
    st.builds(Damage, st.sampled_from(BY_SQL), WHERE, MUCH, TEXTS),
    st.builds(
        Damage,
        st.sampled_from(FACTS),
        WHERE,
        MUCH,
        TEXTS,
        st.lists(STORY_FACTS, min_size=1, max_size=5),
    ),
)


@cache
def sound(many: int) -> tuple[bytes, bytes]:
    """A journal and its log, as a power cut leaves them; so many of its rows are not in the log."""
    path = workshop("sound") / f"sound-{many}.db"
    file = JournalFile(path, synchronous="OFF")
    work, rows = JournalRound(file), eventful()
    for n in range(0, many, 7):
        work.write(rows[n : min(n + 7, many)], 0)
        work.attend(0)
    file.close()
    for n in range(many, len(rows), 7):
        work.write(rows[n : n + 7], 0)
        work.attend(0)
    return path.read_bytes(), path.with_name(path.name + "-wal").read_bytes()


def _files(path: Path) -> tuple[Path, Path, Path]:
    return path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def _do(path: Path, damage: Damage) -> None:  # noqa: C901, PLR0912 - a table
    main, log, shm = _files(path)
    if not main.is_file():
        return
    raw = bytearray(main.read_bytes())
    at = damage.where % (len(raw) or 1)
    page = at // PAGE * PAGE
    logged = bytearray(log.read_bytes()) if log.is_file() else bytearray()
    there = damage.where % (len(logged) or 1)
    match damage.kind:
        case "bit" if raw:
            raw[at] ^= 1 << damage.much % 8
        case "byte" if raw:
            raw[at] = damage.much % 256
        case "header" if raw:
            raw[at % min(100, len(raw))] = damage.much % 256
        case "page":
            raw[page : page + PAGE] = bytes(PAGE)
        case "zeros":
            raw[at // 512 * 512 : at // 512 * 512 + 512] = bytes(512)
        case "swap":
            other = damage.much % (len(raw) // PAGE or 1) * PAGE
            raw[page : page + PAGE], raw[other : other + PAGE] = (
                raw[other : other + PAGE],
                raw[page : page + PAGE],
            )
        case "cut":
            del raw[at:]
        case "grow":
            raw += bytes([damage.much % 256]) * (1 + damage.where % MOST_GROWN)
        case "log bit" if logged:
            logged[there] ^= 1 << damage.much % 8
        case "log cut":
            del logged[there:]
        case "log":
            logged[there : there + PAGE] = damage.text.encode("utf-8", "replace") * (
                damage.much % 100
            )
        case "log only":
            raw.clear()
        case "shm":
            shm.write_bytes(bytes([damage.much % 256]) * 32768)
        case "empty":
            raw.clear()
            logged.clear()
        case "text":
            raw = bytearray(damage.text.encode("utf-8", "surrogatepass") * (1 + damage.much % 1000))
        case "foreign":
            _foreign(path, damage)
            return
        case "no file" | "directory":
            main.unlink()
            if damage.kind == "directory":
                main.mkdir()
            return
    main.write_bytes(raw)
    if log.exists() or logged:
        log.write_bytes(logged)


def _foreign(path: Path, damage: Damage) -> None:
    for file in _files(path):
        file.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE cats (name)")
        if damage.much % 2:
            db.execute("CREATE TABLE rows (number, boot, instant, crc)")
        if damage.much % 3:
            db.execute(f"PRAGMA application_id = {damage.where}")
        db.commit()


def _by_sql(path: Path, damage: Damage) -> None:
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("DROP TRIGGER IF EXISTS no_update")
        db.execute("DROP TRIGGER IF EXISTS no_delete")
        column = COLUMNS[damage.much % len(COLUMNS)]
        value = SQL_VALUES[damage.where % len(SQL_VALUES)]
        some = f"number % {1 + damage.where % 50} = 0"
        match damage.kind:
            case "set":
                db.execute(f"UPDATE OR REPLACE rows SET {column} = {value} WHERE {some}")  # noqa: S608
            case "delete":
                db.execute(f"DELETE FROM rows WHERE {some}")  # noqa: S608
            case "insert":
                first = f"SELECT {value}, {', '.join(COLUMNS[1:])} FROM rows LIMIT 1"  # noqa: S608
                db.execute(f"INSERT INTO rows {first}")
            case "schema":
                db.executescript(SCHEMAS[damage.much % len(SCHEMAS)])
            case "meta":
                db.execute(f"UPDATE meta SET {('schema', 'station')[damage.much % 2]} = {value}")  # noqa: S608
            case "sequence":
                db.execute(f"UPDATE sqlite_sequence SET seq = {value}")  # noqa: S608
            case "pragma":
                db.execute(f"PRAGMA {PRAGMAS[damage.much % len(PRAGMAS)]}")
            case _:
                db.execute("PRAGMA writable_schema = ON")
                db.execute(f"UPDATE sqlite_schema SET sql = {value} WHERE name LIKE 'no_%'")  # noqa: S608


def _facts(path: Path, damage: Damage) -> None:
    """Rows whose checksums are right and that no station would write."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, isolation_level=None)) as db:
        number = db.execute("SELECT max(number) FROM rows").fetchone()[0] or 0
        last = db.execute(
            "SELECT boot, instant, wall FROM rows ORDER BY number DESC LIMIT 1"
        ).fetchone()
        boot, now, wall = last or ("boot", 0, NOON)
        for kind, bay, fields, near, (later, trusted, which) in damage.what:  # type: ignore[attr-defined]
            with suppress(
                msgspec.ValidationError, OverflowError, UnicodeEncodeError, sqlite3.Error
            ):
                now, wall = now + later, wall + later
                boot = {"same": boot, "new": f"{boot}'", "": ""}[which]
                told = dict(fields) | ({"at": now, "acted": now} if near else {})
                fact = msgspec.convert({**told, "kind": kind, "bay": bay}, Fact)
                stamp = Stamp(boot, now, wall, trusted)
                entry: Row | Snapshot = Row(stamp, fact)
                if damage.kind == "past":
                    entry = Snapshot(
                        stamp, Past(last=stamp, gaps=trusted, strange=later), basis=near
                    )
                number += 1
                db.execute(INSERT, sealed(number, columns(entry)))


def damage(path: Path, many: int, damages: Sequence[Damage]) -> None:
    """Lay a real station's journal there, and do all that to it."""
    main, log = sound(many)
    path.write_bytes(main)
    path.with_name(path.name + "-wal").write_bytes(log)
    for done in damages:
        if done.kind in BY_SQL:
            _by_sql(path, done)
        elif done.kind in FACTS:
            _facts(path, done)
        else:
            _do(path, done)
