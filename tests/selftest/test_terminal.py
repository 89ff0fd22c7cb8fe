import io

import pytest

from station.selftest.terminal import PATIENCE, NobodyThereError, Terminal

YES_NO = {"y": "yes", "n": "no"}


@pytest.mark.parametrize("said", ["y\n", "Y\n", " yes \n", "YES\n", "y"])
def test_a_letter_or_its_meaning_is_an_answer(said: str) -> None:
    out = io.StringIO()
    assert Terminal(io.StringIO(said), out).ask("Well?", YES_NO) == "y"
    assert out.getvalue() == "Well? [y/n] "


def test_anything_else_is_asked_again_with_what_would_do() -> None:
    out = io.StringIO()
    assert Terminal(io.StringIO("\nperhaps\nn\n"), out).ask("Well?", YES_NO) == "n"
    assert out.getvalue().count("y = yes, n = no") == 2


@pytest.mark.parametrize("source", [None, io.StringIO(""), io.StringIO("perhaps\n")])
def test_an_end_of_the_input_is_nobody(source: io.StringIO | None) -> None:
    with pytest.raises(NobodyThereError, match="the input has ended"):
        Terminal(source, io.StringIO()).ask("Well?", YES_NO)


def test_who_answers_nonsense_for_ever_does_not_read() -> None:
    with pytest.raises(NobodyThereError, match="mean nothing"):
        Terminal(io.StringIO("x\n" * PATIENCE), io.StringIO()).ask("Well?", YES_NO)


def test_a_terminal_that_is_gone_is_nobody() -> None:
    class HungUp(io.StringIO):
        def flush(self) -> None:
            raise OSError(5, "Input/output error")

    with pytest.raises(NobodyThereError, match="nobody reads"):
        Terminal(None, HungUp()).say("hello")
    closed = io.StringIO()
    closed.close()
    with pytest.raises(NobodyThereError, match="nobody reads"):
        Terminal(None, closed).say("hello")


def test_a_source_that_fails_is_nobody() -> None:
    class HungUp:
        def isatty(self) -> bool:
            raise OSError(5, "Input/output error")

        def readline(self) -> str:
            raise OSError(5, "Input/output error")

    with pytest.raises(NobodyThereError, match="the input has ended"):
        Terminal(HungUp(), io.StringIO()).ask("Well?", YES_NO)
    assert Terminal(HungUp(), io.StringIO()).deserted


def test_what_is_indented_belongs_to_the_line_before() -> None:
    out = io.StringIO()
    Terminal(None, out).advise(("look at each wire", "    red", "or buy another"))
    assert out.getvalue() == "    - look at each wire\n        red\n    - or buy another\n"


def test_digits_are_not_called_letters() -> None:
    out = io.StringIO()
    Terminal(io.StringIO("0\n2\n"), out).ask("Which?", {"1": "dark", "2": "shifted"})
    assert "please type one of these, then Enter: 1 = dark, 2 = shifted\n" in out.getvalue()
    assert "letter" not in out.getvalue()
