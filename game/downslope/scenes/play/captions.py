"""Captions: what would be heard of a run, in a few words on the stage, where effects are not heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ...view.draw.plate import draw_plate, draw_tag, tag_size
from ...view.draw.rects import meets
from ...view.draw.tokens import LABEL, STRONG
from ...view.widgets.placeholder import first_free_place, places_that_fit
from ...view.widgets.widget import Rect
from .play_screen import obstacles

if TYPE_CHECKING:
    from ...attempt.game.feedback import RunFeedback
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen


# ---------------------------------------------------------------------------------------------------------------------
# Whose run is on the stage, where it is not the player's own: the machine's, and one that was pasted, is told in the
# top bar, a bet's on the stage, at its top right or where it is free.


HIGH, BADGE_ASIDE = 36.0, 12.0
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
    words, _icon, colour = owner_of(play)
    if colour != "alpha":
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
        stage, width = self.play.board.label_area(), badge_size(canvas, words)
        if self._stands is None or self._stands[0] != (stage, width):
            places = places_that_fit(stage, width, HIGH, BADGE_ASIDE)
            self._stands = (stage, width), places[first_free_place(places, obstacles(canvas, self.play, icons=True))]
        return self._stands[1]

    def paint(self, canvas: Canvas, told: Sequence[Rect] = ()) -> None:
        """Over the stage, but not over what is `told` of the run."""
        words, icon, colour = owner_of(self.play)
        if not words:
            self.rect = self._stands = None
            return
        place = self._place(canvas, words)
        if any(meets(place, rect) for rect in told):
            self.rect = None
            return
        briefly = _(BRIEF[icon]) if icon in BRIEF else ""
        words = next((each for each in (words, briefly) if badge_size(canvas, each) <= place[2] + 0.5), "")
        width, height = min(place[2], badge_size(canvas, words)), place[3]
        x, y = place[0] + place[2] - width, place[1]
        self.rect = x, y, width, height

        def draw(sub: Canvas) -> None:
            sub.rect(x, y, width, height, sub.mix("panel", colour, 0.18), height / 2)
            sub.rect(x + 0.5, y + 0.5, width - 1, height - 1, r=height / 2 - 0.5, stroke=colour, width=1.5)
            sub.icon(icon, x + 14, y + 7, 22, colour)
            if words:
                sub.text_vcenter(x + width - 14, y + height / 2, words, STRONG, colour, "end")

        canvas.keep(("run badge", x, y, width, words, colour), x - 2, y - 2, width + 4, height + 4, draw)


# What is felt -> what is said of it, and the mark before it.
CAPTIONS = {("tag", "past the goal"): (N_("past the goal"), "goal"), ("error", "up"): (N_("the error grows"), "error")}
ASIDE, EDGE = 16.0, 8.0  # from the sides of the stage, from those of a room of its own
ROWS = 24  # where one may stand


class Captions:
    """Each stays where it was first, for as long as it is to be read."""

    def __init__(self) -> None:
        self._stood: dict[tuple[str, str], tuple[object, Rect]] = {}  # for what room, and where

    def paint(self, canvas: Canvas, player_feedback: RunFeedback, top: float, stage: Rect, room: Rect,
        plates: Sequence[Rect] = (),
              told: str = "") -> None:  # fmt: skip
        """Those of this moment, one below the other, from `top` on, where they cover no words. `told`: is said already.

        `room`: where the stage has a place for them, that comes first; `plates`: what stands on it.
        """
        taken = list(plates)
        for (to, what), (words, colour) in CAPTIONS.items():
            if player_feedback.part(to, what) is None or _(words) in told:
                self._stood.pop((to, what), None)
                continue
            width, height = tag_size(canvas, _(words), LABEL)
            before, place = self._stood.get((to, what), (None, stage))
            now = stage, room, width, height
            if before != now:
                places = places_for(top, stage, room, width, height)
                place = places[first_free_place(places, [*canvas.words_at(), *taken])]
                self._stood[to, what] = now, place
            taken.append(place)
            draw_tag(canvas, place, _(words), colour, LABEL)


def places_for(top: float, stage: Rect, room: Rect, wide: float, high: float) -> list[Rect]:
    """Where a caption of this size may stand, the best place first."""
    lowest = stage[1] + stage[3] - high
    rows = [down for n in range(ROWS) if (down := top + n * high / 2) <= lowest or not n]
    left, right = stage[0] + ASIDE, stage[0] + stage[2] - ASIDE - wide
    places = [(x, down, wide, high) for x in (left, right) for down in rows]
    return places if room == stage else [*places_that_fit(room, wide, high, EDGE), *places]


# ---------------------------------------------------------------------------------------------------------------------
# What a step of a Learn has told, over the stage for as long as it stands.


CAPTION_ASIDE = 16.0  # from the stage's left edge
UNDER, LINES = 24.0, 64.0  # from its upper edge, where words or tags may stand in two lines
BELOW = 6.0  # under it


class StepCaption:
    """At the stage's left, under what stands at its top, or where it covers nothing; there it stays.

    rect    where it is; None: there is none        below   where another one may begin
    """

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.rect: Rect | None = None
        self.below = 0.0
        self._stands: tuple[object, Rect] | None = None

    def paint(self, canvas: Canvas) -> None:
        """Over the stage, once all else is drawn there."""
        words, stage = self.play.attempt.playback.caption, self.play.board.stage_rect()
        top = self.below = stage[1] + UNDER + LINES * canvas.type
        if not words:
            self.rect = self._stands = None
            return
        style, words = canvas.fit_style(words, stage[2] - 2 * CAPTION_ASIDE - 32, STRONG)
        width, high = canvas.width(words, style) + 32, 14 + 18 * canvas.type
        key = words, stage, width
        if self._stands is None or self._stands[0] != key:
            places = [*places_for(top, stage, stage, width, high), *places_that_fit(stage, width, high, CAPTION_ASIDE)]
            self._stands = key, places[first_free_place(places, obstacles(canvas, self.play, icons=True))]
        self.rect = x, y, _w, _h = self._stands[1]
        if (x, y) == (stage[0] + CAPTION_ASIDE, top):
            self.below = y + high + BELOW
        draw_plate(canvas, self.rect, "text", 10, alpha=0.96)
        canvas.text_vcenter(x + 16, y + high / 2, words, style)
