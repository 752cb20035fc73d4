"""The left column: network, metric and learner to choose, their knobs, and what whoever plays may turn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ...boards.shared.knob_panel import SIGNS
from ...i18n import N_, _
from ...rules.knob import Knob
from ...view.draw.tokens import BODY, LABEL, LARGE_NUMBER, LEAD, SPACE_3
from ...view.format.numbers import number, telling
from ...view.widgets.label import Label
from ...view.widgets.layout import Part, Split, column, columns_within, fit_content, grid, with_padding
from ...view.widgets.number_input import TypedField
from ...view.widgets.panel import Figure, Panel, WidgetPanel
from ...view.widgets.scroll import ScrollPanel
from ...view.widgets.slider import Slider
from ...view.widgets.widget import UNPLACED, Press, Rect, State, Widget
from .bench_screen import BenchKnob, badges_of, knobs_of_bench

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .bench_screen import BenchScreen


# ---------------------------------------------------------------------------------------------------------------------
# A field that shows what was chosen and opens a list; and a chip that is ticked or locked.


CHEVRON = 20.0
ASIDE = 40.0  # of a chip: its sign and its edges


class ChoiceField(Press):
    """The name of what was chosen, its icon before it, and the sign of a list."""

    role = N_("choice")

    def __init__(
        self,
        name: str,
        rect: Rect,
        label: str,
        chosen: str,
        icon: str,
        on_press: Callable[[], None],
        *,
        marked: bool = False,
    ) -> None:
        super().__init__(name, rect)
        self.label, self.chosen, self.icon, self.on_press = label, chosen, icon, on_press
        self.marked = marked  # it is a plugin's

    def accessible_value(self) -> str:
        return self.chosen

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.rect(x, y, w, h, "well", 11)
        edge = "text2" if state.hover else "border2"
        canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 10.25, edge, 1.5)
        middle = y + h / 2
        canvas.icon(self.icon, x + SPACE_3 + 2, middle - 10, 20, "text2")
        right = x + w - SPACE_3 - CHEVRON
        canvas.icon("down", right, middle - CHEVRON / 2, CHEVRON, "text2")
        if self.marked:
            canvas.icon("puzzle", right - 28, middle - 10, 20, "plugin")
            right -= 28
        left = x + 46
        style, text = canvas.fit_style(self.chosen, right - 8 - left, LABEL)
        canvas.text_vcenter(left, middle, text, style, "text")
        if state.focus:
            canvas.focus(x, y, w, h, 11)


class TickBadge(Press):
    """Something that is open to whoever plays (a tick), or not (a lock): told by its sign, edge and ground."""

    role = N_("switch")

    def __init__(
        self, name: str, rect: Rect, label: str, on: bool, on_press: Callable[[], None], tip: str = ""
    ) -> None:
        super().__init__(name, rect, tip=tip)
        self.label, self.on, self.on_press = label, on, on_press

    def wide(self, canvas: Canvas) -> float:
        """In which its whole label is to be read."""
        return ASIDE + canvas.width(self.label, LABEL.with_size(canvas.least(LABEL.size)))

    def accessible_name(self) -> str:
        """What it is, and whom it is for."""
        return _("{knob}, open to the player").format(knob=self.label)

    def accessible_value(self) -> str:
        return _("on") if self.on else _("off")

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.rect(x, y, w, h, "rowhi" if self.on else "panel", 9)
        edge = "text" if self.on else "text2" if state.hover else "border2"
        canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 8.25, edge, 1.5)
        middle = y + h / 2
        canvas.icon("check" if self.on else "lock", x + 8, middle - 8, 16, "text" if self.on else "text2")
        style, text = canvas.fit_style(self.label, w - ASIDE, LABEL)
        canvas.text_vcenter(x + 32, middle, text, style, "text" if self.on else "text2")
        if state.focus:
            canvas.focus(x, y, w, h, 9)


FIELD, CHIP = 44.0, 34.0  # heights
SIDE = 16.0  # from the panel's edge
BOX = 92.0  # width of a typed number


def column_of(scene: BenchScreen, canvas: Canvas, wide: float) -> Split:
    """All of it, from top to bottom, in so much width."""
    bench, k = scene.visit.bench, canvas.type
    parts = scene.visit.parts
    found: list[Part] = []
    for name, label, icon in (
        ("network", _("Network"), "wire"),
        ("metric", _("Metric"), "cup"),
        ("learner", _("Learner"), "learn"),
    ):
        field = ChoiceField(
            name,
            UNPLACED,
            label,
            scene.choices.title(name),
            icon,
            partial(scene.choose, name),
            marked=scene.choices.is_foreign(name),
        )
        found.append(
            fit_content(with_padding(Label(canvas, label, LABEL, "text2", spacing=1.2), left=4, top=5 if found else 0))
        )
        found.append(Part(WidgetPanel(field, 0, FIELD), max(FIELD, 24 + 16 * k)))
    found.append(Part(Figure(draw_separator, least=(0, 20)), 20))
    found.append(fit_content(with_padding(Label(canvas, _("Knobs"), LEAD, spacing=1.2), left=4)))
    for knob in knobs_of_bench(bench, parts):
        found.append(Part(KnobRow(scene, knob), 58 + 18 * k))
    tip, height = _("The player may turn it"), max(CHIP, 16 + 16 * k)
    ticks = [TickBadge(f"free {name}", UNPLACED, title, name in bench.free, partial(scene.set_free, name), tip=tip)
             for name, title in badges_of(bench, parts)]  # fmt: skip
    chips = [WidgetPanel(tick, tick.wide(canvas), height) for tick in ticks]
    found.append(fit_content(grid(columns_within(wide - 2 * SIDE, 3, *chips, gap=6), *chips, gap=6)))
    words = _("Players may turn the knobs that are ticked.")
    room = wide - 2 * SIDE - 8
    found.append(
        fit_content(with_padding(Label(canvas, words, BODY, "text2", width=room, spacing=1.25), left=4, top=6))
    )
    for told in scene.kept_words:
        found.append(
            fit_content(with_padding(Label(canvas, told, BODY, "text2", width=room, spacing=1.25), left=4, top=2))
        )
    return with_padding(column(*found, gap=4), SIDE, 10, SIDE, 10)


def draw_separator(canvas: Canvas, rect: Rect) -> None:
    """A line between two parts."""
    x, y, w, h = rect
    canvas.line(x, y + h / 2, x + w, y + h / 2, "border", 1)


class KnobRow(Panel):
    """A knob: its sign and name, the number in a box, and the slider under them."""

    flat = True

    def __init__(self, scene: BenchScreen, knob: BenchKnob) -> None:
        self.scene, self.knob = scene, knob

    def least_size(self) -> tuple[float, float]:
        return (220.0, 76.0)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        knob, scene = self.knob, self.scene
        k = scene.text_scale
        box = max(BOX, 60 + 32 * k)
        height = max(34.0, 18 + 16 * k)
        place = (x + 22, y + h - 36, w - 44, 32.0)
        self.slider = Slider(
            f"knob {knob.name}",
            place,
            knob.read(scene.visit.bench),
            knob.low,
            knob.high,
            log=knob.log,
            margin=14,
            radius=12,
            label=knob.title,
            show=partial(shown, knob),
            hue=knob.hue,
            snap=partial(snap_knob, knob),
            nudge=partial(nudge_knob, knob),
            on_change=partial(scene.dragging, knob),
            on_done=partial(scene.turn, knob),
            on_fault=scene.game.toasts.add,
        )
        self.field = TypedField(
            f"typed {knob.name}",
            (x + w - box, y + 4, box, height),
            self.slider,
            partial(scene.set_focus, self.slider.name),
            16.0,
            show=self.slider.show,
            hue=knob.hue if knob.hue != "text2" else "text",
        )
        return [self.slider, self.field]

    def refresh(self) -> None:
        """Stand where the bench has it."""
        if self.slider.typed is None:
            self.slider.value = self.knob.read(self.scene.visit.bench)
        self.field.value = self.slider.value

    def paint(self, canvas: Canvas) -> None:
        x, _y, _w, _h = self.rect
        knob = self.knob
        middle = self.field.rect[1] + self.field.rect[3] / 2
        colour = knob.hue if knob.hue != "text2" else "text"
        if knob.name in SIGNS:
            canvas.text_vcenter(x + 4, middle, SIGNS[knob.name], LARGE_NUMBER, colour)
        else:
            canvas.icon(knob.icon, x + 3, middle - 10, 20, colour)
        room = self.field.rect[0] - x - 38
        style, title = canvas.fit_style(knob.title, room, LABEL)
        canvas.text_vcenter(x + 30, middle, title, style, "text")


def shown(knob: BenchKnob, value: float) -> str:
    """The number as it is read."""
    return number(value, 0) if knob.whole else telling(value, 3)


def snap_knob(knob: BenchKnob, value: float) -> float:
    """Three digits of what moves by a ratio; else hundredths, or what the learner's knob allows."""
    if knob.whole:
        return float(round(value))
    if knob.log:
        return float(f"{min(knob.high, max(knob.low, value)):.3g}")
    own: Knob | None = knob.knob
    if own is not None and own.values() is not None:
        return own.snap(value)
    span = knob.high - knob.low
    digits = 2 if span > 0.5 else 4
    return min(knob.high, max(knob.low, round(value, digits)))


def nudge_knob(knob: BenchKnob, value: float, steps: int, fine: bool = False) -> float:
    """A tenth on of what moves by a ratio; else a twentieth, finely a hundredth."""
    if knob.whole:
        return snap_knob(knob, value + steps)
    if knob.log:
        return snap_knob(knob, value * (1.02 if fine else 1.25) ** steps)
    own: Knob | None = knob.knob
    if own is not None and own.values() is not None:
        return own.nudge(value, steps, fine)
    return snap_knob(knob, value + steps * (0.01 if fine else 0.05))


class SetupPanel(Panel):
    """The whole column on a sheet; where it is too high, it scrolls."""

    def __init__(self, scene: BenchScreen, canvas: Canvas) -> None:
        self.scene, self.canvas = scene, canvas

    def least_size(self) -> tuple[float, float]:
        return (280.0, 240.0)

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        content = column_of(self.scene, self.canvas, w)
        self.rect, self.scroll = rect, ScrollPanel("setup", self.scene.area, content, focusable=False)
        return self.scroll.place((x + 1, y + 1, w - 2, h - 2))

    def refresh(self) -> None:
        for panel in self.scroll.panels:
            panel.refresh()

    def paint(self, canvas: Canvas) -> None:
        self.scroll.paint(canvas)
