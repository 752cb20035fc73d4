"""Draws the icons of programs and pages as the game draws its window's.   python packaging/icons.py"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(__file__).parent / "icons"
SIZES = (48, 128, 192, 256, 512)


def draw(folder: Path = FOLDER) -> None:
    """downslope-SIZE.png, for each size that systems ask for."""
    sys.path.insert(0, str(ROOT / "game"))
    import pygame

    from downslope.view.scenery.landscape import window_icon

    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        pygame.image.save(window_icon(size), folder / f"downslope-{size}.png")


if __name__ == "__main__":
    draw()
