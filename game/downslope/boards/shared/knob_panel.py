"""The panel with the learner's knobs, alpha first: notched ones are detents, others sliders, named ones a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ...attempt.weight_names import weight_name
from ...i18n import _
from ...rules.knob import Knob
from ...view.draw.tokens import BODY, CODE, LABEL, NUMBER, SIGN, VALUE, TextStyle
from ...view.draw.tween import ease_out
from ...view.format.measure import measure, text_factor
from ...view.format.numbers import number, short
from ...view.format.ticks import ticks
from ...view.widgets.button import Segmented
from ...view.widgets.number_field import TypedField
from ...view.widgets.number_input import NumberInput
from ...view.widgets.slider import Detents, Slider
from ...view.widgets.widget import Rect, Widget
from .knob_lock import lock_note
from .neuron_model import weight_at
from .panel import Panel

if TYPE_CHECKING:
    from ...rules.level import Level
    from ...rules.session import Session
    from ...view.draw.canvas import Canvas
    from .host import Host

ROW, MORE, PITCH = 76.0, 64.0, 14.0  # the first row, each that follows, and what large text adds to that
LEFT, RIGHT = 192.0, 32.0  # from the panel's edges to the track
WIDER = 64.0  # what large text adds to LEFT
NARROW = 184.0  # the same, where knobs stand beside each other
TRACK = 100.0  # the shortest track that a hand can use
NAMES = 170.0  # the same, of a choice among names
MOST_NOTCHES = 16
MOST_VALUE = 29.0  # design pixels: the largest that a value may be under its name
CAP_LEFT, CAP_UP = 46.0, 8.0  # of the keycap's middle from the track's start and the value's line: beside it
CAP_GAP = 4.0  # between the keycap and what stands beside it
GLIDE = 0.2  # seconds in which a knob goes to where the machine turns it
SIGNS = {"alpha": "α", "beta": "β"}


def rows_of(level: Level) -> list[Knob]:
    """The knobs that belong into the panel, alpha first."""
    if level.learner is None:
        return []
    found = [k for k in level.knobs if k.name not in ("weight", "freeze") and k.index in (None, 0)]
    return sorted(found, key=lambda k: k.name != "alpha")


def weights_of(level: Level) -> list[Knob]:
    """A knob for each weight that may be turned by hand."""
    found = [(i, level.knob("weight", i)) for i in range(level.network.size)]
    return [knob._replace(index=i, title=weight_name(level, i)) for i, knob in found if knob is not None]


def coming(session: Session) -> list[Knob]:
    """The knobs that a later part brings, which has not begun: they are seen, and why they cannot be turned."""
    here = {knob.name for knob in session.level.knobs}
    found: dict[str, Knob] = {}
    for stage in range(session.stage + 1, len(session.base.stages) + 1):
        for knob in rows_of(session.base.stage(stage)):
            if knob.name not in here:
                found.setdefault(knob.name, knob)
    return list(found.values())


Turned = Callable[[str, float | str, int], object]


class KnobPanel(Panel):
    """Widgets and names for the knobs of the level as it is now; laid anew, it reads them anew.

    columns   knobs beside each other;  waiting: knobs that are shown and cannot be turned yet
    knobs     those that belong here; None: all that `rows_of` finds
    turn      is told a knob's new value instead of the attempt; nothing is tried while it is dragged then
    """

    def __init__(self, host: Host, columns: int = 1, waiting: Sequence[Knob] = (), knobs: list[Knob] | None = None,
                 turn: Turned | None = None) -> None:  # fmt: skip
        self.host, self.columns, self.waiting, self.own = host, columns, list(waiting), knobs
        self._turn = turn or host.attempt.turn
        self._dragging = None if turn else host.attempt.dragging
        self.note = _("It cannot be turned here.")  # where there is no knob
        self.knobs: list[Knob] = []
        self.widgets: list[Widget] = []
        self.fields: list[TypedField | None] = []
        self._stood: dict[int, float] = {}  # row -> where its knob stood last
        self._gliding: dict[int, tuple[float, float]] = {}  # row -> how far on its way, and from where

    @property
    def left(self) -> float:
        """From the edge of a knob's part of the panel to its track."""
        return LEFT + WIDER * max(0.0, text_factor(self.host.game) - 1) if self.columns == 1 else NARROW

    @property
    def height(self) -> float:
        """What it needs now; 0 without knobs."""
        level = self.host.attempt.now
        knobs = len(self._present()) or (1 if level.learner is not None else 0)
        rows = -(-(knobs + len(self.waiting)) // self.columns)
        return ROW + self._pitch * (rows - 1) if rows else 0.0

    @property
    def _pitch(self) -> float:
        """From one row to the next: a name does not touch the box above it."""
        return MORE + PITCH * max(0.0, text_factor(self.host.game) - 1)

    def _present(self) -> list[Knob]:
        """The knobs that belong here now."""
        return rows_of(self.host.attempt.now) if self.own is None else self.own

    def smallest(self) -> tuple[float, float]:
        track = NAMES if any(isinstance(stop, str) for knob in self._present() for stop in knob.stops) else TRACK
        return (self.columns * (self.left + RIGHT + track), self.height)

    def sheets(self) -> list[Rect]:
        return [self.rect] if self.rect[3] else []

    def place(self, rect: Rect) -> list[Widget]:
        """The knobs and the boxes in which those without notches are typed."""
        self.rect = rect
        self.knobs = self._present()
        self.widgets = [self._widget(knob, row) for row, knob in enumerate(self.knobs)]
        self.fields = [self._field(widget, row) for row, widget in enumerate(self.widgets)]
        return [*self.widgets, *(field for field in self.fields if field is not None)]

    def _field(self, widget: Widget, row: int) -> TypedField | None:
        if not isinstance(widget, Slider) or isinstance(widget, Detents):
            return None
        place = (self._cell(row)[0] + 50, self._line(row) + 5, self.left - 78, 38.0)
        touch = partial(self.host.set_focus, widget.name)
        return TypedField(f"{widget.name} typed", place, widget, touch, 18.0, show=widget.show, enabled=widget.enabled)

    def _line(self, row: int) -> float:
        return self.rect[1] + 27 + self._pitch * (row // self.columns)

    def _cell(self, row: int) -> tuple[float, float]:
        """Left edge and width of a knob's part of the panel."""
        wide = self.rect[2] / self.columns
        return self.rect[0] + row % self.columns * wide, wide

    def _value(self, knob: Knob) -> Any:
        if knob.name == "weight":
            return weight_at(self.host.attempt.shown, self.host.attempt.step, knob.index or 0)
        value = self.host.attempt.shown.knobs.get(knob.name, knob.start)
        if value is None:  # a network's own
            value = getattr(self.host.attempt.now.network, knob.name, None)
        return value[0] if isinstance(value, (list, tuple)) else value

    def _widget(self, knob: Knob, row: int) -> Widget:
        x, w = self._cell(row)
        place = (x + self.left, self._line(row) - 22, w - self.left - RIGHT, 44.0)
        name, value, values = name_of(knob), self._value(knob), knob.values()
        if any(isinstance(v, str) for v in knob.stops):
            names = [str(v) for v in knob.stops]
            chosen = names.index(str(value)) if str(value) in names else 0
            area = (x + self.left - 12, self._line(row) - 14, w - self.left - RIGHT + 32, 44.0)
            return Segmented(name, area, [_(n) for n in names], chosen, partial(self._choose, knob),
                             label=title_of(knob))  # fmt: skip
        index, dragging = knob.index or 0, self._dragging
        more: dict[str, Any] = {
            "snap": partial(self._snap, knob), "nudge": partial(self._nudge, knob), "label": title_of(knob),
            "show": number_format(knob), "hue": "weight" if knob.name == "weight" else "alpha",
            "on_change": (lambda number: dragging(knob.name, number, index)) if dragging else None,
            "on_done": lambda number: self._turn(knob.name, number, index), "on_fault": self.host.game.toasts.add,
        }  # fmt: skip
        if values is not None and len(values) <= MOST_NOTCHES:
            notches = sorted(float(v) for v in values)
            knob_on_notches = Detents(
                name, place, float(value), notches, labels=self._labels(notches, place[2]), **more
            )
            self._place_cap(knob_on_notches, row)
            return knob_on_notches
        marks = log_ticks(knob.low, knob.high) if knob.log else self._ticks(knob, place[2])
        return Slider(name, place, float(value), knob.low, knob.high, log=knob.log, margin=8, ticks=marks,
                      bipolar=knob.name == "weight", **more)  # fmt: skip

    def _place_cap(self, slider: Detents, row: int) -> None:
        """Its keycap stands between the value, however long, and the lowest label."""
        x, k = self._cell(row)[0], text_factor(self.host.game)
        canvas = measure(self.host.game, self.host.width, self.host.height)
        widest = max(canvas.width(slider.show(notch), _value_style(k)) for notch in slider.values or ())
        slider.cap_at = (x + self.left - CAP_LEFT, self._value_line(row, k) - CAP_UP * k)
        lowest = canvas.width(slider.labels[0], NUMBER) / 2
        slider.cap_room = (x + 50 + widest + CAP_GAP, x + self.left - lowest - CAP_GAP)

    def _labels(self, notches: list[float], width: float) -> list[str]:
        """As many as there is room for, the lowest and highest among them if it can be."""
        canvas = measure(self.host.game, self.host.width, self.host.height)
        texts = [short(v) for v in notches]
        wide = max(canvas.width(t, NUMBER) for t in texts) + 10
        pitch = width / max(1, len(notches) - 1)
        each = max(1, int(-(-wide // pitch)))
        return [t if i % each == 0 else "" for i, t in enumerate(texts)]

    def _ticks(self, knob: Knob, width: float) -> list[tuple[float, str]]:
        """Round numbers along a slider, as many as there is room for."""
        canvas = measure(self.host.game, self.host.width, self.host.height)
        for most in range(6 // self.columns, 0, -1):
            found = ticks(knob.low, knob.high, most)
            wide = 0.0
            for _value, label in found:
                wide += canvas.width(label, CODE) + 10
            if wide <= width:
                break
        return found

    def _choose(self, knob: Knob, index: int) -> None:
        self._turn(knob.name, knob.stops[index], 0)

    def _snap(self, knob: Knob, value: float) -> float:
        """The nearest number that it may have now: a one-way knob does not go back."""
        here = self.host.attempt.session.knobs.get(knob.name)
        if knob.one_way and isinstance(here, (int, float)):
            value = min(value, here) if knob.one_way < 0 else max(value, here)
        return knob.snap(value)

    def _nudge(self, knob: Knob, value: float, steps: int, fine: bool = False) -> float:
        return self._snap(knob, knob.nudge(value, steps, fine))

    @property
    def _open(self) -> bool:
        """The machine has not chosen yet: no knob stands anywhere."""
        machine = self.host.attempt.machine
        return machine is not None and machine.on_stage and not machine.has_chosen

    @property
    def moving(self) -> bool:
        return bool(self._gliding)

    def update(self, seconds: float) -> None:
        """What the machine has turned glides there."""
        for row, (part, near) in list(self._gliding.items()):
            self._gliding[row] = part + seconds / GLIDE, near
            if part + seconds / GLIDE >= 1:
                del self._gliding[row]

    def _glide(self, row: int, slider: Slider, value: float) -> None:
        """A knob that the machine turns is on its way for a moment."""
        machine, old = self.host.attempt.machine, self._stood.get(row, value)
        self._stood[row] = value
        slider.open, slider.glides_to = self._open, None
        if machine is None or not machine.on_stage or self.host.game.settings.still:
            self._gliding.pop(row, None)
            return
        if old != value:
            self._gliding[row] = 0.0, slider.scale.place(old)
        if row in self._gliding:
            part, near = self._gliding[row]
            slider.glides_to = near + (slider.scale.place(value) - near) * ease_out(part)

    def refresh(self) -> None:
        """Stand where the knobs stand, unless one is being dragged."""
        if self.host.attempt.drag is not None:
            self._follow()
            return
        for row, (knob, widget, note) in enumerate(zip(self.knobs, self.widgets, self.notes)):
            value = self._value(knob)
            widget.visible = not note
            if isinstance(widget, Segmented):
                names = [str(v) for v in knob.stops]
                widget.chosen = -1 if self._open else names.index(str(value)) if str(value) in names else 0
            elif isinstance(widget, NumberInput) and isinstance(value, (int, float)):
                widget.value = float(value)
                if isinstance(widget, Slider):
                    self._glide(row, widget, float(value))
                if isinstance(widget, Detents) and knob.one_way:
                    notches = widget.values or []
                    widget.blocked = {i for i, v in enumerate(notches) if (v - value) * knob.one_way < 0}
        self._follow()

    def _follow(self) -> None:
        """The boxes show what their sliders have."""
        for field in self.fields:
            if field is not None:
                field.value, field.visible = field.owner.value, field.owner.visible and not self._open

    def paint(self, canvas: Canvas) -> None:
        """Names and values; the sheet is drawn by the board."""
        for row, (knob, widget, note) in enumerate(zip(self.knobs, self.widgets, self.notes)):
            if note:
                self._paint_locked(canvas, row, knob, note)
            else:
                self._paint_name(canvas, row, title_of(knob), knob.name, widget)
        for row, knob in enumerate(self.waiting, max(1, len(self.knobs))):
            self._paint_locked(canvas, row, knob, _("after the first landing"))
        alpha = self.host.attempt.shown.run.alpha
        if self.rect[3] and not self.knobs and isinstance(alpha, (int, float)):
            self._paint_name(canvas, 0, _("learning rate"), "alpha", None)
            self._paint_value(canvas, 0, short(alpha))
            self._paint_note(canvas, 0, self.note, "text2")

    def _paint_note(self, canvas: Canvas, row: int, note: str, colour: str, inset: float = 0.0) -> None:
        """A sentence where the slider would be."""
        x, w = self._cell(row)
        room, left = w - self.left - 8 - inset, x + self.left - 10 + inset
        sizes = (16.0, 14.0, 12.5)
        size = next((size for size in sizes if len(canvas.lines(note, room, BODY.sized(size))) < 3), canvas.least(16))
        for below, line in enumerate(canvas.lines(note, room, BODY.sized(size))[:2]):
            base = self._line(row) + 5.8 + below * 1.38 * size * canvas.type
            canvas.within(left, base, line, room + 8, BODY.sized(size), colour)

    @property
    def notes(self) -> list[str]:
        """Of each knob when it opens; "": it may be turned."""
        return [lock_note(self.host.attempt.shown, knob) for knob in self.knobs]

    def _paint_locked(self, canvas: Canvas, row: int, knob: Knob, opens: str) -> None:
        """A knob that cannot be turned yet: its lock, where it stands, and when it opens."""
        self._paint_name(canvas, row, title_of(knob), knob.name, None)
        value = self._value(knob)
        if isinstance(value, (int, float)):
            self._paint_value(canvas, row, short(value))
        x, _w = self._cell(row)
        canvas.icon("lock", x + self.left - 12, self._line(row) - 10, 20, "text2")
        self._paint_note(canvas, row, opens, "text2", 18.0)

    def _paint_name(self, canvas: Canvas, row: int, title: str, name: str, widget: Widget | None) -> None:
        x, line = self._cell(row)[0], self._line(row)
        boxed = row < len(self.fields) and self.fields[row] is not None and not self._open
        if name in SIGNS:
            hue = "alpha" if name == "alpha" else "text"
            canvas.text(x + 28, line + 10, SIGNS[name], canvas.cap(SIGN, 1.5), hue, "middle")
        room = self.left - 50 - 18
        if name == "alpha" and not canvas.fits([(title, "", 600)], room):
            title = _("alpha")  # the same in one word
        style, label = canvas.fitted(title, room, LABEL)
        canvas.text(x + 50, line + 6 - 4 * (canvas.type - 1) - (6 if boxed else 0), label, style, "text")
        if isinstance(widget, Slider) and widget.open:
            self._paint_open(canvas, row)
        elif isinstance(widget, NumberInput) and not boxed:
            self._paint_value(canvas, row, widget.show(widget.value) if widget.typed is None else widget.typed + "|")

    def _paint_open(self, canvas: Canvas, row: int) -> None:
        """Instead of a value: the machine has not chosen one."""
        x, line, k = self._cell(row)[0], self._line(row), canvas.type
        room, told = self.left - 50 - 12, _("not chosen yet")
        style, words = canvas.fitted(told if canvas.width(told, BODY) <= room else _("not yet"), room, BODY)
        canvas.text(x + 50, line + min(11 + 20 * k, 41), words, style, "text2")

    def _value_line(self, row: int, k: float) -> float:
        """Under the value of a row; `k`: factor on texts."""
        return self._line(row) + min(11 + 20 * k, 41)

    def _paint_value(self, canvas: Canvas, row: int, text: str) -> None:
        x, k = self._cell(row)[0], canvas.type
        base = self._value_line(row, k)
        canvas.text(x + 50, base, text, _value_style(k), "alpha", "start")


def _value_style(k: float) -> TextStyle:
    """Of the value under a name; `k`: factor on texts."""
    return VALUE.sized(min(VALUE.size, MOST_VALUE / k))


def name_of(knob: Knob) -> str:
    """The name of its widget."""
    return f"weight {(knob.index or 0) + 1}" if knob.name == "weight" else f"knob {knob.name}"


def title_of(knob: Knob) -> str:
    """What a knob is called."""
    if knob.title:
        return _(knob.title)
    return _("learning rate") if knob.name == "alpha" else _(knob.name.replace("_", " "))


def number_format(knob: Knob) -> Callable[[float], str]:
    """How its numbers are written: notches as short as they are, others with three digits."""
    if knob.name == "weight":
        return lambda value: number(value, 3)
    if knob.notched or not knob.log:
        return short
    return partial(short, digits=3)


def log_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Powers of ten with their labels, and short ticks at 2, 3, 5, 7 times each."""
    found: list[tuple[float, str]] = []
    power = 1e-9
    while power <= high * 1.001:
        for times in (1, 2, 3, 5, 7):
            value = float(f"{power * times:.3g}")
            if low * 0.999 <= value <= high * 1.001:
                found.append((value, short(value) if times == 1 else ""))
        power *= 10
    if not any(label for _v, label in found):
        found = [(low, short(low)), (high, short(high))]
    return found
