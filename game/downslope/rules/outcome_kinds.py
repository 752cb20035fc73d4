"""How a run can end: `OUTCOMES` is the table of the kinds, in the order of a legend. A new kind is a new row.

What each means is told in outcome.py, which finds it. Everyone who lists, ranks, names or draws outcomes asks here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from .field_bounds import FINITE, POSITIVE
from .knob import CLOSE

if TYPE_CHECKING:
    from ..engine.run import Run


# ---------------------------------------------------------------------------------------------------------------------
# A gate on the way of the prediction: a step that crosses it and is too long ends the run there.


class Gate(NamedTuple):
    """A place that the prediction may cross with a short step only."""

    at: Annotated[float, FINITE]  # the prediction at which it stands
    most: Annotated[float, POSITIVE]  # the longest step across it, in the prediction


def bump_of(run: Run, gates: Iterable[Gate]) -> tuple[Gate, float] | None:
    """The gate that the last step of a run ran into, and how long the step was; None: none."""
    if not run.count:
        return None
    input = run.examples[0][0]
    before, after = (run.network.predict(run.weights_at(step), input)[0] for step in (run.count - 1, run.count))
    length = abs(after - before)
    crossed = (gate for gate in gates if (before < gate.at) != (after < gate.at))
    return next(((gate, length) for gate in crossed if length > gate.most + CLOSE), None)


class OutcomeKind(NamedTuple):
    """One kind of outcome. Words are in English, translated where they are shown.

    title        what a player reads; `bottom`: the same where the run ended at the bottom of its error
    does, do     what one run, what several do: "24 runs away"
    causes       how it comes about -> a few words for it that are always true
    mark     its sign in the terminal
    icon, hue    names of an icon and of a colour of the theme; it differs from the others by both, and by its `motif`
    motif        the name of its sign in a cell of a map; empty: none
    height       where its cells lie in a map, counted from the smallest alphas: the order of the map's legend
    strength     how far its cell stands out, 0 ... 1: after one step; what of that is lost, and by which step
    few, many    steps of the two examples in the map's legend
    sketch       signed misses, as it may go
    rank         in a search: smaller is better
    wins         it completes a stage, where the level says nothing else
    turns        its picture is around the step at which it turned
    gated        only a level with gates has it
    """

    title: str
    does: str
    do: str
    causes: Mapping[str, str]
    mark: str
    icon: str
    hue: str
    motif: str
    height: int
    strength: tuple[float, float, int]
    few: int
    many: int
    sketch: Sequence[float]
    rank: int
    wins: bool = False
    turns: bool = False
    gated: bool = False
    bottom: str = ""


OUTCOMES: dict[str, OutcomeKind] = {
    "crawl": OutcomeKind(
        "crawl", "crawls", "crawl",
        {"slow": "its time is over", "searching": "still searching"},
        mark="…", icon="crawl", hue="hue_crawl", motif="dot", height=0, strength=(0.42, 0.0, 30),
        few=40, many=40, sketch=(0.95, 0.88, 0.82, 0.76, 0.71), rank=1,
    ),
    "land": OutcomeKind(
        "land", "lands", "land",
        {"reached": "near enough"},
        mark="●", icon="land", hue="hue_land", motif="", height=2, strength=(1.0, 0.62, 30),
        few=2, many=16, sketch=(0.95, 0.4, 0.15, 0.05, 0.0), rank=0, wins=True,
    ),
    "overshoot": OutcomeKind(
        "cross and land", "crosses and lands", "cross and land",
        {"passed": "not the straight way"},
        mark="~", icon="overshoot", hue="hue_overshoot", motif="wave", height=3, strength=(1.0, 0.62, 80),
        few=4, many=40, sketch=(0.95, -0.42, 0.2, -0.09, 0.0), rank=0, wins=True, turns=True,
    ),
    "orbit": OutcomeKind(
        "swing for ever", "swings", "swing",
        {"cycle": "the same weights again", "hovers": "moving, but no nearer"},
        mark="∞", icon="orbit", hue="hue_orbit", motif="ring", height=4, strength=(0.62, 0.0, 30),
        few=2, many=2, sketch=(0.8, -0.8, 0.8, -0.8, 0.8), rank=2, turns=True,
    ),
    "runaway": OutcomeKind(
        "run away", "runs away", "run away",
        {"not-finite": "the numbers end", "far": "far beyond coming back", "rising": "rising"},
        mark="↗", icon="runaway", hue="hue_runaway", motif="slash", height=5, strength=(0.95, 0.55, 60),
        few=3, many=14, sketch=(0.12, -0.25, 0.45, -0.7, 1.0), rank=4, turns=True,
    ),
    "stuck": OutcomeKind(
        "stuck", "is stuck", "are stuck",
        {"still": "nothing moves", "settled": "hardly anything moves"},
        mark="∪", icon="stuck", hue="hue_stuck", motif="cup", height=1, strength=(0.6, 0.0, 30),
        few=9, many=9, sketch=(0.95, 0.6, 0.45, 0.42, 0.42), rank=3,
        bottom="at the bottom",
    ),
    "bump": OutcomeKind(
        "bump", "bumps", "bump",
        {"gate": "too long a step through the gate"},
        mark="¦", icon="bump", hue="hue_bump", motif="bar", height=6, strength=(0.85, 0.5, 30),
        few=1, many=5, sketch=(0.95, 0.62, 0.3, 0.3, 0.3), rank=5, gated=True,
    ),
}  # fmt: skip
WINS: Any = tuple(kind for kind, row in OUTCOMES.items() if row.wins)
