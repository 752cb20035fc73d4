"""The top of the play screen: way back, level's code, title and story, what was used, the stars, the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import _
from ...rules import campaign
from ...view.draw.tokens import BODY, LABEL, LEAD_NUMBER, STRONG
from ...view.format.markup import hued_lines, hued_runs, plain
from ...view.format.measure import measure
from ...view.widgets.button import Button, IconButton
from ...view.widgets.layout import Part, Split, inset, row
from ...view.widgets.panel import Panel, WidgetPanel, place_tree
from ...view.widgets.widget import COMPACT, UNPLACED, Press, Rect, State, Widget

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen

EDGE, TOP, HIGH = 24.0, 10.0, 48.0
GAP = 16.0
DOTS = 10  # up to this par each unit is a dot, above it is a part of a bar
STARS = 106.0  # what the three stars need at the right of the counter
COUNTER = 226.0  # its least width, where beside it a story is told


class StoryButton(Press):
    """The title with the story; pressed, it is told."""

    def __init__(self, name: str, rect: Rect, tell: Callable[[], None], tip: str) -> None:
        super().__init__(name, rect, tip=tip)
        self.on_press = tell

    def draw(self, canvas: Canvas, state: State) -> None:
        if state.focus:
            canvas.focus(*self.rect, 12)


class TopBar:
    """Everything above the board, in one row; its parts take more or less of it as what they tell is longer."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.attempt = play.attempt
        self.title, self.run, self.counter = LevelTitle(play), RunBadge(play), Counter(play)
        self._shape: object = None

    def widgets(self) -> list[Widget]:
        play = self.play
        canvas = measure(play.game, play.width, play.height)
        way_back = "" if play.charted else "map"
        self._back = IconButton("back", UNPLACED, "", "back", play.to_map, key=way_back, tip=_("To the map"))
        self._settings = IconButton("settings", UNPLACED, "", "settings", play.to_settings, key="settings",
                                    tip=_("Settings"))  # fmt: skip
        self._end = Button("end demo", UNPLACED, _("To its end"), "", self.attempt.asking.end_demo, key="accept")
        self.title.button = StoryButton("story", UNPLACED, play.tell_story, tip=plain(play.story))
        found = self._place(canvas)
        self.title.button.focusable = bool(play.story) and not self.title.whole(canvas)
        return found

    def _place(self, canvas: Canvas) -> list[Widget]:
        self._shape = self.run.wide(canvas), self.counter.wide(canvas)
        rect = (EDGE, TOP, self.play.width - 2 * EDGE, HIGH)
        return place_tree(self._tree(canvas), rect)[1]

    def _tree(self, canvas: Canvas) -> Split:
        end = canvas.width(self._end.label, LABEL) + (76 if canvas.type <= COMPACT else 36)
        return row(
            Part(WidgetPanel(self._back), HIGH),
            Part(self.title),
            Part(self.run, self.run.wide(canvas)),
            Part(WidgetPanel(self._end), end if self.attempt.asking.playing else 0),
            Part(self.counter, self.counter.wide(canvas)),
            Part(inset(WidgetPanel(self._settings), GAP / 2), HIGH + GAP / 2),
            gap=GAP,
        )

    def is_whole(self) -> bool:
        """All of the story can be read up here."""
        return self.title.whole(measure(self.play.game, self.play.width, self.play.height))

    def paint(self, canvas: Canvas) -> None:
        if self._shape != (self.run.wide(canvas), self.counter.wide(canvas)):
            self._place(canvas)
        for panel in (self.title, self.run, self.counter):
            panel.paint(canvas)


class LevelTitle(Panel):
    """The level's code and title; where the text leaves room, the story below them, or what the machine tries."""

    flat = True
    button: StoryButton

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.code = campaign.code(play.level, play.game.catalog)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = self.button.rect = rect
        return [self.button]

    def smallest(self) -> tuple[float, float]:
        canvas = measure(self.play.game, self.play.width, self.play.height)
        code = canvas.width(self.code, LEAD_NUMBER) + 32 if self.code else 0.0
        return code + canvas.width(_(self.play.level.title), STRONG.sized(canvas.least(22))), HIGH

    def whole(self, canvas: Canvas) -> bool:
        """All of the story can be read."""
        return canvas.type <= COMPACT and len(hued_lines(canvas, self.play.story, self.rect[2], 16)) < 2

    def paint(self, canvas: Canvas) -> None:
        x, y, room, h = self.rect
        alone = canvas.type > COMPACT
        middle = y + h / 2 if alone else y + 17
        wide = canvas.width(self.code, LEAD_NUMBER) + 20 if self.code else -12.0
        if self.code:
            high = 26 * max(1.0, canvas.type)
            canvas.rect(x, middle - high / 2, wide, high, "raised", 8)
            canvas.text(x + wide / 2, middle + 6.3 * canvas.type, self.code, LEAD_NUMBER, "text", "middle")
        title, base = _(self.play.level.title), middle + 7.5 * canvas.type
        canvas.within(x + wide + 12, base, title, room - wide - 12, STRONG.sized(22), "text")
        machine = self.play.attempt.machine
        if alone:
            return
        if machine is not None and machine.on_stage and machine.tried:
            self.play.paint_tries(canvas, x, y + h, room)
        elif self.whole(canvas):
            for line in hued_lines(canvas, self.play.story, room):
                canvas.rich(x, y + h, hued_runs(line, "text2", BODY.weight))
        else:  # the tip has all of it
            canvas.within(x, y + h, plain(self.play.story), room, BODY, "text2")


class RunBadge(Panel):
    """Whose run it is, where it is not the player's own."""

    flat = True

    def __init__(self, play: PlayScreen) -> None:
        self.play, self.attempt = play, play.attempt

    def smallest(self) -> tuple[float, float]:
        wide = self.wide(measure(self.play.game, self.play.width, self.play.height))
        return wide, HIGH if wide else 0.0

    def _said(self) -> tuple[str, str, str]:
        """(words, icon, hue); no words: it is the player's own."""
        machine, asking = self.attempt.machine, self.attempt.asking
        if asking.demo is not None:
            return _("The bet’s run"), "eye", "text"
        if machine is not None and machine.on_stage:
            return _("Auto-solve"), "auto", "alpha"
        return "", "", ""

    def wide(self, canvas: Canvas) -> float:
        words = self._said()[0]
        return canvas.width(words, STRONG) + 56 if words else 0.0

    def paint(self, canvas: Canvas) -> None:
        words, icon, hue = self._said()
        if not words:
            return
        x, y, wide, _h = self.rect
        canvas.rect(x, y + 6, wide, 36, canvas.mix("panel", hue, 0.18), 18)
        canvas.rect(x + 0.5, y + 6.5, wide - 1, 35, r=17.5, stroke=hue, width=1.5)
        canvas.icon(icon, x + 14, y + 13, 22, hue)
        canvas.text(x + wide - 14, y + 24 + 5.8 * canvas.type, words, STRONG, hue, "end")


class Counter(Panel):
    """What was used, of how much; the stars."""

    flat = True

    def __init__(self, play: PlayScreen) -> None:
        self.play, self.attempt = play, play.attempt

    def smallest(self) -> tuple[float, float]:
        return self.wide(measure(self.play.game, self.play.width, self.play.height)), HIGH

    def wide(self, canvas: Canvas) -> float:
        least = COUNTER if canvas.type <= COMPACT else 0.0
        text = canvas.rich_width(self._runs(canvas.type > COMPACT))
        par = self.play.board.counter()[2] or 0
        used = 12 + (par - 1) * _pitch(par) if 0 < par <= DOTS else 110.0 if par else 0.0
        return max(least, 16 + STARS + max(text, used))

    def _runs(self, short: bool) -> list[tuple[str, str, int, str]]:
        word, used, par = self.play.board.counter()
        over = par is not None and used > par
        runs = [] if short and par is not None else [(word[:1].upper() + word[1:] + " ", "text2", 600, "ui")]
        runs.append((str(used), "error" if over else "text", 700, "mono"))
        if par is not None:
            runs += [("  " + _("par") + " ", "text2", 600, "ui"), (str(par), "text", 700, "mono")]
        return runs

    def paint(self, canvas: Canvas) -> None:
        earned = self.attempt.stars() | self.attempt.stars_before
        runs = self._runs(canvas.type > COMPACT)
        used, par = self.play.board.counter()[1:]
        dots = par if canvas.type <= COMPACT else None
        x, y, w, h = self.rect

        def draw(sub: Canvas) -> None:
            sub.rect(x, y, w, h, "panel", 14)
            sub.rect(x + 0.5, y + 0.5, w - 1, h - 1, r=13.5, stroke="border")
            sub.rich(x + 16, y + (22 if dots else 24 + 6 * sub.type), runs)
            if dots:
                draw_used(sub, (x + 16, y, w - 24 - STARS, h), used, dots)
            for i in range(3):
                sub.star(x + w - 80 + i * 28, y + 24, 10, on=i + 1 in earned)

        canvas.cached(("counter", self.rect, tuple(runs), dots, earned), x - 2, y - 2, w + 4, h + 4, draw)


def draw_used(canvas: Canvas, rect: Rect, used: int, par: int) -> None:
    """A dot for each of the par, or a bar."""
    left, y, wide, _h = rect
    hue = "error" if used > par else "text"
    if par > DOTS:
        canvas.rect(left, y + 33, wide, 7, "well", 3.5)
        canvas.rect(left, y + 33, wide * min(1.0, used / par), 7, hue, 3.5)
        return
    for i in range(par):
        x = left + 6 + i * _pitch(par)
        if i < used:
            canvas.circle(x, y + 36, 5, hue)
        else:
            canvas.circle(x, y + 36, 4.2, None, "border2", 1.6)


def _pitch(par: int) -> float:
    """From dot to dot."""
    return 17.0 if par < 5 else 15.0 if par < 7 else 13.2
