"""What a ward's panel says below the large figure."""

from station.core.change import replace
from station.core.footer import Footer, footer, next_footer_change
from station.core.screen import Prompt
from tests.core.ward import Ward


def below(ward: Ward, order: tuple[int, ...] = (0,)) -> Footer:
    return footer(ward.floor, order, ward.now)


def asked(ward: Ward, order: tuple[int, ...] = (0,)) -> tuple[str, ...]:
    return tuple(prompt.text for prompt in below(ward, order).prompts)


def news(ward: Ward, order: tuple[int, ...] = (0,)) -> tuple[str, ...]:
    return below(ward, order).news


def hints(ward: Ward, order: tuple[int, ...] = (0,)) -> tuple[str, ...]:
    return below(ward, order).hints


def let_go(does: str, bay: str = "") -> Prompt:
    return Prompt("LET GO", does, bay)


def changes(ward: Ward, until: int) -> list[int]:
    """When the lines change; and that they change then, and not a millisecond before."""
    found = []
    while (at := next_footer_change(ward.floor, (0,), ward.now)) is not None and at <= until:
        before = below(ward)
        ward.until(at - 1)
        assert below(ward) == before
        ward.until(at)
        assert below(ward) != before
        found.append(at)
    return found


def alone(ward: Ward, order: tuple[int, ...] = (0,)) -> Footer:
    """The footer, of which somebody cannot wait to see the words."""
    found = below(ward, order)
    assert found.urgent is not None
    return replace(found, urgent=None)
