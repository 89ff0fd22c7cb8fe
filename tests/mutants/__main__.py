"""Every mutant of the pure rooms, tried by the plain tests: `make mutants [ONLY=core/bay.py]`.

Fails if fewer than 90 % of them are killed, if one survives that survivors.yaml does not list, or
if the list has one that does not survive. A run that was interrupted goes on where it was.
"""

import argparse
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Final

import pytest

from tests.mutants import reach as reached
from tests.mutants.apart import Verdict, aside
from tests.mutants.mutants import Mutant, mutants
from tests.mutants.reach import OPTIONS, ROOT, STATION, Reach
from tests.mutants.results import Results
from tests.mutants.survivors import as_entries, listed
from tests.mutants.trial import Rounds, from_scratch

BUILD: Final = ROOT / "build" / "mutants"
GOAL: Final = 0.9


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.mutants", description=__doc__)
    parser.add_argument("--jobs", type=int, default=1, help="how many are tried at a time")
    parser.add_argument("only", nargs="*", metavar="FILE", help="core/bay.py; none: all")
    arguments = parser.parse_args(argv)
    files = [STATION / name for name in arguments.only] or reached.files()
    names = [file.relative_to(STATION).as_posix() for file in files]
    missing = [name for name, file in zip(names, files, strict=True) if not file.exists()]
    if missing:
        parser.error(f"station has no {', '.join(missing)}")
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    BUILD.mkdir(parents=True, exist_ok=True)
    found = [
        m
        for name, file in zip(names, files, strict=True)
        for m in mutants(name, file.read_text(encoding="utf-8"))
    ]
    began = time.monotonic()
    results = Results.load(BUILD / "results.jsonl")
    open_ = [mutant for mutant in found if mutant.key not in results.known]
    if open_:
        print(f"{len(open_)} of {len(found)} mutants are to be tried")
        _try(open_, measured(results.files.all), results, arguments.jobs)
        results = Results.load(results.path)  # some were told in other processes
    print(table(found, results))
    worked = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    print(f"tried in {time.monotonic() - began:.0f} s, {worked:.0f} s of it at work")
    return judged(found, results, set(names))


def measured(files: str) -> Reach:
    """Which test reaches what, measured unless it was with these very files."""
    kept = BUILD / f"reach-{files}.json"
    if not kept.exists():
        for old in BUILD.glob("reach-*.json"):
            old.unlink()
        aside(lambda: reached.save(reached.measure(), kept))
    return reached.load(kept)


def _try(open_: Sequence[Mutant], reach: Reach, results: Results, jobs: int) -> None:
    in_functions = [mutant for mutant in open_ if mutant.function is not None]
    # Some tests begin with what they made on import: there a changed function comes too late.
    early = {
        mutant.key
        for mutant in in_functions
        if set(mutant.lines) & set(reach.imported.get(mutant.file, ()))
    }

    def told(mutant: Mutant, verdict: Verdict, test: str) -> None:
        results.tell(mutant, verdict, test)
        if verdict is Verdict.SURVIVED:
            print(f"\n{mutant.file} {mutant.scope}\n{mutant.diff}", flush=True)

    def told_of_functions(mutant: Mutant, verdict: Verdict, test: str) -> None:
        if verdict is not Verdict.SURVIVED or mutant.key not in early:
            told(mutant, verdict, test)

    if in_functions:
        rounds = Rounds(in_functions, reach, results.killers, jobs, told_of_functions)
        tests = [str(file) for file in reached.test_files()]
        aside(lambda: _run(tests, rounds))
    tried = Results.load(results.path).known  # they were told in another process
    left = [mutant for mutant in open_ if mutant.key not in tried]
    from_scratch(left, reach, results.killers, jobs, told)


def _run(tests: Sequence[str], rounds: Rounds) -> None:
    if pytest.main([*OPTIONS, *tests], plugins=[rounds]) == pytest.ExitCode.INTERNAL_ERROR:
        raise RuntimeError("the mutants could not all be tried")


def table(found: Sequence[Mutant], results: Results) -> str:
    """How many of each file's mutants were killed."""
    rows = [("file", "mutants", "killed", "endless", "survived", "killed of all")]
    names = sorted({mutant.file for mutant in found})
    for name in [*names, "all"]:
        verdicts = Counter(results.known.get(m.key) for m in found if name in (m.file, "all"))
        total, lived = verdicts.total(), verdicts[Verdict.SURVIVED]
        share = f"{(total - lived) / total:.1%}"
        endless = verdicts[Verdict.ENDLESS]
        rows.append((name, str(total), str(total - lived), str(endless), str(lived), share))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def judged(found: Sequence[Mutant], results: Results, files: set[str]) -> int:
    """Say what is wrong, if anything is; the exit status."""
    survivors = [m for m in found if results.known[m.key] is Verdict.SURVIVED]
    known = {one.key: one for one in listed() if one.file in files}
    unlisted = [mutant for mutant in survivors if mutant.key not in known]
    stale = known.keys() - {mutant.key for mutant in survivors}
    for name in sorted({mutant.file for mutant in unlisted}):
        of_it = [(m.scope, m.diff, m.nth) for m in unlisted if m.file == name]
        print(f"\n# survive and are not in survivors.yaml: test them, or say why not\n{name}:")
        print(as_entries(of_it))
    for key in sorted(stale):
        print(f"\n# in survivors.yaml, and does not survive (any more): take it out\n{key}")
    killed = 1 - len(survivors) / len(found) if found else 1
    if killed < GOAL:
        print(f"\nonly {killed:.1%} are killed; {GOAL:.0%} is asked")
    return 1 if unlisted or stale or killed < GOAL else 0


if __name__ == "__main__":
    sys.exit(main())
