"""A panel's picture as text for a terminal: two pixels in every character."""

from PIL import Image

_BLOCKS = (" ", "▀", "▄", "█")
"""Neither, the upper, the lower, both pixels lit."""


def half_blocks(image: Image.Image) -> str:
    """The picture in half blocks, framed; lines as wide as the image and half as many, plus 2.

    A lit pixel is drawn in the foreground's colour, so it looks right on a dark terminal.
    """
    width, height = image.size
    dots = image.convert("1").convert("L").tobytes()
    edge = "─" * width
    lines = [f"┌{edge}┐"]
    for y in range(0, height, 2):
        upper = dots[y * width : (y + 1) * width]
        lower = dots[(y + 1) * width : (y + 2) * width].ljust(width, b"\0")
        blocks = (_BLOCKS[bool(a) + 2 * bool(b)] for a, b in zip(upper, lower, strict=True))
        lines.append(f"│{''.join(blocks)}│")
    lines.append(f"└{edge}┘")
    return "\n".join(lines)
