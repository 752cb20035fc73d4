"""A level whose input is sealed in a box: only the misses are seen, before and after each step."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.format.measure import text_factor
from ...view.format.numbers import number, short
from ...view.networks.sealed_box import Box, paint_box
from ...view.scenery.backdrop import draw_sheets
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.widget import COMPACT, Rect, Widget
from ..shared.board import Board
from ..shared.knob_panel import ROW as KNOB
from ..shared.knob_panel import KnobPanel
from ..shared.neuron_model import is_neuron
from ..shared.tiles import TileSpec, auto_tile, mood_of, with_way_on

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

EDGE, TOP, GAP = 24.0, 72.0, 12.0
SIDE = 560.0
TILES = 608.0
HEAD, LINE = 46.0, 40.0


class SealedBoard(Board):
    """One neuron; its input and weight stay hidden until the level is won."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.knobs = KnobPanel(host)
        self.area: ScrollArea | None = None

    @classmethod
    def suits(cls, level: Level) -> bool:
        return level.sees("input") == "hidden" and level.network.size == 1 and level.learner is not None

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def low(self) -> float:
        return 100.0 if text_factor(self.host.game) > COMPACT else 84.0

    def tiles_at(self) -> Rect:
        return (EDGE, self.host.height - EDGE - self.low, TILES, self.low)

    def message(self) -> Rect | None:
        return self.beside_tiles()

    def _stage(self) -> Rect:
        height = self.host.height - EDGE - self.low - GAP - TOP
        return (EDGE, TOP, self.host.width - 2 * EDGE - SIDE - 16, height)

    def _knob_rect(self) -> Rect:
        _x, y, _w, h = self._stage()
        return (self.host.width - EDGE - SIDE, y + h - KNOB, SIDE, KNOB)

    def _table(self) -> Rect:
        """The table of steps; it stays to be read while something is asked about it."""
        x, y, w, _h = self._knob_rect()
        return (x, TOP, w, (2 * HEAD + 2 * LINE + 8 if self.covered else y - GAP - TOP))

    def strip(self) -> Rect:
        x, y, w, _h = self._knob_rect()
        top = TOP + 2 * HEAD + 2 * LINE + 8 + GAP
        return (x, top, w, y - GAP - top)

    # -- widgets -----------------------------------------------------------------------------------------------------

    def layout(self) -> list[Widget]:
        knobs = self.knobs.lay(self._knob_rect())
        x, y, w, h = self._table()
        self.area = ScrollArea("table", (x, y + 2 * HEAD, w, h - 2 * HEAD - 8), 0.0)
        self.refresh()
        return [self.area, *knobs]

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        return with_way_on(self.attempt, [
            TileSpec("step", _("Step"), "step", "step", primary=True, enabled=not attempt.over),
            auto_tile(self.attempt),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("undo", _("Undo"), "undo", "undo"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ])  # fmt: skip

    def refresh(self) -> None:
        self.knobs.refresh()
        if self.area is not None:
            rows = len(self._told()) - 1
            line = LINE * text_factor(self.host.game)
            grown = rows * line > self.area.height
            self.area.height = rows * line
            self.area.focusable = self.area.limit > 0
            if grown:
                self.area.scroll(self.area.limit)

    # -- what is known -----------------------------------------------------------------------------------------------

    def _misses(self) -> list[float]:
        """prediction - goal_prediction at every look of the run."""
        session = self.attempt.shown
        run = session.run
        if not is_neuron(run):
            return [0.0]
        (input,), (goal,) = run.examples[0]
        weights = [*run.history.weights, run.weights[0]]
        return [m for m in (input * weight - goal for weight in weights) if isfinite(m)]

    def _told(self) -> list[float]:
        """What a step leaves is told when Pip has arrived."""
        misses = self._misses()
        return misses[: self.attempt.step + 1] if self.attempt.playback.moving else misses

    def _ghost(self) -> float | None:
        """The miss with which the machine's run ended."""
        ghost = self.attempt.ghost_here
        if ghost is None or not ghost.count or not is_neuron(ghost.run):
            return None
        (input,), (goal,) = ghost.run.examples[0]
        return input * ghost.weights[0] - goal

    def _box(self) -> Box:
        session = self.attempt.shown
        run, step = session.run, min(self.attempt.step, len(self._misses()) - 1)
        (input,), (goal,) = run.examples[0]
        misses = self._misses()
        opened = session.won and not self.attempt.playback.moving
        words = session.level.words
        names = [_(words.get(n, n)) for n in ("input", "weight", "prediction")]
        return Box(
            input if opened else None,
            run.weights[0] if opened else None,
            misses[step] + goal,
            goal,
            misses[: self.attempt.shown.count + 1],
            min(self.attempt.playback.at, len(misses) - 1),
            (names[0], names[1], names[2], _("goal")),
            mood_of(self.attempt),
            self._ghost(),
        )

    def words(self) -> tuple[str, str]:
        count = len(self._told()) - 1
        if self.attempt.shown.won and not self.attempt.playback.moving:
            return _("It lands, and the lid comes off."), _("How fast the miss shrank told what was inside.")
        if count == 0:
            return _("Nothing is known but the miss."), _("Choose an [alpha:alpha] and take one step. What is left?")
        return (
            _("One step left a part of the miss."),
            _("Which [alpha:alpha] would have left nothing? And what [input:input] does that mean?"),
        )

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint_base(self, canvas: Canvas) -> None:
        draw_sheets(canvas, [self._knob_rect(), self._table()])

    def paint(self, canvas: Canvas) -> None:
        paint_box(canvas, self._stage(), self._box())
        self.knobs.paint(canvas)
        self._paint_table(canvas)

    def _columns(self) -> list[tuple[tuple[str, ...], float, str]]:
        """(its title, and a shorter one for large text; its right edge; its hue) of each."""
        x, _y, w, _h = self._table()
        return [
            ((_("alpha"),), x + w * 0.3, "alpha"),
            ((_("miss before"), _("before")), x + w * 0.53, "error"),
            ((_("miss after"), _("after")), x + w * 0.76, "error"),
            ((_("part left"), _("left")), x + w - 20, "text"),
        ]

    def _paint_table(self, canvas: Canvas) -> None:
        x, y, w, _h = self._table()
        canvas.text(x + 20, y + 31, _("Steps"), 18, "text", 700)
        canvas.line(x + 1, y + HEAD, x + w - 1, y + HEAD, "border", 1)
        for titles, right, _hue in self._columns():
            label = next((title for title in titles if canvas.width(title, 16, 600) <= w * 0.2), titles[-1])
            canvas.text(right, y + HEAD + 30, label, 16, "text2", 600, "end")
        misses = self._told()
        if len(misses) < 2:
            text = _("No step yet. The miss is {miss}.").format(miss=number(misses[0], 3))
            canvas.wrap(x + 20, y + 2 * HEAD + 30, text, w - 40)
            return
        if self.area is None:
            return
        left, top, width, height = self.area.rect
        with canvas.clip(left, top, width, height):
            for step in range(len(misses) - 1):
                self._paint_row(canvas, step, misses)

    def _paint_row(self, canvas: Canvas, step: int, misses: list[float]) -> None:
        assert self.area is not None
        x, _y, w, _h = self._table()
        line = LINE * text_factor(self.host.game)
        base = self.area.y(step * line) + line * 0.5 + 6
        if step == self.attempt.step - 1:
            canvas.rect(x + 8, base - line * 0.5 - 4, w - 16, line - 4, "rowhi", 8)
            canvas.rect(x + 8, base - line * 0.5, 4, line - 12, "text", 2)
        canvas.text(x + 34, base, str(step + 1), 16, "text2", 600, "middle", "mono")
        alpha = self.attempt.shown.run.history.setting_at(step).alpha
        before, after = misses[step], misses[step + 1]
        left = number(after / before, 3) if before else "–"
        cells = [short(float(f"{alpha:.3g}")) if isinstance(alpha, (int, float)) else "", number(before, 3, True)]
        cells += [number(after, 3, True), left]
        for text, (_title, right, hue) in zip(cells, self._columns()):
            canvas.text(right, base, text, 16, hue, 700, "end", "mono")
