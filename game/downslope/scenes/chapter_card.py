"""The card at the end of a chapter: levels, stars and bets of the whole chapter, and the way on. Over the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..attempt.game.progression import chapter_score, next_level
from ..i18n import _, plural_form
from ..rules.campaign import CHAPTERS, recap_of
from ..view.draw.tokens import BODY, LABEL, TITLE, VALUE
from ..view.scenery.chapter_marks import CHANGES, THOUGHTS
from ..view.widgets.button import Button
from ..view.widgets.ink import SPRING, Col, Ink, InkBox, Line, Mark, Para, Row, icon, speech
from ..view.widgets.label import Label
from ..view.widgets.panel import ButtonPanel, Part, Split, column, fit_content, row, with_padding
from ..view.widgets.widget import UNPLACED, Rect
from .base.panel_screen import Modal
from .one_rule import WRITTEN, is_seen

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene


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


SIDE = 24.0


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
        return with_padding(column(fit_content(ink), fit_content(self._ways(canvas))), SIDE, 18, SIDE, 20)

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
        told = (Para(_(thoughts), LABEL, anchor="middle"),) if thoughts else ()
        return Col((title, *told, change, Row(tuple(facts), 12, equal=True)), 12)

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
