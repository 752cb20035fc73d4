"""A stencil that learns by itself: a lantern throws its teacher on the wall, and the stencil slides over it as light.

The right column is the usual one, with the maps in the place of the neuron.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import isqrt

from ...i18n import N_, _
from ...learning.network import Vector
from ...learning.ops import WIDTH, assemble
from ...learning.problem import Pair
from ...view.draw.canvas import Canvas
from ...view.draw.tokens import BODY, LABEL, Run
from ...view.format.numbers import number
from ...view.pictures.kernel_grid import Grid, draw_pixels, draw_sheet, draw_values
from ...view.widgets.bet_marker import AnswerAnchor
from ...view.widgets.panel import Box, Panel, Part, Split, column, fit_content
from ...view.widgets.widget import Rect
from ..one_neuron.column_board import ColumnBoard, StagePanel
from ..shared.panel import DrawnPanel, Host, Tabs
from .stencil_board import FULL, agreement

EXAM = 42.0  # height of the line with the exam
PLATE, EDGE = 22.0, 10.0  # height of a plate over that line without its text; how far it keeps from the edges


class TeacherBoard(ColumnBoard):
    """Each window of the picture is one example; the frame is on the one that comes next."""

    lines = 5  # a second row of knobs takes the place of two
    neuron_name = N_("Exam")

    teacher: TeacherPanel

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        exam, taught = (_("Exam"), self.neuron), (_("Maps"), self.maps_panel(unseen=False))
        self.maps = Tabs(host, lambda: [exam, taught])

    def make_stage(self) -> StagePanel:
        self.teacher = TeacherPanel(self.host)
        return self.teacher

    def make_neuron(self) -> Panel:
        return self.maps_panel(unseen=True)

    def maps_panel(self, unseen: bool) -> Panel:
        """What the stencil writes over its teacher, or over the picture of the exam, beside what is wanted."""
        return DrawnPanel(self.host, partial(self.teacher.draw_maps, unseen), (260.0, 116.0), (60.0, 76.0))

    def sides(self) -> Sequence[Box | Split]:
        if self.attempt.whole_code:
            return super().sides()
        line = fit_content(self.code_line)
        if not self.attempt.shown.count:  # nothing is written yet
            return [column(line)]
        return [column(line, Part(self.maps)), self.maps, column(line, Part(self.neuron)), self.neuron]

    def anchor(self, number: int, answer: str | float) -> AnswerAnchor | None:
        place, strip = super().anchor(number, answer), self.teacher.strip()
        return place._replace(within=strip) if place is not None and place.arrow == "panel" and strip else place


class TeacherPanel(StagePanel):
    """The picture, the stencil's nine weights, its map here and in the exam beside the wanted ones."""

    bare, words = (300.0, 165.0), (60.0, 90.0)

    def least_size(self) -> tuple[float, float]:
        width, height = super().least_size()
        return width, height + self._foot - EXAM

    # -- what is seen ------------------------------------------------------------------------------------------------

    def weights(self) -> tuple[float, ...]:
        return self.attempt.shown.run.weights_at(self.attempt.step)

    def pairs(self, unseen: bool) -> list[Pair]:
        return self.attempt.now.data(True) if unseen else self.attempt.shown.run.examples

    def exam(self) -> float | None:
        """The summed squared misses on the unseen picture at the step that is looked at."""
        aim = self.attempt.now.aim
        if not (aim.summed and aim.unseen):
            return None
        total = 0.0
        for present, (_window, goal) in zip(self.map_of(self.pairs(True)), self.pairs(True)):
            total += (present - goal[0]) * (present - goal[0])
        return total

    def map_of(self, pairs: list[Pair]) -> list[float]:
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
        # The window that the step looks at; None: it looks at all
        batch = self.attempt.shown.run.order.batch(min(self.attempt.step, max(0, self.attempt.shown.count)))
        place_of_step = batch[0] if len(batch) == 1 else None
        weights, place = self.weights(), place_of_step
        taught = assemble(self.pairs(False)) or []
        key = ("teacher", self.rect, weights, self.attempt.shown.run.serial, tuple(taught))
        canvas.keep(key, *self.rect, lambda sub: self._stage_picture(sub, weights, taught))
        if place is not None:
            grid = self._picture_grid()
            draw_sheet(canvas, grid, *divmod(place, grid.side - WIDTH + 1), weights, beam=False)

    def _picture_grid(self) -> Grid:
        x, y, w, h = self.rect
        head = 20 + 18 * self.text_scale
        side = isqrt(len(assemble(self.pairs(False)) or [0]))
        wide = min(h - self._foot - head - 26, 0.44 * w)
        return Grid(x + 0.24 * w, y + head + 4, wide / side, side)

    def _stage_picture(self, canvas: Canvas, weights: Vector, taught: list[float]) -> None:
        """The lantern at the left, the picture that it throws, the stencil at the right, the exam below."""
        x, y, w, h = self.rect
        picture = self._picture_grid()
        foot = picture.y + picture.wide + 14
        with canvas.clip(x + 1, y + 1, w - 2, h - EXAM - 2, 16):
            canvas.rect(x, foot, w, h, "timber", alpha=0.35)
            canvas.line(x, foot, x + w, foot, "timber", 2)
        lens = x + 0.15 * w, foot - 0.24 * picture.wide
        corners = [(picture.x, picture.y), (picture.x, picture.y + picture.wide)]
        canvas.polygon([lens, *corners], "lamp_light", 0.22)
        canvas.rect(lens[0] - 74, lens[1] - 26, 70, 52, "metal", 8)
        canvas.rect(lens[0] - 62, lens[1] + 26, 46, max(6.0, foot - lens[1] - 26), "slate", 3)
        canvas.circle(lens[0], lens[1], 14, "lamp_light", "ink", 2)
        if not isinstance(self.attempt.shown.knobs.get("picture"), str):  # no knob names it
            self.heading(canvas, picture.x, y, picture.wide, _("It learns from"), "input")
        draw_pixels(canvas, picture, taught)
        left = picture.x + picture.wide + 34
        wide = min(x + w - 24 - left, picture.wide * 0.8)
        stencil = Grid(left, picture.y + (picture.wide - wide) / 2, wide / WIDTH, WIDTH)
        self.heading(canvas, left, stencil.y - 30 - 12 * canvas.type, wide, _("Stencil"), "weight")
        draw_values(canvas, stencil, weights, "border", max(1.0, *(abs(weight) for weight in weights)), 2)
        exam = self.pairs(True)
        x, y, w, h = (x, y + h - EXAM, w, EXAM)
        base = canvas.baseline_of(y + h / 2)
        canvas.line(x + 1, y + 0.5, x + w - 1, y + 0.5, "border", 1)
        total, half = self.exam(), w / 2
        end = x
        if total is not None:
            limit = getattr(self.attempt.now.target, "limit", 0.0)
            now = (number(total, 2), "error", 700, "mono")
            aim: Run = (f"  ≤ {number(limit)}", "goal", 600)
            runs: list[Run] = [(_("exam") + " ", "text2", 600), *([now] if self.attempt.shown.count else []), aim]
            end += 20 + canvas.rich(x + 20, base, runs, room=half - 10, shorter=[runs[:2]])
        if not self.attempt.shown.count:  # nothing has been learned yet
            return
        agree = agreement(self.map_of(exam), [goal[0] for _window, goal in exam]).count(True)
        text = _("{agree} of {count} places agree").format(agree=agree, count=len(exam))
        if canvas.fits([(text, "", 600)], x + w - 34 - end):
            canvas.within(x + w - 20, base, text, x + w - 34 - end, LABEL, "text2", "end")

    @staticmethod
    def heading(canvas: Canvas, x: float, y: float, room: float, title: str, glyph: str,
                 aside: str = "") -> None:  # fmt: skip
        """Over a grid whose left edge is at x; `aside` only where it has room."""
        base = y + 8 + 16 * canvas.type
        canvas.glyph(glyph, x + 6, canvas.vcentre_of(base), 6)
        end = x + 20 + canvas.within(x + 20, base, title, room - 22, LABEL, "text")
        if aside and end + 10 + canvas.width(aside, BODY) <= x + room - 8:
            canvas.text(end + 10, base, aside, BODY, "text2")

    def draw_maps(self, unseen: bool, canvas: Canvas, rect: Rect) -> None:
        """The map of the stencil over a picture, beside what is wanted."""
        x, y, w, h = rect
        pairs = self.pairs(unseen)
        side, head = isqrt(len(pairs)), 18 + 17 * self.text_scale
        cell = min((w - 40 - 18) / (2 * side), (h - head - 14) / side)
        word = _(self.attempt.now.words.get("unseen") or "exam") if unseen else _("its map")
        mine = Grid(x + w / 2 - 9 - side * cell, y + head, cell, side)
        theirs = mine._replace(x=x + w / 2 + 9)
        for grid, title, glyph in ((mine, word, "prediction"), (theirs, _("wanted"), "goal")):
            self.heading(canvas, grid.x, y + 2, grid.wide, title, glyph)
        goals, written = tuple(goal[0] for _window, goal in pairs), tuple(self.map_of(pairs))
        for grid, values, colour in ((mine, written, "prediction"), (theirs, goals, "goal")):
            place = grid.x - 6, grid.y - 6, grid.wide + 12, grid.wide + 12
            canvas.once(place, draw_values, grid, values, colour, FULL)
