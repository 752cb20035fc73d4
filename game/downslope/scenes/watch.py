"""Watch it learn: the reel, or one level's show. Nothing is locked here, and nothing is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ..attempt.game.game import Game
from ..attempt.playback.playback import Playback
from ..attempt.playback.rehearsal import ShowPhase
from ..attempt.playback.show import MachineShow
from ..engine.run import SAMPLE
from ..i18n import _, plural_form
from ..rules.campaign import CHAPTERS, TRAINED, code, places, reel, trails
from ..rules.catalog import Catalog
from ..rules.level import Level
from ..rules.session import Session
from ..storage.level_digest import digest
from ..view.draw.canvas import Canvas
from ..view.draw.time_slice import TimeSlice
from ..view.draw.tokens import BODY, CODE, HEADING, HEADLINE, LABEL, NUMBER, STRONG
from ..view.draw.tween import AWAKE
from ..view.format.numbers import clock_text
from ..view.level_map.map_panel import draw_thumbnail, story_of
from ..view.widgets.button import Button, IconButton, Toggle
from ..view.widgets.ink import Boxed, Col, Ink, InkBox, InkPress, Line, Mark, Row, icon
from ..view.widgets.panel import (
    HIGH,
    Box,
    ButtonPanel,
    Part,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    fit_content,
    least_size,
    row,
    with_padding,
)
from ..view.widgets.widget import UNPLACED
from .base.event_routing import KeyAction
from .base.panel_screen import Modal
from .base.scene import Scene
from .level_map import trail_title
from .play.trained_show import seconds_in_all
from .reel import Reel, ReelScene

# ---------------------------------------------------------------------------------------------------------------------
# The card of the reel: a picture of each of its shows, what they are called and how long they take.


CARD_CORNER = 16.0


def reel_ink(shows: Sequence[tuple[Level, str, float | None]], fill: str) -> Ink:
    """Of each show its code, its title, how long it takes, None while that is not known, and the level's picture."""
    columns = []
    for level, number, length in shows:
        name = Row((Line(number, CODE, "text2"), Line(_(level.title), LABEL, yields=True)), 10)
        time = Line("…" if length is None else clock_text(round(length)), CODE, "text2")
        shown = Mark(draw_thumbnail, (story_of(level),), grow=1)
        columns.append(Col((shown, Ink(high=6), Boxed(Col((name, time)), (2, 0)))))
    count, lengths = len(shows), [length for _level, _number, length in shows if length is not None]
    text = plural_form("{n} show, then from the start", "{n} shows, then from the start", count).format(n=count)
    whole = [Line(clock_text(round(sum(lengths))), NUMBER, "text2")] if len(lengths) == count else []
    head = Row((Line(_("The reel"), HEADING), *whole, Line(text, BODY, "text2", yields=True)), 12)
    inside = Col((head, Row(tuple(columns), 14, "fill", True, grow=1)), 4)
    return Boxed(inside, (20, 9), fill, "border2", CARD_CORNER, 1)


# ---------------------------------------------------------------------------------------------------------------------
# How long the machine's show of a level takes: found out ahead, a little in each frame, by a show that nobody sees.


FRAME = 1 / 10  # seconds by which it goes on
LONGEST = 600.0  # seconds: what goes on for longer has no length
KNOWN: dict[str, float] = {}  # digest of a level -> seconds: it is found out once


def find_length(level: Level, catalog: Catalog, key: str) -> Iterator[None]:
    """Plays the show a little further each time, until its length is known by that key, or it has none."""
    show, seconds, counted = MachineShow(Session(level, catalog), Playback()), 0.0, None
    while not show.over and seconds < LONGEST:
        if show.round is not None and show.round is not counted:
            counted, seconds = show.round, seconds + (show.length or 0.0)
            show.jump(ShowPhase.ENDS)
        show.update(FRAME)
        yield
    if show.over:
        KNOWN[key] = seconds


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
        self.digests = [digest(level) for level in self.levels]
        self.previews = [find_length(level, game.catalog, key) for level, key in zip(self.levels, self.digests)
                         if key not in KNOWN and len(level.data()) <= SAMPLE]  # a training takes as long as it takes
        self.card = InkPress("reel", Ink(), self.play_reel, "watch", _("Play the reel"))
        self.card.tip, self.card.enabled, self.card.ring = _("Play the reel"), bool(self.levels), (0.0, CARD_CORNER)
        self.opens("play reel", arms=True)
        self._fill()

    def spoken_line(self) -> str:
        return _("Watch it learn")

    # -- layout ------------------------------------------------------------------------------------------------------

    def tree(self, canvas: Canvas) -> Split:
        t, room, catalog = canvas.type, self.span - 2 * SIDE, self.game.catalog

        close = IconButton("close", UNPLACED, "", "close", self.back, key="back", tip=_("Back"), group="watch")
        text = _("The machine tries, chooses, runs. Press any key to take over.")
        title = Row((icon("auto", 28), Line(_("Watch it learn"), HEADLINE, yields=True)), 16)
        what = Row((Ink(wide=28), Line(text, BODY, "text2", yields=True)), 16)
        head = row(Part(InkBox(canvas, Boxed(Col((title, what)), (4 + AROUND, 0)), 0)),
                   Part(column(Part(WidgetPanel(close), 48), Part(Box())), 48))  # fmt: skip

        # one level: a row for each chapter, in two columns where they have room; then one for each plugin
        by_chapter = [(_(chapter.title), [place.level for place in places(catalog) if place.chapter == number])
                      for number, chapter in enumerate(CHAPTERS, 1)]  # fmt: skip
        chapters = [self._row(canvas, name, levels) for name, levels in by_chapter]
        own = [self._row(canvas, trail_title(name, catalog), levels, True) for name, levels in trails(catalog).items()]
        half = (len(chapters) + 1) // 2
        chips = row(Part(_under(chapters[:half])), Part(_under(chapters[half:])), gap=14)
        chips = chips if least_size(chips)[0] <= room else _under(chapters)
        if own:
            chips = column(fit_content(chips), fit_content(_under(own)), gap=8)
        free = Line(_("everything is open here, and nothing counts"), BODY, "text2", "end", grow=1, yields=True)
        one = InkBox(canvas, Boxed(Row((Line(_("Or one level"), STRONG), free, Ink(wide=4))), (4, 0)))
        shown = column(Part(WidgetPanel(self.card), REEL_HIGH - 58 + 58 * t), Part(one, 22 * t), fit_content(chips),
                       gap=18)  # fmt: skip
        inside = with_padding(shown, AROUND, AROUND, AROUND + 4, AROUND)
        scrolled = ScrollPanel("levels", self.area, inside, focusable=False)

        def set_again(on: bool) -> None:
            self.again = on

        def set_attract(on: bool) -> None:
            self.game.settings.attract = on
            self.game.save()

        switches: list[Part] = []
        for name, on, words, change in (
            ("again", self.again, _("Again and again"), set_again),
            ("attract", self.game.settings.attract, _("Starts after 60 s on the title"), set_attract),
        ):
            toggle = WidgetPanel(Toggle(name, UNPLACED, on, change, label=words, group="watch"))
            switches.append(Part(column(Part(Box()), Part(toggle, 32), Part(Box()), gap=0), SWITCH))
            switches.append(fit_content(InkBox(canvas, Boxed(Line(words, LABEL), (4, 0)))))
        play = Button("play reel", UNPLACED, _("Play the reel"), "play", self.play_reel, kind="primary", key="accept",
                      group="watch", enabled=bool(self.levels))  # fmt: skip
        save = Button("save", UNPLACED, _("Save"), "save", self.save, key="sound", group="watch",
                      tip=_("A film of the chosen level, or of the first"))  # fmt: skip
        buttons = [Part(ButtonPanel(canvas, save, HIGH), 160, shrinks=True),
                   Part(ButtonPanel(canvas, play, HIGH), 232, shrinks=True)]  # fmt: skip
        foot = row(*switches, Part(Box()), *buttons, gap=12)
        if least_size(foot)[0] > room:
            foot = column(Part(row(*switches, Part(Box()), gap=12), HIGH),
                          Part(row(Part(Box()), *buttons, gap=12), HIGH))  # fmt: skip
        return with_padding(column(
            Part(head, max(48.0, 62 * t)), Part(scrolled), fit_content(with_padding(foot, AROUND, 0, AROUND)), gap=14,
        ), SIDE - AROUND, TOP, SIDE - AROUND, LOW)  # fmt: skip

    def _row(self, canvas: Canvas, title: str, levels: list[Level], named: bool = False) -> Split:
        """A title and a chip for each level, with its code, or its name where the levels are `named`."""
        wide = 112 * canvas.type
        parts = [Part(InkBox(canvas, Boxed(Line(title, LABEL), (4, 0), most=wide)), wide)]
        for level in levels:
            words = _(level.title) if named else code(level, self.game.catalog)
            width = min(LONG_CHIP, max(CHIP, canvas.width(words, CODE) + 14))
            chip = LevelChip(f"chip {level.id}", UNPLACED, words, "", partial(self.play, level), tip=_(level.title),
                             group="watch")  # fmt: skip
            parts.append(Part(WidgetPanel(chip, width, TALL), width))
        return row(*parts, Part(Box()), gap=APART)

    # -- what happens ------------------------------------------------------------------------------------------------

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

    def keys(self) -> dict[str, KeyAction]:
        return super().keys() | {"paste": KeyAction(self.open_code)}

    def after_update(self, seconds: float) -> None:
        piece, before = TimeSlice(SHARE), self._seconds()
        while self.previews and piece.left > 0:
            if next(self.previews[0], "over"):
                self.previews.pop(0)
        if before != self._seconds():
            AWAKE.touch()
            self._fill()

    def _seconds(self) -> tuple[float | None, ...]:
        return tuple(seconds_in_all(level) if level.id == TRAINED else KNOWN.get(key)
                     for level, key in zip(self.levels, self.digests))  # fmt: skip

    def _fill(self) -> None:
        """The card, as far as it is known."""
        codes = [code(level, self.game.catalog) for level in self.levels]
        shows = list(zip(self.levels, codes, self._seconds()))
        self.card.ink, self.card.lit = reel_ink(shows, "raised"), reel_ink(shows, "rowhi")


class LevelChip(Button):
    """A level's code, small."""

    radius = 10.0

    def accessible_name(self) -> str:
        return self.label if self.label == self.tip else f"{self.label} {self.tip}"

    def draw_face(self, canvas: Canvas, colour: str, down: float, cap: str) -> None:
        x, y, width, height = self.rect
        style, words = canvas.fit_style(self.label, width - 10, CODE)
        canvas.text(x + width / 2, y + height / 2 + 4.4 * canvas.type + down, words, style, colour, "middle")


def _under(rows: list[Split]) -> Split:
    return column(*(Part(each, TALL) for each in rows), gap=ROWS - TALL)
