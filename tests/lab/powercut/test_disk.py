"""A disk that lost its power has all that was flushed, and of the rest anything."""

from collections import Counter
from pathlib import Path
from random import Random

from tests.lab.powercut.disk import CutDisk, survivors
from tests.lab.powercut.writelog import Request

BLOCK = 4096
BLANK = bytes(16 * BLOCK)


def write(block: int, letter: bytes, blocks: int = 1, *, durable: bool = False) -> Request:
    return Request(block * BLOCK, letter * (blocks * BLOCK), durable=durable)


FLUSH = Request(0, flush=True)


def after(tmp_path: Path, requests: list[Request], seed: int, count: int | None = None) -> bytes:
    """The disk at a cut."""
    (tmp_path / "blank").write_bytes(BLANK)
    disk = CutDisk(tmp_path / "blank", requests, tmp_path / "medium")
    disk.cut(len(requests) if count is None else count, Random(seed), tmp_path / "cut")
    return (tmp_path / "cut").read_bytes()


def test_what_was_written_before_the_last_flush_is_there(tmp_path: Path) -> None:
    requests = [write(1, b"a"), write(1, b"b"), FLUSH, write(3, b"c")]
    for seed in range(30):
        cut = after(tmp_path, requests, seed)
        assert cut[BLOCK : 2 * BLOCK] == b"b" * BLOCK
        assert len(cut) == len(BLANK)


def test_what_was_written_after_it_may_be_there_or_not_or_torn(tmp_path: Path) -> None:
    found: Counter[str] = Counter()
    for seed in range(200):
        cut = after(tmp_path, [FLUSH, write(2, b"a", 4), write(1, b"b")], seed)
        count = cut.count(b"a")
        found["all" if count == 4 * BLOCK else "some" if count else "none"] += 1
        assert count % 512 == 0
        assert cut.strip(b"\0ab") == b""
    assert min(found["all"], found["some"], found["none"]) > 20


def test_a_later_write_may_be_there_without_the_earlier(tmp_path: Path) -> None:
    cuts = [after(tmp_path, [write(1, b"a"), write(2, b"b")], seed) for seed in range(100)]
    assert any(b"b" in cut and b"a" not in cut for cut in cuts)
    assert any(b"a" in cut and b"b" not in cut for cut in cuts)


def test_what_a_flush_writes_itself_is_not_flushed(tmp_path: Path) -> None:
    flush = Request(BLOCK, b"a" * BLOCK, flush=True)
    cuts = [after(tmp_path, [write(2, b"b"), flush], seed) for seed in range(50)]
    assert all(cut.count(b"b") == BLOCK for cut in cuts)
    assert {cut.count(b"a") == BLOCK for cut in cuts} == {True, False}


def test_what_comes_after_the_cut_is_not_there(tmp_path: Path) -> None:
    requests = [write(1, b"a"), write(2, b"b"), FLUSH]
    for seed in range(30):
        assert b"b" not in after(tmp_path, requests, seed, count=1)


def test_one_disk_serves_cuts_one_after_the_other(tmp_path: Path) -> None:
    requests = [write(1, b"a"), FLUSH, write(2, b"b"), write(1, b"c"), FLUSH, write(5, b"d")]
    (tmp_path / "blank").write_bytes(BLANK)
    disk = CutDisk(tmp_path / "blank", requests, tmp_path / "medium")
    for count, certain in ((1, b""), (3, b"a"), (4, b""), (5, b"cb"), (6, b"cb")):
        disk.cut(count, Random(count), tmp_path / "cut")
        cut = (tmp_path / "cut").read_bytes()
        for letter in certain:
            assert cut.count(letter) == BLOCK


def test_a_durable_write_needs_no_flush() -> None:
    request = write(1, b"a", durable=True)
    for seed in range(30):
        assert survivors(request, Random(seed)) == [(request.offset, request.written)]
