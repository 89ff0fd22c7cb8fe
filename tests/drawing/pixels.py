"""What stands in a picture, dot for dot."""

from PIL import Image, ImageChops

from station.drawing import lettering
from station.drawing.lettering import FACES, Face


def dots(image: Image.Image) -> int:
    """How many pixels are lit."""
    return image.convert("L").histogram()[255]


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The box of what is lit."""
    box = image.getbbox()
    assert box is not None
    return box


def rows_of(image: Image.Image) -> list[str]:
    """Each row as text."""
    lit = "".join(" #"[dot > 0] for dot in image.convert("L").tobytes())
    return [lit[at : at + image.width] for at in range(0, len(lit), image.width)]


def stands(part: Image.Image, image: Image.Image) -> bool:
    """Whether a picture stands somewhere in another, light on dark or dark on light."""
    wanted = rows_of(part.crop((0, ink(part)[1], part.width, ink(part)[3])))
    for rows in (rows_of(image), rows_of(ImageChops.invert(image))):
        for y in range(len(rows) - len(wanted) + 1):
            x = rows[y].find(wanted[0])
            while x >= 0:
                if all(rows[y + k].startswith(row, x) for k, row in enumerate(wanted)):
                    return True
                x = rows[y].find(wanted[0], x + 1)
    return False


def shows(image: Image.Image, text: str, faces: tuple[Face, ...] = FACES) -> bool:
    """Whether a text stands somewhere in the picture, in one of these faces."""
    return any(stands(lettering.line(text, face), image) for face in faces)
