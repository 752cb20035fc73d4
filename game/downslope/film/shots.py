"""The frames of a show, drawn in a window that nobody sees, by a clock that goes on a frame at a time; as a GIF, or as
pictures with subtitles.

Neither the machine's speed nor what else it does changes a pixel: what is worked on in slices is done in the frame in
which it is wanted.
"""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from errno import ENOTEMPTY
from itertools import groupby
from os import strerror
from pathlib import Path
from typing import Any, NamedTuple

from pygame import Surface

from ..app.app import App, Options
from ..attempt.game.game import Game
from ..i18n import _
from ..scenes.reel import Reel, ReelScene
from ..storage.files import Refused, temporary_name
from ..view.draw import slices_by
from ..view.format.markup import plain

PAUSE = 0.02  # seconds between two looks at a training
LATE = 12  # frames that a new screen may take until it is to be seen
READABLE = (960, 540)  # a smaller film is drawn twice as large


class Shot(NamedTuple):
    """A frame: its pixels as RGB, what is said in it, for how many seconds it stands."""

    pixels: bytes
    caption: str
    seconds: float


def shots(game: Game, reel: Reel, titled: bool, size: tuple[int, int], rate: float) -> Iterator[Shot]:
    """One after another until the show is over; equal ones come once, and stand longer.

    `titled`: the film begins with the title of the first level, else with its show.
    """
    import pygame

    def frames() -> Iterator[Shot]:
        while not game.quit:
            while isinstance(app.scene, ReelScene) and app.scene.trains:
                time.sleep(PAUSE)  # what is trained elsewhere is there before it is shown
            picture: Surface = app.picture.window
            if small:
                picture = pygame.transform.smoothscale(picture, size)
            pixels = pygame.image.tobytes(picture, "RGB")
            caption = app.scene.caption if isinstance(app.scene, ReelScene) else ""
            yield Shot(pixels, caption, 1 / rate)
            app.tick(1 / rate)

    small = size[0] < READABLE[0] or size[1] < READABLE[1]
    drawn = (2 * size[0], 2 * size[1]) if small else size  # then made smaller: letters stay readable
    pygame.display.init()
    pygame.font.init()
    with slices_by(lambda: 0.0):  # no slice is ever used up, also while the scene is made
        app = App(Options(size=drawn), game, ReelScene(game, reel, started=not titled))
        try:
            for _late in range(LATE):  # the first picture is there before the film begins
                if app.pacer.ready and app.frame:
                    break
                app.tick(0.0)
            for (pixels, caption), same in groupby(frames(), lambda shot: (shot.pixels, shot.caption)):
                yield Shot(pixels, caption, sum(shot.seconds for shot in same))
        finally:
            app.close()


def cut(film: Iterator[Shot], most: float) -> Iterator[Shot]:
    """At most so many seconds of it: it ends where something new is about to be said, rather than in the middle of it.
    """
    kept, whole, seconds = list[Shot](), 0, 0.0
    for shot in film:
        if kept and shot.caption != kept[-1].caption and seconds >= most / 2:
            whole = len(kept)
        if seconds + shot.seconds > most:
            yield from kept[:whole] if whole else [*kept, shot._replace(seconds=most - seconds)]
            return
        kept.append(shot)
        seconds += shot.seconds
    yield from kept


# A film as a folder of PNG pictures, thirty a second, and its captions as subtitles.


CAPTIONS = "captions.srt"


def write_folder(folder: Path, film: Iterable[Shot], size: tuple[int, int], rate: float) -> int:
    """All or nothing; how many pictures there are. OSError: it cannot be written, or something lies there already."""
    import pygame

    if folder.exists() and any(folder.iterdir()):
        raise OSError(ENOTEMPTY, strerror(ENOTEMPTY))
    beside = temporary_name(folder)
    count, captions = 0, list[tuple[float, str]]()
    try:
        beside.mkdir(parents=True)
        for shot in film:
            captions.append((count / rate, plain(shot.caption)))
            picture = pygame.image.frombytes(shot.pixels, size, "RGB")
            for _frame in range(max(1, round(shot.seconds * rate))):
                count += 1
                with (beside / f"frame-{count:05d}.png").open("wb") as file:
                    pygame.image.save(picture, file, "frame.png")
        (beside / CAPTIONS).write_text(subtitles(captions, count / rate), encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(beside)
        raise
    return count


def subtitles(captions: Iterable[tuple[float, str]], end: float) -> str:
    """SubRip: each caption from when it is said until the next one is. `captions`: (seconds, caption), in order."""
    begins = list[tuple[float, str]]()
    for seconds, caption in captions:
        if not begins or begins[-1][1] != caption:
            begins.append((seconds, caption))
    ends = [seconds for seconds, _caption in begins[1:]] + [end]
    spoken = [(start, stop, caption) for (start, caption), stop in zip(begins, ends) if caption]
    return "\n".join(
        f"{number}\n{_time(start)} --> {_time(stop)}\n{caption}\n"
        for number, (start, stop, caption) in enumerate(spoken, 1)
    )


def _time(seconds: float) -> str:
    whole = round(1000 * seconds)
    minutes, rest = divmod(whole, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d},{rest % 1000:03d}"


# A film as a GIF: one palette for all of it, no dither, for ever from the start again. Needs Pillow.


COLOURS = 128
BETTER = 2  # rounds in which the colours move to the middle of those that they stand for
TICK = 0.01  # seconds: what a GIF counts in


def gif(film: Sequence[Shot], size: tuple[int, int]) -> bytes:
    """The file. Refused: Pillow is not there."""
    image = pillow()
    # First, middle and last picture, one under the other: what comes late has its colours too
    width, height = size
    sheet = image.new("RGB", (width, 3 * height))
    for number, shot in enumerate((film[0], film[len(film) // 2], film[-1])):
        sheet.paste(image.frombytes("RGB", size, shot.pixels), (0, number * height))
    palette = sheet.quantize(COLOURS, method=image.Quantize.MAXCOVERAGE, kmeans=BETTER)
    pictures = (image.frombytes("RGB", size, shot.pixels) for shot in film)
    drawn = (picture.quantize(palette=palette, dither=image.Dither.NONE) for picture in pictures)
    first = next(drawn)
    file = io.BytesIO()
    first.save(file, "GIF", save_all=True, append_images=drawn, duration=durations(film), loop=0, optimize=False)
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
