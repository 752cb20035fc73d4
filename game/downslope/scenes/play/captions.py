"""Captions: what would be heard of a run, in a few words on the stage, where effects are not heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import N_, _
from ...view.draw.plate import draw_tag, tag_size
from ...view.draw.tokens import LABEL

if TYPE_CHECKING:
    from ...attempt.feel import Feel
    from ...view.draw.canvas import Canvas

# What is felt -> what is said of it, and the mark before it.
CAPTIONS = {("tag", "past the goal"): (N_("past the goal"), "goal"), ("error", "up"): (N_("the error grew"), "error")}
LEFT = 40.0


def paint_captions(canvas: Canvas, feel: Feel, top: float, told: str = "") -> None:
    """Those of this moment, one below the other, from `top` on. `told`: what is said already."""
    for (to, what), (words, hue) in CAPTIONS.items():
        if feel.part(to, what) is not None and _(words) not in told:
            wide, high = tag_size(canvas, _(words), LABEL)
            draw_tag(canvas, (LEFT, top, wide, high), _(words), hue, LABEL)
            top += high + 6
