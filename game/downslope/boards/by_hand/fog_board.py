"""Levels by hand in the fog: a weight is probed and only its error is told; the curve shows when the fog lifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attempt.units import unit_title
from ...i18n import _
from ...rules.actions import Stop
from ...view.bowls.bowl_walk import eased
from ...view.bowls.fog_bowl import Dot, FogBowl, draw_axis, draw_dots, draw_fog, draw_light, draw_pip
from ...view.bowls.weight_axis import WeightAxis, spread
from ...view.format.numbers import number
from ...view.widgets.button import Segmented
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.widget import Rect, Widget
from ..shared.board import Board
from ..shared.tiles import TileSpec, auto_tile, mood_of, usual_counter, with_way_on
from . import fog_words
from .fog_side import FogSide
from .probes_model import axis, factor, lifted, looks

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

SIDE, GAP = 456.0, 16.0
SLIDER = 84.0
LIFT, LIFT_STILL = 0.6, 0.15  # seconds in which the fog lifts
READ = 1.4  # seconds that the view is left to be seen after a win


class FogBoard(Board):
    """`lift` 0..1: how far the fog has gone. `side`: the panels at the right."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.lift = 1.0 if lifted(self.attempt.session) else 0.0
        self.side = FogSide(self)
        self.seen = looks(self.attempt.session)
        self.bowl: FogBowl | None = None
        self.axis: WeightAxis | None = None
        self.area: ScrollArea | None = None
        self.tab = 1  # compact: 0 the neuron, 1 the probes
        self._made: object = None
        self._rows = -1
        self._rest = 0.0  # seconds since the fog was gone
        self._heard = (0, len(self.seen))  # stage and looks when something was last heard

    @classmethod
    def suits(cls, level: Level) -> bool:
        by_hand = level.learner is None and level.knob("weight") is not None and level.network.size == 1
        return by_hand and level.sees("bowl") == "fog" and level.sees("error") != "none"

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def stage(self) -> Rect:
        return (24.0, 72.0, self.host.width - 48 - SIDE - GAP, self.host.height - 192)

    @property
    def sky(self) -> float:
        return self.stage[3] - SLIDER - (18 if self.compact else 0)

    @property
    def column(self) -> Rect:
        return (self.host.width - 24 - SIDE, 72.0, SIDE, self.host.height - 192)

    def strip(self) -> Rect:
        return self.side.strip()

    def tiles_at(self) -> Rect:
        count = len(self.tiles())
        wide = min(count * 124.0 - 12, self.host.width - 48 - GAP - 410)
        return (24.0, self.host.height - 108.0, wide, 84.0)

    def message(self) -> Rect | None:
        return self.beside_tiles()

    # -- widgets -----------------------------------------------------------------------------------------------------

    def begins(self) -> str:
        return "weight"

    def layout(self) -> list[Widget]:
        self._made = None
        self._make_bowl()
        found: list[Widget] = [self.axis] if self.axis else []
        if self.compact and not self.side.covered:
            x, y, w, _h = self.column
            names = [_("Neuron"), _("Probes")]
            found.append(Segmented("tabs", (x, y, w, 46), names, self.tab, self._choose_tab))
        log = self.side.log_rect()
        if log is not None:
            self.area = ScrollArea("log", self.side.rows_rect(log), 0.0, self.area.offset if self.area else 0.0)
            found.append(self.area)
        else:
            self.area = None
        self._rows = -1
        return found

    def _choose_tab(self, tab: int) -> None:
        self.tab = tab
        self.host.relayout()

    def _make_bowl(self) -> None:
        """The picture's scale and the slider on it; made anew when a look changes the scale."""
        session = self.attempt.session
        run, knob = session.run, session.level.knob("weight")
        if knob is None:
            return
        metric = session.knobs["metric"]
        heights = axis([seen for seen in self.seen if seen.metric == metric])
        times = factor(session.level, len(run.examples))
        made = (self.stage, self.sky, heights, run.metric, run.examples, knob, times)
        if made == self._made:
            return
        self._made = made
        whole = run.whole
        weights = spread(knob.low, knob.high, self.stage[2])
        self.bowl = FogBowl(self.stage, self.sky, weights, lambda w: whole.error([w]) * times, heights)
        if self.axis is not None and self.host.widget("weight") is self.axis:
            self.axis.bowl = self.bowl
            return
        values = [float(v) for v in knob.values() or ()] or None
        self.axis = WeightAxis(
            self.bowl, session.weights[0], knob.low, knob.high, label=self.word("weight"), snap=knob.snap,
            nudge=knob.nudge, values=values, on_change=self._turning, on_done=self._turned,
            on_fault=self.host.game.toasts.add, show=number,
        )  # fmt: skip

    def word(self, name: str, default: str = "") -> str:
        """The level's own word for a quantity."""
        return _(self.attempt.now.words.get(name) or default or name)

    # -- what the player does ----------------------------------------------------------------------------------------

    def _turning(self, weight: float) -> None:
        self.attempt.dragging("weight", weight)

    def _turned(self, weight: float) -> None:
        """All turns between two looks are one: undo takes them back together."""
        self.host.says = None
        self.attempt.turn("weight", weight, instead=True)

    def press(self, name: str) -> bool:
        if name == "probe":
            self.host.says = None
            self.attempt.drag = None
        if name != "stop":
            return False
        self._call()
        return True

    def _call(self) -> None:
        """Call the bottom; where it is not, Pip says why."""
        attempt = self.attempt
        attempt.drag = None
        if attempt.asking.open_before(self._call):
            return
        if attempt.act(Stop()) and not attempt.session.won:
            self.host.says = (_("Not here."), fog_words.why_not(attempt.session, self.seen))
            self.host.game.sound.play("thud")

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        level = attempt.session.level
        tiles = [TileSpec("probe", _("Probe"), "probe", "step", primary=True)] if level.probes is not None else []
        if level.stop:
            tiles.append(TileSpec("stop", _("Call"), "stop", "code", enabled=not attempt.asking.holds))
        if level.knob("metric") is not None:
            tiles.append(TileSpec("metric", self.word("metric").capitalize(), "cup", "metric"))
        tiles += [
            TileSpec("undo", _("Undo"), "undo", "undo"),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        if attempt.can_auto:
            tiles.append(auto_tile(self.attempt))
        return with_way_on(self.attempt, tiles)

    def words(self) -> tuple[str, str]:
        return fog_words.words(self.attempt.shown, self.seen, lifted(self.attempt.shown))

    def counter(self) -> tuple[str, int, int | None]:
        level, session = self.attempt.shown.level, self.attempt.shown
        if level.par is None:
            return (unit_title(level, "probes"), session.tally.probes, None)
        return usual_counter(self.attempt)

    # -- each frame --------------------------------------------------------------------------------------------------

    def holds(self) -> bool:
        return self._rest < READ

    def on_update(self, seconds: float) -> None:
        gone = lifted(self.attempt.shown)
        way = seconds / (LIFT_STILL if self.host.game.settings.still else LIFT)
        self.lift = min(1.0, self.lift + way) if gone else max(0.0, self.lift - way)
        self._rest = self._rest + seconds if gone and self.lift >= 1 else 0.0
        self.seen = looks(self.attempt.shown)
        self._hear()

    def _hear(self) -> None:
        """A new look is a pluck, the higher the better; the bottom is a star's sound."""
        now = (self.attempt.shown.stage, len(self.seen))
        before, self._heard = self._heard, now
        if now[0] != before[0]:
            self.host.says = None
        elif now[1] > before[1] and not self.attempt.shown.won:
            self.host.game.sound.pluck(abs(self.seen[-1].error), 0.01)
        elif self.attempt.shown.won and self.lift == 0:
            self.host.game.sound.star()

    def refresh(self) -> None:
        attempt = self.attempt
        self._make_bowl()
        if self.axis is not None:
            if attempt.drag is None and self.axis.typed is None:
                self.axis.value = attempt.shown.weights[0]
            metric = attempt.shown.knobs["metric"]
            self.axis.marks = [(each.weight, "error" if each.metric == metric else "text3") for each in self.seen]
        area = self.area
        if area is None:
            return
        area.height = self.side.log_height()
        area.focusable = area.limit > 0
        if len(self.seen) != self._rows:
            self._rows = len(self.seen)
            area.offset = min(area.limit, max(0.0, self.side.newest_at() - area.rect[3]))
        area.offset = min(area.offset, area.limit)

    def paint_base(self, canvas: Canvas) -> None:
        self.side.paint_base(canvas)

    def paint(self, canvas: Canvas) -> None:
        bowl, shown = self.bowl, self.attempt.shown
        if bowl is None:
            return
        if self.lift > 0:
            bowl.paint(canvas)
        if self.lift < 1:
            draw_fog(canvas, bowl, 1 - eased(self.lift))
        draw_axis(canvas, bowl, self.lift > 0)
        draw_light(canvas, bowl, shown.weights[0], eased(self.lift))
        metric = shown.knobs["metric"]
        dots = [each for each in self.seen if each.metric == metric]
        newest = dots[-1].number if dots else -1
        shapes = [Dot(e.number, e.weight, e.error, e.number == newest and e.number > 0) for e in dots]
        draw_dots(canvas, bowl, shapes, self.lift > 0)
        x, y, _w, _h = self.stage
        title = _("total error") if shown.level.sees("error") == "total" else _("error")
        canvas.text(x + 20, y + 17 + 16 * canvas.type, title, 16, "error", 700)
        draw_pip(canvas, bowl, shown.weights[0], eased(self.lift), mood_of(self.attempt))
        self.side.paint(canvas)
