"""Whose run is on the stage, where it is not the player's own: the machine's, and one that was pasted, is told in the
top bar, a bet's on the stage, at its top right or where it is free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....i18n import N_, _
from ....view.draw.rects import meets
from ....view.draw.tokens import STRONG
from ....view.widgets.free_place import free_place, places_within
from ....view.widgets.widget import Rect
from ..shared.obstacles import obstacles

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas
    from ..shared.play_screen import PlayScreen

HIGH, ASIDE = 36.0, 12.0
NARROW = 50.0  # an icon alone
BRIEF = {"auto": N_("Auto")}  # by icon: the words where there is less room


def owner_of(play: PlayScreen) -> tuple[str, str, str]:
    """(words, icon, hue); no words: it is the player's own."""
    show, asking = play.attempt.show, play.attempt.asking
    if asking.demo is not None or asking.played is not None:
        return _("The bet’s run"), "eye", "text"
    if show is None:
        return "", "", ""
    return (_("Shared run"), "share", "alpha") if show.is_shared else (_("Auto-solve"), "auto", "alpha")


def badge_width(canvas: Canvas, play: PlayScreen) -> float:
    """How wide the badge in the top bar would like to be; 0: there is none."""
    words, _icon, hue = owner_of(play)
    if hue != "alpha":
        return 0.0
    return badge_size(canvas, words)


def badge_size(canvas: Canvas, words: str) -> float:
    """How wide a badge with these words is; without any, with its icon alone."""
    return canvas.width(words, STRONG) + 56 if words else NARROW


class RunBadge:
    """On the stage it stays where it was first, however the numbers under it run."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.rect: Rect | None = None  # None: there is none
        self._stands: tuple[object, Rect] | None = None

    def _place(self, canvas: Canvas, words: str) -> Rect:
        above = self.play.badge_at()
        if above is not None:
            return above
        stage, wide = self.play.board.plates_room(), badge_size(canvas, words)
        if self._stands is None or self._stands[0] != (stage, wide):
            places = places_within(stage, wide, HIGH, ASIDE)
            self._stands = (stage, wide), places[free_place(places, obstacles(canvas, self.play, icons=True))]
        return self._stands[1]

    def paint(self, canvas: Canvas, told: Sequence[Rect] = ()) -> None:
        """Over the stage, but not over what is `told` of the run."""
        words, icon, hue = owner_of(self.play)
        if not words:
            self.rect = self._stands = None
            return
        place = self._place(canvas, words)
        if any(meets(place, rect) for rect in told):
            self.rect = None
            return
        briefly = _(BRIEF[icon]) if icon in BRIEF else ""
        words = next((each for each in (words, briefly) if badge_size(canvas, each) <= place[2] + 0.5), "")
        wide, high = min(place[2], badge_size(canvas, words)), place[3]
        x, y = place[0] + place[2] - wide, place[1]
        self.rect = x, y, wide, high

        def draw(sub: Canvas) -> None:
            sub.rect(x, y, wide, high, sub.mix("panel", hue, 0.18), high / 2)
            sub.rect(x + 0.5, y + 0.5, wide - 1, high - 1, r=high / 2 - 0.5, stroke=hue, width=1.5)
            sub.icon(icon, x + 14, y + 7, 22, hue)
            if words:
                sub.mid_text(x + wide - 14, y + high / 2, words, STRONG, hue, "end")

        canvas.keep(("run badge", x, y, wide, words, hue), x - 2, y - 2, wide + 4, high + 4, draw)
