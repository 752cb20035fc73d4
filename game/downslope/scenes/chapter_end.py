"""What is shown over the map when a chapter is complete: its card, with levels, stars and bets; One rule; the recap.

One rule comes after the card of its chapter, later from the stop of 4-1: for ten seconds its rule learns five old
levels at once. Some run away; with alphas that suit their inputs all land. Every run is the engine's.

The recap: three quick bets. A right answer wins a lost bet star of the chapter back.
"""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from random import Random
from typing import Any, NamedTuple

from ..attempt.game.game import Game
from ..attempt.game.progression import chapter_score, next_level
from ..desktop.controls import Intent
from ..i18n import N_, _, plural_form
from ..rules import (
    CHAPTERS,
    Catalog,
    Learn,
    Level,
    Near,
    Question,
    Session,
    condition_of,
    places,
    questions_of,
    recap_of,
)
from ..storage.saves import LevelProgress, Progress
from ..view.draw import (
    AWAKE,
    BODY,
    HEADING,
    HEADLINE,
    LABEL,
    LEAD_BODY,
    LEAD_NUMBER,
    NUMBER,
    SMALL,
    STRONG,
    TITLE,
    VALUE,
    WELL,
    Canvas,
    Run,
    Tween,
    smooth,
)
from ..view.format.numbers import short
from ..view.level_map.map_panel import LevelStory, draw_thumbnail
from ..view.scenery.landscape import CHANGES, THOUGHTS
from ..view.widgets.answer_card import AnswerRow
from ..view.widgets.button import Button, Tile
from ..view.widgets.ink import (
    SPRING,
    Boxed,
    Card,
    Col,
    Ink,
    InkBox,
    Label,
    Line,
    Mark,
    Para,
    Row,
    draw_star,
    icon,
    rule,
    speech,
)
from ..view.widgets.panel import (
    GAP,
    Box,
    ButtonPanel,
    Laid,
    Panel,
    Part,
    Placeholder,
    ScrollPanel,
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
        return abs(self.runs[run][-1] - self.best) <= CLOSE


def is_seen(catalog: Catalog, progress: Progress) -> bool:
    """The rule's chapter is behind the player, and all that is shown is there."""
    written = catalog.levels.get(WRITTEN)
    levels = (catalog.levels.get(key) for key, _name, _examples in OLD)
    return written is not None and written.chapter in progress.chapters_ended and None not in levels


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
        # The five with their runs
        self.old, own = list[OldLevel](), game.catalog.levels[WRITTEN].alpha
        for key, name, learned in OLD:
            level = game.catalog.levels[key]
            inputs, goals = zip(*((given[0], goal[0]) for given, goal in level.data()))
            cards = list(zip(inputs, goals))[learned]
            square = sum(given * given for given, _goal in cards)
            best = sum(given * goal for given, goal in cards) / square
            alphas = float(own) if isinstance(own, (int, float)) else SUITS, SUITS * len(cards) / square
            runs = []  # the weight before the first step and after each, until it has landed or left the picture
            for alpha in alphas:
                examples = list(level.examples)[learned]
                small = Level("old", title="", examples=examples, weights=level.weights, alpha=alpha, knobs=[],
                              target=Near(0.0), budget=MOST)  # fmt: skip
                session = Session(small, game.catalog)
                weights = [session.weights[0]]
                while abs(weights[-1] - best) > CLOSE and abs(weights[-1]) <= FAR and len(weights) <= MOST:
                    session.do(Learn(1))
                    weights.append(session.weights[0])
                runs.append(tuple(weights))
            floor = any(abs(best * given - goal) > CLOSE for given, goal in cards)
            struck = frozenset(range(len(inputs))[learned.stop :]) if len(cards) > 1 else frozenset[int]()
            story = LevelStory(level.picture, inputs, goals, crossed_out=struck)
            most = max(given for given, _goal in cards)
            self.old.append(OldLevel(name, story, most, best, alphas, (runs[0], runs[1]), floor))
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

    def words(self) -> Ink:
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

        def picture(number: int) -> Ink:
            """Which of its runs a level is in, after how many steps, and whether its light is on."""
            run, now = int(self.now > TURNS - CHANGED), self.now + 1e-9
            steps, lit = int(max(0.0, now - (TURNS if run else OPENS)) / STEP), now >= SECOND + LIGHT * number
            return Mark(draw_old, (self.old[number], run, steps, lit), wide=120, high=120 + under)

        stages = row(*(Part(InkBox(canvas, partial(picture, number))) for number in range(len(self.old))))
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


# The card of a chapter.


def fact_ink(mark: Ink, count: int, whole: int, word: str) -> Ink:
    """How many of how many, and of what, in the middle of its place."""
    value = _("{n} of {of}").format(n=count, of=whole)
    return Row((SPRING, mark, Col((Line(value, VALUE), Line(word, BODY, "text2"))), SPRING), 12)


def _draw_flag(canvas: Canvas, rect: Rect) -> None:
    left, middle = rect[0], rect[1] + rect[3] / 2
    canvas.line(left + 6, middle + 14, left + 6, middle - 12, "gold1", 2.4)
    canvas.polygon([(left + 7, middle - 12), (left + 24, middle - 6), (left + 7, middle)], "gold1")


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
        ink = InkBox(canvas, self._ink(), self.span - 2 * SIDE)
        back = Button("to map", UNPLACED, _("The map"), "map", self.back, key="back", group="card")
        label, sign, press = _("The map"), "map", self.back
        if self.recap_waits:
            label, sign = plural_form("Recap: {n} bet", "Recap: {n} bets", self.asked).format(n=self.asked), "recap"
            press = partial(self.back, "recap", chapter=self.number, parent=self.parent)
        elif self.level is not None and not self.game.progress.has_reached(self.level.id):
            label, sign = _("Next: {title}").format(title=_(self.level.title)), "next"
            press = partial(self.back, "play", level=self.level)
        onward = Button("onward", UNPLACED, label, sign, press, kind="primary", key="accept", group="card")
        ways = [Part(ButtonPanel(canvas, back, 50), share=0.44)]
        if self.recap_waits and self.level is not None:
            text = _("next: {title}").format(title=_(self.level.title))
            ways.append(Part(Label(canvas, text, LABEL, "text2", width=130 * canvas.type, anchor="middle"),
                             130 * canvas.type))  # fmt: skip
        onward_row = row(*ways, Part(ButtonPanel(canvas, onward, 50), share=0.56), gap=14)
        return with_padding(column(fit_content(ink), fit_content(onward_row)), SIDE, 18, SIDE, 20)

    def _ink(self) -> Ink:
        score = self.score
        facts = [fact_ink(Mark(_draw_flag, wide=30), score.levels, score.levels,
                          plural_form("level", "levels", score.levels)),
                 fact_ink(Mark(draw_star, (15.0,), wide=30), score.stars, score.most, _("stars"))]  # fmt: skip
        if score.bets:
            word = plural_form("first answer right", "first answers right", score.bets)
            facts.append(fact_ink(icon("flask", 26), score.right, score.bets, word))
        title = Para(_("Chapter {n} complete").format(n=self.number), TITLE, anchor="middle")
        change = Para(_(CHANGES[CHAPTERS[self.number - 1].key]), BODY, "text2", anchor="middle")
        thoughts = THOUGHTS.get(CHAPTERS[self.number - 1].key)
        thoughts_ink = (Para(_(thoughts), LABEL, anchor="middle"),) if thoughts else ()
        return Col((title, *thoughts_ink, change, Row(tuple(facts), 12, equal=True)), 12)

    def back(self, name: str = "", **what: Any) -> None:
        """To a screen, or back to the map; from the chapter in which the rule is written, over the rule."""
        key = CHAPTERS[self.number - 1].key
        if is_seen(self.game.catalog, self.game.progress) and self.game.catalog.levels[WRITTEN].chapter == key:
            self.open("one rule", parent=self.parent, then=(name, what) if name else None)
        elif name:
            self.open(name, **what)
        else:
            super().back()


# The recap. Its rows: a question that was answered, with its reason; the one that is asked now; one still to come.


AS_IT_STANDS = ("error", "move", "move sign", "miss sign")  # asked of a neuron as it is: it may be shown beforehand
ASKED = WELL._replace(radius=16.0, edge="border2", line=1.5)  # what the question that is asked stands on
SIGN = 30.0  # width of what stands before a row's words


def _draw_sign(canvas: Canvas, rect: Rect, right: bool) -> None:
    """A tick or a lamp, behind a bar."""
    x, y, _width, height = rect
    middle = y + height / 2
    canvas.rect(x - 10, y + 12, 5, height - 24, "text", 2.5)
    if right:
        canvas.circle(x + 20, middle, 14, "prim")
        canvas.icon("check", x + 12, middle - 8, 16, "prim_text", 3.6)
    else:
        canvas.circle(x + 20, middle, 14, None, "text", 2.2)
        canvas.icon("hint", x + 11, middle - 9, 18)


def _draw_number(canvas: Canvas, rect: Rect, number: int, now: bool) -> None:
    x, middle = rect[0] + 20, rect[1] + rect[3] / 2
    canvas.circle(x, middle, 14, None, "text" if now else "border2", 2.2 if now else 1.8, dash=None if now else (3, 5))
    canvas.text_vcenter(x, middle, str(number), canvas.cap(NUMBER), "text" if now else "text3", "middle")


def _draw_small(canvas: Canvas, rect: Rect, given: float, weight: float, prediction: float, goal: float) -> None:
    x, y = rect[0], rect[1] + rect[3] / 2
    colour = "weight_negative" if weight < 0 else "weight"
    canvas.line(x + 46, y, x + 78, y, colour, 9)
    canvas.node(x + 22, y, 22, "input", short(given), size=16)
    canvas.circle(x + 62, y, 11, "panel", colour, 2)
    canvas.text_vcenter(x + 62, y, short(weight), NUMBER, colour, "middle", 17)
    canvas.node(x + 102, y, 22, "prediction", short(prediction), size=16)
    canvas.glyph("goal", x + 144, y - 13, 7.5)
    canvas.text_vcenter(x + 160, y - 13, short(goal), NUMBER, "goal")
    miss = prediction - goal
    signed = ("+" if miss > 0 else "") + short(miss)
    runs: list[Run] = [(_("miss") + " ", "text2", 600, "ui"), (signed, "text", 700, "mono")]
    canvas.rich(x + 138, canvas.baseline_of(y + 13), runs)


def neurons(question: Question) -> tuple[tuple[float, float, float, float], ...]:
    """Input, weight, prediction and goal of what the question is about; empty: it would give the answer away."""
    level = question.level
    if level is None or question.actions or question.asks not in AS_IT_STANDS:
        return ()
    if (level.network.inputs, level.network.outputs) != (1, 1) or level.weights is None:
        return ()
    weights = level.weights
    return tuple((given, weights[0], level.network.predict(weights, (given,))[0], goal)
                 for (given, *_more), (goal, *_others) in level.data()[:3])  # fmt: skip


# The stars of a chapter's bets: which there are, which were lost, and how one is won back.


BetStar = tuple[str, int]  # a star for right answers: its level, its number


def bet_stars(chapter: int, catalog: Catalog, progress: Progress) -> dict[BetStar, bool | None]:
    """Whether each of a chapter (counted from 1) is won, in the order of its levels. False: the answer was wrong.

    A bet that was skipped is not lost. One that a knob answers leaves no other trace than the missing star.
    """
    stars: dict[BetStar, bool | None] = {}
    for level in (place.level for place in places(catalog) if place.chapter == chapter):
        record = progress.levels.get(level.id) or LevelProgress()
        for star in (2, 3):
            if condition_of(level, star).kind == "questions":
                asked = [(n, question) for n, question in enumerate(questions_of(level)) if question.star == star]
                lost = any(record.bets.get(str(n)) is False or (isinstance(question, Question) and question.knob != ""
                                                                and record.reached) for n, question in asked)
                stars[level.id, star] = True if star in record.stars else False if lost else None
    return stars


FLIGHT = 0.26  # seconds that a star takes to its place
DIGITS = ("one", "two", "three", "four", "five", "six")
MARKER = (132.0, 64.0)  # size of the recap's stone
ROUND = 6.0  # free around the rows, for the ring of the focus


class RecapScene(Modal):
    """Over the map. What is answered is kept at once; Later, or Esc, and it goes on from there next time."""

    scrim = 0.74
    wide, grows = 736.0, 560.0
    above, below = 36.0, 20.0  # the marker stands above the card
    again = Laid[Set[int]](frozenset())  # questions that are asked a second time
    _marked = Laid[object](None)

    def __init__(self, game: Game, chapter: int, parent: Scene) -> None:
        super().__init__(game, parent)
        self.number = chapter
        self.chapter = CHAPTERS[chapter - 1]
        self.questions = [q for q in recap_of(chapter, game.catalog) if isinstance(q, Question)]
        self.answers = game.progress.recap(self.chapter.key)  # number of the question -> answered right
        self.won: dict[int, BetStar] = {}  # question -> the star that it won back in this visit
        self.flight = Tween(FLIGHT, 1.0, smooth)  # of the last of them
        self.rows: list[Panel] = []
        self.head, self.foot = Placeholder(), Placeholder()  # for the stone and the stars
        self._ask()

    @property
    def active(self) -> int | None:
        """The question that is asked now; None: all are answered."""
        return next((n for n in range(len(self.questions)) if self.mark_of(n) is None), None)

    def mark_of(self, number: int) -> bool | None:
        """Was it answered right? None: it is still to be answered."""
        return None if number in self.again else self.answers.get(str(number))

    def order_of(self, number: int) -> list[str]:
        """The answers as the cards show them: shuffled, always in the same way. The focus begins on the first, and
        never on the right one."""
        question = self.questions[number]
        answers, random = list(question.answers), Random(f"recap {self.chapter.key} {number}")
        random.shuffle(answers)
        while question.is_right(answers[0]) and len(answers) > 1:
            random.shuffle(answers)
        return answers

    def _ask(self) -> None:
        """The active question lies before the player; after the last one, the way out."""
        if self.active is not None:
            self.opens("answer one")
        else:
            self.opens("leave" if all(map(self.mark_of, range(len(self.questions)))) else "again", arms=True)

    def spoken_line(self) -> str:
        if self.active is None:
            return _("All answered.")
        number, question = self.active, self.questions[self.active]
        place = _("{n} of {all}").format(n=number + 1, all=len(self.questions))
        return f"{place}. {_(question.text)}"

    # -- layout ------------------------------------------------------------------------------------------------------

    def tree(self, canvas: Canvas) -> Split:
        done = self.active is None
        self.rows = [self._row(canvas, number) for number in range(len(self.questions))]
        parts = [fit_content(each) for each in self.rows]
        if done and not all(map(self.mark_of, range(len(self.questions)))):
            again = Button("again", UNPLACED, _("Answer the missed ones again"), "reset", self._ask_again, key="reset")
            parts.append(Part(ButtonPanel(canvas, again, 50), 50))
        content = with_padding(column(*parts, gap=GAP), SIDE - 8, ROUND, SIDE - 8, ROUND)
        scrolled = ScrollPanel("rows", self.area, content, focusable=done)
        kind = "primary" if done else "normal"
        leave = Button("leave", UNPLACED, _("Done") if done else _("Later"), "", self.back, kind=kind, key="back")
        button = column(Part(Box()), Part(ButtonPanel(canvas, leave, 50), 50), Part(Box()), gap=0)
        width = max(186.0, canvas.width(_("Later"), LABEL) + 120)
        foot = row(Part(self.foot), Part(button, width), gap=SIDE)
        return column(
            Part(self.head, 72 + 52 * canvas.type), Part(with_padding(scrolled, 8, 0, 8, 0)),
            Part(with_padding(foot, 28, 4, SIDE, 0), 32 + 48 * canvas.type), gap=0,
        )  # fmt: skip

    def _row(self, canvas: Canvas, number: int) -> Panel:
        """A question with its answers, with its reason, or only which chapter it comes from."""
        question, width, right = self.questions[number], self.span - 2 * SIDE, self.mark_of(number)
        if number == self.active:
            cards = []
            for answer, digit in zip(self.order_of(number), DIGITS):
                press = partial(self.answer, answer)
                cards.append(AnswerRow(f"answer {digit}", UNPLACED, _(answer), press, key=digit, group="answers",
                                       tip=_(question.note_of_answer(answer))))  # fmt: skip
                cards[-1].names_key = question.in_numbers
            # The question, where they help the neurons that it is about, and its answers
            smalls, sign = neurons(question), Mark(_draw_number, (number + 1, True), 28, wide=SIGN)
            asked = Row((sign, Para(_(question.text), HEADING, spacing=1.4, grow=1)), 18, "top")
            head: Ink = Boxed(asked, (20, 18))
            if smalls:
                pitch = min(300.0, (width - 88) / len(smalls))
                shown = Row((Ink(wide=68), *(Mark(_draw_small, small, wide=pitch, high=68) for small in smalls)), 0)
                head = Col((head, shown, Boxed(rule(), (20, 0))))
            answers = row(*(Part(WidgetPanel(card)) for card in cards), gap=GAP)
            below = Part(with_padding(answers, 20, 4, 20, 14), 58 + 42 * canvas.type)
            return Card(column(fit_content(InkBox(canvas, head, width)), below, gap=1), ASKED, 0)
        if right is not None:
            # With its reason. Wrong: a lamp, for there is something new to know; no cross
            text = f"{_(question.right)}: {_(question.why)}" if question.why else _(question.right)
            reasons = Boxed(Col((Para(_(question.text), BODY, "text2"), Para(text, LABEL)), 3), (0, 12), grow=1)
            star = Mark(draw_star if number in self.won else None, (15.0, True, True), wide=30)
            line = Row((Mark(_draw_sign, (right,), wide=SIGN), reasons, star), 18, "fill")
            return InkBox(canvas, Boxed(line, (20, 0), "raised", radius=14), width)
        keys = [chapter.key for chapter in CHAPTERS]
        known = question.level is not None and question.level.chapter in keys
        words = _("from chapter {n}").format(n=keys.index(question.level.chapter) + 1 if known else self.number)
        sign, end = Mark(_draw_number, (number + 1, False), wide=SIGN), Line(_("waiting"), LABEL, "text3")
        waiting = Row((sign, Line(words, LABEL, "text2", grow=1, yields=True), end), 18)
        return InkBox(canvas, Boxed(waiting, (20, 19), edge="border", radius=14, dash=(5, 5)), width)

    # -- what happens ------------------------------------------------------------------------------------------------

    def _ask_again(self) -> None:
        """What was answered wrongly gets a second go; until then the first answer stays."""
        self.again = {number for number in range(len(self.questions)) if not self.mark_of(number)}
        self._ask()

    def answer(self, answer: str) -> None:
        number = self.active
        if number is None:
            return
        right = self.questions[number].is_right(answer)
        self.answers[str(number)] = right
        self.again -= {number}
        stars = bet_stars(self.number, self.game.catalog, self.game.progress) if right else {}
        star = next((star for star, won in stars.items() if won is False), None)
        if star is not None:  # the first lost star of the chapter is given back
            record = self.game.progress.level(star[0])
            record.stars = sorted({*record.stars, star[1]})
            self.won[number] = star
            self.flight.jump(0.0)
            self.flight.go(1.0)
            self.game.player_feedback.star(star[1])
        elif not right:
            self.game.player_feedback.feedback("wrong")
        self.game.save()
        self._ask()
        self._marked = dict(self.answers)
        self.follow_changes()
        # the reason of the last answer stays to be seen, above the next question
        x, y, width, height = self.rows[-1 if self.active is None else self.active].rect
        self.areas["rows"].show((x, y - ROUND, width, height + 2 * ROUND))

    def after_update(self, seconds: float) -> None:
        self.flight.update(seconds, self.game.settings.still)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint_panels(self, canvas: Canvas) -> None:
        """The recap's stone, which stands out of the card, and what it is about; below the rows the bet stars.

        On the stone a dot for each question; a tick: right, a ring: now, or answered otherwise.
        """
        x, y, width, _height = self.head.rect
        middle, t, (wide, high) = x + width / 2, canvas.type, MARKER
        marks = [self.mark_of(number) for number in range(len(self.questions))]
        left, top = middle - wide / 2, y - 24
        canvas.ellipse(middle, top + high + 4, 58, 8, "shadow", 0.5)
        canvas.rect(left, top + 5, wide, high, "prim_lip", 18)
        canvas.rect(left, top, wide, high, "prim", 18)
        canvas.rect(left + 2, top + 2, wide - 4, high - 4, None, 16.5, "gold1", 3.5)
        now = next((i for i, mark in enumerate(marks) if mark is None), -1)
        for i, mark in enumerate(marks):
            dot, line = middle + (i - (len(marks) - 1) / 2) * 34, top + high / 2
            if mark:
                canvas.circle(dot, line, 10, "prim_text")
                canvas.icon("check", dot - 7, line - 7, 14, "prim", 4)
            elif mark is None:
                colour = "prim_text" if i == now else canvas.mix("prim", "prim_text", 0.5)
                canvas.circle(dot, line, 8.5, None, colour, 3.4 if i == now else 2.6)
            else:
                canvas.circle(dot, line, 8.5, None, "prim_text", 2.6)
                canvas.circle(dot, line, 3, "prim_text")

        base = y + 50 + HEADLINE.size * min(t, 1.3)
        canvas.text(middle, base, _("Recap"), canvas.cap(HEADLINE, 1.3), "text", "middle")
        text = _("{chapter}: three quick bets").format(chapter=_(self.chapter.title))
        runs: list[Run] = [(f"{self.number}  ", "text2", 700, "mono"), (text, "text2", 600)]
        canvas.rich(middle, base + 8 + 20 * t, runs, LEAD_BODY, anchor="middle", room=width - 60)
        super().paint_panels(canvas)

        # A star that was just won back flies here from its question
        x, y, width, height = self.foot.rect
        middle = y + height / 2
        stars = bet_stars(self.number, self.game.catalog, self.game.progress)
        title, note = _("Bet stars of this chapter"), _("A right answer wins back a lost star")
        wide = max(canvas.width(title, LABEL), canvas.width(note))
        wide = min(wide, 0.56 * (width + 52)) if stars else width
        canvas.within(x, middle - 4 * t, title, wide, LABEL, "text2")
        canvas.within(x, middle + 20 * t, note, wide, BODY, "text3")
        left = x + wide + 34
        pitch = min(44.0, (x + width - left) / max(1, len(stars)))
        flying = None if self.flight.done else list(self.won.values())[-1]
        shown = [(bool(won) and star != flying, star in self.won.values()) for star, won in stars.items()]
        radius = min(15.0, pitch * 0.36)
        for i, (won, back) in enumerate(shown):
            canvas.star(left + i * pitch, middle, radius, won)
            if back:
                canvas.circle(left + i * pitch, middle, radius * 1.45, None, "text", 2, dash=(4, 5))
        if flying is not None:
            row_x, row_y, row_wide, row_high = self.rows[list(self.won)[-1]].rect
            across = left + list(stars).index(flying) * pitch
            start, goal = (row_x + row_wide - 34, row_y + row_high / 2), (across, middle)
            at_x, at_y = (a + (b - a) * self.flight.value for a, b in zip(start, goal))
            canvas.star(at_x, at_y, 15, True, True)
