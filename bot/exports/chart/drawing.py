"""The shapes of a chart, drawn with Pillow; knows no balances."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageDraw
from PIL.ImageFont import FreeTypeFont

from bot.exports.chart.themes import Theme

Box = tuple[int, int, int, int]
"""Left, top, right, bottom; the last two are outside, as in slices."""

SMOOTH = 4
HATCH = 18


@dataclass(slots=True)
class Drawing:
    """An image and what is needed to draw on it."""

    image: Image.Image
    theme: Theme
    pen: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.pen = ImageDraw.Draw(self.image)

    def text(
        self,
        place: tuple[float, float],
        words: str,
        face: FreeTypeFont,
        colour: str,
        anchor: str,
        halo: int = 0,
    ) -> None:
        """Words on a base line; with a halo they can be read upon other things."""
        self.pen.text(
            place,
            words,
            font=face,
            fill=colour,
            anchor=f"{anchor}s",
            stroke_width=halo,
            stroke_fill=self.theme.background,
        )
        if halo:  # the stroke of one letter must not lie on the next one
            self.pen.text(place, words, font=face, fill=colour, anchor=f"{anchor}s")

    def box(self, box: Box, colour: str) -> None:
        _rectangle(self.pen, box, colour)

    def boxes(self, boxes: list[Box], colour: str) -> None:
        for each in boxes:
            _rectangle(self.pen, each, colour)

    def hatch(self, boxes: list[Box]) -> None:
        """Bands that say: here is nothing. Their stripes are parts of one pattern."""
        stripes = _stripes(self.image.width, self.image.height)
        for box in boxes:
            self.box(box, self.theme.gap)
            self.image.paste(self.theme.hatch, box, stripes.crop(box))

    def shade(self, boxes: list[Box], within: Box, fading: bool) -> None:
        """Fill boxes with the line's colour; weaker towards the bottom if `fading`."""
        left, top, right, bottom = within
        mask = Image.new("L", (right - left, bottom - top))
        pen = ImageDraw.Draw(mask)
        for x, y, x_end, y_end in boxes:
            _rectangle(pen, (x - left, y - top, x_end - left, y_end - top), 255)
        fill = self.theme.fill
        strength = _between(mask.size, *((fill, fill // 8) if fading else (fill // 2, fill // 2)))
        self.image.paste(self.theme.line, within, ImageChops.multiply(mask, strength))

    def dot(self, x: int, y: int, radius: int, ring: int) -> None:
        """A round dot, apart from what is below it by a ring of the background."""
        for size, colour in ((radius + ring, self.theme.background), (radius, self.theme.line)):
            mask = _disc(size)
            self.image.paste(colour, (x - size, y - size), mask)


def _rectangle(pen: ImageDraw.ImageDraw, box: Box, colour: str | int) -> None:
    left, top, right, bottom = box
    if left < right and top < bottom:
        pen.rectangle((left, top, right - 1, bottom - 1), fill=colour)


def _disc(radius: int) -> Image.Image:
    large = Image.new("L", (2 * radius * SMOOTH,) * 2)
    ImageDraw.Draw(large).ellipse((0, 0, large.width - 1, large.height - 1), fill=255)
    return large.resize((2 * radius,) * 2, Image.Resampling.BOX)


def _between(size: tuple[int, int], top: int, bottom: int) -> Image.Image:
    column = Image.new("L", (1, size[1]))
    last = max(size[1] - 1, 1)
    column.putdata([top + (bottom - top) * y // last for y in range(size[1])])
    return column.resize(size)


def _stripes(width: int, height: int) -> Image.Image:
    """Diagonal stripes, smooth: one tile, drawn large, and copied in doubling steps."""
    tile = _stripe_tile()
    mask = Image.new("L", (width, height))
    mask.paste(tile, (0, 0))
    done = HATCH
    while done < width:
        mask.paste(mask.crop((0, 0, done, HATCH)), (done, 0))
        done *= 2
    done = HATCH
    while done < height:
        mask.paste(mask.crop((0, 0, width, done)), (0, done))
        done *= 2
    return mask


def _stripe_tile() -> Image.Image:
    side = HATCH * SMOOTH
    large = Image.new("L", (side, side))
    pen = ImageDraw.Draw(large)
    for shift in (-side, 0, side):
        pen.line((shift, side, shift + side, 0), fill=255, width=3 * SMOOTH)
    return large.resize((HATCH, HATCH), Image.Resampling.BOX)
