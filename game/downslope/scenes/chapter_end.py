"""What is shown over the map when a chapter is complete: its card, with levels, stars and bets, and One rule.

One rule comes after the card of its chapter, later from the stop of 4-1: for ten seconds its rule learns five old
levels at once. Some run away; with alphas that suit their inputs all land. Every run is the engine's.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from ..attempt.game.game import Game
from ..attempt.game.progression import chapter_score, next_level
from ..desktop.controls import Intent
from ..i18n import N_, _, plural_form
from ..rules.actions import Learn
from ..rules.campaign import CHAPTERS, recap_of
from ..rules.catalog import Catalog
from ..rules.level import Level
from ..rules.session import Session
from ..rules.target import Near
from ..storage.saves import Progress
from ..view.draw.canvas import Canvas
from ..view.draw.tokens import BODY, HEADLINE, LABEL, LEAD_NUMBER, SMALL, STRONG, TITLE, VALUE
from ..view.draw.tween import AWAKE
from ..view.format.numbers import short
from ..view.level_map.map_panel import LevelStory, draw_thumbnail
from ..view.scenery.landscape import CHANGES, THOUGHTS
from ..view.widgets.button import Button, Tile
from ..view.widgets.ink import SPRING, Boxed, Col, Ink, InkBox, Label, Line, Mark, Para, Row, icon, speech
from ..view.widgets.panel import (
    GAP,
    Box,
    ButtonPanel,
    Laid,
    Part,
    Split,
    WidgetPanel,
    column,
    fit_content,
    row,
    with_padding,
)
from ..view.widgets.widget import UNPLACED, Rect
from .base.event_routing import ALWAYS
from .base.panel_screen import Modal, PanelScreen
from .base.scene import Scene

# ---------------------------------------------------------------------------------------------------------------------
# One rule.


WRITTEN = "which-way"  # where the player wrote the rule
RULE = (("weight", "weight"), (" -= ", "text2"), ("alpha", "alpha"), (" × ", "text2"), ("delta", "text"),
        (" × ", "text2"), ("input", "input"))  # fmt: skip
# What they are called, and what is learned of their examples: of three buckets the largest, the two honest receipts.
OLD = (
    ("double-it", N_("sign"), slice(1)), ("a-hundredth", N_("doorstep"), slice(1)),
    ("seven", N_("bucket"), slice(-1, None)), ("one-knob-two-days", N_("taxi"), slice(2)),
    ("plus-and-minus", N_("pots"), slice(2)),
)  # fmt: skip
CLOSE, FAR, MOST = 0.005, 1e6, 60  # a weight so near to the best has landed; one so large has left the picture; steps
SUITS = 0.5  # part of a miss that the alpha which suits an input takes away with a step
# Seconds of the show: the runs begin, the first is over, the second begins, is over, all is over.
OPENS, FIRST, TURNS, SECOND, WHOLE = 1.2, 3.3, 5.6, 8.1, 10.0
STEP, CHANGED, LIGHT = 0.3, 0.9, 0.2  # from step to step; before the second run alphas change; from light to light
STILL = 5.0  # of the first of the two pictures with reduced motion
SIDE, HIGH, PIP = 24.0, 84.0, 19.0


class OldLevel(NamedTuple):
    """A level with its two runs: the weights of the first, with the rule's alpha, and of the second, with its own."""

    name: str
    story: LevelStory
    input: float
    best: float
    alphas: tuple[float, float]
    runs: tuple[tuple[float, ...], tuple[float, ...]]
    floor: bool  # its error has one

    def lands(self, run: int) -> bool:
        """The run comes to the best weight."""
        return abs(self.runs[run][-1] - self.best) <= CLOSE


def is_seen(catalog: Catalog, progress: Progress) -> bool:
    """The rule's chapter is behind the player, and all that is shown is there."""
    written = catalog.levels.get(WRITTEN)
    levels = (catalog.levels.get(key) for key, _name, _examples in OLD)
    return written is not None and written.chapter in progress.chapters_ended and None not in levels


def old_levels(catalog: Catalog) -> list[OldLevel]:
    """The five with their runs."""
    own, olds = catalog.levels[WRITTEN].alpha, []
    for key, name, learned in OLD:
        level = catalog.levels[key]
        inputs, goals = zip(*((given[0], goal[0]) for given, goal in level.data()))
        cards = list(zip(inputs, goals))[learned]
        square = sum(given * given for given, _goal in cards)
        best = sum(given * goal for given, goal in cards) / square
        alphas = float(own) if isinstance(own, (int, float)) else SUITS, SUITS * len(cards) / square
        first, second = (tuple(_run(catalog, level, learned, each, best)) for each in alphas)
        floor = any(abs(best * given - goal) > CLOSE for given, goal in cards)
        struck = frozenset(range(len(inputs))[learned.stop :]) if len(cards) > 1 else frozenset[int]()
        story = LevelStory(level.picture, inputs, goals, crossed_out=struck)
        most = max(given for given, _goal in cards)
        olds.append(OldLevel(name, story, most, best, alphas, (first, second), floor))
    return olds


def _run(catalog: Catalog, level: Level, learned: slice, alpha: float, best: float) -> list[float]:
    """The weight before the first step and after each, until it has landed or left the picture."""
    small = Level("old", title="", examples=list(level.examples)[learned], weights=level.weights, alpha=alpha, knobs=[],
                  target=Near(0.0), budget=MOST)  # fmt: skip
    session = Session(small, catalog)
    weights = [session.weights[0]]
    while abs(weights[-1] - best) > CLOSE and abs(weights[-1]) <= FAR and len(weights) <= MOST:
        session.do(Learn(1))
        weights.append(session.weights[0])
    return weights


def caption(old: OldLevel, run: int, steps: int) -> tuple[Ink, float, str]:
    """What stands under a picture after so many steps of run 0 or 1; the weight there; how the run ended."""
    way = old.runs[run]
    weight = way[min(steps, len(way) - 1)]
    end = ("land" if old.lands(run) else "runaway") if steps >= len(way) - 1 else ""
    colour = {"": "weight", "land": "goal", "runaway": "error"}[end]
    note = _("best there is") if end == "land" and old.floor else ""
    return Col((
        Line(_(old.name), STRONG, anchor="middle"), Line(weight_text(weight), VALUE, colour, anchor="middle"),
        Line(note, SMALL, "text2", anchor="middle"),
        Line((("α ", "alpha"), (short(old.alphas[run], 2), "alpha", 700, "mono")), LEAD_NUMBER, anchor="middle"),
    )), weight, end  # fmt: skip


def draw_old(canvas: Canvas, rect: Rect, old: OldLevel, run: int, steps: int, lit: bool) -> None:
    """A level at its weight, and under it what it is called, the weight and the alpha. `lit`: its light is on."""
    (x, y, w, h), (under, weight, end) = rect, caption(old, run, steps)
    low = under.size(canvas)[1] + 12
    canvas.sheet(*rect)
    story = old.story._replace(weight=weight, cheer=float(end == "land"))
    draw_thumbnail(canvas, (x + 1, y + 1, w - 2, h - low - 1), story)
    under.draw(canvas, (x, y + h - low + 4, w, low - 8))
    if lit:
        canvas.glow(x + w / 2, y + 0.8 * (h - low), 0.42 * w, "lamp_glow", 0.7)
    if end:
        canvas.icon("check" if end == "land" else end, x + w - 44, y + 14, 28, "goal" if end == "land" else "error")


class OneRuleScene(PanelScreen):
    """`then`: the name of the screen that comes after it, and what that is made with; else its parent comes back.

    The first key begins the runs, any later one ends the show; Esc ends it at once.
    """

    begun = Laid(0)  # of what it shows

    def __init__(self, game: Game, parent: Scene, then: tuple[str, dict[str, Any]] | None = None) -> None:
        super().__init__(game)
        self.parent, self.then = parent, then
        self.old = old_levels(game.catalog)
        self.seconds = 0.0  # seconds of the show that were seen
        self.focus = "onward"
        self.guard.open()

    # -- what is to be seen ------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        """Seconds of the show; with reduced motion only how the first run ends, and how the second does."""
        if not self.game.settings.still:
            return self.seconds
        return FIRST if self.seconds < STILL else WHOLE

    def stands(self, old: OldLevel) -> tuple[int, int, bool]:
        """Which of its runs it is in, after how many steps, and whether its light is on."""
        run, now = int(self.now > TURNS - CHANGED), self.now + 1e-9
        steps = int(max(0.0, now - (TURNS if run else OPENS)) / STEP)
        return run, steps, now >= SECOND + LIGHT * self.old.index(old)

    def words(self) -> Ink:
        """What Pip says, and how he looks."""
        if self.now < OPENS:
            mood, lines = "calm", (_("Your rule, in five old levels."), _("One key runs it."))
        elif self.now < FIRST:
            alpha = short(self.old[0].alphas[0])
            mood, lines = "calm", (_("All five learn with alpha [alpha:{alpha}].").format(alpha=alpha), "")
        elif self.now < SECOND:
            inputs = [old.input for old in self.old if not old.lands(0)]
            line = _("{landed} land. {gone} run away: their input is [input:{input}].")
            landed, most = len(self.old) - len(inputs), short(max(inputs, default=0.0))
            line = line.format(landed=landed, gone=len(inputs), input=most)
            mood, lines = "dizzy", (line, _("Big input, small step. Let me choose each alpha."))
        else:
            lines = _("One rule for all of them."), _("How did I choose the alphas? That is chapter 5.")
            mood = "happy"
        said = Col((Para(lines[0], LABEL, spacing=1.35), Para(lines[1], BODY, "text2", spacing=1.35)), grow=1)
        return Boxed(Row((Mark(_draw_pip, (mood,), wide=2 * PIP), said), 18), (22, 10), "panel", "border", 16, 1)

    def spoken_line(self) -> str:
        return speech(self.words())

    def spoken_verdict(self) -> str:
        if self.now < SECOND:
            return ""
        return ", ".join(f"{_(old.name)} {weight_text(old.runs[1][-1])}" for old in self.old)

    def tree(self, canvas: Canvas) -> Split:
        begun, over = self.now >= OPENS, self.now >= SECOND
        label, sign = (_("Go on"), "next") if begun else (_("Run"), "learn")
        button = Tile("onward", UNPLACED, label, sign, self._go_on, kind="primary" if over or not begun else "normal",
                      key="accept")  # fmt: skip
        wide, tile = self.width - 2 * SIDE, button.wide(canvas) + 16
        said = InkBox(canvas, self.words, wide - tile - GAP)
        low = max(HIGH, button.high(canvas), said.least_size()[1])
        head = Col((Line(_("One rule"), HEADLINE, anchor="middle"), Row((SPRING, Line(RULE, VALUE), SPRING))), 8)
        under = caption(self.old[0], 0, 0)[0].size(canvas)[1]

        def picture(old: OldLevel) -> Ink:
            return Mark(draw_old, (old, *self.stands(old)), wide=120, high=120 + under)

        stages = row(*(Part(InkBox(canvas, partial(picture, old))) for old in self.old))
        high = wide / len(self.old) + under
        foot = row(Part(WidgetPanel(button), tile), Part(said))
        parts = fit_content(InkBox(canvas, head, wide)), Part(stages, high, shrinks=True), Part(foot, low)
        return with_padding(column(Part(Box()), *parts, Part(Box()), gap=20), SIDE, 0, SIDE, 0)

    # -- what happens ------------------------------------------------------------------------------------------------

    def after_update(self, seconds: float) -> None:
        if self.seconds >= WHOLE:
            return
        AWAKE.touch()
        before, self.seconds = self.now, min(WHOLE, self.seconds + seconds)
        for number in range(len(self.old)):
            if before < SECOND + LIGHT * number <= self.now:
                self.game.player_feedback.lamp(number)
        if before < FIRST <= self.now:
            self.game.player_feedback.sing("runaway")
        self.begun = sum(begins <= self.now for begins in (OPENS, FIRST, SECOND))

    def handle(self, intent: Intent) -> Scene:
        if intent.name in ALWAYS or intent.name == "sound" or self.guard.input_blocked:
            return super().handle(intent)
        self.game.player_feedback.feedback("press")
        self._go_on() if intent.name != "back" else self.back()
        return self._following()

    def _go_on(self) -> None:
        if self.now < OPENS:
            self.seconds, self.begun = OPENS, 1
        else:
            self.back()

    def back(self) -> None:
        if self.then is not None:
            self.open(self.then[0], **self.then[1])
        else:
            super().back()


def weight_text(weight: float) -> str:
    """With three digits that tell; of what is above 1 four."""
    return short(weight, 4 if abs(weight) >= 1 else 3)


def _draw_pip(canvas: Canvas, rect: Rect, mood: str) -> None:
    canvas.pip(rect[0] + PIP, rect[1] + rect[3] / 2, PIP, (0.2, -0.1), mood, glow=False)


# ---------------------------------------------------------------------------------------------------------------------
# The card of a chapter.


def fact_ink(mark: Ink, count: int, whole: int, word: str) -> Ink:
    """How many of how many, and of what, in the middle of its place."""
    value = _("{n} of {of}").format(n=count, of=whole)
    return Row((SPRING, mark, Col((Line(value, VALUE), Line(word, BODY, "text2"))), SPRING), 12)


def _draw_flag(canvas: Canvas, rect: Rect) -> None:
    left, middle = rect[0], rect[1] + rect[3] / 2
    canvas.line(left + 6, middle + 14, left + 6, middle - 12, "gold1", 2.4)
    canvas.polygon([(left + 7, middle - 12), (left + 24, middle - 6), (left + 7, middle)], "gold1")


def _draw_star(canvas: Canvas, rect: Rect) -> None:
    canvas.star(rect[0] + rect[2] / 2, rect[1] + rect[3] / 2, 15)


CARD_SIDE = 24.0


class ChapterCardScene(Modal):
    """`chapter`: its number, from 1. The primary button is the recap where it waits, else the next level."""

    scrim = 0.12  # what has changed in the land is to be seen
    wide, grows = 620.0, 420.0

    def __init__(self, game: Game, chapter: int, parent: Scene) -> None:
        super().__init__(game, parent)
        self.number = chapter
        self.score = chapter_score(chapter, game.catalog, game.progress)
        answers = game.progress.recaps.get(CHAPTERS[chapter - 1].key, {})
        self.asked = len(recap_of(chapter, game.catalog))
        self.recap_waits = len(answers) < self.asked
        self.level = next_level(game.catalog, game.progress)
        self.opens("onward", arms=True)

    def spoken_line(self) -> str:
        return speech(self._ink())

    def tree(self, canvas: Canvas) -> Split:
        ink = InkBox(canvas, self._ink(), self.span - 2 * CARD_SIDE)
        return with_padding(column(fit_content(ink), fit_content(self._ways(canvas))), CARD_SIDE, 18, CARD_SIDE, 20)

    def _ink(self) -> Ink:
        """What was done in the chapter, and what has changed in the land."""
        score = self.score
        facts = [fact_ink(Mark(_draw_flag, wide=30), score.levels, score.levels,
                          plural_form("level", "levels", score.levels)),
                 fact_ink(Mark(_draw_star, wide=30), score.stars, score.most, _("stars"))]  # fmt: skip
        if score.bets:
            word = plural_form("first answer right", "first answers right", score.bets)
            facts.append(fact_ink(icon("flask", 26), score.right, score.bets, word))
        title = Para(_("Chapter {n} complete").format(n=self.number), TITLE, anchor="middle")
        change = Para(_(CHANGES[CHAPTERS[self.number - 1].key]), BODY, "text2", anchor="middle")
        thoughts = THOUGHTS.get(CHAPTERS[self.number - 1].key)
        thoughts_ink = (Para(_(thoughts), LABEL, anchor="middle"),) if thoughts else ()
        return Col((title, *thoughts_ink, change, Row(tuple(facts), 12, equal=True)), 12)

    def _ways(self, canvas: Canvas) -> Split:
        back = Button("to map", UNPLACED, _("The map"), "map", self.back, key="back", group="card")
        label, sign = _("The map"), "map"
        if self.recap_waits:
            label, sign = plural_form("Recap: {n} bet", "Recap: {n} bets", self.asked).format(n=self.asked), "recap"
        elif self.level is not None and not self.game.progress.has_reached(self.level.id):
            label, sign = _("Next: {title}").format(title=_(self.level.title)), "next"
        onward = Button("onward", UNPLACED, label, sign, self._carry_on, kind="primary", key="accept", group="card")
        ways = [Part(ButtonPanel(canvas, back, 50), share=0.44)]
        if self.recap_waits and self.level is not None:
            text = _("next: {title}").format(title=_(self.level.title))
            ways.append(Part(Label(canvas, text, LABEL, "text2", width=130 * canvas.type, anchor="middle"),
                             130 * canvas.type))  # fmt: skip
        return row(*ways, Part(ButtonPanel(canvas, onward, 50), share=0.56), gap=14)

    def _carry_on(self) -> None:
        if self.recap_waits:
            self._leave("recap", chapter=self.number, parent=self.parent)
        elif self.level is not None and not self.game.progress.has_reached(self.level.id):
            self._leave("play", level=self.level)
        else:
            self.back()

    def back(self) -> None:
        self._leave("")

    def _leave(self, name: str, **what: Any) -> None:
        """To a screen, or back to the map; from the chapter in which the rule is written, over the rule."""
        key = CHAPTERS[self.number - 1].key
        if is_seen(self.game.catalog, self.game.progress) and self.game.catalog.levels[WRITTEN].chapter == key:
            self.open("one rule", parent=self.parent, then=(name, what) if name else None)
        elif name:
            self.open(name, **what)
        else:
            super().back()
