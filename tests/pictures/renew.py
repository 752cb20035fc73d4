"""Draws the reference pictures anew: all of them, or those whose name begins with a given word.

    python tests/pictures/renew.py [NAME ...]
    python tests/pictures/renew.py --readme     docs/picture.png, the game in the middle of a run

Look at what has changed before it is kept.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main(wanted: list[str]) -> None:
    from pictures import drawing

    if wanted == ["--readme"]:
        readme()
        return
    for name, plan, view in drawing.pictures():
        if wanted and not any(name.startswith(word) for word in wanted):
            continue
        picture, _scene = drawing.draw(plan, view)
        print(drawing.keep(name, picture).name)
    known = {name for name, _plan, _view in drawing.pictures()}
    for path in drawing.KEPT.glob("*.png"):
        if path.stem not in known:
            path.unlink()
            print(f"{path.name} has no plan any more")


def readme() -> None:
    """A run at alpha 3 that another step has just begun; no bet was asked for."""
    import pygame

    from downslope.attempt.game import Game
    from downslope.rules.actions import Learn
    from downslope.scenes.base.scene import Scene
    from pictures import drawing, plans

    def without_bet(game: Game) -> Scene:
        game.settings.bets = False
        return plans.level("thirteen", Learn(5))(game)

    plan = next(plan for plan in plans.PLANS if plan.name == "bowl")
    picture, _scene = drawing.draw(plan._replace(make=without_bet), plans.DARK)
    pygame.image.save(drawing.rounded(picture, 0b11111100), ROOT / "docs" / "picture.png")


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "game"), str(ROOT / "tests")]
    os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")
    main(sys.argv[1:])
