"""The pages beside a network, their names and alpha in the head; a neuron's card may come up by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tokens import LEAD_NUMBER
from ...view.format.measure import measure
from ...view.format.numbers import short
from ...view.widgets.button import Segmented
from ...view.widgets.widget import Rect, Widget
from ..shared.code_panel import CAP
from ..shared.panel import Pages, Panel
from .net_page import NetPage
from .net_tables import NetCode
from .neuron_panels import NeuronPage

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ...view.widgets.layout import Split
    from ..shared.host import Host

HEAD = 41.0
WIDTH, ALPHA = 400.0, 98.0  # of the names at most, and what alpha needs beside them
SPARK, LOOKS = 40.0, 5  # width of alpha's last steps, and how many


class NetworkPages(Pages):
    """`peek`: the card is to be seen for now, whatever page was chosen."""

    def __init__(self, host: Host, items: Callable[[], Sequence[tuple[str, Panel | Split]]], card: NeuronPage,
                 chosen: int = 0) -> None:  # fmt: skip
        super().__init__(host, items, chosen)
        self.card, self.peek = card, False

    @property
    def _own(self) -> int:
        """Which page the card is."""
        return next(k for k, (_name, page) in enumerate(self.items()) if page is self.card)

    @property
    def seen(self) -> int:
        return self._own if self.peek else super().seen

    def choose_card(self) -> None:
        self.choose(self._own)

    def place(self, rect: Rect) -> list[Widget]:
        self._tell(False)
        return super().place(rect)

    def _tell(self, names: bool) -> None:
        """The pages know whether names stand in their heads."""
        for _name, page in self.items():
            if isinstance(page, NetPage):
                page.names = names


class NetTabs(NetworkPages):
    """The names stand in the head of the page, alpha at their right."""

    def place(self, rect: Rect) -> list[Widget]:
        self._tell(True)
        found = Pages.place(self, rect)
        if not self.shown:
            return found
        x, y, w, _h = rect
        wide = min(WIDTH, w - ALPHA - 12)
        names = [name for name, _page in self.items()]
        bar = Segmented("pages", (x + 5, y + 3, wide, 36.0), names, self.seen, self.choose, label=_("Page"))
        return [bar.share_width(measure(self.host.game, self.host.width, self.host.height)), *found]

    def paint(self, canvas: Canvas) -> None:
        super().paint(canvas)
        if not self.shown:
            return
        x, y, w, _h = self.rect
        canvas.line(x + 1, y + HEAD - 0.5, x + w - 1, y + HEAD - 0.5, "border", 1)
        cap = CAP if any(isinstance(page, NetCode) for page in self.shown) else 0.0
        self._draw_alpha(canvas, x + min(WIDTH, w - ALPHA - 12) + 12, x + w - 14 - cap, y + HEAD / 2)

    def _draw_alpha(self, canvas: Canvas, left: float, right: float, middle: float) -> None:
        """Alpha as it is at the step looked at; with a schedule, its last steps too."""
        attempt = self.host.attempt
        run, step = attempt.shown.run, attempt.step
        alphas = [run.alpha_at(k) if k < run.count else run.alpha for k in range(max(0, step - LOOKS + 1), step + 1)]
        now = alphas[-1]
        if run.learner is None or not isinstance(now, (int, float)):
            return
        told = "α " + short(now, 3)
        size = canvas.cap(LEAD_NUMBER)
        wide = canvas.width(told, size)
        spot = (left + right) / 2
        known = [alpha for alpha in alphas if isinstance(alpha, (int, float))]
        if run.schedule != "constant" and len(known) > 1 and max(known) > 0:
            points = [(right - SPARK + SPARK * k / (len(known) - 1), middle + 8 - 16 * a / max(known))
                      for k, a in enumerate(known)]  # fmt: skip
            canvas.polyline(points, "alpha", 2)
            spot = right - SPARK - 8 - wide / 2
        canvas.mid_text(spot, middle, told, size, "alpha", "middle", right - left)
