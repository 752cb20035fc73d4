"""Whose run is on the stage, where it is not the player's own: a badge at its top right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tokens import STRONG
from ...view.widgets.widget import Rect

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen

HIGH, ASIDE = 36.0, 12.0


def owner_of(play: PlayScreen) -> tuple[str, str, str]:
    """(words, icon, hue); no words: it is the player's own."""
    machine, asking = play.attempt.machine, play.attempt.asking
    if asking.demo is not None or asking.played is not None:
        return _("The bet’s run"), "eye", "text"
    if machine is not None and machine.on_stage:
        return _("Auto-solve"), "auto", "alpha"
    return "", "", ""


def badge_place(canvas: Canvas, stage: Rect, words: str) -> Rect:
    """At the stage's top right."""
    wide = canvas.width(words, STRONG) + 56
    return stage[0] + stage[2] - ASIDE - wide, stage[1] + ASIDE, wide, HIGH


def paint_badge(canvas: Canvas, play: PlayScreen) -> None:
    """Over the stage."""
    words, icon, hue = owner_of(play)
    if not words:
        return
    x, y, wide, high = badge_place(canvas, play.board.stage_rect(), words)

    def draw(sub: Canvas) -> None:
        sub.rect(x, y, wide, high, sub.mix("panel", hue, 0.18), high / 2)
        sub.rect(x + 0.5, y + 0.5, wide - 1, high - 1, r=high / 2 - 0.5, stroke=hue, width=1.5)
        sub.icon(icon, x + 14, y + 7, 22, hue)
        sub.text(x + wide - 14, y + high / 2 + 5.8 * sub.type, words, STRONG, hue, "end")

    canvas.cached(("run badge", x, y, words, hue), x - 2, y - 2, wide + 4, high + 4, draw)
