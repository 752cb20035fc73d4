"""A film as a folder of PNG pictures, thirty a second, and its captions as subtitles."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from errno import ENOTEMPTY
from os import strerror
from pathlib import Path
from typing import TYPE_CHECKING

from ..storage.files import beside_of
from ..view.format.markup import plain

if TYPE_CHECKING:
    from .shots import Shot

CAPTIONS = "captions.srt"


def write_folder(folder: Path, film: Iterable[Shot], size: tuple[int, int], rate: float) -> int:
    """All or nothing; how many pictures there are. OSError: it cannot be written, or something lies there already."""
    import pygame

    if folder.exists() and any(folder.iterdir()):
        raise OSError(ENOTEMPTY, strerror(ENOTEMPTY))
    beside = beside_of(folder)
    count, told = 0, list[tuple[float, str]]()
    try:
        beside.mkdir(parents=True)
        for shot in film:
            told.append((count / rate, plain(shot.caption)))
            picture = pygame.image.frombytes(shot.pixels, size, "RGB")
            for _frame in range(max(1, round(shot.seconds * rate))):
                count += 1
                with (beside / f"frame-{count:05d}.png").open("wb") as file:
                    pygame.image.save(picture, file, "frame.png")
        (beside / CAPTIONS).write_text(subtitles(told, count / rate), encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(beside)
        raise
    return count


def subtitles(told: Iterable[tuple[float, str]], end: float) -> str:
    """SubRip: each caption from when it is said until the next one is. `told`: (seconds, caption), in order."""
    begins = list[tuple[float, str]]()
    for seconds, caption in told:
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
