"""Where every control of a reference plan stands: name -> x, y, width, height, in whole design pixels.

    python tests/checks/places.py [NAME ...]   writes places.json, which counts from then on; of plans that begin so

Look at what has moved before it is kept.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checks.looks import Seen

KEPT = Path(__file__).parent / "places.json"
NEAR = 3  # letters differ by so much in width from one version of the typesetter to the next

Places = dict[str, list[int]]


def places_of(screen: Seen) -> Places:
    """Of all its controls."""
    return {widget.name: [round(part) for part in widget.rect] for widget in screen.widgets}


def name_of(screen: Seen) -> str:
    return f"{screen.plan} {screen.look.name}"


def kept() -> dict[str, Places]:
    found: dict[str, Places] = json.loads(KEPT.read_text(encoding="utf-8"))
    return found


def moved(before: Places, now: Places) -> list[str]:
    """What stands elsewhere, what is gone and what is new."""
    found = [f"{name} is gone" for name in before if name not in now]
    found += [f"{name} is new" for name in now if name not in before]
    both = [name for name in before if name in now]
    apart = [name for name in both if max(abs(a - b) for a, b in zip(before[name], now[name])) > NEAR]
    return found + [f"{name} stood at {before[name]}, stands at {now[name]}" for name in apart]


def keep(places: Mapping[str, Places]) -> None:
    """A line for each control."""
    blocks = []
    for name, controls in places.items():
        lines = [f"  {json.dumps(control)}: {json.dumps(rect)}" for control, rect in controls.items()]
        blocks.append(f" {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n }")
    KEPT.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")


def main(names: tuple[str, ...]) -> None:
    from checks.looks import PLACED, seen
    from pictures.plans import PLANS

    before, found = kept() if names else {}, dict[str, Places]()
    for plan in PLANS:
        if not names or plan.name.startswith(names):
            found |= {name_of(screen): places_of(screen) for screen in seen(plan, PLACED)}
        else:
            found |= {name: places for name, places in before.items() if name.startswith(plan.name + " ")}
    keep(found)


if __name__ == "__main__":
    root = Path(__file__).parents[2]
    sys.path[:0] = [str(root / "game"), str(root / "tests")]
    os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")
    main(tuple(sys.argv[1:]))
