"""The words that were met so far, in a drawer at the right; each leads back to the level where it was met.

Above them the level's own words, each with what it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..i18n import N_, _, plural_form
from ..rules.costs import UNITS
from ..view.cards.terms import TERMS, Term, TermWord, colour_of, draw_mark
from ..view.draw.tokens import BODY, LABEL, LEAD_NUMBER, NUMBER, SPACE_5, TITLE
from ..view.widgets.ink import Boxed, Col, Ink, InkBox, InkPress, Line, Mark, Para, Row, rule
from ..view.widgets.panel import (
    Part,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    fit_content,
    layout_tree,
    row,
    with_padding,
)
from ..view.widgets.widget import Rect
from .base.panel_screen import Modal
from .play.play import PlayScene
from .play.play_screen import glossary_terms

if TYPE_CHECKING:
    from ..attempt.game.game import Game
    from ..rules.level import Level
    from ..view.draw.canvas import Canvas
    from .base.scene import Scene


# ---------------------------------------------------------------------------------------------------------------------
# A level's own words, each beside the term that it stands for.


class OwnWord(NamedTuple):
    """In the player's language. `key`: as the level names the term."""

    word: str
    term: str
    key: str


def own_words(level: Level) -> list[OwnWord]:
    """In the level's order. What is counted, parts and labels of tiles stand on the screen as they are called."""
    called = {form for unit, row in UNITS.items() for form in (unit, row.one)} | {"stages", "stage"}
    titles, own = {term.word: term.title for term in TERMS}, list[OwnWord]()
    for key, word in level.words.items():
        name, _space, number = key.partition(" ")  # "input 1" is a word and a number
        term = f"{titles.get(name, _(name))} {number}".strip()
        if key not in called and name != "learn" and _(word) not in ("", term):
            own.append(OwnWord(_(word), term, key))
    return own


CLOSE = 132.0


class GlossaryScene(Modal):
    """Over `parent`; `term`: the word at which the keyboard begins, else the first that is told there."""

    wide, grows, scrim = 516.0, 640.0, 0.55
    toggle = "words"

    def __init__(self, game: Game, parent: Scene, term: str = "") -> None:
        super().__init__(game, parent)
        self.met, self.upcoming = glossary_terms(game)
        self.own = own_words(parent.attempt.now) if isinstance(parent, PlayScene) else []
        told = (widget.term.word for widget in parent.widgets if isinstance(widget, TermWord))
        self.first = term or next(told, "")

    def begins(self) -> str:
        return f"term {self.first}"

    def spoken_line(self) -> str:
        return f"{_('Words')}. {self._upcoming()}"

    def layout(self) -> None:
        height = self.height - self.above - self.below
        self.place = (self.width - SPACE_5 - self.span, self.above, self.span, height)
        self.panels, self.widgets = layout_tree(self.tree(self.measure()), self.place)

    def tree(self, canvas: Canvas) -> Split:
        k, width = max(1.0, canvas.type), self.span - 56  # of what scrolls
        title = InkBox(canvas, Boxed(Line(_("Words"), TITLE), (8, 0)))
        head = row(Part(title), Part(self.close_button(canvas), CLOSE * k))
        inks = [InkPress("own words", own_ink(self.own), group="terms")] if self.own else []
        for own in inks:
            own.role = N_("table")
        for term, place in self.met:
            code = f"{place.chapter}-{place.number}"
            replay = partial(self.open, "play", level=place.level)
            inks.append(InkPress(f"term {term.word}", term_ink(term, code), replay, "terms"))
            inks[-1].about = _("Play {level}").format(level=code)
        rows = [fit_content(WidgetPanel(each, 200, each.ink.size(canvas, width)[1])) for each in inks]
        body = ScrollPanel("terms", self.area, with_padding(column(*rows, gap=0), 8, 4, 12, 0), focusable=False)
        told = self._upcoming()
        foot = [fit_content(InkBox(canvas, Boxed(Para(told, BODY, "text2"), (12, 4)), width))] if told else []
        inside = column(Part(head, 52 * k), Part(InkBox(canvas, rule(1)), 10.0), Part(body), *foot, gap=2)
        return with_padding(inside, 16, 14, 20, 14)

    def _upcoming(self) -> str:
        """Of what is still to be met."""
        if not self.upcoming:
            return ""
        chapters = sorted({place.chapter for _term, place in self.upcoming})
        sentence = plural_form("{n} more word comes in chapter {first}.", "{n} more words come in chapter {first}.",
                       len(self.upcoming))  # fmt: skip
        if len(chapters) > 1:
            sentence = _("{n} more come in chapters {first} to {last}.")
        return sentence.format(n=len(self.upcoming), first=chapters[0], last=chapters[-1])


def own_ink(own: Sequence[OwnWord]) -> Ink:
    """Each of the level's words, and beside it what it stands for, with its mark where that is a term."""
    terms = {term.word: term for term in TERMS}
    rows = []
    for each in own:
        term = terms.get(each.key)
        rows.append(Row((mark(term), Line(each.word, LABEL, colour_of(term) if term else "text", grow=1),
                         Line(each.term, BODY, "text2", grow=1))))  # fmt: skip
    return Boxed(Col((Line(_("In this level"), LABEL, "text2"), *rows), 2), (8, 6))


def term_ink(term: Term, code: str) -> Ink:
    """A term with its mark, what it means, and the level where it was met."""
    tag = Boxed(Line(code, NUMBER, "text2"), (8, 2), fill="raised", radius=8)
    head = Row((mark(term), Line(term.title, LEAD_NUMBER, colour_of(term), grow=1), tag))
    rest = Row((mark(None), Col((Para(_(term.meaning), BODY, "text2", 1.4), rule(12)), grow=1)))
    return Boxed(Col((Ink(high=5), head, rest)), (8, 2))


def mark(term: Term | None) -> Mark:
    """Its mark, or as much empty room."""
    return Mark(_mark, (term,), wide=28, high=26) if term else Mark(wide=28)


def _mark(canvas: Canvas, rect: Rect, term: Term) -> None:
    draw_mark(canvas, term, rect[0] + 8, rect[1] + rect[3] / 2, 9 * min(1.3, max(1.0, canvas.type)))
