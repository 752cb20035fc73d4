"""What a metric looks like: its own curve in a small box, its name, and in a few words what it does with a miss."""

from __future__ import annotations

from ...i18n import _, sentence_case
from ...learning import Metric
from ...rules import item_title
from ..draw import Canvas
from ..widgets.widget import Rect

PARTS = 24
GOAL = 1.0  # the goal at which a metric is asked; a miss is the way from there


def value_at(metric: Metric, name: str, miss: float) -> float:
    """Its error or its delta for a miss; 0 where the metric has none for it."""
    try:
        value: float = getattr(metric, name)(GOAL + miss, GOAL)
    except Exception:  # a plugin's metric; playing with it says what is wrong
        return 0.0
    return value


def metric_title(metric: Metric) -> str:
    """As the player reads it."""
    return _(item_title(metric))


def pull(metric: Metric) -> str:
    """How hard a miss pulls, by its size."""
    near, far = value_at(metric, "delta", 0.5), value_at(metric, "delta", 4.0)
    if near * value_at(metric, "delta", -0.5) > 0:
        return _("always pulls the same way")
    if abs(far) > 4 * abs(near):
        return _("big misses pull hard")
    if abs(far) > 1.01 * abs(near):
        return _("big misses pull a little harder")
    return _("every miss pulls alike")


def cancels(metric: Metric) -> bool:
    """A miss to one side takes away from one to the other."""
    return value_at(metric, "error", -1.0) < 0 < value_at(metric, "error", 1.0)


def telling(metric: Metric) -> str:
    """What twice the miss counts, where that is the same for every miss; else how hard it pulls."""
    errors = {miss: value_at(metric, "error", miss) for miss in (0.5, 1.0, 2.0, -2.0, -4.0)}
    times = [errors[2 * miss] / errors[miss] for miss in (0.5, 1.0, -2.0) if errors[miss]]
    if cancels(metric):
        return _("Misses may cancel.")
    if all(abs(each - 4) < 1e-9 for each in times):
        return _("Twice the miss counts four times.")
    if all(abs(each - 2) < 1e-9 for each in times):
        return _("Twice the miss counts twice.")
    return sentence_case(pull(metric)) + "."


def draw_profile(canvas: Canvas, rect: Rect, metric: Metric, colour: str, width: float = 2.6) -> None:
    """Its error over the miss from -1 to 1, in the whole box."""
    x, y, w, h = rect
    errors = [value_at(metric, "error", 2 * i / PARTS - 1) for i in range(PARTS + 1)]
    low, height = min(errors), max(errors)
    span = height - low or 1.0
    points = [(x + w * i / PARTS, y + h - (error - low) / span * h) for i, error in enumerate(errors)]
    canvas.polyline(points, colour, width)
