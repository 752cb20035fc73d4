"""The panel of the machine's show before its run: how long it goes on, and at which of its four phases it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....attempt.playback.round_plan import PHASES
from ....attempt.playback.show import MachineShow
from ....i18n import _
from ....view.draw.tokens import LABEL, LIT_PANEL
from ....view.format.measure import measure
from ....view.format.numbers import clock_text
from ....view.widgets.panel import Panel
from ....view.widgets.phase_bars import PhaseBars
from ....view.widgets.widget import Rect, State, Widget

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas
    from ..shared.play_screen import PlayScreen

PAD, ASIDE = 16.0, 24.0  # from the panel's edges; from its words to the bars
ALONE = 76.0  # height with which it is a panel of its own; a lower one lies in another's
LEAST = 200.0  # width of the bars without which they stand alone


class ShowPanel(Panel):
    """Laid by the play screen where the board lets it."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.bars = PhaseBars("show", (0, 0, 0, 0), [_(name) for name in _names()], self._jump, _("Phase of the show"))
        self._alone = False

    @property
    def machine(self) -> MachineShow | None:
        return self.play.attempt.machine

    @property
    def _words(self) -> float:
        """The width of what stands at the left."""
        canvas = measure(self.play.game, self.play.width, self.play.height)
        return max(canvas.width(_("The show"), LABEL), canvas.rich_width(time_runs(0.0, 0.0)))

    def smallest(self) -> tuple[float, float]:
        return (2 * PAD + LEAST, 40.0)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        left = PAD + self._words + ASIDE
        self._alone = w - left - PAD < LEAST
        left = PAD if self._alone else left
        self.bars.rect = (x + left, y, w - left - PAD, h)
        return [self.bars]

    def _jump(self, number: int) -> None:
        if self.machine is not None:
            self.machine.jump(PHASES[number])

    def refresh(self) -> None:
        machine = self.machine
        if machine is not None:
            self.bars.at = PHASES.index(machine.phase)
            lasts = machine.plan.lasts[machine.phase]
            self.bars.done = min(1.0, machine.clock / lasts) if lasts else 0.0

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        if h >= ALONE:
            canvas.sheet(x, y, w, h, LIT_PANEL)
        machine = self.machine
        if self.play.bare:
            self.bars.draw(canvas, State())
        if machine is None or self._alone:
            return
        k = canvas.type
        canvas.text(x + PAD, canvas.base_of(y + h / 2 - 10 * k) - 2, _("The show"), LABEL, "text")
        base = canvas.base_of(y + h / 2 + 12 * k)
        canvas.rich(x + PAD, base, time_runs(machine.seconds, machine.length))


def _names() -> tuple[str, ...]:
    """For the translators: _("tries") _("chooses") _("runs") _("ends")"""
    return tuple(PHASES)


def time_runs(seconds: float, length: float | None) -> list[tuple[str, str, int, str]]:
    """How long it goes on: "0:06 of 0:21"."""
    runs = [(clock_text(seconds), "text", 700, "mono")]
    if length is not None:
        before, _mark, after = _("{time} of {all}").partition("{time}")
        words, _mark, end = after.partition("{all}")
        runs = [(before, "text2", 500, "ui"), *runs, (words, "text2", 500, "ui"),
                (clock_text(length), "text2", 600, "mono"), (end, "text2", 500, "ui")]  # fmt: skip
    return [run for run in runs if run[0]]
