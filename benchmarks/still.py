"""What a frame costs in which nothing was done and nothing moves: as it is, and with its picture drawn all the same.

    python benchmarks/still.py [LEVEL ...]
"""

from __future__ import annotations

import os
import sys
from statistics import median
from time import process_time

os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", SDL_FRAMEBUFFER_ACCELERATION="0")

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.boards.kinds import kinds
from downslope.scenes.base.navigation import screen
from downslope.storage.saves import Store

SETTLE, FRAMES, FRAME = 700, 60, 1 / 60


def milliseconds(app: App, drawn: bool) -> float:
    """Median over some still frames."""
    found = []
    for _ in range(FRAMES):
        start = process_time()
        app.tick(FRAME)
        if drawn and app.resting:
            app.draw()
        found.append(1000 * (process_time() - start))
    return median(found)


def main(names: list[str]) -> None:
    store = Store()
    store.settings.bets = False
    game = Game(store)
    levels = game.catalog.levels.values()
    first = {next(kind for kind in kinds() if kind.suits(level) or kind is kinds()[-1]): level.id
             for level in reversed(levels)}  # fmt: skip
    for name in names or first.values():
        app = App(Options(), game, screen("play", game, level=game.catalog.level(name)))
        for _ in range(SETTLE):
            app.tick(FRAME)
        rounds = [(milliseconds(app, False), milliseconds(app, True)) for _ in range(3)]
        still, drawn = (median(each) for each in zip(*rounds))
        print(f"{name:20} {type(app.scene.board).__name__:16} still {still:.3f} ms, drawn {drawn:.3f} ms")
        app.close()


if __name__ == "__main__":
    main(sys.argv[1:])
