"""What the landing page knows of the levels: their names, and where their knobs may stand."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MOST = 24  # values that a list offers; of a knob with more only the ends and the step are told


def use_checkout() -> None:
    """Import the game from this checkout, whatever is installed."""
    game = str(ROOT / "game")
    if game not in sys.path:
        sys.path.insert(0, game)
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")


def levels() -> list[dict[str, Any]]:
    """Each level's id, number, title and knobs that a link may set, in the campaign's order."""
    use_checkout()
    from downslope.registry.loading import load_all
    from downslope.rules.campaign import code

    catalog = load_all(plugins=False, strict=True).catalog
    found = []
    for level in catalog.levels.values():
        knobs = [knob_of(knob) for knob in level.knobs if knob.index in (None, 0)]
        found.append({"id": level.id, "code": code(level, catalog), "title": level.title, "knobs": knobs})
    return found


def knob_of(knob: Any) -> dict[str, Any]:
    """A knob as the page's link maker offers it."""
    values = knob.values()
    if values is not None and len(values) <= MOST:
        return {"name": knob.name, "values": [short(value) for value in values]}
    told = {"name": knob.name, "low": knob.low, "high": knob.high}
    return {**told, "step": knob.step} if knob.step and not knob.log else told


def short(value: float | str) -> str:
    """.3 instead of 0.3, as the game writes numbers."""
    text = value if isinstance(value, str) else f"{value:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
