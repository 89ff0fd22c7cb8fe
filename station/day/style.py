"""How the day picture is coloured on a page: light, dark and on paper.

The picture wears the light colours as attributes, which no Content-Security-Policy forbids. This
is for the page's own style sheet; without it the picture is as on paper. Every kind of span has a
height and a pattern of its own: no colour need be told apart from another.
"""

from typing import Final

from station.day.ink import COLOURS

_LIGHT: Final = " ".join(f"--{name}: {colour};" for name, colour in COLOURS.items())
_RULES: Final = """
@media screen and (prefers-color-scheme: dark) {
  .day { --paper: #1a2224; --ink: #e6ecec; --quiet: #a3b1b3; --line: #324043;
    --contact: #5fb0e6; --removal: #ffc24a; --overdue: #ff7d70; --numb: #a9c26c; --off: #7f8b8e; }
}
.day { display: block; width: 100%; height: auto; }
.day .paper { fill: var(--paper); } .day .ink { fill: var(--ink); }
.day .quiet { fill: var(--quiet); }
.day .line { stroke: var(--line); } .day .edge { stroke: var(--ink); }
.day .contact { fill: var(--contact); } .day .removal { fill: var(--removal); }
.day .overdue { fill: var(--overdue); } .day .numb { fill: var(--numb); }
.day .on-contact { fill: var(--paper); } .day .off { stroke: var(--off); }
.day .unknown { fill: var(--paper); stroke: var(--ink); }
.day .stripe { stroke: var(--paper); }
@media print { .day { --paper: #fff; } }
"""
DAY_CSS: Final = f"\n.day {{ {_LIGHT} }}{_RULES}"
