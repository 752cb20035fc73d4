"""What frames cost: the numbers behind `downslope play [LEVEL] --profile`, and what goes on meanwhile.

The game begins on the title. A level is opened from there, so that its layers are part of what is measured, and the
machine plays it, over and over: something always moves.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..scenes.play.play import PlayScene

_IMPORTED = time.perf_counter()
TITLE = 40  # frames of the title before the level is opened, less than a second: what comes next is fetched meanwhile


def since_start() -> float:
    """Seconds since this process began; where the system does not tell, since this module was imported."""
    try:
        ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        now = time.clock_gettime(time.CLOCK_BOOTTIME)
        return now - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError):
        return time.perf_counter() - _IMPORTED


def measured_show(game: Game, level: str) -> Iterator[PlayScene | None]:
    """What is on while frames are measured. Before each frame the scene to show from now on; None: the same."""
    yield from (None for _frame in range(TITLE))
    from ..scenes.play.play import PlayScene

    while True:
        play = PlayScene(game, game.catalog.level(level), auto=True)
        yield play
        while play.attempt.machine is not None and play.attempt.machine.playing:
            yield None


def report(first: float, frames: list[float], began: int = 1) -> str:
    """First frame, and from frame `began` on the median, the 99th percentile and the longest, in ms.

    `frames`: seconds that each took.
    """
    later = sorted(frames[began:]) or [0.0]

    def part(share: float) -> float:
        return 1000 * later[min(len(later) - 1, int(share * len(later)))]

    return (
        f"first frame {1000 * first:.0f} ms after process start; "
        f"frames: {len(later)}, median {part(0.5):.2f} ms, p99 {part(0.99):.2f} ms, longest {1000 * later[-1]:.2f} ms"
    )
