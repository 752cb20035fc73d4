"""A film as a GIF: one palette for all of it, no dither, for ever from the start again. Needs Pillow."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from ..i18n import _
from ..storage.files import Refused
from .shots import Shot

COLOURS = 128
BETTER = 2  # rounds in which the colours move to the middle of those that they stand for
TICK = 0.01  # seconds: what a GIF counts in


def gif(film: Sequence[Shot], size: tuple[int, int]) -> bytes:
    """The file. Refused: Pillow is not there."""
    image = pillow()
    palette = _sheet(image, film, size).quantize(COLOURS, method=image.Quantize.MAXCOVERAGE, kmeans=BETTER)

    def pictures() -> Iterator[Any]:
        for shot in film[1:]:
            yield _picture(image, shot, size).quantize(palette=palette, dither=image.Dither.NONE)

    first = _picture(image, film[0], size).quantize(palette=palette, dither=image.Dither.NONE)
    file = io.BytesIO()
    first.save(file, "GIF", save_all=True, append_images=pictures(), duration=durations(film), loop=0, optimize=False)
    return file.getvalue()


def durations(film: Sequence[Shot]) -> list[int]:
    """Milliseconds for each shot, in whole hundredths, none lost over the whole film."""
    hundredths, end, total = list[int](), 0.0, 0
    for shot in film:
        end += shot.seconds
        ticks = max(1, round(end / TICK) - total)
        total += ticks
        hundredths.append(round(1000 * TICK) * ticks)
    return hundredths


def pillow() -> Any:
    """Its module `Image`. Refused: it is not there, and how one gets it."""
    try:
        from PIL import Image
    except ImportError as error:
        raise Refused(_("A GIF needs Pillow: pip install 'downslope[gif]'.")) from error
    return Image


def _sheet(image: Any, film: Sequence[Shot], size: tuple[int, int]) -> Any:
    """First, middle and last picture, one under the other: what comes late has its colours too."""
    width, height = size
    sheet = image.new("RGB", (width, 3 * height))
    for number, shot in enumerate((film[0], film[len(film) // 2], film[-1])):
        sheet.paste(_picture(image, shot, size), (0, number * height))
    return sheet


def _picture(image: Any, shot: Shot, size: tuple[int, int]) -> Any:
    return image.frombytes("RGB", size, shot.pixels)
