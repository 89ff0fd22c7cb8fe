from dataclasses import fields

from station.core.phase import Phase
from station.core.words import ENGLISH, Words


def test_texts_are_all_texts_those_of_tables_too() -> None:
    texts = list(ENGLISH.texts())
    assert {"PRESS", "READY", "LAMP FAILED", "CLASH {bay}: wait {wait}"} <= set(texts)
    tables = [getattr(ENGLISH, field.name) for field in fields(Words)]
    assert len(texts) == sum(1 if isinstance(said, str) else len(said) for said in tables)


def test_every_phase_has_a_word_of_its_own() -> None:
    assert len({ENGLISH.phases[phase] for phase in Phase}) == len(Phase)
