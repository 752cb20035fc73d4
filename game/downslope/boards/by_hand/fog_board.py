"""Levels by hand in the fog: a weight is probed and only its error is told; the curve shows when the fog lifts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...attempt.units import unit_title
from ...i18n import _
from ...rules.actions import Stop
from ...view.bowls.bowl_shape import HEAD as HEAD_ROOM
from ...view.widgets.layout import GAP, Part, Split, column, either, row
from ...view.widgets.ticket import AnswerPlace
from ..shared.answer_places import meaning_of, question_at
from ..shared.board import Board
from ..shared.panel import BESIDE, Pages, Panel, Tabs, grow
from ..shared.tiles import TileSpec, common_tiles, usual_counter, with_way_on
from .fog_curve import Curve, curve_of
from .fog_model import Fog, is_lifted
from .fog_panels import LogPanel, MeterPanel, NeuronsPanel, SquarePanel
from .fog_show import FogShow, heights_of
from .fog_stage import FogStage
from .fog_words import why_not, words

if TYPE_CHECKING:
    from ...attempt.director import PlayRequest
    from ..shared.host import Host

PLATE = 27.0  # from the middle of a ticket's plate to that of a number that it does not cover
BUBBLE = 24.0  # from the foot of the sky to the middle of the weight's bubble
SIDE = 456.0
SEEN, MORE_SEEN = 270.0, 60.0  # height of what was seen, under the neurons, and what large text needs there
FREE = 24.0  # from the right end to the peg of a floor: the bottom, and Pip in it, lie further in
EDGE = 60.0  # of the sky's upper and lower edge: a ticket does not come nearer


class FogBoard(Board):
    """`fog`: what was seen, and how far it has lifted."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.fog = fog = Fog(host)
        self.stage, self.neurons, self.square = FogStage(host, fog), NeuronsPanel(host, fog), SquarePanel(host, fog)
        self.meter, self.log = MeterPanel(host, fog, lambda: self.neurons in self.panels), LogPanel(host, fog)
        self.tabs = Tabs(host, self._items, 1)
        self.tabs.under = GAP
        self.seen = Pages(host, self._seen)
        self._square_high = 0.0  # its height when the panels were laid
        self._curves = dict[int, Curve | None]()  # of each question

    def _items(self) -> list[tuple[str, Panel | Split]]:
        neurons = Part(self.neurons, self.neurons.wanted, shrinks=True)  # of many examples those with room
        seen = column(neurons, Part(self.square, self.square.wanted))
        return [(_("Neuron"), seen), (_("Probes"), column(Part(self.meter, self.meter.wanted), Part(self.log)))]

    def _seen(self) -> list[tuple[str, Split]]:
        """What was seen: the last look, and all of them."""
        square, meter = Part(self.square, self.square.wanted), Part(self.meter, self.meter.wanted)
        return [("", column(square, meter, Part(self.log)))]

    def tree(self) -> Split:
        self._square_high = self.square.wanted
        neurons = Part(self.neurons, self.neurons.wanted, shrinks=True)  # of many examples those with room
        seen = Part(self.with_cover(self.seen), grow(SEEN, MORE_SEEN, self.text_scale), 1.0)
        side = either(column(neurons, seen), self.with_cover(self.tabs))
        return column(
            Part(row(Part(self.stage), Part(side, SIDE), gap=BESIDE)),
            self.tiles_row(),
        )

    def begins(self) -> str:
        return "weight"

    # -- bets --------------------------------------------------------------------------------------------------------

    def mark(self, number: int, answer: str | float) -> AnswerPlace | None:
        """A bottom stands at its weight, or beyond the end of the axis; a floor at its error."""
        question, means = meaning_of(self.attempt, number, answer)
        bowl, curve = self.stage.bowl, self._curve(number)
        if question is None or bowl is None or curve is None:
            return None
        (x, y, w, _h), foot = bowl.rect, bowl.rect[1] + bowl.sky
        if question.asks == "floor":
            if means is None:  # for ever lower
                return AnswerPlace(x + w / 2, foot - 30, arrow="down")
            error = curve.lowest if means else 0.0
            return AnswerPlace(x + w - FREE, bowl.Y(error), "left", value=error)
        if question.asks != "bottom":
            return None
        weight = float(means)
        if curve.beyond and weight == curve.bottom:
            away = x if curve.beyond < 0 else x + w
            low, high = heights_of(curve)  # of the picture in which he leaves
            up = (curve.error(bowl.weight_at(away)) - low) / (high - low)
            leaves = bowl.base - up * (bowl.base - y - HEAD_ROOM)
            errors = [0.0, *(value for value, _label in bowl.heights()), *(seen.error for seen in self.fog.dots())]
            lines = [foot - BUBBLE * self.text_scale, *(bowl.Y(error) for error in errors)]
            leaves = beside(leaves, lines, PLATE * self.text_scale, (y + EDGE, foot - EDGE))
            return AnswerPlace(away, leaves, arrow="left" if away == x else "right")
        return AnswerPlace(bowl.X(weight), foot, value=weight)

    def _curve(self, number: int) -> Curve | None:
        if number not in self._curves:
            question = question_at(self.attempt, number)
            self._curves[number] = curve_of(self.attempt, question) if question is not None else None
        return self._curves[number]

    def begin(self, show: PlayRequest) -> None:
        question, curve = question_at(self.attempt, show.number), self._curve(show.number)
        if show.kind == "bet" and question is not None and curve is not None and question.asks in ("bottom", "floor"):
            self.fog.show = FogShow(show.number, curve, question.asks == "bottom")
            self.host.relayout()

    def over(self) -> bool:
        return self.fog.show is None or self.fog.show.over

    # -- what the player does ----------------------------------------------------------------------------------------

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
            self.host.says = (_("Not here."), why_not(attempt.session, self.fog.seen))
            self.host.game.feel.wrong()

    def tiles(self) -> list[TileSpec]:
        attempt = self.attempt
        level = attempt.session.level
        tiles = [TileSpec("probe", _("Probe"), "probe", "step", primary=True)] if level.probes is not None else []
        if level.stop:
            tip = _("Say that the error is lowest here")
            tiles.append(TileSpec("stop", _("Call"), "stop", "code", enabled=not attempt.asking.on_screen, tip=tip))
        if level.knob("metric") is not None:
            label, tip = self.fog.word("metric").capitalize(), _("Count misses another way")
            tiles.append(TileSpec("metric", label, "cup", "metric", tip=tip))
        more = common_tiles(attempt, "undo", "reset", "hint", "auto", idle_auto=False)
        return with_way_on(self.attempt, [*tiles, *more])

    def words(self) -> tuple[str, str]:
        return words(self.attempt.shown, self.fog.seen, is_lifted(self.attempt.shown))

    def counter(self) -> tuple[str, int, int | None]:
        level, session = self.attempt.shown.level, self.attempt.shown
        if level.par is None:
            return (unit_title(level, "probes"), session.tally.probes, None)
        return usual_counter(self.attempt)

    # -- each frame --------------------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        shows = self.fog.show is not None and not self.fog.show.over
        return shows or not self.fog.lift.done or any(panel.moving for panel in self.panels)

    def on_update(self, seconds: float) -> None:
        shows = self.fog.show
        self.fog.update(seconds)
        super().on_update(seconds)
        if shows is not None and self.fog.show is None:
            self.host.relayout()
        if self.square.wanted != self._square_high:  # by another metric the error is a square, or is none any more
            self.host.relayout()


def beside(y: float, lines: Sequence[float], reach: float, room: tuple[float, float]) -> float:
    """The height nearest to y inside of `room` that is not within reach of any of these lines, or as far as may be."""
    low, high = room
    y = max(low, min(high, y))
    spots = [y, *(line + side * reach for line in lines for side in (-1, 1))]
    inside = [spot for spot in spots if low <= spot <= high]
    away = {spot: min((abs(spot - line) for line in lines), default=reach) for spot in inside}
    return min(inside, key=lambda spot: (round(max(0.0, reach - away[spot]), 6), abs(spot - y)))
