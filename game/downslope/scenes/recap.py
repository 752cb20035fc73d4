"""The recap of a chapter: three quick bets. A right answer wins a lost bet star of the chapter back."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from ..attempt.game.bet_stars import BetStar, bet_stars, win_back
from ..i18n import _
from ..rules.campaign import CHAPTERS, recap_of
from ..rules.question import Question
from ..view.cards.recap_parts import RecapAnswer, draw_chapter_stars, draw_marker
from ..view.draw.text import Run
from ..view.draw.tokens import BODY, HEADLINE, LABEL, LEAD_BODY
from ..view.draw.tween import Tween, smooth
from ..view.widgets.button import Button
from ..view.widgets.button_panel import ButtonPanel
from ..view.widgets.layout import Box, Part, Split, column, inset, row, tight
from ..view.widgets.panel import Panel
from ..view.widgets.scroll_panel import ScrollPanel
from ..view.widgets.widget import UNPLACED
from .base.modal import Modal
from .recap_rows import GAP, ActiveRow, AnsweredRow, waiting_row

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene

FLIGHT = 0.26  # seconds that a star takes to its place
DIGITS = ("one", "two", "three", "four", "five", "six")
SIDE, ROUND = 24.0, 6.0  # from the card's edge to its rows; free around them, for the ring of the focus


class RecapScene(Modal):
    """Over the map. What is answered is kept at once; Later, or Esc, and it goes on from there next time."""

    scrim = 0.74
    wide, grows = 736.0, 560.0
    above, below = 36.0, 20.0  # the marker stands above the card

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
        content = inset(column(*(tight(each) for each in self.rows), gap=GAP), SIDE - 8, ROUND, SIDE - 8, ROUND)
        scrolled = ScrollPanel("rows", self.area, content, focusable=done)
        kind = "primary" if done else "normal"
        leave = Button("leave", UNPLACED, _("Done") if done else _("Later"), "", self.back, kind=kind, key="back")
        button = column(Part(Box()), Part(ButtonPanel(canvas, leave, 50), 50), Part(Box()), gap=0)
        wide = max(186.0, canvas.width(_("Later"), LABEL) + 120)
        foot = row(Part(StarsPanel(self)), Part(button, wide), gap=SIDE)
        return column(
            Part(HeadPanel(self), 72 + 52 * canvas.type), Part(inset(scrolled, 8, 0, 8, 0)),
            Part(inset(foot, 28, 4, SIDE, 0), 32 + 48 * canvas.type), gap=0,
        )  # fmt: skip

    def _row(self, canvas: Canvas, number: int) -> Panel:
        question, width = self.questions[number], self.card_width - 2 * SIDE
        if number == self.active:
            cards = [self._card(question, *shown) for shown in zip(self.order_of(number), DIGITS)]
            return ActiveRow(canvas, number + 1, question, width, cards)
        if str(number) in self.answers:
            return AnsweredRow(canvas, question, width, self.answers[str(number)], number in self.won)
        return waiting_row(canvas, number + 1, self._from(question))

    def _card(self, question: Question, answer: str, digit: str) -> RecapAnswer:
        card = RecapAnswer(f"answer {digit}", UNPLACED, _(answer), _(question.note_on(answer)),
                           lambda: self.answer(answer), key=digit, group="answers")  # fmt: skip
        card.names_key = question.in_numbers
        return card

    def _from(self, question: Question) -> str:
        """Which chapter a question comes from."""
        keys = [chapter.key for chapter in CHAPTERS]
        known = question.level is not None and question.level.chapter in keys
        number = keys.index(question.level.chapter) + 1 if known else self.number
        return _("from chapter {n}").format(n=number)

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
            self.flight.jump(0.0)
            self.flight.go(1.0)
            self.game.feel.star(star.star)
        elif not right:
            self.game.feel.wrong()
        self.game.save()
        self._ask()
        self.relayout()
        self._reveal_row()

    def _reveal_row(self) -> None:
        """The reason of the last answer stays to be seen, above the next question."""
        number = self.active
        x, y, width, height = self.rows[-1 if number is None else number].rect
        self.areas["rows"].show((x, y - ROUND, width, height + 2 * ROUND))

    @property
    def moving(self) -> bool:
        """A star is on its way to its place."""
        return not self.flight.done

    def on_update(self, seconds: float) -> None:
        self.flight.update(seconds, self.game.settings.still)


class HeadPanel(Panel):
    """The recap's stone, which stands out of the card, and what it is about."""

    flat = True

    def __init__(self, recap: RecapScene) -> None:
        self.recap = recap

    def paint(self, canvas: Canvas) -> None:
        x, y, width, _height = self.rect
        middle, t, recap = x + width / 2, canvas.type, self.recap
        draw_marker(canvas, middle, y - 24, [recap.answers.get(str(n)) for n in range(len(recap.questions))])
        line = y + 50 + HEADLINE.size * min(t, 1.3)
        canvas.text(middle, line, _("Recap"), canvas.cap(HEADLINE, 1.3), "text", "middle")
        told = _("{chapter}: three quick bets").format(chapter=_(recap.chapter.title))
        runs: list[Run] = [(f"{recap.number}  ", "text2", 700, "mono"), (told, "text2", 600)]
        canvas.rich(middle, line + 8 + 20 * t, runs, LEAD_BODY, anchor="middle", room=width - 60)


class StarsPanel(Panel):
    """The bet stars of the chapter; one that was just won back flies here from its question."""

    flat = True

    def __init__(self, recap: RecapScene) -> None:
        self.recap = recap

    def paint(self, canvas: Canvas) -> None:
        x, y, width, height = self.rect
        recap, t, middle = self.recap, canvas.type, y + height / 2
        stars = bet_stars(recap.number, recap.game.catalog, recap.game.progress)
        title, note = _("Bet stars of this chapter"), _("A right answer wins back a lost one")
        wide = max(canvas.width(title, LABEL), canvas.width(note))
        wide = min(wide, 0.56 * (width + 52)) if stars else width
        canvas.within(x, middle - 4 * t, title, wide, LABEL, "text2")
        canvas.within(x, middle + 20 * t, note, wide, BODY, "text3")
        left = x + wide + 34
        pitch = min(44.0, (x + width - left) / max(1, len(stars)))
        flying = None if recap.flight.done else list(recap.won.values())[-1]
        shown = [(star.there and star != flying, star in recap.won.values()) for star in stars]
        draw_chapter_stars(canvas, left, middle, pitch, shown)
        if flying in stars:
            row_x, row_y, row_wide, row_high = recap.rows[list(recap.won)[-1]].rect
            start, goal = (row_x + row_wide - 34, row_y + row_high / 2), (left + stars.index(flying) * pitch, middle)
            at_x, at_y = (a + (b - a) * recap.flight.value for a, b in zip(start, goal))
            canvas.star(at_x, at_y, 15, True, True)
