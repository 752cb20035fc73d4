"""Watch it learn: the reel, or one level's show. Nothing is locked here, and nothing is counted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

from ..attempt.game.game import Game
from ..attempt.playback.playback import Playback
from ..attempt.playback.rehearsal import ShowPhase
from ..attempt.playback.show import MachineShow
from ..engine.run import SAMPLE
from ..i18n import _, plural_form
from ..rules.actions import Learn, Turn
from ..rules.campaign import CHAPTERS, TRAINED, code, places, reel, trails
from ..rules.catalog import Catalog
from ..rules.level import Level
from ..rules.session import Session
from ..storage.level_digest import digest
from ..view.bowls.contour_map import bands
from ..view.bowls.small_bowl import SmallBowl
from ..view.draw.canvas import Canvas
from ..view.draw.theme import weight_colour
from ..view.draw.time_slice import TimeSlice
from ..view.draw.tokens import BODY, CODE, HEADING, HEADLINE, LABEL, LEAD_NUMBER, NUMBER, STRONG
from ..view.draw.tween import AWAKE
from ..view.format.numbers import clock_text
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
from ..view.widgets.widget import UNPLACED, Rect
from .base.event_routing import KeyAction
from .base.panel_screen import Modal
from .base.scene import Scene
from .level_map import trail_title
from .play.trained_show import seconds_in_all
from .reel import Reel, ReelScene

# ---------------------------------------------------------------------------------------------------------------------
# Small pictures of what a show is about: ghosts in a bowl, a way through a valley, answers that add up, what eyes
# see. All that they show comes from runs; each fills a rect with round corners.


Spot = tuple[float, float]
CORNER = 12.0
PIP = 8.0
BANDS = 8
HIGHEST = 9.0  # times the start: where the highest band begins
BORDER = 72  # points of a height line
CELL, GAP = 22.0, 3.0  # of a picture of answers
KERNEL, PIXEL = 9.6, 9.0  # cells of a kernel, and of the picture that is read


def _draw_bowl(canvas: Canvas, rect: Rect, ghosts: Sequence[float], far: float) -> None:
    """Distances from the flag, in units of the weight; the first is Pip's. `far`: the bowl's rim."""
    canvas.rect(*rect, "well", CORNER)
    x, y, w, h = rect
    unit = (w / 2 - 12) / far

    def rise(along: float) -> float:
        return (h - 18) * (along / (w / 2 - 12)) ** 2

    bowl = SmallBowl(rect, x + w / 2, y + h - 16, rise, corner=CORNER, flag=26)
    bowl.paint(canvas)
    seats = [bowl.rest_point(distance * unit, PIP) for distance in ghosts if bowl.fits(distance * unit, PIP)]
    for spot in seats[1:]:
        canvas.ghost(*spot, PIP, (0.2, 0.05))
    for spot in seats[:1]:
        canvas.pip(*spot, PIP + 2, (0.1, 0.1), "happy")


def _draw_valley(canvas: Canvas, rect: Rect, way: Sequence[Spot], low: Spot,
                 slopes: tuple[float, float, float]) -> None:  # fmt: skip
    """The weights of a run, the lowest place, and how the error rises there: (a, b, c) of a·x² + 2b·x·y + c·y²."""
    x, y, w, h = rect
    xs, ys = [p[0] for p in (*way, low)], [p[1] for p in (*way, low)]
    unit = min((w - 64) / max(1e-9, max(xs) - min(xs)), (h - 44) / max(1e-9, max(ys) - min(ys)))
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def place(weights: Spot) -> Spot:
        return x + w / 2 + (weights[0] - middle[0]) * unit, y + h / 2 + 6 - (weights[1] - middle[1]) * unit

    def height(dx: float, dy: float) -> float:
        a, b, c = slopes
        return a * dx * dx + 2 * b * dx * dy + c * dy * dy

    def height_line(high: float) -> Iterator[Spot]:
        """All around the lowest place, where the error is so much higher."""
        for k in range(BORDER):
            across, up = math.cos(2 * math.pi * k / BORDER), math.sin(2 * math.pi * k / BORDER)
            far = math.sqrt(high / height(across, up))
            yield low[0] + far * across, low[1] + far * up

    start = height(way[0][0] - low[0], way[0][1] - low[1])
    colours = bands(canvas.theme, BANDS)
    with canvas.clip(*rect, CORNER):
        canvas.rect(*rect, colours[-1])
        for band in range(BANDS - 2, -1, -1):
            ring = height_line(HIGHEST * start * ((band + 1) / (BANDS - 1)) ** 2)
            canvas.polygon([place(spot) for spot in ring], colours[band])
        positions = [place(weights) for weights in way]
        canvas.polyline(positions, "text", 2)
        for spot in positions:
            canvas.circle(*spot, 2.3, "text")
        flag = place(low)
        canvas.flag(flag[0] + 4, flag[1], 24, glow=False)
        canvas.pip(positions[-1][0] - 4, positions[-1][1], PIP, (0.1, 0.1), "happy")


def _draw_answers(canvas: Canvas, rect: Rect, sums: Sequence[Sequence[float]]) -> None:
    """What neurons answer to four examples, in two rows; the last is what comes out of them."""
    canvas.rect(*rect, "well", CORNER)
    x, y, w, h = rect
    box, between = 2 * CELL + GAP + 12, 24.0
    count = len(sums)
    left = x + (w - count * box - (count - 1) * between) / 2
    top = y + (h - box) / 2
    for number, answers in enumerate(sums):
        last = number == count - 1
        colour = "prediction" if last else "text2"
        canvas.rect(left + 1, top + 1, box - 2, box - 2, "panel", 10, colour, 2.5)
        for k, value in enumerate(answers[:4]):
            row, across = divmod(k, 2)
            tone = canvas.mix("well", "text" if not last else colour, 0.05 + 0.8 * min(1.0, abs(value)))
            canvas.rect(left + 6 + across * (CELL + GAP), top + 6 + row * (CELL + GAP), CELL, CELL, tone, 4)
        left += box
        if not last:
            sign = "=" if number == count - 2 else "+"
            canvas.text_vcenter(left + between / 2, y + h / 2, sign, LEAD_NUMBER, "text", "middle")
            left += between


def _draw_eyes(canvas: Canvas, rect: Rect, kernels: Sequence[Sequence[float]], values: Sequence[float],
               label: str) -> None:  # fmt: skip
    """Kernels of nine weights, the pixels of a picture, and what it is."""
    canvas.rect(*rect, "well", CORNER)
    x, y, w, h = rect
    side = 3 * KERNEL + 8
    largest = max((abs(weight) for kernel in kernels for weight in kernel), default=0.0) or 1.0
    pixels = round(math.sqrt(len(values)))
    low = 22 * canvas.type  # the label's height
    pixel = min(PIXEL, (h - low - 12) / pixels)
    width = 4 * side + 20 + pixels * pixel
    left, top = x + (w - width) / 2, y + (h - 2 * side + 8) / 2
    for number, kernel in enumerate(kernels[:8]):
        row, across = divmod(number, 4)
        for k, weight in enumerate(kernel):
            cx = left + across * side + k % 3 * KERNEL
            cy = top + row * side + k // 3 * KERNEL
            tone = canvas.mix("well", weight_colour(weight), 0.1 + 0.85 * min(1.0, abs(weight) / largest))
            canvas.rect(cx, cy, KERNEL - 0.8, KERNEL - 0.8, tone)
            if weight < 0:
                canvas.rect(cx + 2.4, cy + KERNEL / 2 - 1.1, KERNEL - 5.6, 1.6, "text")
    left, top = left + 4 * side + 20, y + (h - pixels * pixel - low) / 2
    for k, value in enumerate(values):
        if value > 0:
            tone = canvas.mix("well", "input", 0.1 + 0.85 * min(1.0, value))
            canvas.rect(left + k % pixels * pixel, top + k // pixels * pixel, pixel - 0.8, pixel - 0.8, tone)
    middle = left + pixels * pixel / 2, top + pixels * pixel + low / 2 + 1
    canvas.text_vcenter(*middle, label, LEAD_NUMBER, "prediction", "middle")


# ---------------------------------------------------------------------------------------------------------------------
# Of each level of the reel a picture from a run of its own: short ones, that take no time.


ZIGZAG = 0.6  # an alpha at which it goes to and fro across the valley
STEPS, MOST = 2, 40  # of each ghost; of the way that is drawn
EYE_SIZE = 9


def picture_of(level: Level, catalog: Catalog) -> Mark | None:
    """None: nothing small can be drawn of it."""
    session = Session(level, catalog)
    network, examples = session.run.network, session.run.examples
    (inputs, goals), *_others = examples
    if level.id == TRAINED:
        kernels = tuple(tuple(session.weights[k : k + EYE_SIZE]) for k in range(0, 8 * EYE_SIZE, EYE_SIZE))
        return Mark(_draw_eyes, (kernels, tuple(inputs), str(list(goals).index(max(goals)))), grow=1)

    if network.size == 1:  # where each alpha of the knob is after some steps, from the flag; the nearest is Pip's
        flag, start, knob, places = goals[0] / inputs[0], session.weights[0], level.knob("alpha"), []
        for alpha in (knob.values() or ()) if knob is not None else ():
            tried = Session(session.base, catalog, [Turn("alpha", alpha), Learn(STEPS)])
            places.append(tried.weights[0] - flag)
        return Mark(_draw_bowl, (tuple(sorted(places, key=abs)), 1.15 * abs(start - flag)), grow=1)

    if network.size == 2 == network.inputs:  # across the valley and back; the lowest place by two equations
        tried = Session(session.base, catalog, [Turn("alpha", ZIGZAG)])
        way = [tuple(tried.weights)]
        while len(way) <= MOST and tried.outcome is None and not tried.run.diverged:
            tried.do(Learn(1))
            way.append(tuple(tried.weights))
        a = b = c = d = e = 0.0
        for (x, y), (goal,) in examples:
            a, b, c = a + x * x, b + x * y, c + y * y
            d, e = d + x * goal, e + y * goal
        free = a * c - b * b
        return Mark(_draw_valley, (tuple(way), ((d * c - b * e) / free, (a * e - b * d) / free), (a, b, c)), grow=1)

    if network.nonlinear_units and network.inputs > 1:
        # what the hidden neurons that light, and the net, answer at the end of the level's own learning
        each = len(session.run.batches)
        session.learn_until_outcome(session.level.budget * each)
        ordered = sorted(examples, key=lambda example: (example[0][1], example[0][0]))
        layers = [network.forward(session.weights, inputs) for inputs, _goals in ordered]
        hidden = [tuple(layer[1][n] for layer in layers) for n in range(len(layers[0][1]))]
        lit = sorted(hidden, key=lambda answers: -max(answers))[:2]
        return Mark(_draw_answers, ((*lit, tuple(layer[-1][0] for layer in layers)),), grow=1)
    return None


# ---------------------------------------------------------------------------------------------------------------------
# The card of the reel: a picture of each of its shows, what they are called and how long they take.


CARD_CORNER = 16.0


def reel_ink(shows: Sequence[tuple[str, str, float | None, Mark | None]], fill: str) -> Ink:
    """Of each show its code, its title, how long it takes and its picture; None: not known yet."""
    columns = []
    for number, title, length, picture in shows:
        name = Row((Line(number, CODE, "text2"), Line(title, LABEL, yields=True)), 10)
        time = Line("…" if length is None else clock_text(round(length)), CODE, "text2")
        shown = picture or Boxed(fill="well", radius=CORNER, grow=1)
        columns.append(Col((shown, Ink(high=6), Boxed(Col((name, time)), (2, 0)))))
    count, lengths = len(shows), [length for _number, _title, length, _picture in shows if length is not None]
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
        self.pictures: list[Mark | None] = [None] * len(self.levels)
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
        piece, before = TimeSlice(SHARE), (tuple(self.pictures), self._seconds())
        for number, level in enumerate(self.levels):
            if self.pictures[number] is None and piece.left > 0:
                self.pictures[number] = picture_of(level, self.game.catalog)
        while self.previews and piece.left > 0:
            if next(self.previews[0], "over"):
                self.previews.pop(0)
        if before != (tuple(self.pictures), self._seconds()):
            AWAKE.touch()
            self._fill()

    def _seconds(self) -> tuple[float | None, ...]:
        return tuple(seconds_in_all(level) if level.id == TRAINED else KNOWN.get(key)
                     for level, key in zip(self.levels, self.digests))  # fmt: skip

    def _fill(self) -> None:
        """The card, as far as it is known."""
        shows = [(code(level, self.game.catalog), _(level.title), seconds, picture)
                 for level, seconds, picture in zip(self.levels, self._seconds(), self.pictures)]  # fmt: skip
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
