"""The board in the middle: the stage that the game would take for this network, and two runs drawn over it.

One weight has the bowl, two the valley, a hidden layer the net; from three weights on there are the errors over steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...boards.network.net_panel import NetPanel
from ...boards.network.pictured_board import PicturedStage
from ...boards.network.shown_net import VisibleNet, picture_of
from ...boards.one_neuron.bowl_board import BowlPanel
from ...boards.several_weights.contour_board import ContourLand
from ...boards.several_weights.map_runs import MapRuns
from ...boards.shared.neuron_model import errors_of
from ...boards.shared.panel import AttemptPanel
from ...i18n import _
from ...view.charts.run_chart import NOW, RunLine, draw_compare, draw_mark, style_of
from ...view.draw.plate import draw_plate
from ...view.draw.rects import meets
from ...view.draw.tokens import LABEL, LEAD, Run
from ...view.format.numbers import telling
from ...view.widgets.panel import Panel
from ...view.widgets.widget import Rect, Widget

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .bench_screen import BenchScreen

LEAST = 8  # steps that a chart shows at least
DASH = (8.0, 6.0)


class ErrorsPanel(AttemptPanel):
    """The error at every step of the present run, or of the two that are compared."""

    bare, words = (200.0, 160.0), (100.0, 60.0)

    def __init__(self, scene: BenchScreen) -> None:
        super().__init__(scene)
        self.scene = scene

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        base = y + 12 + 16 * canvas.type
        canvas.within(x + 18, base, _("Error at every step"), w - 36, LEAD, "text")
        pair, attempt, step = self.scene.visit.runs.pair, self.attempt, self.attempt.step
        errors = errors_of(attempt.shown)[: step + 1 if attempt.playback.moving else None]
        lines = [RunLine(style_of(number)._replace(dash=DASH if number else None), run.errors)
                 for number, run in enumerate(pair)]  # fmt: skip
        live = [] if pair else [RunLine(NOW, tuple(errors))]
        beats = max([LEAST, *(len(line.errors) - 1 for line in (*lines, *live))])
        well = (x + 14, base + 10, w - 28, y + h - base - 24)
        here = len(pair[0].errors) - 1 if pair else step
        draw_compare(canvas, well, lines, live, self.scene.visit.target, here, beats, _("step"))


def panels_of(scene: BenchScreen) -> list[tuple[str, Panel]]:
    """(name, panel) of each picture of this network, the one that is seen first first."""
    network = scene.attempt.level.network
    errors = ErrorsPanel(scene)
    if picture_of(scene.attempt.level) is not None:
        return [(_("Net"), PicturedStage(scene)), (_("Errors"), errors)]
    if scene.visit.bench.hidden:
        return [(_("Net"), BenchNet(scene)), (_("Errors"), errors)]
    if network.size == 1:
        return [(_("Bowl"), BenchBowl(scene))]
    if network.size == 2:
        return [(_("Valley"), BenchValley(scene)), (_("Errors"), errors)]
    return [(_("Errors"), errors)]


class BenchBowl(BowlPanel):
    """The bowl with the lowest error told at its foot."""

    bare, words = (200.0, 90.0), (100.0, 110.0)

    def __init__(self, scene: BenchScreen) -> None:
        super().__init__(scene)
        self.bench_scene = scene

    @property
    def low(self) -> float:
        """No number line lies under it: the start has its slider at the left."""
        return 0.0

    def make(self) -> None:
        super().make()
        self.axis = None

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        bowl, visit = self.seen, self.bench_scene.visit
        if bowl is None:
            return
        ways = [[bowl.rest_point(weights[0], 6.0) for weights in run.path if bowl.fits(weights[0])]
                for run in visit.runs.pair]  # fmt: skip
        with canvas.clip(*bowl.rect[:3], bowl.sky):
            draw_pair(canvas, ways)
        if visit.floor is None or bowl.zoom != 1:
            return

        # how low the error can be, beside the lowest point; not where Pip stands
        lowest = visit.floor.weights[0]
        spot = (bowl.pixel_x(lowest), bowl.height(lowest))
        pip = (bowl.pixel_x(self.pip.at()) - 24, spot[1] - 50, 48.0, 60.0)
        value = telling(visit.floor.error, 3)
        runs: list[Run] = [(_("floor") + " ", "text", 600), (value, "error", 600, "mono")]
        width, height = canvas.rich_width(runs, LABEL) + 24, 12 + 18 * canvas.type
        x, y, w, _h = self.rect
        top = min(spot[1] + 2, y + bowl.sky - height - 6)
        places = [(spot[0] + 62, top, width, height), (spot[0] - 62 - width, top, width, height)]
        place = next((each for each in places if not meets(each, pip)), places[0])
        left = min(max(x + 8, place[0]), x + w - width - 8)
        draw_plate(canvas, (left, top, width, height), "error", 8, alpha=0.92)
        canvas.rich(left + 12, canvas.baseline_of(top + height / 2), runs, LABEL)


class BenchValley(ContourLand):
    """The valley from above."""

    def __init__(self, scene: BenchScreen) -> None:
        super().__init__(scene, MapRuns(scene))
        self.scene = scene
        self.night = False  # who makes the level looks at its land before a run

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        window = self.window
        if window is not None:
            ways = [[window.at((a, b)) for a, b in run.path] for run in self.scene.visit.runs.pair]
            with canvas.clip(*self.rect):
                draw_pair(canvas, ways)


class BenchNet(NetPanel):
    """The net with its wires; they are not turned here, the start is drawn from its seed."""

    flat = False  # it lies on no board that has a sheet for it
    bare, words = (420.0, 190.0), (0.0, 30.0)

    def __init__(self, scene: BenchScreen) -> None:
        super().__init__(scene, VisibleNet(scene))

    def place(self, rect: Rect) -> list[Widget]:
        super().place(rect)
        return []  # it is looked at

    def update(self, seconds: float) -> None:
        self.shown.parts.update(seconds, self.host.game.settings.still)
        super().update(seconds)


def draw_pair(canvas: Canvas, ways: Sequence[Sequence[tuple[float, float]]]) -> None:
    """Two runs on the board: the second dashed, each with the sign of its run at every step."""
    for number, way in enumerate(ways):
        style = style_of(number)
        if len(way) > 1:
            canvas.polyline(way, style.hue, 3, dash=DASH if number else None)
        for spot in way:
            draw_mark(canvas, style, *spot, 4.5)


class BoardPanel(Panel):
    """The picture of this network, one of the scene's `pictures`; why no run can begin lies over it."""

    def __init__(self, scene: BenchScreen) -> None:
        self.scene = scene
        scene.pictures = panels_of(scene)

    @property
    def picture(self) -> Panel:
        return self.scene.pictures[min(self.scene.picture, len(self.scene.pictures) - 1)][1]

    def least_size(self) -> tuple[float, float]:
        return max(panel.least_size() for _name, panel in self.scene.pictures)

    def sheets(self) -> list[Rect]:
        return self.picture.sheets()

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = self.picture.rect = rect
        return self.picture.place(rect)

    def renew(self) -> None:
        """Another attempt at a network of the same shape lies on the bench."""
        self.scene.pictures = panels_of(self.scene)
        self.place(self.rect)

    def update(self, seconds: float) -> None:
        self.picture.update(seconds)

    def paint(self, canvas: Canvas) -> None:
        self.picture.paint(canvas)
        if self.scene.visit.why:
            x, y, w, h = self.rect
            style, words = canvas.fit_style(self.scene.visit.why, w - 90, LABEL)
            width, height = canvas.width(words, style) + 62, 22 + 18 * canvas.type
            left, top = x + (w - width) / 2, y + h / 2 - height / 2
            draw_plate(canvas, (left, top, width, height), "error", alpha=0.97)
            canvas.icon("warn", left + 14, top + height / 2 - 11, 22, "error")
            canvas.text_vcenter(left + 46, top + height / 2, words, style, "text")
