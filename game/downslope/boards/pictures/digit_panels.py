"""The panels of the digits' screen: what is drawn around pad and kernels, the votes, how the training goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...digits.preprocess import prepared
from ...i18n import _
from ...rules.target import Accuracy, largest
from ...view.charts.accuracy_chart import draw_accuracy, draw_progress, draw_shares
from ...view.charts.vote_bars import Tried, draw_tried, draw_votes
from ...view.pictures.confusion import draw_table, draw_templates
from ...view.pictures.drawing_pad import RASTER, Point, raster
from ...view.widgets.widget import Rect
from .digits_model import templates_of

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .digits_board import DigitsBoard


class DigitPanels:
    """Reads the board."""

    def __init__(self, board: DigitsBoard) -> None:
        self.board = board

    def prepared(self, strokes: Sequence[Sequence[Point]]) -> Sequence[float]:
        """64 numbers 0 ... 1: the drawing as the data set's pictures were made."""
        return prepared(raster(strokes), RASTER) or [0.0] * 64

    def wrong_ones(self, count: int) -> tuple[Tried, ...]:
        reader = self.board.reader
        return tuple(
            Tried(tuple(reader.pairs[i][0]), reader.labels[i], reader.read[i]) for i in reader.wrong()[:count]
        )

    def goals(self) -> list[float]:
        """The shares that the level wants, the lowest first."""
        level = self.board.attempt.now
        found = [t.share for t in (level.target, level.par_target) if isinstance(t, Accuracy)]
        return sorted(set(found))

    # -- places ------------------------------------------------------------------------------------------------------

    def chart_rect(self) -> Rect:
        x, y, w, h = self.board.bottom()
        left = x + 36 + self.board.tiles_wide
        right = 150 + 24 + (178 if self.tries_shown() else 0)
        return (left, y + 12, x + w - right - 16 - left, h - 18)

    def tries_shown(self) -> bool:
        return self.board.k < 1.3

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        self.paint_reading(canvas)
        self._training(canvas)

    def paint_reading(self, canvas: Canvas) -> None:
        """Pad, kernels and votes."""
        board = self.board
        self._pad(canvas)
        if not board.covered:
            rect = board.columns()[2]
            names, shares = board.names(), tuple(board.votes())
            canvas.cached(("votes", rect, shares), *rect, lambda sub: draw_votes(sub, rect, names, shares))
        inside = board.inside()
        if board.tab == 1:
            table = board.reader.table(board.attempt.now.network.outputs)
            canvas.cached(("confusion", inside, table), *inside, lambda sub: draw_table(sub, inside, table))
        elif board.tab == 0 and board.eyes is None:
            templates, chosen = templates_of(board.attempt.now.network, board.weights()), largest(board.votes())
            key = ("templates", inside, templates, chosen)
            canvas.cached(key, *inside, lambda sub: draw_templates(sub, inside, templates, chosen))

    def _pad(self, canvas: Canvas) -> None:
        board = self.board
        rect = board.columns()[0]
        drawn = board.drawn()
        label = board.reader.labels[board.sample]
        note = _("as the net sees it") if drawn else _("a {label}").format(label=label)

        def draw(sub: Canvas) -> None:
            x, y, w, _h = rect
            base = y + 17 + 18 * sub.type
            sub.glyph("input", x + 28, base - 6 * sub.type, 7)
            end = x + 44 + sub.text(x + 44, base, _("Draw here"), 18, "text", 700)
            if end + 12 + sub.width(note, 16, 600) < x + w - 20:
                sub.text(x + w - 20, base, note, 16, "text2", 600, "end")

        canvas.cached(("pad around", rect, note), *rect, draw)

    def _training(self, canvas: Canvas) -> None:
        board = self.board
        training, points = board.training, tuple(board.training.points)
        x, y, _w, h = board.bottom()
        chart = self.chart_rect()
        budget = float(board.attempt.now.budget)
        here = training.nearest(board.attempt.step) if points else None
        goals = tuple(self.goals())
        canvas.cached(("accuracy", chart, points, budget, goals, here), *chart,
                      lambda sub: draw_accuracy(sub, chart, points, budget, goals, here))  # fmt: skip
        bar = (x + 18, y + 94, board.tiles_wide - 8, h - 96)
        done, left = max(0.0, training.step / training.each), training.left()
        canvas.cached(("progress", bar, round(done, 2), left), *bar,
                      lambda sub: draw_progress(sub, bar, _("Training"), round(done, 2), budget, left))  # fmt: skip
        point = points[here] if here is not None else None
        side = (chart[0] + chart[2] + 16, y + 12, 150.0, h - 16)
        shares = (point.unseen if point else None, point.seen if point else None, goals[0] if goals else None)
        canvas.cached(("shares", side, shares), *side,
                      lambda sub: draw_shares(sub, side, *shares, _("Unseen digits")))  # fmt: skip
        if self.tries_shown():
            self._tried(canvas, (side[0] + 158, y + 8, 176.0, h - 10))

    def _tried(self, canvas: Canvas, rect: Rect) -> None:
        reader = self.board.reader
        tried = reader.tried(self.board.attempt.shown) if reader.weights else ()

        def draw(sub: Canvas) -> None:
            sub.text(rect[0], rect[1] + 18 * sub.type, _("latest tries"), 16, "text2", 600)
            draw_tried(sub, rect[0] + 2, rect[1] + 12 + 18 * sub.type, tried)

        canvas.cached(("tried", rect, tried), *rect, draw)
