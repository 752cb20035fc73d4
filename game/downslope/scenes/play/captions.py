"""Whose run is on the stage, in the top bar; and captions: what would be heard of a run, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import N_, _
from ...view.draw.tokens import STRONG
from ...view.widgets.panel import Placeholder

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen


# ---------------------------------------------------------------------------------------------------------------------
# Whose run is on the stage, where it is not the player's own.


NARROW = 50.0  # an icon alone
BRIEF = {"auto": N_("Auto")}  # by icon: the words where there is less room


def owner_of(play: PlayScreen) -> tuple[str, str, str]:
    """(words, icon, hue); no words: it is the player's own."""
    show, open_bets = play.attempt.show, play.attempt.open_bets
    if open_bets.demo is not None or open_bets.played is not None:
        return _("The bet’s run"), "eye", "text"
    if show is None:
        return "", "", ""
    return (_("Shared run"), "share", "alpha") if show.is_shared else (_("Auto-solve"), "auto", "alpha")


def badge_width(canvas: Canvas, play: PlayScreen) -> float:
    """How wide the badge in the top bar would like to be; 0: there is none."""
    words = owner_of(play)[0]
    return badge_size(canvas, words) if words else 0.0


def badge_size(canvas: Canvas, words: str) -> float:
    """How wide a badge with these words is; without any, with its icon alone."""
    return canvas.width(words, STRONG) + 56 if words else NARROW


class RunBadge(Placeholder):
    """In the top bar; `width`: how wide it would like to be, 0 where it is the player's own run."""

    def __init__(self, play: PlayScreen) -> None:
        super().__init__(NARROW)
        self.play = play

    def paint(self, canvas: Canvas) -> None:
        words, icon, colour = owner_of(self.play)
        if not words:
            return
        briefly = _(BRIEF[icon]) if icon in BRIEF else ""
        left, y, room, height = self.rect
        words = next((each for each in (words, briefly) if badge_size(canvas, each) <= room + 0.5), "")
        width = min(room, badge_size(canvas, words))
        x = left + room - width
        canvas.rect(x, y, width, height, canvas.mix("panel", colour, 0.18), height / 2)
        canvas.rect(x + 0.5, y + 0.5, width - 1, height - 1, r=height / 2 - 0.5, stroke=colour, width=1.5)
        canvas.icon(icon, x + 14, y + 7, 22, colour)
        if words:
            canvas.text_vcenter(x + width - 14, y + height / 2, words, STRONG, colour, "end")


# What is felt -> what is said of it.
CAPTIONS = {("tag", "past the goal"): N_("past the goal"), ("error", "up"): N_("the error grows")}


def told_by_feedback(play: PlayScreen) -> str:
    """What would be heard of the run at this moment, in a few words, where effects are not heard."""
    feedback = play.game.player_feedback
    return ", ".join(_(words) for (to, what), words in CAPTIONS.items() if feedback.part(to, what) is not None)
