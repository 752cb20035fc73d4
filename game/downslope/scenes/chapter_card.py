"""The card at the end of a chapter: levels, stars and bets of the whole chapter, and the way on. Over the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..attempt.game.progression import chapter_score, next_level
from ..i18n import _, plural_form
from ..rules.campaign import CHAPTERS, recap_of
from ..view.draw.tokens import BODY, LABEL, TITLE, VALUE
from ..view.scenery.chapter_marks import CHANGES
from ..view.widgets.button import Button
from ..view.widgets.label import Label
from ..view.widgets.layout import Part, Split, column, fit_content, row, with_padding
from ..view.widgets.panel import ButtonPanel, Figure
from ..view.widgets.widget import UNPLACED, Rect
from .base.modal import Modal

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene


# ---------------------------------------------------------------------------------------------------------------------
# What the card at a chapter's end is made of: a mark, how many of how many, and of what.


MARK, AFTER = 30.0, 12.0  # its width, and what is free after it


class ChapterFact(NamedTuple):
    """mark: flag, star, or the name of an icon."""

    mark: str
    value: str
    word: str


def draw_chapter_fact(canvas: Canvas, rect: Rect, fact: ChapterFact) -> None:
    """The mark beside two lines, in the middle of its place."""
    x, y, w, h = rect
    width = max(canvas.width(fact.value, VALUE), canvas.width(fact.word, BODY))
    left, middle = x + max(0.0, (w - width - MARK - AFTER) / 2), y + h / 2
    if fact.mark == "flag":
        canvas.line(left + 6, middle + 14, left + 6, middle - 12, "gold1", 2.4)
        canvas.polygon([(left + 7, middle - 12), (left + 24, middle - 6), (left + 7, middle)], "gold1")
    elif fact.mark == "star":
        canvas.star(left + MARK / 2, middle, 15)
    else:
        canvas.icon(fact.mark, left + 2, middle - 13, 26, "text")
    words = left + MARK + AFTER
    canvas.text(words, middle - 3, fact.value, VALUE, "text")
    canvas.text(words, middle + 17 * canvas.type, fact.word, BODY, "text2")


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
        facts = ", ".join(f"{fact.value} {fact.word}" for fact in self._facts())
        return f"{_('Chapter {n} complete').format(n=self.number)}. {facts}"

    def tree(self, canvas: Canvas) -> Split:
        room = self.card_width - 2 * SIDE
        title = _("Chapter {n} complete").format(n=self.number)
        facts = row(*(Part(Figure(draw_chapter_fact, fact)) for fact in self._facts()), gap=12)
        return with_padding(column(
            fit_content(Label(canvas, title, TITLE, width=room, anchor="middle")),
            fit_content(Label(canvas, _(CHANGES[CHAPTERS[self.number - 1].key]), BODY, "text2", width=room,
                anchor="middle")),
            Part(facts, 12 + 40 * canvas.type),
            fit_content(self._ways(canvas)), gap=12,
        ), SIDE, 18, SIDE, 20)  # fmt: skip

    def _facts(self) -> list[ChapterFact]:
        score = self.score
        found = [
            ChapterFact("flag", _("{n} of {of}").format(n=score.levels, of=score.levels),
                        plural_form("level", "levels", score.levels)),
            ChapterFact("star", _("{n} of {of}").format(n=score.stars, of=score.most), _("stars")),
        ]  # fmt: skip
        if score.bets:
            text = _("{n} of {of}").format(n=score.right, of=score.bets)
            word = plural_form("first answer right", "first answers right", score.bets)
            found.append(ChapterFact("flask", text, word))
        return found

    def _ways(self, canvas: Canvas) -> Split:
        back = Button("to map", UNPLACED, _("The map"), "map", self.back, key="back", group="card")
        label, icon = self._onward()
        onward = Button("onward", UNPLACED, label, icon, self._carry_on, kind="primary", key="accept", group="card")
        ways = [Part(ButtonPanel(canvas, back, 50), share=0.44)]
        if self.recap_waits and self.level is not None:
            text = _("next: {title}").format(title=_(self.level.title))
            ways.append(Part(Label(canvas, text, LABEL, "text2", width=130 * canvas.type, anchor="middle"),
                             130 * canvas.type))  # fmt: skip
        return row(*ways, Part(ButtonPanel(canvas, onward, 50), share=0.56), gap=14)

    def _onward(self) -> tuple[str, str]:
        """What the way on is called, and its icon."""
        if self.recap_waits:
            return plural_form("Recap: {n} bet", "Recap: {n} bets", self.asked).format(n=self.asked), "recap"
        if self.level is not None and not self.game.progress.has_reached(self.level.id):
            return _("Next: {title}").format(title=_(self.level.title)), "next"
        return _("The map"), "map"

    def _carry_on(self) -> None:
        if self.recap_waits:
            self.open("recap", chapter=self.number, parent=self.parent)
        elif self.level is not None and not self.game.progress.has_reached(self.level.id):
            self.open("play", level=self.level)
        else:
            self.back()
