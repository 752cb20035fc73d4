"""The top of the play screen: way back, level's code, title and story, what was used, the stars, the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules import campaign
from ...view.draw.tokens import BODY, LABEL, LEAD_NUMBER, STRONG
from ...view.format.markup import draw_hued, hued_lines, plain
from ...view.format.measure import measure
from ...view.widgets.button import Button, IconButton
from ...view.widgets.widget import COMPACT, Press, Rect, State, Widget

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen

TOP, HIGH = 10.0, 48.0
LEFT = 88.0  # where code and story begin
DOTS = 10  # up to this par each unit is a dot, above it is a part of a bar
STARS = 106.0  # what the three stars need at the right of the counter
GAP = 16.0


class StoryButton(Press):
    """The title with the story; pressed, it is told."""

    def __init__(self, name: str, rect: Rect, tell: Callable[[], None], tip: str) -> None:
        super().__init__(name, rect, tip=tip)
        self.press = tell  # type: ignore[method-assign]

    def draw(self, canvas: Canvas, state: State) -> None:
        if state.focus:
            canvas.focus(*self.rect, 12)


class TopBar:
    """Everything above the board."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.attempt = play.attempt
        self.code = campaign.code(play.level, play.game.catalog)

    def widgets(self) -> list[Widget]:
        play = self.play
        found: list[Widget] = [
            self._button("back", 24, "back", "" if play.charted else "map", _("To the map"), play.to_map),
            self._button("settings", play.width - 72, "settings", "settings", _("Settings"), play.to_settings),
        ]
        canvas = measure(play.game, play.width, play.height)
        if self.attempt.asking.playing:
            label = _("To its end")
            wide = canvas.width(label, LABEL) + (76 if canvas.type <= COMPACT else 36)
            rect = (self._counter_left(canvas) - GAP - wide, TOP, wide, HIGH)
            found.append(Button("end demo", rect, label, "", self.attempt.asking.end_demo, key="accept"))
        place = (LEFT, TOP, max(1.0, self._room(canvas)), HIGH)
        story = StoryButton("story", place, play.tell_story, tip=plain(self.play.story))
        story.focusable = bool(self.play.story) and not self.whole(canvas)
        found.append(story)
        return found

    def is_whole(self) -> bool:
        """All of the story can be read up here."""
        return self.whole(measure(self.play.game, self.play.width, self.play.height))

    def whole(self, canvas: Canvas) -> bool:
        return canvas.type <= COMPACT and len(hued_lines(canvas, self.play.story, self._room(canvas), 16)) < 2

    @staticmethod
    def _button(name: str, x: float, icon: str, key: str, tip: str, press: Callable[[], None]) -> Widget:
        return IconButton(name, (x, TOP, HIGH, HIGH), "", icon, press, key=key, tip=tip)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        self._paint_counter(canvas)
        self._paint_badge(canvas)
        room = self._room(canvas)
        compact = canvas.type > COMPACT
        middle = TOP + HIGH / 2 if compact else TOP + 17
        wide = canvas.width(self.code, LEAD_NUMBER) + 20 if self.code else -12.0
        if self.code:
            high = 26 * max(1.0, canvas.type)
            canvas.rect(LEFT, middle - high / 2, wide, high, "raised", 8)
            canvas.text(LEFT + wide / 2, middle + 6.3 * canvas.type, self.code, LEAD_NUMBER, "text", "middle")
        title, base = _(self.attempt.level.title), middle + 7.5 * canvas.type
        canvas.within(LEFT + wide + 12, base, title, room - wide - 12, STRONG.sized(22), "text")
        if compact:
            return
        machine = self.attempt.machine
        if machine is not None and machine.on_stage and machine.tried:
            self.play.paint_tries(canvas, LEFT, 58, room)
            return
        lines = hued_lines(canvas, self.play.story, room, 16)
        if len(lines) > 1:  # the tip has all of it
            canvas.within(LEFT, 58, plain(self.play.story), room, BODY, "text2")
        else:
            draw_hued(canvas, LEFT, 58, lines, 16, "text2")

    def _room(self, canvas: Canvas) -> float:
        """Width of what stands between the way back and the counter, or its badge."""
        return self._counter_left(canvas) - GAP - LEFT - self._badge_room(canvas)

    # the counter

    def _counter_left(self, canvas: Canvas) -> float:
        least = 226.0 if canvas.type <= COMPACT else 0.0
        return self.play.width - 96 - max(least, 16 + STARS + self._counter_text(canvas))

    def _counter_text(self, canvas: Canvas) -> float:
        wide = canvas.rich_width(self._counter_runs(canvas.type > COMPACT))
        par = self.play.board.counter()[2] or 0
        return max(wide, 12 + (par - 1) * self._pitch(par) if 0 < par <= DOTS else 110.0 if par else 0.0)

    def _counter_runs(self, short: bool) -> list[tuple[str, str, int, str]]:
        word, used, par = self.play.board.counter()
        over = par is not None and used > par
        runs = [] if short and par is not None else [(word[:1].upper() + word[1:] + " ", "text2", 600, "ui")]
        runs.append((str(used), "error" if over else "text", 700, "mono"))
        if par is not None:
            runs += [("  " + _("par") + " ", "text2", 600, "ui"), (str(par), "text", 700, "mono")]
        return runs

    @staticmethod
    def _pitch(par: int) -> float:
        return 17.0 if par < 5 else 15.0 if par < 7 else 13.2

    def _paint_counter(self, canvas: Canvas) -> None:
        left = self._counter_left(canvas)
        right = self.play.width - 96
        earned = self.attempt.stars() | self.attempt.stars_before
        runs = self._counter_runs(canvas.type > COMPACT)
        used, par = self.play.board.counter()[1:]
        dots = par if canvas.type <= COMPACT else None

        def draw(sub: Canvas) -> None:
            sub.rect(left, TOP, right - left, HIGH, "panel", 14)
            sub.rect(left + 0.5, TOP + 0.5, right - left - 1, HIGH - 1, r=13.5, stroke="border")
            sub.rich(left + 16, TOP + (22 if dots else 24 + 6 * sub.type), runs)
            if dots:
                self._paint_used(sub, left + 16, right - STARS - 8, used, dots)
            for i in range(3):
                sub.star(right - 80 + i * 28, TOP + 24, 10, on=i + 1 in earned)

        key = ("counter", left, right, tuple(runs), dots, earned)
        canvas.cached(key, left - 2, TOP - 2, right - left + 4, HIGH + 4, draw)

    def _paint_used(self, canvas: Canvas, left: float, right: float, used: int, par: int) -> None:
        """A dot for each of the par, or a bar."""
        hue = "error" if used > par else "text"
        if par > DOTS:
            wide = right - left
            canvas.rect(left, TOP + 33, wide, 7, "well", 3.5)
            canvas.rect(left, TOP + 33, wide * min(1.0, used / par), 7, hue, 3.5)
            return
        for i in range(par):
            x = left + 6 + i * self._pitch(par)
            if i < used:
                canvas.circle(x, TOP + 36, 5, hue)
            else:
                canvas.circle(x, TOP + 36, 4.2, None, "border2", 1.6)

    # whose run it is

    def _badge(self) -> tuple[str, str, str]:
        """(words, icon, hue) for a run that is not the player's own."""
        machine, asking = self.attempt.machine, self.attempt.asking
        if asking.demo is not None:
            return _("The bet’s run"), "eye", "text"
        if machine is not None and machine.on_stage:
            return _("Auto-solve"), "auto", "alpha"
        return "", "", ""

    def _badge_room(self, canvas: Canvas) -> float:
        words = self._badge()[0]
        button = self.play.widget("end demo")
        room = canvas.width(words, STRONG) + 56 + GAP if words else 0.0
        return room + (button.rect[2] + GAP if button is not None and self.attempt.asking.playing else 0.0)

    def _paint_badge(self, canvas: Canvas) -> None:
        words, icon, hue = self._badge()
        if not words:
            return
        wide = canvas.width(words, STRONG) + 56
        x, y = LEFT + self._room(canvas) + GAP, TOP + 6
        canvas.rect(x, y, wide, 36, canvas.mix("panel", hue, 0.18), 18)
        canvas.rect(x + 0.5, y + 0.5, wide - 1, 35, r=17.5, stroke=hue, width=1.5)
        canvas.icon(icon, x + 14, y + 7, 22, hue)
        canvas.text(x + wide - 14, y + 18 + 5.8 * canvas.type, words, STRONG, hue, "end")
