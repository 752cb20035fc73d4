"""A plugin's row as panels: its head with the switch, what is to be said below it, and the buttons beside that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Unpack

from ..i18n import _
from ..view.cards.plugin_fault import draw_fault, fault_height
from ..view.cards.plugin_notes import draw_notes, draw_trust, notes_height, trust_height
from ..view.cards.plugin_row import (
    FOLD,
    SIDE,
    SWITCH,
    Columns,
    PluginView,
    control_room,
    draw_head,
    draw_sheet,
    head_height,
    line_height,
)
from ..view.widgets.button import Button, ButtonOptions, IconButton, Toggle
from ..view.widgets.layout import Box, Part, Split, column, inset, row, tight
from ..view.widgets.panel import Figure, Group, Panel, WidgetPanel
from ..view.widgets.widget import UNPLACED, Rect, Widget

if TYPE_CHECKING:
    from ..view.draw.canvas import Canvas

HIGH = 44.0  # of a button
BETWEEN = 10.0
NARROW = 380.0  # design pixels at the ordinary text size: what is told beside the buttons has at least that
LEAST = 128.0  # width of a button


class RowButton(Button):
    """It hears its key, and is what the screen proposes, only while the keyboard is in its row.

    `first`: it is what its row proposes.
    """

    def __init__(self, name: str, label: str, icon: str, on_press: Callable[[], None], first: bool = False,
                 **options: Unpack[ButtonOptions]) -> None:  # fmt: skip
        super().__init__(name, UNPLACED, label, icon, on_press, **options)
        self.first, self.lit = first, False

    def light(self, lit: bool) -> None:
        """The keyboard is in its row, or is not."""
        self.lit, self.kind = lit, "primary" if lit and self.first else "normal"

    def answers(self, name: str) -> bool:
        return self.lit and super().answers(name)


class RowControls(NamedTuple):
    """What can be pressed in a plugin's row. `on` and `fold` stand in its head, `buttons` below it."""

    on: Toggle | None
    fold: IconButton | None
    buttons: Sequence[RowButton]


class PluginHead(Panel):
    """Name, version, kind, chips and status; at the right end the switch, before it what unfolds the row."""

    flat = True

    def __init__(self, view: PluginView, columns: Columns, controls: RowControls, high: float, line: float) -> None:
        self.view, self.columns, self.controls, self.high, self.line = view, columns, controls, high, line

    def smallest(self) -> tuple[float, float]:
        return 0.0, self.high

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, _h = rect
        found: list[Widget] = []
        right = x + w - SIDE
        if self.controls.on is not None:
            right -= SWITCH[0]
            self.controls.on.rect = (right, y + (self.line - SWITCH[1]) / 2, *SWITCH)
            found.append(self.controls.on)
        if self.controls.fold is not None:
            right -= FOLD + 8
            self.controls.fold.rect = (right, y + (self.line - FOLD) / 2, FOLD, FOLD)
            found.insert(0, self.controls.fold)
        return found

    def paint(self, canvas: Canvas) -> None:
        view, columns, place = self.view._replace(faults=(), notes=(), trust=None), self.columns, self.rect
        room = control_room(self.view)
        key = ("plugin head", view, columns, place[2])
        canvas.keep(key, *place, lambda sub: draw_head(sub, place, view, columns, room))


class PluginPanel(Group):
    """The whole row. What is told stands beside the buttons, above them where there is too little room."""

    flat = True

    def __init__(
        self, canvas: Canvas, view: PluginView, columns: Columns, width: float, controls: RowControls
    ) -> None:
        self.view, self.controls = view, controls
        line = line_height(canvas)
        head = PluginHead(view, columns, controls, head_height(canvas, view, columns, width), line)
        super().__init__(column(tight(head), *self._body(canvas, width), gap=0))

    def _body(self, canvas: Canvas, width: float) -> list[Part]:
        """What stands below the head."""
        buttons, wide = button_rows(canvas, self.controls.buttons, self.view.trust is not None)
        room = width - 2 * SIDE
        beside = room - wide - (SIDE if wide else 0.0)
        above = wide > 0 and beside < NARROW * canvas.type
        told = self._told(canvas, room if above else beside)
        if not told and not wide:
            return []
        whole = column(*told, gap=0)
        if above:
            at_right = row(Part(Box()), tight(buttons), gap=0)
            body = column(*told, tight(inset(at_right, 0, 8, 0, 4)), gap=0)
        elif wide:
            middle = column(Part(Box()), tight(buttons), Part(Box()), gap=0)
            body = row(Part(column(tight(whole), gap=0)), tight(middle), gap=SIDE)
        else:
            body = whole
        return [Part(Figure(draw_separator, least=(0.0, 1.0)), 1), tight(inset(body, SIDE, 6, SIDE, 10))]

    def _told(self, canvas: Canvas, width: float) -> list[Part]:
        view, found = self.view, list[Part]()
        if view.trust is not None:
            high = trust_height(canvas, view.trust, width)
            found.append(tight(Figure(draw_trust, view.trust, least=(0.0, high))))
        for fault in view.faults:
            found.append(tight(Figure(draw_fault, fault, least=(0.0, fault_height(canvas, fault, width)))))
        if view.notes:
            high = notes_height(canvas, view.notes, width)
            found.append(tight(Figure(draw_notes, view.notes, least=(0.0, high))))
        return found

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = place = self.rect
        hue = self.view.hue
        canvas.keep(("plugin sheet", hue), x - 24, y - 20, w + 48, h + 48, lambda sub: draw_sheet(sub, place, hue))
        super().paint(canvas)


def draw_separator(canvas: Canvas, rect: Rect) -> None:
    """The line below a head."""
    x, y, width, _height = rect
    canvas.line(x + SIDE, y + 0.5, x + width - SIDE, y + 0.5, "border", 1)


def button_rows(canvas: Canvas, buttons: Sequence[RowButton], abreast: bool) -> tuple[Split, float]:
    """The buttons in rows of two, the last at the right, or all `abreast`; and how wide that is."""
    if not buttons:
        return column(gap=0), 0.0
    wides = [button_width(canvas, button) for button in buttons]
    if abreast:
        parts = [Part(WidgetPanel(button, wide, HIGH), wide) for button, wide in zip(buttons, wides)]
        return column(Part(row(*parts, gap=BETWEEN), HIGH), gap=0), sum(wides) + BETWEEN * (len(wides) - 1)
    wide = max(wides)
    pairs = [list(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    rows = []
    for pair in pairs:
        free = [Part(Box())] if len(pair) < 2 else []
        rows.append(Part(row(*free, *(Part(WidgetPanel(b, wide, HIGH), wide) for b in pair), gap=BETWEEN), HIGH))
    return column(*rows, gap=BETWEEN), wide * min(2, len(buttons)) + BETWEEN * (len(buttons) > 1)


def button_width(canvas: Canvas, button: RowButton) -> float:
    """With room for a key of one letter, and never so small that it is no target."""
    return max(LEAST, button.wide(canvas, "E" if button.key else ""))


class HintPanel(Group):
    """Words in a dashed frame."""

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        canvas.rect(x + 0.75, y, w - 1.5, h, None, 14, "border", 1.5, dash=(5, 5))
        super().paint(canvas)


def fold_button(number: int, folded: bool, on_press: Callable[[], None]) -> IconButton:
    """Shows all that can be done with a plugin, or puts it away."""
    tip = _("What can be done with it") if folded else _("Put that away")
    return IconButton(f"fold {number}", UNPLACED, "", "down" if folded else "close", on_press, tip=tip)
