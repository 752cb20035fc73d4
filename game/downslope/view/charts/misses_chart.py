"""The misses of a run, with their sign, and their chart: numbered stones around the goal's dotted line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...rules.outcome_kinds import OUTCOMES
from ...rules.run_facts import signed_misses
from ..draw.tokens import NUMBER, SMALL_NUMBER
from ..format.axis import Axis, linear_axis
from ..widgets.widget import Rect
from .number_line import draw_stone
from .plot import Plot

if TYPE_CHECKING:
    from ...rules.session import Session
    from ..draw.canvas import Canvas

STONES = 6  # steps after the first that are numbered side by side


class Trail(NamedTuple):
    """What a chart shows. `values`: misses, or errors where there is no single miss; `first`: the step of the first.

    Where a step sees some of the examples: errors over all of them, after each pass of `each` steps from step `start`;
    of examples that are too many for that the mean of what each pass saw, or in the first one what its steps saw.

    twin    the same of a run that took as many steps with another alpha, and `twin_name`
    """

    values: tuple[float, ...]
    first: int
    signed: bool
    each: int = 1
    start: int = 0
    twin: tuple[float, ...] = ()
    twin_name: str = ""


def trail(session: Session, kind: str, turn: int) -> Trail:
    """The part of the run that tells what happened: around the turning step where there is one, else all of it."""
    first, last = session.recorded, session.count
    each = len(session.run.batches)
    if each > 1:
        return _by_passes(session, each, kind, turn)
    if last - first > STONES and kind and OUTCOMES[kind].turns:
        first = max(first, min(turn - (kind != "orbit"), last - STONES))
        last = min(last, first + STONES)
    misses = signed_misses(session, first, last)
    if misses is not None:
        return Trail(tuple(misses), first, True)
    errors = [*session.run.errors, session.run.error()]
    return Trail(tuple(errors[first : last + 1]), first, False)


def _by_passes(session: Session, each: int, kind: str, turn: int) -> Trail:
    run, start = session.run, session.recorded
    first, last = 0, -(-(run.count - start) // each)
    if last > STONES and kind and OUTCOMES[kind].turns:
        first = max(0, min((turn - start) // each - (kind != "orbit"), last - STONES))
        last = min(last, first + STONES)
    if len(run.examples) > len(run.sample_problem.examples):  # too many to be asked again: what the steps saw
        if run.count < start + 2 * each:  # one pass would be one point: its first steps
            return Trail(tuple(run.errors[start:][: STONES + 1]), 0, False, 1, start)
        parts = [run.errors[start + number * each :][:each] for number in range(first, last)]
        return Trail(tuple(sum(part) / len(part) for part in parts if len(part)), first + 1, False, each, start)
    ends = (min(run.count, start + number * each) for number in range(first, last + 1))
    looks = (run.weights_at(end) for end in ends)
    return Trail(tuple(run.sample_problem.error(weights) for weights in looks), first, False, each, start)


def draw_misses(canvas: Canvas, rect: Rect, shown: Trail, turn: int) -> None:
    """The chart. The turning step's stone is ringed; where there are many steps, the rest are dots."""
    x, y, width, height = rect
    turn = (turn - shown.start) // shown.each
    canvas.rect(x, y, width, height, "well", 10)
    edge, steps = min(16.0, height / 4), max(1, len(shown.values) - 1)
    misses = linear_axis((*shown.values, *shown.twin))
    plot = Plot((x + 22, y + edge, width - 44, height - 2 * edge), Axis(0, steps), misses)
    plot.level(canvas, 0.0, "goal", 2, 0.95, dash=(2, 6), before=14, after=14)
    points = plot.spots(enumerate(shown.values))
    if len(shown.twin) > 1:
        twin = plot.spots(enumerate(shown.twin))
        canvas.polyline(twin, "alpha", 2.6, dash=(7, 5))
        (px, py), below = twin[1], shown.twin[1] < shown.values[1]
        canvas.text_vcenter(px + 8, py + (14 if below else -14), shown.twin_name, SMALL_NUMBER, "alpha")
    each = max(1, len(points) // int(2 * width))  # at most two points for each design pixel
    if len(points) > 1:
        canvas.polyline([*points[::each], points[-1]], "text", 2.2, 0.6)
    step = plot.rect[2] / steps
    many = step < 24
    named = {shown.first, shown.first + len(points) - 1, turn}
    for i, (px, py) in enumerate(points):
        number = shown.first + i
        if not many:
            draw_stone(canvas, px, py, 11 if number == turn else 9.5, str(number), number == turn)
        elif step > 7 and number not in named:
            canvas.circle(px, py, 2.6, "text2")
    if many:
        for number in sorted(named - {turn}) + [turn] * (turn in named):
            if 0 <= number - shown.first < len(points):
                px, py = points[number - shown.first]
                px = min(px, rect[0] + rect[2] - canvas.width(str(number), NUMBER) / 2 - 8)
                draw_stone(canvas, px, max(py, rect[1] + 10 * canvas.type), 11.5, str(number), number == turn)
