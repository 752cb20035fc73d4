"""The title's first frame beside a bare window: milliseconds of the processor, each a process, in turn.

    .venv/bin/python benchmarks/first_frame.py [ROUNDS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

GAME = Path(__file__).parents[1] / "game"
SHOWN = """
import os, sys, time
import pygame
file = sys.argv.pop()
def shown():
    with open(file, "w") as out:
        out.write(str(time.process_time()))
    os._exit(0)
pygame.display.flip = shown
"""
BARE = f"{SHOWN}pygame.display.init()\npygame.font.init()\npygame.display.set_mode((1280, 720)).fill(0)\nshown()\n"
TITLE = f"{SHOWN}from downslope.cli import main\nmain()\n"


def main(rounds: int = 15) -> None:
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "time"
        env = {**os.environ, "PYTHONPATH": str(GAME), "DOWNSLOPE_HOME": home, "PYGAME_HIDE_SUPPORT_PROMPT": "1",
               "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}  # fmt: skip
        env.pop("PYTHONDONTWRITEBYTECODE", None)

        def milliseconds(script: str) -> float:
            subprocess.run([sys.executable, "-c", script, str(file)], env=env, capture_output=True, check=True)
            return 1000 * float(file.read_text())

        milliseconds(TITLE)  # its files are compiled
        pairs = [(milliseconds(BARE), milliseconds(TITLE)) for _ in range(rounds)]
    over = [title - bare for bare, title in pairs]
    print(f"bare window {statistics.median(bare for bare, _ in pairs):.0f} ms, "
          f"title {statistics.median(title for _, title in pairs):.0f} ms: "
          f"{statistics.median(over):.0f} ms more (the least {min(over):.0f})")  # fmt: skip


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
