"""Draws lists and pictures anew: all of them, or those whose name begins with a given word.

    python tests/pictures/renew.py [NAME ...]
    python tests/pictures/renew.py --lists [NAME ...]    only the lists of what is drawn
    python tests/pictures/renew.py --readme              docs/picture.gif, a run as the machine plays it

Look at what has changed before it is kept.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main(wanted: list[str]) -> None:
    from downslope.terminal.commands import run
    from pictures import drawing
    from pictures.plans import PLANS

    if wanted == ["--readme"]:  # 5-1, from the tries to the end, by the command that makes films; needs Pillow
        film = ["--out", str(ROOT / "docs" / "picture.gif"), "--size", "640x360", "--seconds", "14", "--no-plugins"]
        run(["watch", "thirteen", *film])
        return
    words = tuple(word for word in wanted if word != "--lists") or ("",)
    drawing.KEPT.joinpath("lists").mkdir(exist_ok=True)
    for plan in PLANS:
        if plan.name.startswith(words):
            for path in drawing.keep(plan, "--lists" not in wanted):
                print(path.name)
    for path in drawing.left_over():
        path.unlink()
        print(f"{path.name} has no plan any more")


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "game"), str(ROOT / "tests")]
    os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")
    main(sys.argv[1:])
