"""The words that were met so far, in a drawer at the right; each leads back to the level where it was met.

Above them the level's own words, each with what it stands for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..i18n import N_, _, plural_form
from ..rules.campaign import CampaignPlace
from ..rules.costs import UNITS
from ..view.cards.terms import TERMS, Term, TermWord, colour_of, draw_mark
from ..view.draw.tokens import BODY, LABEL, LEAD_NUMBER, NUMBER, SPACE_5, TITLE
from ..view.widgets.button import Button
from ..view.widgets.label import Label
from ..view.widgets.layout import Part, Split, column, fit_content, row, with_padding
from ..view.widgets.panel import ButtonPanel, Figure, WidgetPanel, layout_tree
from ..view.widgets.scroll import ScrollPanel
from ..view.widgets.widget import UNPLACED, Press, Rect, State, Widget
from .base.modal import Modal
from .help import draw_separator
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
    found = [OwnWord(_(word), term_of(key), key) for key, word in level.words.items()
             if key not in called and key.split()[0] != "learn"]  # fmt: skip
    return [own for own in found if own.word and own.word != own.term]


def term_of(key: str) -> str:
    """What a key of `words` means: "input 1" is a word and a number."""
    name, _space, number = key.partition(" ")
    title = next((term.title for term in TERMS if term.word == name), _(name))
    return f"{title} {number}".strip()


HIGH, WORDS, RIGHT = 70.0, 44.0, 12.0  # of a row; to its word; from its code to the edge
OWN = 28.0  # height of one of the level's own words
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
        self.place = (self.width - SPACE_5 - self.card_width, self.above, self.card_width, height)
        self.panels, self.widgets = layout_tree(self.tree(self.measure()), self.place)

    def tree(self, canvas: Canvas) -> Split:
        k = max(1.0, canvas.type)
        close = Button("close", UNPLACED, _("Close"), "", self.back, key="back")
        head = row(Part(Figure(draw_header)), Part(ButtonPanel(canvas, close), CLOSE * k))
        rows = []
        if self.own:
            own = OwnWords(self.own)
            rows.append(Part(WidgetPanel(own, 200, own.high(canvas)), own.high(canvas)))
        for term, place in self.met:
            found = TermRow(term, f"{place.chapter}-{place.number}", partial(self._replay, place))
            rows.append(Part(WidgetPanel(found, 200, self._high(canvas, term)), self._high(canvas, term)))
        body = ScrollPanel("terms", self.area, with_padding(column(*rows, gap=0), 8, 4, 12, 0), focusable=False)
        told = self._upcoming()
        foot = (
            [fit_content(with_padding(Label(canvas, told, BODY, "text2", width=self.card_width - 60), 12, 4))]
            if told
            else []
        )
        inside = column(Part(head, 52 * k), Part(Figure(draw_separator), 10.0), Part(body), *foot, gap=2)
        return with_padding(inside, 16, 14, 20, 14)

    def _high(self, canvas: Canvas, term: Term) -> float:
        lines = canvas.lines(_(term.meaning), self.card_width - 44 - WORDS - RIGHT - 12)
        return HIGH - 48 + 26 * canvas.type + 22 * canvas.type * len(lines)

    def _upcoming(self) -> str:
        """Of what is still to be met."""
        if not self.upcoming:
            return ""
        chapters = sorted({place.chapter for _term, place in self.upcoming})
        told = plural_form("{n} more word comes in chapter {first}.", "{n} more words come in chapter {first}.",
                       len(self.upcoming))  # fmt: skip
        if len(chapters) > 1:
            told = _("{n} more come in chapters {first} to {last}.")
        return told.format(n=len(self.upcoming), first=chapters[0], last=chapters[-1])

    def _replay(self, place: CampaignPlace) -> None:
        self.open("play", level=place.level)


class OwnWords(Widget):
    """Each of the level's words, and beside it what it stands for, with its mark where that is a term."""

    role = N_("table")

    def __init__(self, words: list[OwnWord]) -> None:
        super().__init__("own words", UNPLACED, group="terms")
        self.own = words

    def high(self, canvas: Canvas) -> float:
        """What it needs."""
        return OWN * (1 + len(self.own)) * max(1.0, canvas.type) + 14

    def accessible_name(self) -> str:
        return f"{_('In this level')}. " + "; ".join(f"{own.word}: {own.term}" for own in self.own)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.keep(("own words", self.rect, *self.own), x, y, w, h, self._still)
        if state.focus:
            canvas.focus(x - 4, y, w + 4, h - 10, 10)

    def _still(self, canvas: Canvas) -> None:
        x, y, w, _h = self.rect
        row, half = OWN * max(1.0, canvas.type), (w - WORDS - RIGHT) / 2 - 12
        canvas.text_vcenter(x + 8, y + row / 2 + 2, _("In this level"), LABEL, "text2")
        for number, own in enumerate(self.own, 1):
            line = y + row * (number + 0.5) + 2
            term = next((term for term in TERMS if term.word == own.key), None)
            style, word = canvas.fit_style(own.word, half, LABEL)
            canvas.text_vcenter(x + WORDS, line, word, style, colour_of(term) if term else "text")
            style, meant = canvas.fit_style(own.term, half, BODY)
            canvas.text_vcenter(x + WORDS + half + 24, line, meant, style, "text2")
            if term is not None:
                draw_mark(canvas, term, x + 16, line, 9 * min(1.3, max(1.0, canvas.type)))


class TermRow(Press):
    """A term. Pressed, the level is played where it was met."""

    def __init__(self, term: Term, code: str, replay: Callable[[], None]) -> None:
        super().__init__(f"term {term.word}", UNPLACED, group="terms")
        self.term, self.code, self.label = term, code, _("Play {level}").format(level=code)
        self.on_press = replay

    def accessible_name(self) -> str:
        return f"{self.term.title}: {_(self.term.meaning)} {self.label}"

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        if state.hover or state.pressed:
            canvas.rect(x - 8, y + 2, w + 8, h - 8, "raised", 12)
        canvas.keep(("term", self.rect, self.term, self.code), x - 2, y - 2, w + 4, h + 4, self._still)
        if state.focus:
            canvas.focus(x - 4, y + 4, w + 4, h - 10, 10)

    def _still(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        base = y + 12 + 18 * canvas.type
        draw_mark(canvas, self.term, x + 16, base - 6 * canvas.type, 9 * min(1.3, max(1.0, canvas.type)))
        canvas.text(x + WORDS, base, self.term.title, LEAD_NUMBER, colour_of(self.term))
        tag = canvas.width(self.code, NUMBER) + 16
        height = 26 * max(1.0, canvas.type)
        canvas.rect(x + w - RIGHT - tag, base - 6 * canvas.type - height / 2, tag, height, "raised", 8)
        canvas.text_vcenter(x + w - RIGHT - tag / 2, base - 6 * canvas.type, self.code, NUMBER, "text2", "middle")
        for number, line in enumerate(canvas.lines(_(self.term.meaning), w - WORDS - RIGHT)):
            canvas.text(x + WORDS, base + (24 + 22 * number) * canvas.type, line, BODY, "text2")
        canvas.line(x + WORDS, y + h - 4.5, x + w - RIGHT, y + h - 4.5, "border", 1)


def draw_header(canvas: Canvas, rect: Rect) -> None:
    """What is listed."""
    x, y, _w, h = rect
    canvas.text(x + 8, y + h / 2 + 8.6 * canvas.type, _("Words"), TITLE, "text")
