"""What a frame costs in which nothing was done and nothing moves: as it is, and with its picture drawn all the same.

    python benchmarks/still.py [LEVEL or SCREEN ...]     a level of each board, then the other screens
"""

from __future__ import annotations

import os
import sys
from statistics import median
from time import process_time
from typing import Any

os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", SDL_FRAMEBUFFER_ACCELERATION="0")

from downslope.app.app import App, Options
from downslope.attempt.game.game import Game
from downslope.boards.kinds import kind_of
from downslope.scenes.base.scene import Scene, screen
from downslope.storage.saves import Store

SETTLE, FRAMES, FRAME = 700, 60, 1 / 60
SCREENS = ("title", "map", "settings", "plugins", "workshop")


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


def opened(name: str, game: Game) -> Scene:
    """A screen by its name, or the play screen of a level."""
    more: dict[str, Any] = {} if name in SCREENS else {"level": game.catalog.level(name)}
    if name in ("settings", "plugins"):
        more = {"parent": screen("title", game)}
    scene: Scene = screen(name if name in SCREENS else "play", game, **more)
    return scene


def main(names: list[str]) -> None:
    store = Store()
    store.settings.bets = False
    store.settings.sound = store.settings.wind = store.settings.music = 0.0  # else still frames make sounds ahead
    game = Game(store)
    first = {kind_of(level): level.id for level in reversed(game.catalog.levels.values())}
    for name in names or (*first.values(), *SCREENS):
        app = App(Options(), game, opened(name, game))
        for _ in range(SETTLE):
            app.tick(FRAME)
        rounds = [(milliseconds(app, False), milliseconds(app, True)) for _ in range(3)]
        still, drawn = (median(each) for each in zip(*rounds))
        print(f"{name:20} still {still:.3f} ms, drawn {drawn:.3f} ms", flush=True)
        app.close()


if __name__ == "__main__":
    main(sys.argv[1:])
