"""Watch it learn: the reel, or one level's show. Nothing is locked here, and nothing is counted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..attempt.playback.show_preview import ShowPreview
from ..i18n import _
from ..rules.campaign import CHAPTERS, code, places, trails
from ..rules.reel import TRAINED, reel
from ..view.cards.reel_card import ReelCard, ReelEntry
from ..view.draw.time_slice import TimeSlice
from ..view.draw.tokens import BODY, CODE, HEADLINE, LABEL, SPACE_4, STRONG
from ..view.widgets.button import Button, IconButton, Toggle
from ..view.widgets.button_panel import HIGH, ButtonPanel
from ..view.widgets.label import Label
from ..view.widgets.layout import Box, Part, Split, column, inset, row, smallest, tight
from ..view.widgets.panel import Figure, WidgetPanel
from ..view.widgets.scroll_panel import ScrollPanel
from ..view.widgets.widget import UNPLACED
from .base.modal import Modal
from .level_map_words import trail_title
from .play.trained_show import seconds_in_all
from .reel import Reel, ReelScene
from .reel_pictures import picture_of

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..desktop.controls import Intent
    from ..rules.level import Level
    from ..view.cards.reel_pictures import ReelPicture
    from ..view.draw.canvas import Canvas
    from ..view.widgets.widget import Rect
    from .base.scene import Scene

SIDE, TOP, LOW = 36.0, 24.0, 20.0
AROUND = 6.0  # free around what scrolls, for what is drawn around its controls
CHIP, TALL, APART = 45.0, 36.0, 4.0  # a chip's width and height, and from one to the next
ROWS = 42.0  # from one row of chips to the next
LONG_CHIP = 300.0  # width of the longest name of a plugin's level
REEL_HIGH = 213.0
SWITCH = 56.0
SHARE = 0.003  # seconds of a frame for finding out how long shows take


class WatchScene(Modal):
    """Over `parent`. `again`: after the last show comes the first. `chosen`: the level that was watched last."""

    scrim = 0.78
    wide, grows = 1136.0, 200.0

    def __init__(self, game: Game, parent: Scene) -> None:
        super().__init__(game, parent)
        self.again = True
        self.levels = reel(game.catalog)
        self.chosen: Level | None = None
        self.previews = [ShowPreview(level, game.catalog) for level in self.levels]
        self.pictures: list[ReelPicture | None] = [None] * len(self.levels)
        self.card = ReelCard("reel", UNPLACED, self.play_reel, group="watch", tip=_("Play the reel"),
                             enabled=bool(self.levels))
        self.opens("play reel", arms=True)
        self._fill()

    def spoken_line(self) -> str:
        return _("Watch it learn")

    # -- layout ------------------------------------------------------------------------------------------------------

    def tree(self, canvas: Canvas) -> Split:
        t = canvas.type
        level = Label(canvas, _("Or one level"), STRONG)
        free = Figure(draw_right, _("everything is open here, and nothing counts"))
        shows = column(
            Part(WidgetPanel(self.card), REEL_HIGH - 58 + 58 * t),
            Part(inset(row(Part(level, 110 * t), Part(free)), 4, 0, SPACE_4), 22 * t),
            tight(self._chips(canvas)), gap=18,
        )  # fmt: skip
        foot = inset(self._foot(canvas), AROUND, 0, AROUND)
        scrolled = ScrollPanel("levels", self.area, inset(shows, AROUND, AROUND, AROUND + 4, AROUND), focusable=False)
        return inset(column(
            Part(self._head(canvas), max(48.0, 62 * t)), Part(scrolled), tight(foot), gap=14,
        ), SIDE - AROUND, TOP, SIDE - AROUND, LOW)  # fmt: skip

    def _head(self, canvas: Canvas) -> Split:
        close = IconButton("close", UNPLACED, "", "close", self.back, key="back", tip=_("Back"), group="watch")
        return row(Part(Figure(draw_head)), Part(column(Part(WidgetPanel(close), 48), Part(Box())), 48))

    def _chips(self, canvas: Canvas) -> Split:
        """A row for each chapter, in two columns where they have room; then one for each plugin."""
        rows = [self._row(canvas, _(chapter.title), [place.level for place in places(self.game.catalog)
                                                      if place.chapter == number])
                for number, chapter in enumerate(CHAPTERS, 1)]  # fmt: skip
        half = (len(rows) + 1) // 2
        both = row(Part(_under(rows[:half])), Part(_under(rows[half:])), gap=14)
        catalog = self.game.catalog
        own = [self._row(canvas, trail_title(name, catalog), levels, True)
               for name, levels in trails(catalog).items()]  # fmt: skip
        chapters = both if smallest(both)[0] <= self.card_width - 2 * SIDE else _under(rows)
        return column(tight(chapters), tight(_under(own)), gap=8) if own else chapters

    def _row(self, canvas: Canvas, title: str, levels: list[Level], named: bool = False) -> Split:
        label = Figure(draw_label, title, least=(112 * canvas.type, 24.0))
        chips = [self._chip(canvas, level, named) for level in levels]
        return row(Part(label, 112 * canvas.type), *chips, Part(Box()), gap=APART)

    def _chip(self, canvas: Canvas, level: Level, named: bool) -> Part:
        words = _(level.title) if named else code(level, self.game.catalog)
        wide = max(CHIP, (canvas.width(words, CODE) + 14))
        chip = Chip(f"chip {level.id}", UNPLACED, words, "", partial(self.play, level), tip=_(level.title),
                    group="watch")  # fmt: skip
        return Part(WidgetPanel(chip, min(wide, LONG_CHIP), TALL), min(wide, LONG_CHIP))

    def _foot(self, canvas: Canvas) -> Split:
        again = Toggle("again", UNPLACED, self.again, self._set_again, label=_("Again and again"), group="watch")
        alone = Toggle("attract", UNPLACED, self.game.settings.attract, self._set_attract,
                       label=_("Starts after 60 s on the title"), group="watch")  # fmt: skip
        play = Button("play reel", UNPLACED, _("Play the reel"), "play", self.play_reel, kind="primary", key="accept",
                      group="watch", enabled=bool(self.levels))  # fmt: skip
        switches = [*_switch(canvas, again, _("Again and again")),
                    *_switch(canvas, alone, _("Starts after 60 s on the title"))]  # fmt: skip
        save = Button("save", UNPLACED, _("Save"), "save", self.save, key="sound", group="watch",
                      tip=_("A film of the level that is chosen, or of the first"))  # fmt: skip
        buttons = [Part(ButtonPanel(canvas, save, HIGH), 160, shrinks=True),
                   Part(ButtonPanel(canvas, play, HIGH), 232, shrinks=True)]  # fmt: skip
        one = row(*switches, Part(Box()), *buttons, gap=12)
        two = column(Part(row(*switches, Part(Box()), gap=12), HIGH), Part(row(Part(Box()), *buttons, gap=12), HIGH))
        return one if smallest(one)[0] <= self.card_width - 2 * SIDE else two

    # -- what happens ------------------------------------------------------------------------------------------------

    def _set_again(self, on: bool) -> None:
        self.again = on

    def _set_attract(self, on: bool) -> None:
        self.game.settings.attract = on
        self.game.save()

    def play_reel(self) -> None:
        self.go(ReelScene(self.game, Reel(self.levels, self.again), self))

    def play(self, level: Level) -> None:
        """The show of one level."""
        self.chosen = level
        self.go(ReelScene(self.game, Reel([level], self.again), self))

    def save(self) -> None:
        """A film of the level whose chip has the keyboard, else of the one that was watched last, or of the first."""
        chip = self.focus.removeprefix("chip ")
        level = self.game.catalog.levels.get(chip) or self.chosen or next(iter(self.levels), None)
        if level is not None:
            self.game.films.make(level.id, [level.id])

    def on_intent(self, intent: Intent) -> bool:
        if intent.name == "paste":
            self.open_code()
            return True
        return super().on_intent(intent)

    def own_acts(self) -> dict[str, str]:
        return {**super().own_acts(), "paste": ""}

    @property
    def moving(self) -> bool:
        return any(not preview.known for preview in self.previews) or None in self.pictures

    def on_update(self, seconds: float) -> None:
        piece, before = TimeSlice(SHARE), (tuple(self.pictures), self._seconds())
        for number, level in enumerate(self.levels):
            if self.pictures[number] is None and piece.left > 0:
                self.pictures[number] = picture_of(level, self.game.catalog)
        for preview in self.previews:
            preview.work(piece)
        if before != (tuple(self.pictures), self._seconds()):
            self._fill()

    def _seconds(self) -> tuple[float | None, ...]:
        return tuple(seconds_in_all(level) if level.id == TRAINED else preview.seconds
                     for level, preview in zip(self.levels, self.previews))  # fmt: skip

    def _fill(self) -> None:
        """The card, as far as it is known."""
        self.card.entries = tuple(
            ReelEntry(code(level, self.game.catalog), _(level.title), seconds, picture)
            for level, seconds, picture in zip(self.levels, self._seconds(), self.pictures)
        )


class Chip(Button):
    """A level's code, small."""

    radius = 10.0

    def accessible_name(self) -> str:
        return self.label if self.label == self.tip else f"{self.label} {self.tip}"

    def draw_face(self, canvas: Canvas, colour: str, down: float, cap: str) -> None:
        x, y, width, height = self.rect
        style, words = canvas.shrink(self.label, width - 10, CODE)
        canvas.text(x + width / 2, y + height / 2 + 4.4 * canvas.type + down, words, style, colour, "middle")


def _under(rows: list[Split]) -> Split:
    return column(*(Part(each, TALL) for each in rows), gap=ROWS - TALL)


def _switch(canvas: Canvas, toggle: Toggle, words: str) -> list[Part]:
    wide = canvas.width(words, LABEL) + 20
    return [Part(column(Part(Box()), Part(WidgetPanel(toggle), 32), Part(Box()), gap=0), SWITCH),
            Part(Figure(draw_label, words, least=(wide, 24.0)), wide)]  # fmt: skip


def draw_head(canvas: Canvas, rect: Rect) -> None:
    """What it is, and what happens in it."""
    x, y, w, _h = rect
    k = canvas.type
    canvas.icon("auto", x + 4 + AROUND, y + 22 * k - 18, 28, "text")
    canvas.within(x + 48 + AROUND, y + 29 * k, _("Watch it learn"), w - 48, HEADLINE, "text")
    told = _("The machine tries, chooses, runs. Press any key to take over.")
    canvas.within(x + 48 + AROUND, y + 58 * k, told, w - 48, BODY, "text2")


def draw_label(canvas: Canvas, rect: Rect, words: str) -> None:
    """In the middle of its height."""
    x, y, w, h = rect
    canvas.within(x + 4, canvas.base_of(y + h / 2), words, w - 4, LABEL, "text")


def draw_right(canvas: Canvas, rect: Rect, words: str) -> None:
    """At the right end."""
    x, y, w, h = rect
    canvas.within(x + w, canvas.base_of(y + h / 2), words, w, BODY, "text2", "end")
