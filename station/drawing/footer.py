"""Below the figure: what a press and a hold do, in turns with whatever else is to be said."""

from collections.abc import Sequence
from typing import Final

from station.core.change import replace
from station.core.screen import Prompt, Screen
from station.drawing import lettering
from station.drawing.layout import Box
from station.drawing.lettering import SMALL, SMALL_BOLD, Face
from station.drawing.names import cores
from station.drawing.sheet import GAP, SIZES, Sheet

_BOTH: Final = 40
"""Rows from which there is room for the prompts and another line at once."""


def draw_footer(sheet: Sheet, screen: Screen, box: Box) -> None:
    """The prompts, or the line whose turn it is, as large as fits; both if there is room."""
    spoken = screen.spoken
    if box.height >= _BOTH and screen.prompts and screen.aside is not None:
        spoken = screen.aside
        middle = (box.top + box.bottom) // 2
        _draw_prompts(sheet, screen, replace(box, bottom=middle))
        box = replace(box, top=middle)
    if spoken is None:
        _draw_prompts(sheet, screen, box)
        return
    pieces, face = _in_pieces(spoken.line, box)
    sheet.paragraph(pieces[spoken.piece(len(pieces))], box, face)


def _in_pieces(text: str, box: Box) -> tuple[list[tuple[str, ...]], Face]:
    """A line in one piece if it fits, else in as many as it takes: cut short, it says less."""
    for face, _ in SIZES:
        rows = box.height // face.height
        lines = lettering.wrapped(text, box.width, face)
        if len(lines) <= rows and lettering.whole_words(text, box.width, face):
            break
    return [lines[at : at + rows] for at in range(0, len(lines), rows)], face


def _draw_prompts(sheet: Sheet, screen: Screen, box: Box) -> None:
    """All prompts at once, or, where there is no room for that, in turns."""
    if not screen.prompts:
        return
    count = len(screen.prompts)
    own_turn = (screen.prompts[screen.prompt_turn % count],)
    for prompts in (_merged(screen.prompts), own_turn):
        for shown in (prompts, _with_short_names(prompts, screen)):
            for face, bold in SIZES:
                high, wide = len(shown) * face.height, sum(_columns(shown, face, bold))
                if high <= box.height and wide <= box.width:
                    _draw_table(sheet, shown, box, face, bold)
                    return
            if _draw_in_one_line(sheet, shown, box):
                return
    pieces, face = _in_pieces(own_turn[0].text, box)
    piece = screen.prompt_turn // count % len(pieces)
    sheet.paragraph(pieces[piece], box, face)


def _with_short_names(prompts: Sequence[Prompt], screen: Screen) -> tuple[Prompt, ...]:
    """The bays by what tells their names apart: less of a name, but never of what is done."""
    short = dict(zip(screen.labels, cores(screen.labels), strict=True))
    return tuple(replace(prompt, bay=short.get(prompt.bay, prompt.bay)) for prompt in prompts)


def _draw_in_one_line(sheet: Sheet, prompts: Sequence[Prompt], box: Box) -> bool:
    """`Bed 1: PRESS wiped  HOLD undo`, if there is room for it; whether there was."""
    names = {prompt.bay for prompt in prompts}
    if len(names) > 1 or box.height < SMALL.height:
        return False
    words = [(f"{name}:", SMALL_BOLD) for name in names if name]
    for prompt in prompts:
        words += [(prompt.doing, SMALL_BOLD), (prompt.does, SMALL)]
    drawn = [lettering.line(text, face) for text, face in words]
    width = sum(part.width for part in drawn) + GAP * (len(drawn) - 1)
    if width > box.width:
        return False
    x = box.left + (box.width - width) // 2
    for part in drawn:
        sheet.put(part, x, box.top + (box.height - SMALL.height) // 2)
        x += part.width + GAP
    return True


def _merged(prompts: Sequence[Prompt]) -> tuple[Prompt, ...]:
    """One prompt where all do the same: `PRESS/HOLD silence`."""
    if len({(prompt.bay, prompt.does) for prompt in prompts}) > 1:
        return tuple(prompts)
    doing = "/".join(dict.fromkeys(prompt.doing for prompt in prompts))
    return (Prompt(doing, prompts[0].does, prompts[0].bay),)


def _columns(prompts: Sequence[Prompt], face: Face, bold: Face) -> tuple[int, int, int]:
    """How wide are the bays' names, what is to be done, and what that does; in px."""
    named = [f"{prompt.bay}:" for prompt in prompts if prompt.bay]
    return (
        max((lettering.width_of(name, bold) + GAP for name in named), default=0),
        max(lettering.width_of(prompt.doing, bold) for prompt in prompts) + GAP,
        max(lettering.width_of(prompt.does, face) for prompt in prompts),
    )


def _draw_table(sheet: Sheet, prompts: Sequence[Prompt], box: Box, face: Face, bold: Face) -> None:
    """Which bay, said once; what to do in bold; what that does. Each in a column of its own."""
    names, doings, does = _columns(prompts, face, bold)
    left = (box.width - names - doings - does) // 2
    rows, said = [], ""
    for prompt in prompts:
        row = [
            (lettering.line(prompt.doing, bold), left + names),
            (lettering.line(prompt.does, face), left + names + doings),
        ]
        if prompt.bay != said:
            row.append((lettering.line(f"{prompt.bay}:", bold), left))
            said = prompt.bay
        rows.append(row)
    sheet.rows(rows, box, face)
