"""Alarms that were not heard, and pushes that came to nothing, are found."""

import pytest

from tests.soak.bare import Sleeps
from tests.soak.book import Book
from tests.soak.judge import Judge
from tests.soak.said import Said, Status
from tests.soak.staff import Push
from tests.soak.stories import TERMS, visit
from tests.soak.wires import Edge

BUZZER = 27
HEARD = {1001: True, 1201: False, 5201: True, 5401: False, 6501: True, 6651: False}
"""What the buzzer does in the story: its sign of life, an alarm that goes on, another."""
PUSHES = ((1995, 2115), (6996, 7116))
QUIET = Sleeps([0, 6500_000], [0.1, 0.2])


def judged(
    heard: dict[int, bool] = HEARD,
    pushes: tuple[tuple[int, int], ...] = PUSHES,
    sleeps: Sleeps = QUIET,
) -> tuple[Judge, str]:
    judge = Judge({"bed-1": BUZZER})
    book = Book(TERMS)
    book.read(visit())
    judge.books.append(book)
    saved = Status("1 bay: bed-1 ready", 99, 11_500_000, 11_500_000)
    judge.lives = [
        Said(1, 900_000, 1_010_000, 3_000_000, 3_001_000),
        Said(2, 5_100_000, 5_210_000, 12_100_000, 12_200_000, statuses=[saved]),
    ]
    edges = [Edge(at * 1000, BUZZER, level) for at, level in heard.items()]
    made = [Push("bed-1", down * 1000, up * 1000) for down, up in pushes]
    return judge, "\n".join(judge.judge(edges, made, sleeps))


def test_a_run_as_it_should_be_is_measured() -> None:
    judge, wrong = judged()
    assert wrong == ""
    assert [d.late for d in judge.measures.alarms] == [pytest.approx(1)]
    assert [d.bare for d in judge.measures.alarms] == [0.2]
    assert judge.measures.late == 1
    assert judge.measures.pushes == 1
    assert [d.late for d in judge.measures.downs] == [pytest.approx(5.999), pytest.approx(4.999)]


def test_an_alarm_that_nobody_could_hear_is_found() -> None:
    heard = {at: level for at, level in HEARD.items() if at < 6000}
    assert "kind='overdue'" in judged(heard)[1]


def test_an_alarm_later_than_a_scan_and_the_bare_loop_is_found() -> None:
    heard = {at + (10 if at > 6000 else 0): level for at, level in HEARD.items()}
    assert "alarm later than 10.2 ms" in judged(heard)[1]
    slow = Sleeps([0, 6500_000], [0.1, 1.5])
    assert judged(heard, sleeps=slow)[1] == ""


def test_a_start_without_a_sound_is_found() -> None:
    heard = {at: level for at, level in HEARD.items() if at > 5500}
    assert "life 2: no sound of bed-1 at its start" in judged(heard)[1]


def test_a_gesture_that_nobody_made_is_found() -> None:
    assert "nobody made the gesture of Row(number=8, " in judged(pushes=PUSHES[:1])[1]


def test_a_push_that_came_to_nothing_is_found() -> None:
    again = (*PUSHES, (8000, 8150))
    assert "is in no journal" in judged(pushes=again)[1]


def test_a_push_that_the_machine_slept_through_is_only_counted() -> None:
    again = (*PUSHES, (8000, 8150))
    judge, wrong = judged(pushes=again, sleeps=Sleeps([8_050_000], [120.0]))
    assert wrong == ""
    assert judge.measures.missed == 1
