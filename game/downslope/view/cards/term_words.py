"""The words of the glossary within a sentence: each has a dotted line under it, and a tip that says what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ..draw.tokens import BODY, TextStyle
from ..format.markup import Line, hued_runs
from ..widgets.widget import Press, Rect, State
from .terms import Term

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

UNDER = 0.28  # of the size of the text: from the baseline down to the dotted line
DOT, APART = 1.5, 4.0  # width of a dot; from one to the next
RISE, FALL = 0.9, 0.4  # of the size: what of a word above and below its baseline the pointer may rest on


class TermWord(Press):
    """A word that is known. The pointer on it shows its line; pressed, all words are shown, beginning with it.

    The keyboard does not stop at it: the key of the words begins with the first one that is told here.
    """

    def __init__(self, name: str, rect: Rect, term: Term, under: float, open_words: Callable[[], None]) -> None:
        super().__init__(f"{name} {term.word}", rect, tip=f"{term.word}: {_(term.meaning)}")
        self.term, self.under = term, under
        self.focusable = False
        self.on_press = open_words

    def draw(self, canvas: Canvas, state: State) -> None:
        x, _y, w, _h = self.rect
        hue = "text" if state.hover else "text2"

        def dots(sub: Canvas) -> None:
            sub.line(x, self.under, x + w, self.under, hue, DOT, dash=(DOT, APART - DOT))

        canvas.keep(("term word", self.rect, self.under, hue), x - 2, self.under - 3, w + 4, 6, dots)


def term_words(canvas: Canvas, name: str, lines: Sequence[Line], at: tuple[float, float, float], terms: Iterable[Term],
               open_words: Callable[[str], None]) -> list[TermWord]:  # fmt: skip
    """The first place of each known word in a paragraph.

    at      left end of the first line, its baseline, the distance of the baselines
    name    of the paragraph: the widgets' names begin with it
    """
    known = {spelling: term for term in terms for spelling in (term.word, *term.also)}
    found: dict[str, TermWord] = {}
    left, first, step = at
    size = BODY.size * canvas.type
    for number, line in enumerate(lines):
        x, base = left, first + number * step
        for string, _hue, weight, family in hued_runs(line, "text", BODY.weight):
            own = TextStyle(BODY.size, weight, family)
            for start, spelling in _spellings(string):
                term = known.get(spelling) or known.get(spelling[0].lower() + spelling[1:])
                if term is not None and term.word not in found:
                    begins, wide = x + canvas.width(string[:start], own), canvas.width(spelling, own)
                    rect = begins, base - RISE * size, wide, (RISE + FALL) * size
                    act = partial(open_words, term.word)
                    found[term.word] = TermWord(name, rect, term, base + UNDER * size, act)
            x += canvas.width(string, own)
    return list(found.values())


def _spellings(string: str) -> Iterator[tuple[int, str]]:
    """The words of a text, and where each begins."""
    for match in re.finditer(r"\w+", string):
        yield match.start(), match.group()
