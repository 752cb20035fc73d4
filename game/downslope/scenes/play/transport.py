"""What drives the machine's run: to the start, back, pause, step; how fast; take over or leave."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.draw.tokens import BODY, LABEL, NUMBER, STRONG
from ...view.format.numbers import short
from ...view.widgets.button import Button, IconButton, Segmented
from ...view.widgets.widget import Rect, Widget

if TYPE_CHECKING:
    from ...attempt.auto_player import AutoPlayer
    from ...view.draw.canvas import Canvas
    from .play_screen import PlayScreen

NARROW = 560.0  # less than that: two rows
GAP = 8.0
LABELS = ("½×", "1×", "2×", "4×", "16×")
KEY = 44.0  # width of the other keys
WAYS = 108.0  # width of the two buttons at the right
PLAY = 60.0  # width of the play button


class Transport:
    """Stands where the tiles are while the machine is in the seat."""

    def __init__(self, play: PlayScreen) -> None:
        self.play = play
        self.attempt = play.attempt

    @property
    def machine(self) -> AutoPlayer | None:
        return self.attempt.machine

    # -- widgets -----------------------------------------------------------------------------------------------------

    def widgets(self, rect: Rect) -> list[Widget]:
        machine = self.machine
        if machine is None:
            return []
        x, y, width, height = rect
        if width < NARROW:
            row = (height - GAP) / 2
            part = (width - GAP) * 0.64
            right, rest, low = x + part + GAP, width - part - GAP, y + row + GAP
            return [
                *self._keys((x, y, part, row), machine),
                self._speed((x, low, part, row), machine),
                *self._ways((right, y, rest, row), (right, low, rest, row)),
            ]
        keys = 3 * KEY + PLAY + 3 * GAP
        ways = WAYS
        speed = width - keys - ways - 2 * 12
        row = (height - GAP) / 2
        return [
            *self._keys((x, y + (height - 52) / 2, keys, 52), machine),
            self._speed((x + keys + 12, y + height - 46, speed, 44), machine),
            *self._ways((x + width - ways, y, ways, row), (x + width - ways, y + row + GAP, ways, row)),
        ]

    def _keys(self, rect: Rect, machine: AutoPlayer) -> list[Widget]:
        x, y, width, height = rect
        attempt = self.attempt
        play_icon, play_tip = ("pause", _("Pause")) if machine.playing else ("play", _("Play"))
        start = machine.session.recorded
        specs = (
            ("machine start", "first", _("To the start"), "", lambda: attempt.look(start)),
            ("machine back", "step_back", _("A step back"), "earlier", lambda: attempt.look(attempt.step - 1)),
            ("machine play", play_icon, play_tip, "pause", machine.toggle),
            ("machine step", "step", _("A single step"), "step", machine.single),
        )
        small = (width - 3 * GAP) / (3 + PLAY / KEY)
        found: list[Widget] = []
        for name, icon, tip, key, press in specs:
            main = name == "machine play"
            wide = small * PLAY / KEY if main else small
            grow = 6.0 if main and height >= 50 else 0.0
            place = (x, y - grow, wide, height + 2 * grow)
            kind = "primary" if main else "normal"
            found.append(IconButton(name, place, "", icon, press, key=key, tip=tip, kind=kind, group="transport"))
            x += wide + GAP
        return found

    def _speed(self, rect: Rect, machine: AutoPlayer) -> Widget:
        items = [partial(draw_speed, label=label) for label in (*LABELS, _("max"))]
        return Segmented("machine speed", rect, items, machine.speed, machine.set_speed, tip=_("Speed"))

    def _ways(self, first: Rect, second: Rect) -> list[Widget]:
        """Take over, and leave."""
        take = partial(self.play.do, "take")
        tip = _("Go on from the step that you look at")
        return [
            Button("take over", first, _("Take over"), "", take, tip=tip),
            Button("leave", second, _("Leave"), "", self.attempt.leave_machine, key="auto"),
        ]

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, rect: Rect) -> None:
        """The speed in words and where the machine stands, above the speeds."""
        machine = self.machine
        x, y, width, _height = rect
        if machine is None or width < NARROW:
            return
        left = x + 3 * KEY + PLAY + 3 * GAP + 16
        right = x + width - WAYS - 16
        low = y + 14 + 5.8 * canvas.type
        state = self._state(machine)
        wide = canvas.text(right, low, state, LABEL, "text2", "end")
        canvas.within(left, low, _("Speed"), right - left - wide - 8, LABEL, "text")

    def _state(self, machine: AutoPlayer) -> str:
        session = machine.session
        if machine.done and not self.attempt.playback.moving and self.attempt.step >= session.count:
            return _("done") if session.won else _("given up")
        if session.level.learner is None:
            return ""
        return _("step {n}").format(n=self.attempt.step - session.recorded)

    def paint_tries(self, canvas: Canvas, x: float, low: float, room: float) -> None:
        """One line: the alphas that the machine has tried, each with what became of it."""
        machine = self.machine
        if machine is None:
            return
        words = _("It tries alpha") if machine.trying else _("It tried alpha")
        left = x + canvas.text(x, low, words, BODY, "text2") + 10
        for alpha, kind in sorted(machine.tried.items()):
            label = short(alpha)
            need = canvas.width(label, NUMBER) + 28
            if left + need > x + room - 14:
                canvas.text(left, low, "…", BODY, "text2")
                return
            wide = canvas.text(left, low, label, NUMBER, "alpha", "start")
            if kind is None:
                canvas.text(left + wide + 5, low, "…", BODY, "text2")
            else:
                canvas.icon(kind, left + wide + 4, low - 14, 18)
            left += need + 8


def draw_speed(canvas: Canvas, rect: Rect, chosen: bool, colour: str, label: str) -> None:
    """A speed in its segment, closer to the edges than other words."""
    x, y, width, height = rect
    style, shown = canvas.fitted(label, width - 3, LABEL)
    low = y + height / 2 + style.size * 0.36 * canvas.type
    canvas.text(x + width / 2, low, shown, STRONG.sized(style.size) if chosen else style, colour, "middle")
