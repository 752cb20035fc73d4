"""What is told of one cell of a convergence map: how its run ends, its values, its misses step by step, the law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ..draw.tokens import LABEL, NUMBER
from ..format.axis import Axis, plain_axis
from ..format.markup import draw_hued, hued_lines
from .plot import Plot

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..widgets.widget import Rect

PAD = 18.0
LEAST = 34.0  # a lower chart tells nothing


class CellDetails(NamedTuple):
    """Texts with light markup. `kind`: an outcome, "" while it is not known; `note`: instead of it.

    `trace`: misses step by step; not `signed`: errors. `law`: up to two lines.
    """

    kind: str
    note: str
    values: str
    beats: str
    trace: Sequence[float]
    signed: bool
    law: Sequence[str]


def draw_details(canvas: Canvas, rect: Rect, told: CellDetails) -> None:
    """What stands in the panel: the chart takes the room that the words leave; where there is none, the law goes."""
    x, y, w, h = rect
    t = canvas.type

    def still(sub: Canvas) -> None:
        top = y + 12
        if t <= 1.3:
            sub.text(x + 20, top + 18 * t, _("Under the cursor"), LABEL, "text2")
            top += 30 * t
        badge = 20 + 16 * t
        if told.kind:
            sub.badge(x + PAD, top, OUTCOMES[told.kind].icon, _(OUTCOMES[told.kind].title), badge)
        else:
            sub.within(x + 20, top + badge / 2 + 6 * t, told.note, w - 40, LABEL, "text2")
        top += badge + 6
        lines = hued_lines(sub, told.values, w - 40, 16, 600)
        wide = _wide(sub, told.beats)
        if len(lines) == 1 and wide + _wide(sub, told.values) + 50 > w:
            lines += hued_lines(sub, told.beats, w - 40, 16, 600)
        else:
            draw_hued(sub, x + w - 20, top + 16 * t, [hued_lines(sub, told.beats, w, 16, 600)[0]], 16, "text2", 600,
                      anchor="end")  # fmt: skip
        top = draw_hued(sub, x + 20, top + 16 * t, lines, 16, "text2", 600, 24) + 12
        law = [line for text in told.law for line in hued_lines(sub, text, w - 36, _size(sub, told.law, w - 36))]
        below = 14 + len(law) * 26 * t if law else 16.0
        if y + h - below - top < LEAST:
            law, below = [], 16.0
        if y + h - below - top >= LEAST:
            _draw_trace(sub, (x + PAD, top, w - 2 * PAD, y + h - below - top), told)
        if law:
            draw_hued(sub, x + 20, y + h - below + 20 * t, law, _size(sub, told.law, w - 36), "text2", 500, 26)

    canvas.cached(("told", rect, repr(told)), x, y, w, h, still)


def _wide(canvas: Canvas, text: str) -> float:
    wide = 0.0
    for part, hue in hued_lines(canvas, text, 1e6, 16, 600)[0]:
        wide += canvas.width(part, NUMBER if hue else LABEL)
    return wide


def _size(canvas: Canvas, texts: Sequence[str], room: float) -> float:
    """A little smaller where a line is too long, never below the text of 100 %."""
    widest = max([_wide(canvas, text) for text in texts], default=0.0)
    return 16 * max(1 / max(1.0, canvas.look.text), min(1.0, room / widest)) if widest else 16


def _draw_trace(canvas: Canvas, rect: Rect, told: CellDetails) -> None:
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "well", 10)
    values = told.trace
    if not values:
        return
    axis, steps = plain_axis([*values, *(-value for value in values if told.signed)]), max(12, len(values) - 1)
    plot = Plot((x + 14, y + 8, w - 28, h - 16), Axis(0, steps), axis)
    plot.level(canvas, 0.0, "goal", 1.8, 0.9, before=6, after=6)
    for spot in plot.curve(canvas, enumerate(values), "text", 2, 0.65):
        canvas.circle(*spot, 3.4 if plot.rect[2] > 9 * steps else 2.2, "text")
    if not told.signed:
        word = _("error")
        canvas.text(x + w - 12, y + 8 + 14 * canvas.type, word, LABEL, "error", "end")
