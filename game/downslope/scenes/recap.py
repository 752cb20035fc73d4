"""The recap of a chapter: three quick bets. A right answer wins a lost bet star of the chapter back."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import partial
from random import Random
from typing import NamedTuple

from ..attempt.game.game import Game
from ..i18n import _
from ..rules.campaign import CHAPTERS, places, recap_of
from ..rules.catalog import Catalog
from ..rules.question import Question
from ..rules.stars import condition_of, questions_of
from ..storage.saves import LevelProgress, Progress
from ..view.draw.canvas import Canvas, draw_plate
from ..view.draw.tokens import BODY, HEADING, HEADLINE, LABEL, LEAD_BODY, NUMBER, Run
from ..view.draw.tween import Tween, smooth
from ..view.format.numbers import short
from ..view.widgets.answer_card import AnswerRow
from ..view.widgets.button import Button
from ..view.widgets.ink import Boxed, Col, Ink, InkBox, Line, Mark, Para, Row, rule
from ..view.widgets.panel import (
    Box,
    ButtonPanel,
    Group,
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
from .base.panel_screen import Modal
from .base.scene import Scene

# ---------------------------------------------------------------------------------------------------------------------
# The rows of a recap: a question that was answered, with its reason; the one that is asked now; one still to come.


GAP = 12.0  # between rows, and between answers
AS_IT_STANDS = ("error", "move", "move sign", "miss sign")  # asked of a neuron as it is: it may be shown beforehand
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


def _draw_star(canvas: Canvas, rect: Rect) -> None:
    canvas.star(rect[0] + 16, rect[1] + rect[3] / 2, 15, True, True)


def _draw_number(canvas: Canvas, rect: Rect, number: int, now: bool) -> None:
    x, middle = rect[0] + 20, rect[1] + rect[3] / 2
    canvas.circle(x, middle, 14, None, "text" if now else "border2", 2.2 if now else 1.8, dash=None if now else (3, 5))
    canvas.text_vcenter(x, middle, str(number), canvas.cap(NUMBER), "text" if now else "text3", "middle")


class ActiveRow(Group):
    """The question, where they help the neurons that it is about, and its answers."""

    def __init__(self, canvas: Canvas, number: int, question: Question, width: float,
                 cards: Sequence[AnswerRow]) -> None:  # fmt: skip
        smalls = neurons(question)
        sign = Mark(_draw_number, (number, True), 28, wide=SIGN)
        asked = Row((sign, Para(_(question.text), HEADING, spacing=1.4, grow=1)), 18, "top")
        head: Ink = Boxed(asked, (20, 18))
        if smalls:
            pitch = min(300.0, (width - 88) / len(smalls))
            shown = Row((Ink(wide=68), *(Mark(_draw_small, small, wide=pitch, high=68) for small in smalls)), 0)
            head = Col((head, shown, Boxed(rule(), (20, 0))))
        answers = row(*(Part(WidgetPanel(card)) for card in cards), gap=GAP)
        below = Part(with_padding(answers, 20, 4, 20, 14), 58 + 42 * canvas.type)
        super().__init__(column(fit_content(InkBox(canvas, head, width)), below, gap=1))

    def paint(self, canvas: Canvas) -> None:
        draw_plate(canvas, self.rect, "border2", 16, fill="well")
        super().paint(canvas)


def _draw_small(canvas: Canvas, rect: Rect, given: float, weight: float, prediction: float, goal: float) -> None:
    """Input, weight and prediction in a row, then the goal and the miss."""
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


# ---------------------------------------------------------------------------------------------------------------------
# The stars of a chapter's bets: which there are, which were lost, and how one is won back.


class BetStar(NamedTuple):
    """A star for right answers. `lost`: the bet was answered, and wrongly."""

    level: str
    star: int
    there: bool
    lost: bool


def bet_stars(chapter: int, catalog: Catalog, progress: Progress) -> list[BetStar]:
    """Of a chapter (counted from 1), in the order of its levels.

    A bet that was skipped is not lost. One that a knob answers leaves no other trace than the missing star.
    """
    stars = []
    for level in (place.level for place in places(catalog) if place.chapter == chapter):
        record = progress.levels.get(level.id) or LevelProgress()
        for star in (2, 3):
            if condition_of(level, star).kind == "questions":
                asked = [(n, question) for n, question in enumerate(questions_of(level)) if question.star == star]
                lost = any(record.bets.get(str(n)) is False or (isinstance(question, Question) and question.knob != ""
                                                                and record.reached) for n, question in asked)
                earned = star in record.stars
                stars.append(BetStar(level.id, star, earned, lost and not earned))
    return stars


def win_back(chapter: int, catalog: Catalog, progress: Progress) -> BetStar | None:
    """Give the first lost star of the chapter back; None: none is lost."""
    lost = next((star for star in bet_stars(chapter, catalog, progress) if star.lost), None)
    if lost is None:
        return None
    record = progress.level(lost.level)
    record.stars = sorted({*record.stars, lost.star})
    return lost._replace(there=True, lost=False)


FLIGHT = 0.26  # seconds that a star takes to its place
DIGITS = ("one", "two", "three", "four", "five", "six")
MARKER = (132.0, 64.0)  # size of the recap's stone
SIDE, ROUND = 24.0, 6.0  # from the card's edge to its rows; free around them, for the ring of the focus


class RecapScene(Modal):
    """Over the map. What is answered is kept at once; Later, or Esc, and it goes on from there next time."""

    scrim = 0.74
    wide, grows = 736.0, 560.0
    above, below = 36.0, 20.0  # the marker stands above the card
    again = Laid[Set[int]](frozenset())  # questions that are asked a second time
    _marked = Laid[object](None)

    def __init__(self, game: Game, chapter: int, parent: Scene) -> None:
        """`chapter` is its number, from 1."""
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
            self.opens("leave" if self._all_right() else "again", arms=True)

    def _all_right(self) -> bool:
        return all(map(self.mark_of, range(len(self.questions))))

    def spoken_line(self) -> str:
        """The question that is asked."""
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
        if done and not self._all_right():
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
            return ActiveRow(canvas, number + 1, question, width, cards)
        if right is not None:
            # With its reason. Wrong: a lamp, for there is something new to know; no cross
            text = f"{_(question.right)}: {_(question.why)}" if question.why else _(question.right)
            reasons = Boxed(Col((Para(_(question.text), BODY, "text2"), Para(text, LABEL)), 3), (0, 12), grow=1)
            star = Mark(_draw_star if number in self.won else None, wide=30)
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
        """Bet on an answer of the active question."""
        number = self.active
        if number is None:
            return
        right = self.questions[number].is_right(answer)
        self.answers[str(number)] = right
        self.again -= {number}
        star = win_back(self.number, self.game.catalog, self.game.progress) if right else None
        if star is not None:
            self.won[number] = star
            self.flight.jump(0.0)
            self.flight.go(1.0)
            self.game.player_feedback.star(star.star)
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
        self._paint_head(canvas, self.head.rect)
        super().paint_panels(canvas)
        self._paint_stars(canvas, self.foot.rect)

    def _paint_head(self, canvas: Canvas, rect: Rect) -> None:
        """The recap's stone, which stands out of the card, and what it is about.

        On the stone a dot for each question; a tick: right, a ring: now, or answered otherwise.
        """
        x, y, width, _height = rect
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

    def _paint_stars(self, canvas: Canvas, rect: Rect) -> None:
        """The bet stars of the chapter; one that was just won back flies here from its question."""
        x, y, width, height = rect
        t, middle = canvas.type, y + height / 2
        stars = bet_stars(self.number, self.game.catalog, self.game.progress)
        title, note = _("Bet stars of this chapter"), _("A right answer wins back a lost star")
        wide = max(canvas.width(title, LABEL), canvas.width(note))
        wide = min(wide, 0.56 * (width + 52)) if stars else width
        canvas.within(x, middle - 4 * t, title, wide, LABEL, "text2")
        canvas.within(x, middle + 20 * t, note, wide, BODY, "text3")
        left = x + wide + 34
        pitch = min(44.0, (x + width - left) / max(1, len(stars)))
        flying = None if self.flight.done else list(self.won.values())[-1]
        shown = [(star.there and star != flying, star in self.won.values()) for star in stars]
        radius = min(15.0, pitch * 0.36)
        for i, (won, back) in enumerate(shown):
            canvas.star(left + i * pitch, middle, radius, won)
            if back:
                canvas.circle(left + i * pitch, middle, radius * 1.45, None, "text", 2, dash=(4, 5))
        if flying in stars:
            row_x, row_y, row_wide, row_high = self.rows[list(self.won)[-1]].rect
            start, goal = (row_x + row_wide - 34, row_y + row_high / 2), (left + stars.index(flying) * pitch, middle)
            at_x, at_y = (a + (b - a) * self.flight.value for a, b in zip(start, goal))
            canvas.star(at_x, at_y, 15, True, True)
