"""How a training goes: the accuracy by passes, how far it is, what is read rightly now, the latest tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import _
from ...view.charts.accuracy_chart import LEFT, RIGHT, TOP, draw_accuracy, draw_progress, draw_shares
from ...view.charts.vote_bars import Tried, draw_tried
from ...view.draw.tokens import LABEL
from ...view.format.measure import text_factor
from ...view.widgets.slider import Scrubber
from ...view.widgets.widget import Rect, Widget
from ..shared.panel import Picture, PicturePanel
from .digit_panels import NetPanel
from .digits_model import wanted_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...view.charts.accuracy_chart import Passed
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host
    from .training_follower import TrainingFollower

TRACK = 100.0  # the shortest in which passes can be told apart


class TrainingPanel(PicturePanel):
    """One of those that stand on the board's lowest sheet."""

    flat = True

    def __init__(self, host: Host, training: TrainingFollower) -> None:
        self.host, self.attempt, self.training = host, host.attempt, training

    @property
    def here(self) -> int | None:
        """The point of the chart that is looked at."""
        return self.training.nearest(self.attempt.step) if self.training.points else None


class AccuracyPanel(TrainingPanel):
    """Accuracy by passes, and a scrubber to look back at one."""

    scrubber: Scrubber | None = None

    def smallest(self) -> tuple[float, float]:
        return (LEFT + RIGHT + TRACK, 2 * TOP + 30 + 20 * text_factor(self.host.game))

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = x, y, w, h = rect
        place = (x + 56, y + h - 20 * text_factor(self.host.game) - 22, w - 76, 30)
        self.scrubber = Scrubber("passes", place, 0, 1, moved=self._look, label=_("pass"))
        return [self.scrubber]

    def _look(self, number: int) -> None:
        """Back to a pass."""
        if not self.training.running:
            self.attempt.look(self.training.step_of(number))

    def refresh(self) -> None:
        if self.scrubber is not None:
            count = len(self.training.points)
            self.scrubber.look(self.here or 0, max(0, count - 1))
            self.scrubber.enabled = count > 1 and not self.training.running
            self.scrubber.visible = count > 1

    def picture(self) -> Picture:
        points, level = tuple(self.training.points), self.attempt.now
        return draw_accuracy, self.rect, points, float(level.budget), wanted_shares(level), self.here


class ProgressPanel(TrainingPanel):
    """How much of the budget is used, and how long the rest will take."""

    def picture(self) -> Picture:
        done = round(max(0.0, self.training.step / self.training.each), 2)
        return draw_progress, self.rect, _("Training"), done, float(self.attempt.now.budget), self.training.left()


class SharesPanel(TrainingPanel):
    """The shares of the pictures that are read rightly, and which is wanted."""

    def picture(self) -> Picture:
        here, goals = self.here, wanted_shares(self.attempt.now)
        point: Passed | None = self.training.points[here] if here is not None else None
        shares = (point.unseen if point else None, point.seen if point else None, goals[0] if goals else None)
        return draw_shares, self.rect, *shares, _("Unseen digits")


class TriesPanel(NetPanel):
    """Some unseen pictures, and what they are read as."""

    flat = True

    def picture(self) -> Picture:
        reader = self.recognition.reader
        tried = reader.tried(self.recognition.attempt.shown) if reader.weights else ()
        return draw_tries, self.rect, _("latest tries"), tried


def draw_tries(canvas: Canvas, rect: Rect, title: str, tried: Sequence[Tried]) -> None:
    """Under their title."""
    canvas.text(rect[0], rect[1] + 18 * canvas.type, title, LABEL, "text2")
    draw_tried(canvas, rect[0] + 2, rect[1] + 12 + 18 * canvas.type, tried)
