"""Watch it learn: the reel, or one level's show. Nothing is locked here, nothing is counted, and any key takes over.

The reel: shows of the machine one after another, each behind a card with its title. Each card and each show is a scene
of its own, so that the window fades from one to the next as it does between screens. A show is played in a game of its
own (`spectator` in attempt/game/game.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from ..attempt.game.game import Game, spectator
from ..attempt.playback import Playback
from ..attempt.rehearsal import ShowPhase
from ..attempt.show import MachineShow
from ..desktop.controls import Intent
from ..engine.run import SAMPLE
from ..i18n import _, plural_form
from ..rules import CHAPTERS, INSTEAD, TRAINED, Action, Catalog, Learn, Level, Session, Turn, code, places, reel, trails
from ..view.bowls.contour_map import Pair, bands, lowest_place, window_for
from ..view.bowls.error_bowl import SmallBowl
from ..view.draw import (
    AWAKE,
    BODY,
    CODE,
    DISPLAY,
    HEADING,
    HEADLINE,
    LABEL,
    LEAD_NUMBER,
    NUMBER,
    STRONG,
    Canvas,
    TimeSlice,
)
from ..view.format.markup import coloured_lines, coloured_runs
from ..view.format.numbers import clock_text
from ..view.pictures.pixel_grids import Grid, draw_weights
from ..view.scenery.landscape import draw_backdrop
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
from ..view.widgets.toast import Toasts
from ..view.widgets.widget import UNPLACED, Rect
from .base.event_routing import KeyAction
from .base.panel_screen import Modal
from .base.scene import Scene
from .level_map import trail_title
from .play.play import PlayScene
from .play.trained_show import TrainedShow, seconds_in_all

# The machine's show of a level with nothing to press: a reel has it, and who takes it over is at the level.


class BareShow(PlayScene):
    """`over` tells when it has ended. Nothing is counted."""

    bare = True

    @property
    def over(self) -> bool:
        machine = self.attempt.machine
        return machine is None or machine.over


CARD = 1.2  # seconds for which a title stands
DEAF = 0.4  # seconds after the beginning in which no key takes over: it may have been pressed to begin
BRIEF, WIDE = 20.0, 760.0  # size and width of what the level is about
EDGE = 24.0
NOTHING = frozenset({"move", "release", "wheel"})  # what is no press


class Reel(NamedTuple):
    """What is shown, and how.

    levels    one after another; `run`: what is played in the first instead of the machine's own show
    again     after the last comes the first; else `parent`, or the end of the game where there is none
    attract   the title shows it by itself: any key gives the title back
    speed     times
    tries     all of a show; else from the choice on
    filmed    nobody is there who could press a key
    """

    levels: Sequence[Level]
    again: bool = True
    attract: bool = False
    speed: float = 1.0
    run: Sequence[Action] | None = None
    tries: bool = True
    filmed: bool = False


@dataclass(eq=False)
class ReelState:
    """What the parts of a reel share: the game in which nothing is counted, and what is trained meanwhile.

    since   seconds since it began        note   why a level is not the one that belongs there
    muted   whether all sound was off before: while it is on, nothing is heard
    """

    inside: Game
    muted: bool
    trainee: TrainedShow | None = None
    trains: bool = True
    since: float = 0.0
    note: str = ""


class ReelScene(Scene):
    """`place`: of the level that is shown. `started`: its title was shown, and its show begins."""

    def __init__(self, game: Game, reel: Reel, parent: Scene | None = None, place: int = 0, started: bool = False,
                 shared: ReelState | None = None) -> None:  # fmt: skip
        super().__init__(game)
        self.parent = parent
        self.reel, self.place, self.plugin = reel, place, reel.levels[place].plugin
        self.shared = shared or ReelState(spectator(game), game.mute(True))
        self._goes_on = False
        self.show: BareShow | TrainedShow | None = None
        if started:
            reel, inside = self.reel, self.shared.inside
            inside.scale, inside.theme = self.game.scale, self.game.theme
            is_trained = self.level.id == TRAINED and reel.run is None  # in a process of its own
            if is_trained:
                self._train()
            if self.shared.trainee is not None and is_trained:
                self.show, self.shared.trainee = self.shared.trainee, None
            else:
                self.show = BareShow(inside, self.level, True, reel.run if not self.place else None)
                machine = self.show.attempt.machine
                if not reel.tries and machine is not None:
                    machine.jump(ShowPhase.CHOOSES)
            self.show.ring = False

    @property
    def level(self) -> Level:
        return self.reel.levels[self.place]

    @property
    def over(self) -> bool:
        return self.show.over if self.show is not None else self.time >= CARD / self.reel.speed

    @property
    def caption(self) -> str:
        return self.show.topbar.title.caption() or "" if self.show is not None else ""

    def spoken_line(self) -> str:
        return self.caption or _(self.level.title)

    @property
    def trains(self) -> bool:
        """A training that is shown here, or later, is under way."""
        show = self.show if isinstance(self.show, TrainedShow) else self.shared.trainee
        if show is None:
            return False
        show.work()
        return show.training.running

    def _train(self) -> None:
        """Begin the training that comes later, if there is one; where none can be, another level takes its place."""
        shared, ids = self.shared, [level.id for level in self.reel.levels]
        if shared.trainee is not None or not shared.trains or TRAINED not in ids or self.reel.run is not None:
            return
        shared.inside.scale, shared.inside.theme = self.game.scale, self.game.theme
        trainee = TrainedShow(shared.inside, self.reel.levels[ids.index(TRAINED)])
        trainee.resize(self.width, self.height, self.game.scale)
        trainee.start()
        if not trainee.lost:
            shared.trainee = trainee
            return
        trainee.end()
        shared.trains, shared.inside.toasts = False, Toasts()  # it is told on the card of the level that comes instead
        instead = self.game.catalog.levels.get(INSTEAD)
        if instead is not None and len(ids) > 1:
            left_out = code(self.reel.levels[ids.index(TRAINED)], self.game.catalog)
            text = _("{code} is skipped: no process can start here to train it.")
            shared.note = text.format(code=left_out)
            levels = [instead if level.id == TRAINED else level for level in self.reel.levels]
            self.reel = self.reel._replace(levels=levels)

    # -- time --------------------------------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        return self.show is not None and self.show.playing

    def resize(self, width: float, height: float, scale: float = 1.0) -> None:
        super().resize(width, height, scale)
        self.shared.inside.scale, self.shared.inside.theme = self.game.scale, self.game.theme
        if self.show is not None:
            self.show.resize(width, height, scale)

    def after_update(self, seconds: float) -> None:
        self.shared.since += seconds
        if self.show is None:
            self._train()
        if self.shared.trainee is not None:
            self.shared.trainee.work()
        if self.show is not None:
            self.show.update(seconds * self.reel.speed)
        if self.over:
            # From the title to the show, from the show to the next title
            if self.show is None:
                self._part(self.place, started=True)
            elif self.place + 1 < len(self.reel.levels):
                self._part(self.place + 1)
            elif self.reel.again:
                self._part(0)
            elif self.parent is not None:
                self.back()
            else:
                self.game.quit = True

    def _part(self, place: int, started: bool = False) -> None:
        self._goes_on = True
        self.go(ReelScene(self.game, self.reel, self.parent, place, started, self.shared))

    def end(self) -> None:
        if self.show is not None:
            self.show.end()
        if self._goes_on:
            return
        self.game.mute(self.shared.muted)
        if self.shared.trainee is not None:
            self.shared.trainee.end()

    # -- what the player does ----------------------------------------------------------------------------------------

    def handle(self, intent: Intent) -> Scene:
        if intent.name in NOTHING or self.shared.since < DEAF:
            return self
        elif self.reel.attract or intent.name == "back":
            self.back()
        else:
            self.take_over()
        return self._following()

    def back(self) -> None:
        super().back() if self.parent is not None else self.open("title")

    def take_over(self) -> None:
        """The level opens where the show stands, and is the player's."""
        play = PlayScene(self.game, self.level)
        if isinstance(self.show, TrainedShow):
            play.attempt.begin_from(self.show.session_for_player())
        elif self.show is not None:
            inside = self.show.attempt
            inside.take_over()
            play.attempt.begin_from(inside.session)
        self.go(play)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, canvas: Canvas) -> None:
        if self.show is None:
            canvas.clear_text_cache()
            draw_backdrop(canvas)
            brief = _(self.level.stage(0).brief)
            lines = coloured_lines(canvas.look, brief, min(WIDE, canvas.w - 2 * EDGE), BRIEF)
            step, middle = 1.45 * BRIEF * canvas.type, canvas.w / 2
            top = (canvas.h - (130 * canvas.type + step * len(lines))) / 2
            number = code(self.level, self.game.catalog)
            width = canvas.width(number, LEAD_NUMBER) + 24
            height = 30 * canvas.type
            canvas.rect(middle - width / 2, top, width, height, "raised", 9)
            canvas.text(middle, top + height / 2 + 6.4 * canvas.type, number, LEAD_NUMBER, "text", "middle")
            style, title = canvas.fit_style(_(self.level.title), canvas.w - 2 * EDGE, DISPLAY)
            canvas.text(middle, top + 84 * canvas.type, title, style, "text", "middle")
            for below, line in enumerate(lines):
                base = top + 128 * canvas.type + step * below
                runs = coloured_runs(line, "text2", 500)
                style = LABEL.with_size(BRIEF)
                canvas.rich(middle - canvas.rich_width(runs, style) / 2, base, runs, style)
            if self.level.id == INSTEAD and self.shared.note:
                canvas.text(middle, canvas.h - 48, self.shared.note, LABEL, "text2", "middle")
            self.draw_notes(canvas)
        else:
            self.show.draw(canvas)
            if not self.reel.filmed:
                words = _("any key: back") if self.reel.attract else _("any key: take over")
                x, y, w, h = self.show.tiles_place.rect  # where the keys of a show would stand that is not only watched
                canvas.text_vcenter(x + w / 2, y + h / 2, words, LABEL, "text2", "middle", w - 16)


# Small pictures of what a show is about: ghosts in a bowl, a way through a valley, answers that add up, what kernels
# see. All that they show comes from runs: short ones, that take no time.


CORNER = 12.0
PIP = 8.0
BANDS = 8
HIGHEST = 9.0  # times the start: where the highest band begins
BORDER = 72  # points of a height line
CELL, GAP, BETWEEN = 22.0, 3.0, 24.0  # of a picture of answers
KERNEL, PIXEL = 9.6, 9.0  # cells of a kernel, and of the picture that is read
ZIGZAG = 0.6  # an alpha at which it goes to and fro across the valley
STEPS, MOST = 2, 40  # of each ghost; of the way that is drawn


def _draw_bowl(canvas: Canvas, rect: Rect, ghosts: Sequence[float], far: float) -> None:
    """Distances from the flag, in units of the weight; the first is Pip's. `far`: the bowl's rim."""
    x, y, w, h = rect
    half = w / 2 - 12
    bowl = SmallBowl(rect, x + w / 2, y + h - 16, lambda along: (h - 18) * (along / half) ** 2, corner=CORNER, flag=26)
    bowl.paint(canvas)
    pip, *others = (place * half / far for place in ghosts)
    for place in others:
        if bowl.fits(place, PIP):
            canvas.ghost(*bowl.rest_point(place, PIP), PIP, (0.2, 0.05))
    canvas.pip(*bowl.rest_point(pip, PIP), PIP + 2, (0.1, 0.1), "happy")


def _draw_valley(canvas: Canvas, rect: Rect, way: Sequence[Pair], low: Pair, border: Sequence[Pair]) -> None:
    """The weights of a run, the lowest place, and the height line around it where the highest band begins."""
    x, y, w, h = rect
    window = window_for((x, y + 9, w, h - 6), (*way, low))
    colours = bands(canvas.theme, BANDS)
    with canvas.clip(*rect, CORNER):
        canvas.rect(*rect, colours[-1])
        for band in range(BANDS - 1, 0, -1):
            part = band / (BANDS - 1)
            ring = [window.at((low[0] + part * across, low[1] + part * up)) for across, up in border]
            canvas.polygon(ring, colours[band - 1])
        points = [window.at(weights) for weights in way]
        canvas.polyline(points, "text", 2)
        for point in points:
            canvas.circle(*point, 2.3, "text")
        flag = window.at(low)
        canvas.flag(flag[0] + 4, flag[1], 24, glow=False)
        canvas.pip(points[-1][0] - 4, points[-1][1], PIP, (0.1, 0.1), "happy")


def _draw_answers(canvas: Canvas, rect: Rect, sums: Sequence[Sequence[float]]) -> None:
    """What neurons answer to four examples, in two rows; the last is what comes out of them."""
    canvas.rect(*rect, "well", CORNER)
    x, y, w, h = rect
    box = 2 * CELL + GAP + 12
    left, top = x + (w - len(sums) * (box + BETWEEN) + BETWEEN) / 2, y + (h - box) / 2
    for answers, sign in zip(sums, (*"+" * (len(sums) - 2), "=", "")):
        frame, lit = ("text2", "text") if sign else ("prediction", "prediction")
        canvas.rect(left + 1, top + 1, box - 2, box - 2, "panel", 10, frame, 2.5)
        for k, value in enumerate(answers):
            down, across = divmod(k, 2)
            tone = canvas.mix("well", lit, 0.05 + 0.8 * min(1.0, abs(value)))
            canvas.rect(left + 6 + across * (CELL + GAP), top + 6 + down * (CELL + GAP), CELL, CELL, tone, 4)
        left += box + BETWEEN
        canvas.text_vcenter(left - BETWEEN / 2, y + h / 2, sign, LEAD_NUMBER, "text", "middle")


def _draw_kernels(canvas: Canvas, rect: Rect, kernels: Sequence[Sequence[float]], pixels: Sequence[float],
                  label: str) -> None:  # fmt: skip
    """Two rows of kernels, and a picture with what it is."""
    canvas.rect(*rect, "well", CORNER)
    x, y, w, h = rect
    side, count, low = 3 * KERNEL + 8, round(math.sqrt(len(pixels))), 22 * canvas.type  # `low`: the label's height
    pixel = min(PIXEL, (h - low - 12) / count)
    wide = count * pixel
    left, top = x + (w - 4 * side - 20 - wide) / 2, y + (h - 2 * side + 8) / 2
    largest = max(abs(weight) for kernel in kernels for weight in kernel)
    for number, kernel in enumerate(kernels):
        down, across = divmod(number, 4)
        draw_weights(canvas, Grid(left + across * side, top + down * side, KERNEL, 3), kernel, largest)
    grid = Grid(left + 4 * side + 20, y + (h - wide - low) / 2, pixel, count)
    for index, value in enumerate(pixels):
        if value > 0:
            tone = canvas.mix("well", "input", 0.1 + 0.85 * value)
            canvas.rect(*grid.at(index), pixel - 0.8, pixel - 0.8, tone)
    middle = grid.x + wide / 2, grid.y + wide + low / 2 + 1
    canvas.text_vcenter(*middle, label, LEAD_NUMBER, "prediction", "middle")


def picture_of(level: Level, catalog: Catalog) -> Mark:
    """Of a level of the reel: with kernels, with one weight, with two, or with hidden neurons."""
    session = Session(level, catalog)
    run = session.run
    network, (inputs, goals) = run.network, run.examples[0]
    if level.id == TRAINED:
        kernels = tuple(tuple(run.weights[k : k + 9]) for k in range(0, 8 * 9, 9))
        return Mark(_draw_kernels, (kernels, tuple(inputs), str(list(goals).index(max(goals)))), grow=1)
    if network.size == 1:  # where each alpha of the knob is after some steps; the nearest is Pip's
        knob = level.knob("alpha")
        alphas = knob.values() if knob is not None else None
        flag = goals[0] / inputs[0]
        tries = [Session(level, catalog, [Turn("alpha", alpha), Learn(STEPS)]) for alpha in alphas or ()]
        places = sorted((tried.weights[0] - flag for tried in tries), key=abs)
        return Mark(_draw_bowl, (tuple(places), 1.15 * abs(run.start[0] - flag)), grow=1)
    if network.size == 2:  # across the valley and back
        session.do(Turn("alpha", ZIGZAG))
        session.learn(MOST, until_known=True)
        way = tuple((a, b) for a, b in map(run.weights_at, range(session.count + 1)))

        def error(a: float, b: float) -> float:
            return run.full_problem.error((a, b))

        low, border = lowest_place(error, way[0]) or way[-1], list[Pair]()
        ground = error(*low)
        for k in range(BORDER):
            across, up = math.cos(math.tau * k / BORDER), math.sin(math.tau * k / BORDER)
            far = math.sqrt(HIGHEST * (error(*way[0]) - ground) / (error(low[0] + across, low[1] + up) - ground))
            border.append((far * across, far * up))
        return Mark(_draw_valley, (way, low, tuple(border)), grow=1)
    # What the hidden neurons that light, and the net, answer at the end of the level's own learning
    session.learn(level.budget * len(run.batches), until_known=True)
    ordered = sorted(run.examples, key=lambda example: (example[0][1], example[0][0]))
    layers = [network.forward(session.weights, inputs) for inputs, _goals in ordered]
    hidden = zip(*(layer[1] for layer in layers))
    lit = sorted(hidden, key=lambda answers: -max(answers))[:2]
    return Mark(_draw_answers, ((*lit, tuple(layer[-1][0] for layer in layers)),), grow=1)


# How long the machine's show of a level takes: found out ahead, a little in each frame, by a show that nobody sees.


FRAME = 1 / 10  # seconds by which it goes on
LONGEST = 600.0  # seconds: what goes on for longer has no length
KNOWN: dict[str, float] = {}  # id of a level -> seconds: it is found out once


def find_length(level: Level, catalog: Catalog) -> Iterator[None]:
    """Plays the show a little further each time, until its length is known, or it has none."""
    show, seconds, counted = MachineShow(Session(level, catalog), Playback()), 0.0, None
    while not show.over and seconds < LONGEST:
        if show.round is not None and show.round is not counted:
            counted, seconds = show.round, seconds + (show.length or 0.0)
            show.jump(ShowPhase.ENDS)
        show.update(FRAME)
        yield
    if show.over:
        KNOWN[level.id] = seconds


SIDE, TOP, LOW = 36.0, 24.0, 20.0
CARD_CORNER = 16.0
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
        self.previews = [find_length(level, game.catalog) for level in self.levels
                         if level.id not in KNOWN and len(level.data()) <= SAMPLE]  # a training takes as it takes
        self.pictures = [picture_of(level, game.catalog) for level in self.levels]
        self.card = InkPress("reel", Ink(), self.play, "watch", _("Play the reel"))
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

        def change(name: str, on: bool) -> None:
            if name == "again":
                self.again = on
            else:
                self.game.settings.attract = on
                self.game.save()

        switches: list[Part] = []
        for name, on, words in (
            ("again", self.again, _("Again and again")),
            ("attract", self.game.settings.attract, _("Starts after 60 s on the title")),
        ):
            toggle = WidgetPanel(Toggle(name, UNPLACED, on, partial(change, name), label=words, group="watch"))
            switches.append(Part(column(Part(Box()), Part(toggle, 32), Part(Box()), gap=0), SWITCH))
            switches.append(fit_content(InkBox(canvas, Boxed(Line(words, LABEL), (4, 0)))))
        play = Button("play reel", UNPLACED, _("Play the reel"), "play", self.play, kind="primary", key="accept",
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

    def play(self, level: Level | None = None) -> None:
        """The show of a level, else all of the reel."""
        self.chosen = level or self.chosen
        self.go(ReelScene(self.game, Reel(self.levels if level is None else [level], self.again), self))

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
        return tuple(seconds_in_all(level) if level.id == TRAINED else KNOWN.get(level.id) for level in self.levels)

    def _fill(self) -> None:
        """Of each show its picture, its code, its title, how long it takes where that is known."""
        columns, lengths = list[Ink](), self._seconds()
        for level, length, picture in zip(self.levels, lengths, self.pictures):
            number, title = code(level, self.game.catalog), Line(_(level.title), LABEL, yields=True)
            time = Line("…" if length is None else clock_text(round(length)), CODE, "text2")
            words = Boxed(Col((Row((Line(number, CODE, "text2"), title), 10), time)), (2, 0))
            columns.append(Col((picture, Ink(high=6), words)))
        count, known = len(columns), [length for length in lengths if length is not None]
        text = plural_form("{n} show, then from the start", "{n} shows, then from the start", count).format(n=count)
        whole = [Line(clock_text(round(sum(known))), NUMBER, "text2")] if len(known) == count else []
        head = Row((Line(_("The reel"), HEADING), *whole, Line(text, BODY, "text2", yields=True)), 12)
        inside = Col((head, Row(tuple(columns), 14, "fill", True, grow=1)), 4)
        fills = (Boxed(inside, (20, 9), fill, "border2", CARD_CORNER, 1) for fill in ("raised", "rowhi"))
        self.card.ink, self.card.lit = fills


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
