"""Counts what the opening screen of each level and part says: its words, its numbers, and who says most of them.

    python tests/density.py [LEVEL ...]     a row for each level and part; with names also every line that is written

A word has two letters or more; a number is digits with their sign and point. A part opens when the machine has won
those before it; parts that take the machine thousands of steps are left out.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

NUMBER = re.compile(r"[-−+]?\d*\.?\d+")


class Density(NamedTuple):
    """An opening screen. `part` counts from 1."""

    level: str
    part: int
    lines: list[tuple[str, str]]

    @property
    def words(self) -> int:
        from downslope.scenes.opening import WORD

        return sum(len(WORD.findall(text)) for text, _writer in self.lines)

    @property
    def numbers(self) -> int:
        return sum(len(NUMBER.findall(text)) for text, _writer in self.lines)


def densities(levels: Sequence[str] = ()) -> Iterator[Density]:
    """The opening screens of these levels, else of all."""
    from downslope.rules.actions import Next
    from downslope.scenes.opening import opening_lines
    from shows import solved_actions
    from support import shipped

    catalog = shipped()
    for name in levels or catalog.levels:
        level = catalog.level(name)
        actions = solved_actions(name) if level.stages and not level.solution else []
        opens = [0, *(place + 1 for place, action in enumerate(actions) if isinstance(action, Next))]
        for part, place in enumerate(opens, 1):
            yield Density(name, part, opening_lines(catalog, level, actions[:place]))


def main(levels: Sequence[str]) -> None:
    rows = []
    for row in densities(levels):
        rows.append(row)
        print(f"{row.level:24} {row.part}  {row.words:4} words {row.numbers:4} numbers", flush=True)
        if levels:
            print("\n".join(f"    {writer:16} {text}" for text, writer in row.lines))
    first = [row for row in rows if row.part == 1]
    print(f"median of {len(first)} levels: {median(row.words for row in first):g} words, "
          f"{median(row.numbers for row in first):g} numbers; above 80 words: "
          f"{[row.words > 80 for row in first].count(True)}")  # fmt: skip


if __name__ == "__main__":
    root = Path(__file__).parents[1]
    sys.path[:0] = [str(root / "game"), str(root / "tests")]
    os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")
    import pygame

    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((1280, 720))
    main(sys.argv[1:])
