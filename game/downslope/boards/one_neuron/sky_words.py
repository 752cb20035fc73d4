"""What stands in the sky of a bowl: its name and its formula, by how much the error grew, how far away it is seen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...attempt.weight_names import weight_name
from ...i18n import _
from ...rules.catalog import thing_title
from ...view.bowls.bowl_landscape import sky_spans
from ...view.bowls.error_bowl import Bowl
from ...view.draw.plate import draw_plate
from ...view.draw.tokens import LABEL, LEAD
from ...view.format.numbers import number
from ..shared.neuron_model import error_at

if TYPE_CHECKING:
    from ...attempt.attempt import Attempt
    from ...view.draw.canvas import Canvas
    from ...view.draw.text import Run

EDGE = 60.0  # left and right of the words
BESIDE = 36.0  # between them and the curve, where a stone may be
TOLD = 1.05  # from so far away on it is told


class SkyWords:
    """Reads the attempt."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt

    def paint(self, canvas: Canvas, bowl: Bowl, failed: bool, told: list[Run] | None = None) -> None:
        """What the picture is; `told`: in place of the formula."""
        x, y, w, _h = bowl.rect
        middle = x + w / 2
        grew = failed and self._paint_growth(canvas, middle, y)
        if bowl.zoom > TOLD:
            self._paint_zoom(canvas, middle, y + (35 + 18 * canvas.type if grew else 13), bowl.zoom)
        if grew or bowl.zoom > TOLD:
            return
        canvas.text(middle, y + 16 + 18 * canvas.type, _("Error bowl"), LEAD, "text", "middle")
        line = y + 18 + 42 * canvas.type
        left, right = max(sky_spans(bowl, line), key=lambda span: span[1] - span[0], default=(x, x + w))
        room = min(w - 2 * EDGE, right - left - 2 * BESIDE * max(1.0, 0.5 + 0.5 * canvas.type))
        canvas.rich(middle, line, told or self._formula(), LABEL, anchor="middle", room=room)

    def _formula(self) -> list[Run]:
        run = self.attempt.shown.run
        squared = all(abs(run.metric.error(p, 1.0) - (p - 1.0) * (p - 1.0)) < 1e-9 for p in (3.0, 0.5, -2.0))
        level = self.attempt.now
        if not squared:
            return [(_(thing_title(run.metric)), "text2")]
        names = [_(level.words.get("input", "input")), weight_name(level, 0), _("goal")]
        found: list[Run] = [
            (_("error"), "error"), (" = (", "text2"), (names[0], "input"), (" × ", "text2"), (names[1], "weight"),
            (" − ", "text2"), (names[2], "goal"), (")²", "text2"),
        ]  # fmt: skip
        if len(run.examples) > 1:
            found.append((", " + _("mean of {count} examples").format(count=len(run.examples)), "text2"))
        return found

    def _paint_growth(self, canvas: Canvas, middle: float, y: float) -> bool:
        """By how much this step made the error larger. False: it did not."""
        session, step = self.attempt.shown, self.attempt.step
        before, now = error_at(session, step - 1), error_at(session, step)
        if not 0 < before < now < math.inf:
            return False
        runs: list[Run] = [
            (_("error") + " ", "error", 600), ("×" + number(now / before, 2), "error", 700, "mono"),
            (" " + _("a step"), "text", 600),
        ]  # fmt: skip
        _paint_tag(canvas, middle, y + 13, runs, "error")
        return True

    def _paint_zoom(self, canvas: Canvas, middle: float, top: float, zoom: float) -> None:
        """How many times further away it is seen."""
        scale = f"1 : {number(zoom, 0 if zoom >= 10 else 1)}"
        runs: list[Run] = [(_("view") + " ", "text2", 600), (scale, "text", 700, "mono")]
        _paint_tag(canvas, middle, top, runs, "border2")


def _paint_tag(canvas: Canvas, middle: float, top: float, runs: list[Run], edge: str) -> None:
    """A few words in the sky, on a plate."""
    wide, high = canvas.rich_width(runs) + 32, 14 + 18 * canvas.type
    draw_plate(canvas, (middle - wide / 2, top, wide, high), edge)
    canvas.rich(middle, canvas.base_of(top + high / 2), runs, anchor="middle")
