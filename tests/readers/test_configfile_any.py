"""The config file, whatever is in it: everything wrong at once, no file, noise."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from station.readers.configfile import load
from station.readers.problem import FileRefused
from tests.readers.configs import EVERY_KEY, refusal

ALL_WRONG = """\
station: Room 1
protocol: mine
colour: blue
bays:
  - {id: bed-1, buton: 17, lamp: 2}
  - {id: bed-1, button: 5, lamp: true}
  - {id: bed-3, button: 5, protocol: numb502}
panels:
  - {port: 1, bays: [bed-1, bed-4]}
  - {address: 60, width: 1, bays: [bed-1]}
buzzers:
  - {pin: 28, kind: active, frequency: 440, bays: [bed-1]}
button: {scan: 40ms, hold: 10s, guard: 2}
journal: ''
"""


@pytest.mark.meets("FLT-23")
def test_everything_wrong_is_said_at_once(path: Path) -> None:
    own = path.parent / "protocols" / "mine.yaml"
    own.parent.mkdir()
    own.write_text("protocol: other\nname: N\ncontact: 20\n")
    path.write_text(ALL_WRONG)
    with pytest.raises(FileRefused) as caught:
        load(path)
    assert [(Path(p.path).name, p.line, p.column) for p in caught.value.problems] == [
        ("mine.yaml", 1, 1),  # no source
        ("mine.yaml", 1, 11),  # another name than the file
        ("mine.yaml", 3, 10),  # no unit
        ("station.yaml", 1, 10),  # no id
        ("station.yaml", 3, 1),  # unknown key
        ("station.yaml", 5, 17),  # unknown key, so no button
        ("station.yaml", 5, 34),  # a lamp on I2C
        ("station.yaml", 6, 10),  # the same id
        ("station.yaml", 6, 34),  # a boolean
        ("station.yaml", 7, 5),  # no buzzer
        ("station.yaml", 7, 25),  # the same pin
        ("station.yaml", 7, 38),  # no such protocol
        ("station.yaml", 9, 29),  # no such bay
        ("station.yaml", 10, 15),  # the same panel
        ("station.yaml", 10, 26),  # too narrow
        ("station.yaml", 12, 11),  # no such pin
        ("station.yaml", 12, 40),  # a pitch for an active buzzer
        ("station.yaml", 13, 16),  # scan longer than debounce
        ("station.yaml", 13, 28),  # hold too long
        ("station.yaml", 13, 40),  # no unit
        ("station.yaml", 14, 10),  # empty
    ]


def test_the_path_is_named_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("protocols").mkdir()
    Path("protocols/mine.yaml").write_text("name: ''\n")
    Path("s.yaml").write_text("protocol: mine\n")
    with pytest.raises(FileRefused) as caught:
        load("./s.yaml")
    assert {problem.path for problem in caught.value.problems} == {
        "./s.yaml",
        "protocols/mine.yaml",
    }


def test_a_missing_config(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"none\.yaml: cannot be read: no such file or directory"):
        load(tmp_path / "none.yaml")


def read_or_refuse(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    with contextlib.suppress(FileRefused):
        load(path, refusal).plan()


# The file is written anew for each example.
ANEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANEW
@given(raw=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
@example(raw=b"bays: [{}]")
def test_whatever_is_in_the_file(path: Path, raw: bytes) -> None:
    read_or_refuse(path, raw)


@ANEW
@given(
    at=st.integers(0, len(EVERY_KEY)),
    length=st.integers(0, 12),
    text=st.text(st.sampled_from("\n\t abdei0123456789:-?[]{},&*!|>'\"%@`#~."), max_size=6),
)
def test_whatever_is_changed_in_a_good_file(path: Path, at: int, length: int, text: str) -> None:
    read_or_refuse(path, (EVERY_KEY[:at] + text + EVERY_KEY[at + length :]).encode())


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["bed-1", "emla", "300ms", "1:30", "0x3C", "17", "no", "passive"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "button", "lamp", "pin", "bays", "port", "kind", "scan", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


KEYS = [line.partition(":")[0] for line in EVERY_KEY.splitlines() if line[0].isalpha()]


@ANEW
@given(
    top=st.dictionaries(
        st.sampled_from(KEYS),
        VALUES,
    )
)
def test_whatever_values_the_keys_have(path: Path, top: dict[str, object]) -> None:
    lines = [f"{key}: {flow(value)}\n" for key, value in top.items()]
    read_or_refuse(path, "".join(lines).encode(errors="replace"))


def flow(value: object) -> str:
    """A value as YAML in one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    return "" if value is None else str(value)
