"""What became of each mutant, kept from run to run so that one can be resumed.

A verdict counts as long as it could not have been another: that a test kills a mutant, while the
core and that test's file are the same; that none does, while all tests are. Else only the test is
remembered that killed it: it is the first to be asked again.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.mutants.apart import Verdict
from tests.mutants.mutants import Mutant
from tests.mutants.reach import TESTS, file_of, files, shared_files, test_files


def fingerprint(files: Iterable[Path]) -> str:
    """Another for other files, or for the same with anything else in them."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Files:
    """The files that verdicts are of."""

    pure: str
    """With what the tests share, and how mutants are made and tried."""
    tests: dict[str, str]
    """By name."""

    @classmethod
    def now(cls) -> "Files":
        """As they are on the disk."""
        pure = {*files(), *shared_files(), *Path(__file__).parent.glob("*.py")}
        tests = {file.relative_to(TESTS).as_posix(): fingerprint([file]) for file in test_files()}
        return cls(fingerprint(pure), tests)

    @property
    def all(self) -> str:
        """One for all of them."""
        whole = json.dumps([self.pure, self.tests], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def of(self, verdict: Verdict, test: str) -> str:
        """What a verdict depends on; the test is the one that killed the mutant."""
        name = file_of(test)
        if verdict is Verdict.SURVIVED or name not in self.tests:
            return self.all
        return self.pure + self.tests[name]


@dataclass(slots=True)
class Results:
    """Verdicts, each written as it falls."""

    path: Path
    files: Files
    known: dict[str, Verdict] = field(default_factory=dict)
    killers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> "Results":
        """What earlier runs left."""
        results = cls(path, Files.now())
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            try:
                told = json.loads(line)
            except ValueError:
                continue  # the last line of a run that was killed
            mutant, test, verdict = told["mutant"], told["test"], Verdict(told["verdict"])
            results.known.pop(mutant, None)
            if told["files"] == results.files.of(verdict, test):
                results.known[mutant] = verdict
            if verdict is not Verdict.SURVIVED:
                results.killers[mutant] = test
        return results

    def tell(self, mutant: Mutant, verdict: Verdict, test: str) -> None:
        """Keep a verdict."""
        self.known[mutant.key] = verdict
        files = self.files.of(verdict, test)
        told = {"mutant": mutant.key, "verdict": verdict, "test": test, "files": files}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")
