"""Who pulls at the weight: every example's own best weight as a flag on a line, and under it how hard it pulls.

Orange pulls the weight down, to the left; blue pulls it up. An arrow's length is its share of all the pulling.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ..draw.tokens import BODY, LABEL, STRONG
from ..widgets.widget import Rect
from .error_bowl import Bowl

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

ALL = 250.0  # px of all pulls together
LEAST = 12.0  # px of an arrow that is hardly there
NEAR = 44.0  # flags that are nearer than this share a label
POLE = 20.0


class Pulling(NamedTuple):
    """An example. best: the weight at which it misses nothing, None: there is none. pull: delta × input."""

    label: str
    best: float | None
    pull: float


def lines_height(k: float) -> float:
    """Of title and number line, down to where the arrows begin."""
    return 40 + 46 * k


def draw_pulls(canvas: Canvas, bowl: Bowl, rect: Rect, title: str, note: str, pullings: Sequence[Pulling],
               weight: float) -> None:  # fmt: skip
    """In the panel under the sky: title, number line with flags, and an arrow for each example at the weight."""
    x, y, w, h = rect
    k = canvas.type
    first = canvas.text(x + 20, y + 14 + 16 * k, title, STRONG, "text")
    if first + canvas.width(note) + 70 < w:
        canvas.text(x + w - 20, y + 14 + 16 * k, note, BODY, "text2", "end")
    line = y + lines_height(k) - 6
    _draw_flags(canvas, bowl, line, pullings, k)
    _draw_arrows(canvas, bowl, (line + 8, h - (line + 8 - y)), pullings, weight)


def _draw_flags(canvas: Canvas, bowl: Bowl, line: float, pullings: Sequence[Pulling], k: float) -> None:
    x, _y, w, _h = bowl.rect
    canvas.line(x + 28, line, x + w - 28, line, "border2", 2)
    for value, _label in bowl.ticks():
        if x + 28 <= bowl.X(value) <= x + w - 28:
            canvas.line(bowl.X(value), line - 5, bowl.X(value), line + 5, "border2", 2)
    known = sorted((p.best, p.label) for p in pullings if p.best is not None and isfinite(p.best))
    groups: list[list[tuple[float, str]]] = []
    for best, label in known:
        if groups and bowl.X(best) - bowl.X(groups[-1][-1][0]) < NEAR:
            groups[-1].append((best, label))
        else:
            groups.append([(best, label)])
    ends = [x + 16, *(bowl.X(group[-1][0]) + 26 for group in groups)]
    for number, group in enumerate(groups):
        last = number == len(groups) - 1
        right = x + w - 16 if last else bowl.X(groups[number + 1][0][0]) - 20
        ends[number + 1] = _draw_group(canvas, bowl, line, group, (ends[number], right))


def _draw_group(canvas: Canvas, bowl: Bowl, line: float, group: list[tuple[float, str]],
                room: tuple[float, float]) -> float:  # fmt: skip
    """Flags that stand close together, and one label beside them, within these x; where they end."""
    for best, _label in group:
        px = bowl.X(best)
        canvas.line(px, line, px, line - POLE, "goal", 2.4)
        canvas.polygon([(px + 1, line - POLE - 1), (px + 12, line - POLE + 3.5), (px + 1, line - POLE + 8)], "goal")
    left, right = bowl.X(group[0][0]), bowl.X(group[-1][0])
    if len(group) == 1:
        canvas.circle(left, line, 14, None, "text2", 2, dash=(4, 4))
    labels = [label for _best, label in group if label]
    if not labels:
        return right + 26
    text = ", ".join(labels)
    before, after = left - 18 - room[0], room[1] - right - 24
    if not canvas.fits([(text, "", 600)], max(before, after)):  # a part of a name is worse than none
        return right + 26
    if before >= canvas.width(text, LABEL) or before > after:
        canvas.within(left - 18, line - 8, text, before, LABEL, "text", "end")
        return right + 26
    return right + 34 + canvas.within(right + 24, line - 8, text, after, LABEL, "text")


def _draw_arrows(canvas: Canvas, bowl: Bowl, span: tuple[float, float], pullings: Sequence[Pulling],
                 weight: float) -> None:  # fmt: skip
    top, high = span
    total = 0.0
    for each in pullings:
        total += abs(each.pull)
    if not total or not isfinite(total):
        canvas.text(bowl.X(bowl.inside(weight)) + 14, top + 16 * canvas.type, _("nobody pulls"), LABEL, "text2")
        return
    x, _y, w, _h = bowl.rect
    left, right = x + 10, x + w - 10
    px = bowl.X(bowl.inside(weight))
    pitch = min(9.0, high / max(1, len(pullings)))
    ordered = sorted(pullings, key=lambda p: (p.pull < 0, p.best if p.best is not None else 0.0))
    for row, each in enumerate(ordered):
        if not each.pull:
            continue
        side = -1 if each.pull > 0 else 1
        long = max(LEAST, ALL * abs(each.pull) / total)
        start = px + 5 * side
        end = min(right, max(left, start + side * long))
        y = top + pitch * (row + 0.5)
        hue = "weight_negative" if side < 0 else "weight"
        canvas.arrow(start, y, end, y, hue, min(3.0, pitch * 0.4), min(8.0, pitch))


def draw_tug(canvas: Canvas, rect: Rect, left: float, right: float) -> None:
    """How hard all that pulls to the left pulls against all that pulls to the right: a bar in two parts."""
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "well", h / 2)
    total = left + right
    if not total or not isfinite(total):
        return
    middle = x + w * left / total
    if left:
        canvas.rect(x, y, max(2.0, middle - x - (2 if right else 0)), h, "weight_negative", h / 2)
    if right:
        canvas.rect(middle + (2 if left else 0), y, max(2.0, x + w - middle - (2 if left else 0)), h, "weight", h / 2)
