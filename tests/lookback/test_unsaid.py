"""What is so of anything of looking back as long as nobody has said otherwise."""

import pytest

from station.lookback import cream, span, timeline, told, visit
from tests.core.test_unsaid import unsaid

NOTHING: dict[type, str] = {
    cream.Cream: "terms=None doubted=False overdue_since=None spans=[]",
    span.Span: "certain=True open=False begins_before=False ends_after=False",
    span.Gap: "unheard=False",
    timeline.BayDay: "track=() windows=() applications=() gaps=()",
    told.Told: "number=0 bay=None application=None today=None over_limit=False of=None "
    "contact=None overdue_by=None certain=None phase=None late=False terms=None elapsed=None "
    "again=False paired=False",
    visit._Numb: "told=False over=None sure=True",
}


@pytest.mark.parametrize("kind", NOTHING, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_what_nobody_says_is_this(kind: type) -> None:
    assert unsaid(kind) == NOTHING[kind]
