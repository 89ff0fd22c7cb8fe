"""Below the figure: what a press and a hold do, in turns with whatever else is to be said."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from station.core.screen import Prompt, Screen
from station.drawing import lettering
from station.drawing.layout import Box
from station.drawing.lettering import Face
from station.drawing.sheet import GAP, SIZES, Sheet, tops

_BOTH: Final = 40
"""Rows from which there is room for the prompts and another line at once."""


def draw_footer(sheet: Sheet, screen: Screen, box: Box) -> None:
    """The prompts, or the line whose turn it is, as large as fits; both if there is room."""
    spoken = screen.spoken
    if box.height >= _BOTH and screen.prompts and screen.aside is not None:
        spoken = screen.aside
        middle = (box.top + box.bottom) // 2
        _draw_prompts(sheet, screen.prompts, replace(box, bottom=middle), screen.turn)
        box = replace(box, top=middle)
    if spoken is None:
        _draw_prompts(sheet, screen.prompts, box, screen.turn)
        return
    pieces, face = _in_pieces(spoken.line, box)
    sheet.paragraph(pieces[spoken.piece(len(pieces))], box, face)


def _in_pieces(text: str, box: Box) -> tuple[list[tuple[str, ...]], Face]:
    """A line in one piece if it fits, else in as many as it takes: cut short, it says less."""
    for face, _ in SIZES:
        rows = box.height // face.height
        lines = lettering.wrapped(text, box.width, face)
        if len(lines) <= rows:
            break
    return [lines[at : at + rows] for at in range(0, len(lines), rows)], face


def _draw_prompts(sheet: Sheet, prompts: Sequence[Prompt], box: Box, turn: int) -> None:
    """All prompts under each other, or, where there is no room for that, in turns."""
    if not prompts:
        return
    merged = _merged(prompts)
    own_turn = (merged[turn % len(merged)],)
    for shown in (merged, own_turn):
        for face, bold in SIZES:
            high, wide = len(shown) * face.height, sum(_columns(shown, face, bold))
            if high <= box.height and wide <= box.width:
                _draw_table(sheet, shown, box, face, bold)
                return
    pieces, face = _in_pieces(own_turn[0].text, box)
    sheet.paragraph(pieces[turn // len(merged) % len(pieces)], box, face)


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
    left = box.left + (box.width - names - doings - does) // 2
    said = ""
    for prompt, top in zip(prompts, tops(len(prompts), box, face), strict=True):
        if prompt.bay != said:
            sheet.put(lettering.line(f"{prompt.bay}:", bold), left, top)
            said = prompt.bay
        sheet.put(lettering.line(prompt.doing, bold), left + names, top)
        sheet.put(lettering.line(prompt.does, face), left + names + doings, top)
