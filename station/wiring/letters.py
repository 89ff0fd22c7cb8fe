"""How wide letters are on the wall picture, whichever of its fonts prints it.

Hundredths of the size: those of DejaVu Sans or Helvetica (Arial), plain and bold, whichever are
wider, rounded up to whole 0.04 of the size.
"""

import unicodedata
from typing import Final

_REGULAR: Final = {
    28: "'ijl",
    32: " ,.I·ł",
    36: "/:;\\f|",
    40: "()-[]t",
    44: "!r",
    48: '"ºª',
    52: "*J`°",
    56: "?L_csz",
    60: "kvxyŁ",
    64: "$0123456789FTabdeghnopqu{}€ßø",
    68: "EKPSY",
    72: "ABVXZ",
    76: "CHNRU",
    80: "&DGOQΩØ",
    84: "#+<=>^w~",
    88: "M",
    96: "%",
    100: "Wm…Ææ",
    104: "@œ",
    108: "Œ",
}
_BOLD: Final = {
    32: "'",
    36: " ijl",
    40: ",./:;I\\|·ł",
    44: "-f",
    48: "!()[]t",
    52: "`r°",
    56: '"*J_',
    60: "cszºª",
    64: "?L",
    68: "aekvxyŁ",
    72: "$0123456789EFTbdghnopqu{}€ßø",
    76: "CPSYZ",
    80: "ABKRVX",
    84: "#+<=>DGHNU^~",
    88: "&OQΩØ",
    96: "w",
    100: "@M…",
    104: "%",
    108: "mæ",
    112: "WÆœ",
    120: "Œ",
}
OTHER: Final = 120
"""Any other letter: those of scripts that panels have no letters for either."""
_WIDTHS: Final = {
    bold: {letter: width for width, letters in table.items() for letter in letters}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}


def width_of(text: str, *, bold: bool = False) -> float:
    """How wide a text may become, in sizes. An accent makes no letter wider."""
    widths = _WIDTHS[bold]
    letters = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return sum(widths.get(letter, OTHER) for letter in letters) / 100
