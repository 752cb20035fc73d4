"""The left column: network, metric and learner to choose, their knobs, and what whoever plays may turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ...boards.shared.knob_panel import SIGNS
from ...i18n import N_, _
from ...rules.knob import Knob
from ...view.draw.tokens import BODY, LABEL, LARGE_NUMBER, LEAD, SPACE_3
from ...view.format.numbers import number, telling
from ...view.widgets.ink import Boxed, Col, Ink, InkBox, InkPress, Line, Para, Row, icon, rule
from ...view.widgets.layout import Part, Split, column, columns_within, fit_content, grid, with_padding
from ...view.widgets.number_input import TypedField
from ...view.widgets.panel import Panel, WidgetPanel
from ...view.widgets.scroll import ScrollPanel
from ...view.widgets.slider import Slider
from ...view.widgets.widget import Rect, Widget
from .bench_screen import BenchKnob, badges_of, knobs_of_bench

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .bench_screen import BenchScreen


# ---------------------------------------------------------------------------------------------------------------------
# A field that shows what was chosen and opens a list; and a chip that is ticked or locked.


class ChoiceField(InkPress):
    """The name of what was chosen, its icon before it, and the sign of a list. `marked`: it is a plugin's."""

    role = N_("choice")
    ring = (0.0, 11.0)

    def __init__(self, name: str, label: str, chosen: str, sign: str, on_press: Callable[[], None],
                 marked: bool = False) -> None:  # fmt: skip
        plugin = (icon("puzzle", 20, "plugin"),) if marked else ()
        name_of = Line(chosen, LABEL, grow=1, yields=True)
        row = Row((icon(sign, 20, "text2"), name_of, *plugin, icon("down", 20, "text2")), 12)
        self.lit = Boxed(row, (SPACE_3, 0), "well", "text2", 11)
        super().__init__(name, replace(self.lit, edge="border2"), on_press, told=label)
        self.value = chosen


class TickBadge(InkPress):
    """Something that is open to whoever plays (a tick), or not (a lock): told by its sign, edge and ground."""

    role = N_("switch")
    ring = (0.0, 9.0)

    def __init__(self, name: str, label: str, on: bool, on_press: Callable[[], None]) -> None:
        sign, colour = ("check", "text") if on else ("lock", "text2")
        self.lit = Boxed(Row((icon(sign, 16, colour), Line(label, LABEL, colour)), 8), (8, 7),
                         "rowhi" if on else "panel", "text" if on else "text2", 9)  # fmt: skip
        ink = self.lit if on else replace(self.lit, edge="border2")
        super().__init__(name, ink, on_press, told=_("{knob}, open to the player").format(knob=label))
        self.tip, self.value = _("The player may turn it"), _("on") if on else _("off")


FIELD = 44.0  # height
SIDE = 16.0  # from the panel's edge
BOX = 92.0  # width of a typed number


def column_of(scene: BenchScreen, canvas: Canvas, wide: float) -> Split:
    """All of it, from top to bottom, in so much width."""
    visit, choices, k, room = scene.visit, scene.choices, canvas.type, wide - 2 * SIDE

    def words(ink: Ink, above: float = 0.0) -> Part:
        return fit_content(InkBox(canvas, Col((Ink(high=above), Boxed(ink, (4, 0)))), room))

    found: list[Part] = []
    for name, label, sign in (("network", _("Network"), "wire"), ("metric", _("Metric"), "cup"),
                              ("learner", _("Learner"), "learn")):  # fmt: skip
        foreign = choices.is_foreign(name)
        field = ChoiceField(name, label, choices.title(name), sign, partial(scene.choose, name), foreign)
        found.append(words(Line(label, LABEL, "text2", spacing=1.2), 5 if found else 0))
        found.append(Part(WidgetPanel(field, 0, FIELD), max(FIELD, 24 + 16 * k)))
    found += [fit_content(InkBox(canvas, rule(20), room)), words(Line(_("Knobs"), LEAD, spacing=1.2))]
    found += [Part(KnobRow(scene, knob), 58 + 18 * k) for knob in knobs_of_bench(visit.bench, visit.parts)]
    ticks = [TickBadge(f"free {name}", title, name in visit.bench.free, partial(scene.set_free, name))
             for name, title in badges_of(visit.bench, visit.parts)]  # fmt: skip
    chips = [WidgetPanel(tick, *tick.ink.size(canvas)) for tick in ticks]
    found.append(fit_content(grid(columns_within(room, 3, *chips, gap=6), *chips, gap=6)))
    found.append(words(Para(_("Players may turn the knobs that are ticked."), BODY, "text2", 1.25), 6))
    found += [words(Para(text, BODY, "text2", 1.25), 2) for text in scene.kept_words]
    return with_padding(column(*found, gap=4), SIDE, 10, SIDE, 10)


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
        (x, _y, _w, _h), (left, top, _wide, high) = self.rect, self.field.rect
        knob, colour = self.knob, self.knob.hue if self.knob.hue != "text2" else "text"
        known = knob.name in SIGNS
        sign = Line(SIGNS[knob.name], LARGE_NUMBER, colour) if known else icon(knob.icon, 20, colour)
        Row((Boxed(sign, wide=18), Line(knob.title, LABEL))).draw(canvas, (x + 4, top, left - x - 12, high))


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
