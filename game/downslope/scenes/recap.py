"""The recap of a chapter: three quick bets. A right answer wins a lost bet star of the chapter back."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from ..attempt.bet_stars import BetStar, bet_stars, win_back
from ..i18n import _
from ..rules.campaign import CHAPTERS, recap_of
from ..rules.question import Question
from ..view.cards.recap_parts import (
    PICTURE,
    TEXT,
    RecapAnswer,
    Small,
    draw_active,
    draw_answered,
    draw_chapter_stars,
    draw_marker,
    draw_waiting,
)
from ..view.draw.tokens import BODY, LABEL, STRONG
from ..view.format.markup import Line, hued_lines
from ..view.format.measure import measure
from ..view.widgets.button import Button
from ..view.widgets.widget import Rect, Widget
from .base.modal import Modal

if TYPE_CHECKING:
    from ..attempt.game import Game
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene

GAP = 12.0
FLIGHT = 0.26  # seconds that a star takes to its place
DIGITS = ("one", "two", "three", "four", "five", "six")
AS_IT_STANDS = ("error", "move", "move sign", "miss sign")  # asked of a neuron as it is: it may be shown beforehand


class Row(NamedTuple):
    """A question's row in the list: `top` and `height` in it, the question and the answer in lines."""

    top: float
    height: float
    question: list[Line]
    answer: list[Line]


class RecapScene(Modal):
    """Over the map. What is answered is kept at once; Later, or Esc, and it goes on from there next time."""

    scrim = 0.74

    def __init__(self, game: Game, chapter: int, parent: Scene) -> None:
        """`chapter` is its number, from 1."""
        super().__init__(game, parent)
        self.number = chapter
        self.chapter = CHAPTERS[chapter - 1]
        self.questions = [q for q in recap_of(chapter, game.catalog) if isinstance(q, Question)]
        self.answers = game.progress.recap(self.chapter.key)  # number of the question -> answered right
        self.won: dict[int, BetStar] = {}  # question -> the star that it won back in this visit
        self.rows: list[Row] = []
        self.landed = -1.0  # when the last star was won
        self._face = object()  # key of the layers with all that stands still
        self._ask()

    @property
    def active(self) -> int | None:
        """The question that is asked now; None: all are answered."""
        return next((n for n in range(len(self.questions)) if str(n) not in self.answers), None)

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
        self.opens("answer one") if self.active is not None else self.opens("leave", arms=True)

    # -- layout ------------------------------------------------------------------------------------------------------

    def layout(self) -> None:
        t = self.type
        canvas = measure(self.game, self.width, self.height)
        width = min(736 + 560 * (t - 1), self.width - 64)
        head, foot = 78 + 52 * t, 28 + 48 * t
        self.rows = self._rows(canvas, width - 48)
        content = self.rows[-1].top + self.rows[-1].height if self.rows else 0.0
        height = min(head + content + 10 + foot, self.height - 36 - 20)
        self.place = ((self.width - width) / 2, max(36.0, (self.height - height) / 2), width, height)
        x, y, width, height = self.place
        area = self.area("rows", (x + 8, y + head - 6, width - 16, height - head - foot + 4), content + 12)
        area.focusable = self.active is None and area.limit > 0
        cards = self._cards(canvas, area.rect[1] + 6)
        for card in cards:
            area.add(card)
        wide = max(186.0, canvas.width(_("Later"), LABEL) + 120)
        place = (x + width - 24 - wide, y + height - 39 - 24 * t, wide, 50)
        done = self.active is None
        words = _("Done") if done else _("Later")
        leave = Button("leave", place, words, "", self.back, kind="primary" if done else "normal", key="back")
        self.widgets = [area, *cards, leave]

    def _rows(self, canvas: Canvas, width: float) -> list[Row]:
        rows: list[Row] = []
        top = 0.0
        for number, question in enumerate(self.questions):
            row = self._row(canvas, number, question, top, width)
            rows.append(row)
            top += row.height + GAP
        return rows

    def _row(self, canvas: Canvas, number: int, question: Question, top: float, width: float) -> Row:
        t = canvas.type
        if number == self.active:
            lines = hued_lines(canvas, _(question.text), width - TEXT - 24, 20, 700)
            picture = PICTURE + 8 if self._smalls(question) else 0.0
            words = 26 * t + (len(lines) - 1) * 28 * t
            return Row(top, 14 + words + picture + 22 + self._card_height() + 14, lines, [])
        if str(number) not in self.answers:
            return Row(top, 36 + 24 * t, [], [])
        room = width - TEXT - 70
        lines = hued_lines(canvas, _(question.text), room, 16)
        told = f"{_(question.right)}: {_(question.why)}" if question.why else _(question.right)
        answer = hued_lines(canvas, told, room, 16, 600)
        return Row(top, 28 + 24 * t * (len(lines) + len(answer)), lines, answer)

    def _card_height(self) -> float:
        return 40 + 42 * self.type

    def _cards(self, canvas: Canvas, top: float) -> list[Widget]:
        """The answers of the active question."""
        number = self.active
        if number is None:
            return []
        question, row = self.questions[number], self.rows[number]
        answers = self.order_of(number)
        x, width = self.place[0] + 24, self.place[2] - 48
        wide = (width - 40 - GAP * (len(answers) - 1)) / len(answers)
        y = top + row.top + row.height - 14 - self._card_height()
        cards: list[Widget] = []
        for i, answer in enumerate(answers):
            place = (x + 20 + i * (wide + GAP), y, wide, self._card_height())
            cards.append(self._card(question, answer, DIGITS[i], place))
        return cards

    def _card(self, question: Question, answer: str, digit: str, place: Rect) -> RecapAnswer:
        place_of = list(question.answers).index(answer)
        note = _(question.notes[place_of]) if place_of < len(question.notes) else ""
        return RecapAnswer(
            f"answer {digit}", place, _(answer), note, lambda: self.answer(answer), key=digit, group="answers"
        )

    def _smalls(self, question: Question) -> list[Small]:
        """The neurons that the question is about; empty where showing them would give the answer away."""
        level = question.level
        if level is None or question.actions or question.asks not in AS_IT_STANDS:
            return []
        if (level.network.inputs, level.network.outputs) != (1, 1) or level.weights is None:
            return []
        found = []
        for (given, *_more), (goal, *_others) in level.data()[:3]:
            prediction = level.network.predict(level.weights, (given,))[0]
            found.append(Small(given, level.weights[0], prediction, goal))
        return found

    # -- what happens ------------------------------------------------------------------------------------------------

    def answer(self, answer: str) -> None:
        """Bet on an answer of the active question."""
        number = self.active
        if number is None:
            return
        right = self.questions[number].is_right(answer)
        self.answers[str(number)] = right
        star = win_back(self.number, self.game.catalog, self.game.progress) if right else None
        if star is not None:
            self.won[number] = star
            self.landed = self.time
            self.game.sound.star()
        elif not right:
            self.game.sound.bell()
        self.game.save()
        self._ask()
        self.relayout()
        self._reveal_row()

    def _reveal_row(self) -> None:
        """The reason of the last answer stays to be seen, above the next question."""
        area, number = self.areas["rows"], self.active
        row = self.rows[number] if number is not None else self.rows[-1]
        area.show((0.0, area.y(row.top), 0.0, row.height + 12))

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        x, y, width, height = self.place
        still = (self._face, tuple(self.answers.items()), tuple(self.won), self.areas["rows"].offset)
        canvas.cached(still, x - 60, y - 60, width + 120, height + 120, self._paint_face)
        self._paint_stars(canvas)

    def _paint_face(self, canvas: Canvas) -> None:
        """All that stands still between two answers."""
        self.paint_card(canvas)
        x, y, width, _height = self.place
        middle, t = x + width / 2, canvas.type
        draw_marker(canvas, middle, y - 24, [self.answers.get(str(n)) for n in range(len(self.questions))])
        line = y + 48 + 34 * min(t, 1.3)
        canvas.text(middle, line, _("Recap"), STRONG.sized(34 * min(1.0, 1.3 / t)), "text", "middle")
        told = _("{chapter}: three quick bets").format(chapter=_(self.chapter.title))
        runs: list[tuple[str, str, int, str]] = [
            (f"{self.number}  ", "text2", 700, "mono"), (told, "text2", 600, "ui")
        ]  # fmt: skip
        canvas.rich(middle, line + 8 + 20 * t, runs, BODY.sized(18), anchor="middle", room=width - 60)
        with canvas.clip(*self.areas["rows"].rect):
            for number in range(len(self.rows)):
                self._paint_row(canvas, number)

    def _paint_row(self, canvas: Canvas, number: int) -> None:
        row, question, area = self.rows[number], self.questions[number], self.areas["rows"]
        rect = (self.place[0] + 24, area.y(row.top + 6), self.place[2] - 48, row.height)
        if number == self.active:
            draw_active(canvas, rect, number + 1, row.question, self._smalls(question))
        elif str(number) in self.answers:
            draw_answered(canvas, rect, self.answers[str(number)], row.question, row.answer, number in self.won)
        else:
            draw_waiting(canvas, rect, number + 1, self._from(question))

    def _from(self, question: Question) -> str:
        """Which chapter a question comes from."""
        keys = [chapter.key for chapter in CHAPTERS]
        known = question.level is not None and question.level.chapter in keys
        number = keys.index(question.level.chapter) + 1 if known else self.number
        return _("from chapter {n}").format(n=number)

    def _paint_stars(self, canvas: Canvas) -> None:
        """The bet stars of the chapter, at the foot of the card."""
        x, y, width, height = self.place
        stars = bet_stars(self.number, self.game.catalog, self.game.progress)
        leave = self.widget("leave")
        right = leave.rect[0] if leave else x + width
        t = canvas.type
        middle = y + height - 14 - 24 * t
        room = (right - x) * 0.56
        title, note = _("Bet stars of this chapter"), _("A right answer wins a lost one back")
        wide = max(canvas.width(title, LABEL), canvas.width(note)) if stars else right - x
        wide = min(wide, room)
        canvas.within(x + 28, middle - 4 * t, title, wide, LABEL, "text2")
        canvas.within(x + 28, middle + 20 * t, note, wide, BODY, "text3")
        left = x + 28 + wide + 34
        pitch = min(44.0, (right - 24 - left) / max(1, len(stars)))
        flying, part = self._flying(canvas)
        shown = [(star.there and star != flying, star in self.won.values()) for star in stars]
        draw_chapter_stars(canvas, left, middle, pitch, shown)
        if flying in stars:
            goal = (left + stars.index(flying) * pitch, middle)
            self._paint_flight(canvas, goal, part)

    def _flying(self, canvas: Canvas) -> tuple[BetStar | None, float]:
        """The star that is on its way to its place, and how far it is, 0..1. With reduced motion it is there."""
        part = (self.time - self.landed) / FLIGHT
        if self.landed < 0 or part >= 1 or canvas.look.still:
            return None, 1.0
        return list(self.won.values())[-1], part

    def _paint_flight(self, canvas: Canvas, goal: tuple[float, float], part: float) -> None:
        row = self.rows[list(self.won)[-1]]
        start = (self.place[0] + self.place[2] - 58, self.areas["rows"].y(row.top + 6 + row.height / 2))
        eased = part * part * (3 - 2 * part)
        x, y = (a + (b - a) * eased for a, b in zip(start, goal))
        canvas.star(x, y, 15, True, True)
