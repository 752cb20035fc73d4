"""The panel of the machine's show before its run: how long it goes on, and at which of its four phases it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...attempt.playback.round_plan import PHASES
from ...attempt.playback.show import MachineShow
from ...i18n import _
from ...view.draw.tokens import LABEL, STRONG
from ...view.format.numbers import clock_text
from ...view.widgets.button import Button, IconButton, Segmented
from ...view.widgets.ink import InkBox, Mark
from ...view.widgets.panel import (
    Box,
    ButtonPanel,
    Panel,
    Part,
    Split,
    WidgetPanel,
    column,
    first_that_fits,
    fit_content,
    layout_tree,
    row,
)
from ...view.widgets.progress_dots import PhaseBars
from ...view.widgets.widget import UNPLACED, Rect, State, Widget

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen


# ---------------------------------------------------------------------------------------------------------------------
# What drives the machine's run: to the start, back, pause, step; how fast; take over or leave.


GAP = 8.0
LABELS = ("½×", "1×", "2×", "4×", "16×")
KEY, PLAY = 44.0, 60.0  # widths: of a key, of the one that plays
HIGH, HIGHER, SPEED = 52.0, 64.0, 44.0  # heights: of a key, of the one that plays, of the speeds
WAYS = 108.0  # least width of the two buttons at the right
SPEEDS = 260.0  # least width of the speeds beside the keys


class Transport:
    """Stands where the tiles are while the machine is in the seat."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.attempt = play.attempt
        self.panels: list[Panel] = []

    def widgets(self, rect: Rect) -> list[Widget]:
        machine = self.attempt.machine
        self.panels, widgets = layout_tree(self._tree(machine), rect) if machine is not None else ([], [])
        return widgets

    def _tree(self, machine: MachineShow) -> Split:
        """Keys, speeds and ways out beside each other; else the speeds under the keys."""
        attempt, canvas = self.attempt, self.play.measure()
        play_icon, play_tip = ("pause", _("Pause")) if machine.playing else ("play", _("Play"))
        specs = (
            ("machine start", "first", _("To the start"), "", machine.to_start),
            ("machine back", "step_back", _("A step back"), "earlier", lambda: attempt.look(attempt.step - 1)),
            ("machine play", play_icon, play_tip, "step", machine.toggle),
            ("machine step", "step", _("A single step"), "later", machine.single),
        )
        keys = [
            WidgetPanel(IconButton(name, UNPLACED, "", icon, press, key=key, tip=tip, group="transport",
                                   kind="primary" if name == "machine play" else "normal"))
            for name, icon, tip, key, press in specs
        ]
        items = [partial(draw_speed, label=label) for label in (*LABELS, _("max"))]
        chooser = Segmented("machine speed", UNPLACED, items, machine.speed, machine.set_speed, tip=_("Speed"))
        speed, ways = column(Part(WidgetPanel(chooser, SPEEDS), SPEED), Part(Box(), 2), gap=0), self._ways()
        words = canvas.width(_("Speed"), LABEL.with_size(canvas.least(LABEL.size)))
        wide, high = words + canvas.width(self.state(), LABEL) + 20, 14 + 10 * canvas.type
        caption = InkBox(canvas, lambda: Mark(draw_caption, (self.state(),), wide=wide, high=high))
        main = [key.widget.name == "machine play" for key in keys]
        sizes = [(PLAY, HIGHER) if plays else (KEY, HIGH) for plays in main]
        width = row(
            fit_content(row(*(Part(column(Part(Box()), Part(key, high), Part(Box()), gap=0), wide)
                              for key, (wide, high) in zip(keys, sizes)), gap=GAP)),
            Part(column(Part(caption), Part(speed, SPEED + 2), gap=0)),
            Part(ways, WAYS),
        )  # fmt: skip
        pad = row(*(Part(key, share=PLAY if plays else KEY) for key, plays in zip(keys, main)), gap=GAP)
        under = column(Part(pad), Part(WidgetPanel(chooser)), gap=GAP)
        narrow = row(Part(under, share=0.64), Part(ways, share=0.36), gap=GAP)
        return first_that_fits(width, narrow)

    def _ways(self) -> Split:
        """Take over, and leave: as wide as their words ask for."""
        canvas = self.play.measure()
        tip = _("Go on from the step you are looking at")
        take = Button("take over", UNPLACED, _("Take over"), "", partial(self.play.do, "take"), tip=tip)
        leave = Button("leave", UNPLACED, _("Leave"), "", self.attempt.exit_machine, key="auto")
        return column(Part(ButtonPanel(canvas, take, 0.0)), Part(ButtonPanel(canvas, leave, 0.0)), gap=GAP)

    def state(self) -> str:
        """Where the machine stands."""
        machine = self.attempt.machine
        if machine is None:
            return ""
        session = machine.session
        if machine.done and not self.attempt.playback.moving and self.attempt.step >= session.count:
            return _("done") if session.won else _("given up")
        if session.level.learner is None:
            return ""
        made = 0 if self.attempt.ahead is not None else self.attempt.step - session.recorded
        return _("step {n}").format(n=made)


def draw_caption(canvas: Canvas, rect: Rect, state: str) -> None:
    """Above the speeds: what they are at the left, where the machine stands at the right."""
    x, y, w, _h = rect
    low = canvas.baseline_of(y + 14)
    width = canvas.text(x + w - 4, low, state, LABEL, "text2", "end")
    canvas.within(x + 4, low, _("Speed"), w - 16 - width, LABEL, "text")


def draw_speed(canvas: Canvas, rect: Rect, chosen: bool, colour: str, label: str) -> None:
    """A speed in its segment, closer to the edges than other words."""
    x, y, width, height = rect
    style, shown = canvas.fit_style(label, width - 3, LABEL)
    low = canvas.baseline_of(y + height / 2, style.size)
    canvas.text(x + width / 2, low, shown, STRONG.with_size(style.size) if chosen else style, colour, "middle")


PAD, ASIDE = 16.0, 24.0  # from the panel's edges; from its words to the bars
LEAST = 200.0  # width of the bars without which they stand alone


class ShowPanel(Panel):
    """In the dock, under the race. For the translators: _("tries") _("chooses") _("runs") _("ends")"""

    least_room = (2 * PAD + LEAST, 60.0)
    flat = True

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.bars = PhaseBars("show", (0, 0, 0, 0), [_(name) for name in PHASES], self._jump, _("Phase of the show"))
        self._alone = False

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        canvas = self.play.measure()
        words = max(canvas.width(_("The show"), LABEL), canvas.rich_width(time_runs(0.0, 0.0)))
        left = PAD + words + ASIDE
        names = len(PHASES) * (12 + max(canvas.width(_(name), STRONG) for name in PHASES))
        self._alone = w - left - PAD < max(LEAST, names)
        left = PAD if self._alone else left
        self.bars.rect = (x + left, y, w - left - PAD, h)
        return [] if self.play.bare else [self.bars]

    def _jump(self, number: int) -> None:
        if self.play.attempt.machine is not None:
            self.play.attempt.machine.jump(PHASES[number])

    def update(self, seconds: float) -> None:
        machine = self.play.attempt.machine
        if machine is not None:
            self.bars.at = PHASES.index(machine.phase)
            lasts = machine.plan.lasts[machine.phase]
            self.bars.done = min(1.0, machine.clock / lasts) if lasts else 0.0

    def paint(self, canvas: Canvas) -> None:
        (x, y, _w, h), machine = self.rect, self.play.attempt.machine
        if self.play.bare:
            self.bars.draw(canvas, State())
        if machine is None or self._alone:
            return
        k = canvas.type
        canvas.text(x + PAD, canvas.baseline_of(y + h / 2 - 10 * k) - 2, _("The show"), LABEL, "text")
        base = canvas.baseline_of(y + h / 2 + 12 * k)
        canvas.rich(x + PAD, base, time_runs(machine.seconds, machine.length))


def time_runs(seconds: float, length: float | None) -> list[tuple[str, str, int, str]]:
    """How long it goes on: "0:06 of 0:21"."""
    runs = [(clock_text(seconds), "text", 700, "mono")]
    if length is not None:
        before, _mark, after = _("{time} of {all}").partition("{time}")
        words, _mark, end = after.partition("{all}")
        runs = [(before, "text2", 500, "ui"), *runs, (words, "text2", 500, "ui"),
                (clock_text(length), "text2", 600, "mono"), (end, "text2", 500, "ui")]  # fmt: skip
    return [run for run in runs if run[0]]
