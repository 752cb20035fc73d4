"""A stencil that learns by itself: its picture, its nine weights as heat, its maps there and in the exam.

The right column is the usual one: code, knobs, error history.
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

from ...i18n import _
from ...learning.ops import WIDTH
from ...view.draw.tokens import BODY, LABEL
from ...view.format.numbers import number
from ...view.pictures.kernel_grid import Grid, draw_pixels, draw_values, draw_window
from ..one_neuron.column_board import ColumnBoard, StagePanel
from .stencil_board import FULL, agreement, assemble

if TYPE_CHECKING:
    from ...learning.network import Vector
    from ...learning.problem import Pair
    from ...view.draw.canvas import Canvas
    from ...view.draw.tokens import Run
    from ...view.widgets.bet_marker import AnswerAnchor
    from ...view.widgets.widget import Rect

EXAM = 42.0  # height of the line with the exam
PLATE, EDGE = 22.0, 10.0  # height of a plate over that line without its text; how far it keeps from the edges
LEFT = 0.27  # of the width, for what it learns from and the stencil


class TeacherBoard(ColumnBoard):
    """Each window of the picture is one example; the frame is on the one that comes next."""

    lines = 5  # a second row of knobs takes the place of two

    teacher: TeacherPanel

    def make_stage(self) -> StagePanel:
        self.teacher = TeacherPanel(self.host)
        return self.teacher

    def neuron_name(self) -> str:
        return _("Stencil")

    def mark(self, number: int, answer: str | float) -> AnswerAnchor | None:
        place, strip = super().mark(number, answer), self.teacher.strip()
        return place._replace(within=strip) if place is not None and place.arrow == "panel" and strip else place


class TeacherPanel(StagePanel):
    """The picture, the stencil's nine weights, its map here and in the exam beside the wanted ones."""

    bare, words = (300.0, 200.0), (60.0, 90.0)

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return width, height + self._foot - EXAM

    # -- what is seen ------------------------------------------------------------------------------------------------

    def weights(self) -> tuple[float, ...]:
        return self.attempt.shown.run.weights_at(self.attempt.step)

    def _pairs(self, unseen: bool) -> list[Pair]:
        return self.attempt.now.data(True) if unseen else self.attempt.shown.run.examples

    def exam(self) -> float | None:
        """The summed squared misses on the unseen picture at the step that is looked at."""
        aim = self.attempt.now.aim
        if not (aim.summed and aim.unseen):
            return None
        total = 0.0
        for present, (_window, goal) in zip(self.map_of(self._pairs(True)), self._pairs(True)):
            total += (present - goal[0]) * (present - goal[0])
        return total

    def map_of(self, pairs: list[Pair]) -> list[float]:
        """What the kernel writes now, place by place."""
        network, weights = self.attempt.now.network, self.weights()
        return [network.predict(weights, window)[0] for window, _goal in pairs]

    # -- drawing -----------------------------------------------------------------------------------------------------

    @property
    def _foot(self) -> float:
        """Height of what stands under the maps."""
        return EXAM + (PLATE + 18 * self.text_scale if self.attempt.level.questions else 0.0)

    def strip(self) -> Rect | None:
        """Over the line with the exam, where an answer stands that is about it; None: nothing is asked."""
        x, y, w, h = self.rect
        foot = self._foot
        return (x, y + h - foot - EDGE, w, foot - EXAM + 2 * EDGE) if foot > EXAM else None

    def paint(self, canvas: Canvas) -> None:
        rect = self.rect
        weights = self.weights()
        taught, exam = self._pairs(False), self._pairs(True)
        batch = self.attempt.shown.run.order.batch(min(self.attempt.step, max(0, self.attempt.shown.count)))
        place = batch[0] if len(batch) == 1 else None
        key = ("teacher", rect, weights, self.attempt.shown.run.serial, place)
        canvas.keep(key, *rect, lambda sub: self._stage_picture(sub, weights, taught, exam, place))

    def _stage_picture(self, canvas: Canvas, weights: Vector, taught: list[Pair], exam: list[Pair],
                       place: int | None) -> None:  # fmt: skip
        """At the left what it learns from, over the stencil; beside them the maps, its own and those wanted."""
        x, y, w, h = self.rect
        head, height = 14 + 17 * self.text_scale, (h - self._foot) / 2
        side = isqrt(len(taught))
        cell = min(((1 - LEFT) * w - 62) / 2, height - head - 12) / side
        left = w - 2 * side * cell - 62
        knob = self.attempt.shown.knobs.get("picture")
        name = _(knob) if isinstance(knob, str) else ""
        small = min(left - 26, height - head - 12)
        self._heading(canvas, x + 20, y, left - 14, _("It learns from"), "input", name)
        grid = Grid(x + 20, y + head, small / (side + WIDTH - 1), side + WIDTH - 1)
        draw_pixels(canvas, grid, assemble(taught) or [])
        if place is not None:
            draw_window(canvas, grid, *divmod(place, grid.side - WIDTH + 1))
        lower = y + height
        self._heading(canvas, x + 20, lower, left - 14, _("Stencil"), "weight")
        full = max(1.0, *(abs(weight) for weight in weights))
        draw_values(canvas, Grid(x + 20, lower + head, small / WIDTH, WIDTH), weights, "border", full, 2)
        word = _(self.attempt.now.words.get("unseen") or "exam")
        titles = _("its map"), _("exam: {name}").format(name=word)
        for pairs, title, up in ((taught, titles[0], y), (exam, titles[1], lower)):
            mine = Grid(x + left + 12, up + head, cell, side)
            theirs = Grid(mine.x + mine.wide + 26, up + head, cell, side)
            if not canvas.fits([(title, "", 600)], mine.wide - 16):
                title = title.rpartition(" ")[2]  # of "exam: seven" the picture's name
            self._heading(canvas, mine.x, up, mine.wide + 8, title, "prediction")
            self._heading(canvas, theirs.x, up, theirs.wide + 8, _("wanted"), "goal")
            draw_values(canvas, mine, self.map_of(pairs), "prediction", FULL)
            self._wanted(canvas, theirs, tuple(goal[0] for _window, goal in pairs))
        x, y, w, h = (x, y + h - EXAM, w, EXAM)
        base = canvas.baseline_of(y + h / 2)
        canvas.line(x + 1, y + 0.5, x + w - 1, y + 0.5, "border", 1)
        total, half = self.exam(), w / 2
        end = x
        if total is not None:
            limit = getattr(self.attempt.now.target, "limit", 0.0)
            runs: list[Run] = [
                (_("exam") + " ", "text2", 600), (number(total, 2), "error", 700, "mono"),
                ("  " + _("at most {limit}").format(limit=number(limit)), "goal", 600),
            ]  # fmt: skip
            end += 20 + canvas.rich(x + 20, base, runs, room=half - 10, shorter=[runs[:2]])
        agree = agreement(self.map_of(exam), [goal[0] for _window, goal in exam]).count(True)
        text = _("{agree} of {count} places agree").format(agree=agree, count=len(exam))
        if canvas.fits([(text, "", 600)], x + w - 34 - end):
            canvas.within(x + w - 20, base, text, x + w - 34 - end, LABEL, "text2", "end")

    def _wanted(self, canvas: Canvas, grid: Grid, goals: tuple[float, ...]) -> None:
        """It stays as it is while the stencil learns."""
        place = (grid.x - 6, grid.y - 6, grid.wide + 12, grid.wide + 12)
        key = ("wanted map", goals, grid.cell, canvas.within_pixel(grid.x, grid.y))
        canvas.keep(key, *place, lambda sub: draw_values(sub, grid, goals, "goal", FULL))

    def _heading(self, canvas: Canvas, x: float, y: float, room: float, title: str, glyph: str,
                 aside: str = "") -> None:  # fmt: skip
        """Over a grid whose left edge is at x; `aside` only where it has room."""
        base = y + 8 + 16 * canvas.type
        canvas.glyph(glyph, x + 6, canvas.vcentre_of(base), 6)
        end = x + 20 + canvas.within(x + 20, base, title, room - 22, LABEL, "text")
        if aside and end + 10 + canvas.width(aside, BODY) <= x + room - 8:
            canvas.text(end + 10, base, aside, BODY, "text2")
