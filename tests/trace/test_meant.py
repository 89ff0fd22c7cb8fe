"""A mark means something: where a figure of a sentence is another, a test marked with it fails.

A handful of sentences whose figure is a constant, in as many rooms: each is broken in a process of
its own, before any of the station is imported, and the tests that stand for it are run there.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.trace.orphans import TESTS, Trace

BROKEN = {
    "GES-6": ("station.core.gesture", "CHATTER_CHANGES", 51),
    "RUL-9": ("station.core.rules", "UNDO", 29_000),
    "OVD-3": ("station.core.deadlines", "RESOUND", 61_000),
    "FGT-1": ("station.core.fold", "FORGOTTEN", 3_601_000),
    "SND-3": ("station.core.alarm", "UNANSWERED", 1_740_000),
    "PAN-8": ("station.core.footer", "REFUSAL_SHOWN", 4_000),
    "IDL-2": ("station.core.panel", "BLANK_AFTER", 660_000),
    "JNL-7": ("station.engine.runtime", "CHECKPOINT", 120_000),
}
"""What each sentence's figure is turned into."""
IN_TURN = """
import importlib, json, os, sys
import hypothesis, pytest  # once for all that fork from here

ended = []
for module, name, value, tests in json.loads(sys.argv[1]):
    child = os.fork()
    if not child:
        where = importlib.import_module(module)
        assert getattr(where, name) != value
        setattr(where, name, value)
        os._exit(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *tests]))
    ended.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(json.dumps(ended))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process of its own, cheaply")
def test_a_broken_sentence_fails_a_test_that_stands_for_it(ours: Trace) -> None:
    turns = [
        (*constant, [f"{TESTS}/{test.node}" for test in ours.marks.of(sentence) if test.anywhere])
        for sentence, constant in BROKEN.items()
    ]
    ended = subprocess.run(
        [sys.executable, "-c", IN_TURN, json.dumps(turns)],
        capture_output=True, text=True, check=True, cwd=TESTS.parent,
    )  # fmt: skip
    codes = json.loads(ended.stdout.splitlines()[-1])
    failed = dict.fromkeys(BROKEN, int(pytest.ExitCode.TESTS_FAILED))
    assert dict(zip(BROKEN, codes, strict=True)) == failed, ended.stdout
