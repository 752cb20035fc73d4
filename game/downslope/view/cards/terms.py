"""The words of the article and of its networks: the mark, one line that says what it is, the level where it is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...i18n import N_
from ..draw.tokens import LEAD_NUMBER

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class Term(NamedTuple):
    """word: as the code has it; hue: its colour, and the glyph of that name where there is one; level: where it is met.

    also    other spellings in sentences
    """

    word: str
    hue: str
    meaning: str
    level: str
    also: tuple[str, ...] = ()


TERMS = (
    Term("input", "input", N_("what goes in: a number the neuron is given"), "double-it", ("inputs",)),
    Term("weight", "weight", N_("how much an input counts; all that it learns"), "double-it", ("weights",)),
    Term("prediction", "prediction", N_("input × weight: what comes out"), "double-it", ("predictions",)),
    Term("goal_prediction", "goal", N_("what should have come out"), "double-it", ("goal", "goals")),
    Term("error", "error", N_("how bad the miss is: (prediction − goal)²"), "in-the-dark", ("errors",)),
    Term("delta", "delta", N_("the miss with its sign: prediction − goal"), "which-way"),
    Term("weight_delta", "delta", N_("delta × input: how much this weight is to blame"), "which-way"),
    Term("alpha", "alpha", N_("how far to trust the slope"), "thirteen"),
    Term("momentum", "alpha", N_("beta: the part of the last step that is kept"), "valley", ("beta",)),
    Term("exam", "error", N_("all squared misses added up, weights held still"), "streetlights"),
    Term("pass", "text", N_("every example once"), "streetlights", ("passes",)),
    Term("hidden", "text", N_("a neuron between the inputs and the answer"), "hidden-four"),
    Term("ReLU", "prediction", N_("below 0 a neuron gives 0; above, its sum"), "hidden-four"),
    Term("kernel", "weight", N_("a small stencil of weights that slides over a picture"), "edge-by-hand", ("kernels",)),
)
GLYPHS = frozenset({"input", "weight", "prediction", "goal_prediction", "error", "delta", "weight_delta", "alpha"})


def colour_of(term: Term) -> str:
    """The colour of its word."""
    return "text" if term.hue == "delta" else term.hue


def draw_mark(canvas: Canvas, term: Term, x: float, y: float, r: float) -> None:
    """Its mark around a point: the glyph of a quantity, else a small picture of what it is."""
    hue = colour_of(term)
    if term.word in GLYPHS:
        canvas.glyph(term.hue, x, y, r)
    elif term.word == "momentum":
        canvas.mid_text(x, y, "β", LEAD_NUMBER, hue, "middle")
    elif term.word == "hidden":
        canvas.circle(x, y, r - 1, None, hue, 2, dash=(4, 3))
    elif term.word == "ReLU":
        canvas.polyline([(x - r, y + r / 2), (x, y + r / 2), (x + r, y - r)], hue, 2.6)
    elif term.word == "kernel":
        for k in range(9):
            canvas.rect(x - r + k % 3 * 0.7 * r, y - r + k // 3 * 0.7 * r, 0.56 * r, 0.56 * r, hue, 1.5,
                        alpha=1.0 if k % 3 == 1 else 0.45)  # fmt: skip
    else:
        canvas.icon("check" if term.word == "exam" else "recap", x - r, y - r, 2 * r, hue)
