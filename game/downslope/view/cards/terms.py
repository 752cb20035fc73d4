"""The words of the article and of its networks: the mark, one line that says what it is, the level where it is met."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from ...i18n import N_, _
from ..draw import BODY, LEAD_NUMBER, Canvas, TextStyle
from ..format.markup import Line, coloured_runs
from ..widgets.widget import Press, Rect, State


class Term(NamedTuple):
    """word: as the code has it; hue: its colour, and the glyph of that name where there is one; level: where it is met.

    also    other spellings in sentences
    named   how sentences call it, where the code has another name
    """

    word: str
    hue: str
    meaning: str
    level: str
    also: tuple[str, ...] = ()
    named: str = ""

    @property
    def title(self) -> str:
        """As a player reads it."""
        return _(self.named or self.word)


TERMS = (
    Term("weight", "weight", N_("how much an input counts; all that a neuron learns"), "double-it", ("weights",)),
    Term("prediction", "prediction", N_("input × weight: what comes out"), "a-hundredth", ("predictions",)),
    Term("input", "input", N_("a number that goes into a neuron"), "seven", ("inputs",)),
    Term("goal_prediction", "goal", N_("what should have come out; goal_prediction in code"),
         "one-knob-two-days", ("goal", "goals"), N_("goal")),
    Term("error", "error", N_("how bad the miss is: (prediction − goal)²"), "in-the-dark", ("errors",)),
    Term("step", "text", N_("one change of the weights by the learner"), "warmer"),
    Term("delta", "delta", N_("the miss with its sign: prediction − goal"), "which-way"),
    Term("weight_delta", "delta", N_("delta × input: how much this weight is to blame"), "which-way"),
    Term("alpha", "alpha", N_("how far to trust the slope"), "thirteen"),
    Term("momentum", "alpha", N_("beta: the part of the last step that is kept"), "valley", ("beta",)),
    Term("exam", "error", N_("all squared misses added up, weights held still"), "streetlights"),
    Term("pass", "text", N_("every example once"), "streetlights", ("passes",)),
    Term("noise", "error", N_("misses in the data that no weight can explain"), "noisy-lights"),
    Term("bias", "weight", N_("a weight whose input is always 1"), "the-wall"),
    Term("hidden", "text", N_("a neuron between the inputs and the prediction"), "hidden-four"),
    Term("backpropagation", "delta", N_("giving each hidden neuron its share of the miss"), "hidden-four"),
    Term("ReLU", "prediction", N_("below 0 a neuron gives 0; above, its sum"), "hidden-four"),
    Term("spread", "weight", N_("how far apart the start weights are"), "all-zeros"),
    Term("unseen", "error", N_("what it never learns from; seen is what it learns from"), "stop-in-time", ("seen",)),
    Term("kernel", "weight", N_("a small stencil of weights that slides over a picture"), "edge-by-hand", ("kernels",)),
    Term("accuracy", "text", N_("the share of digits that are read correctly"), "ten-neurons"),
    Term("share", "prediction", N_("a vote as a part of 100 %"), "ten-neurons", ("shares",)),
    Term("shifts", "input", N_("half of the pictures come moved by a pixel"), "kernels"),
)
GLYPHS = frozenset({"input", "weight", "prediction", "goal_prediction", "error", "delta", "weight_delta", "alpha"})


def colour_of(term: Term) -> str:
    """The colour of its word."""
    return "text" if term.hue == "delta" else term.hue


def draw_mark(canvas: Canvas, term: Term, x: float, y: float, r: float) -> None:
    """Its mark around a point: the glyph of a quantity, else a small picture of what it is."""
    colour = colour_of(term)
    if term.word in GLYPHS:
        canvas.glyph(term.hue, x, y, r)
    elif term.word == "momentum":
        canvas.text_vcenter(x, y, "β", LEAD_NUMBER, colour, "middle")
    elif term.word == "hidden":
        canvas.circle(x, y, r - 1, None, colour, 2, dash=(4, 3))
    elif term.word == "ReLU":
        canvas.polyline([(x - r, y + r / 2), (x, y + r / 2), (x + r, y - r)], colour, 2.6)
    elif term.word == "kernel":
        for k in range(9):
            canvas.rect(x - r + k % 3 * 0.7 * r, y - r + k // 3 * 0.7 * r, 0.56 * r, 0.56 * r, colour, 1.5,
                        alpha=1.0 if k % 3 == 1 else 0.45)  # fmt: skip
    else:
        canvas.icon("check" if term.word == "exam" else "recap", x - r, y - r, 2 * r, colour)


# The words of the glossary within a sentence: each has a dotted line under it, and a tip that says what it is.


UNDER = 0.28  # of the size of the text: from the baseline down to the dotted line
DOT, APART = 1.5, 4.0  # width of a dot; from one to the next
RISE, FALL = 0.9, 0.4  # of the size: what of a word above and below its baseline the pointer may rest on


class TermWord(Press):
    """A word that is known. The pointer on it shows its line; pressed, all words are shown, beginning with it."""

    def __init__(self, name: str, rect: Rect, term: Term, under: float, open_words: Callable[[], None]) -> None:
        super().__init__(f"{name} {term.word}", rect, tip=f"{term.title}: {_(term.meaning)}")
        self.term, self.under = term, under
        self.on_press = open_words

    def draw(self, canvas: Canvas, state: State) -> None:
        x, _y, w, _h = self.rect
        colour = "text" if state.hover else "text2"
        line = (x, self.under, x + w, self.under, colour, DOT, 1.0, (DOT, APART - DOT))
        canvas.once((x - 2, self.under - 3, w + 4, 6), type(canvas).line, *line)
        if state.focus:
            canvas.focus(*self.rect, 6)


def term_words(canvas: Canvas, name: str, lines: Sequence[Line], at: tuple[float, float, float], terms: Iterable[Term],
               open_words: Callable[[str], None]) -> list[TermWord]:  # fmt: skip
    """The first place of each known word in a paragraph.

    at      left end of the first line, its baseline, the distance of the baselines
    name    of the paragraph: the widgets' names begin with it
    """
    known = {spelling: term for term in terms for spelling in (term.word, *term.also)}
    words: dict[str, TermWord] = {}
    left, first, step = at
    size = BODY.size * canvas.type
    for number, line in enumerate(lines):
        x, base = left, first + number * step
        for string, _hue, weight, family in coloured_runs(line, "text", BODY.weight):
            own = TextStyle(BODY.size, weight, family)
            for word in re.finditer(r"\w+", string):
                start, spelling = word.start(), word.group()
                term = known.get(spelling) or known.get(spelling[0].lower() + spelling[1:])
                if term is not None and term.word not in words:
                    begins, width = x + canvas.width(string[:start], own), canvas.width(spelling, own)
                    rect = begins, base - RISE * size, width, (RISE + FALL) * size
                    act = partial(open_words, term.word)
                    words[term.word] = TermWord(name, rect, term, base + UNDER * size, act)
            x += canvas.width(string, own)
    return list(words.values())
