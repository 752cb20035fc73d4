"""The panel with the learner's knobs, alpha first: a grid of cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ...attempt.shown import weight_name
from ...i18n import _, plural_form
from ...learning import form_of
from ...rules import Knob, Level, Session, is_hands_off, is_locked
from ...view.draw import BODY, CODE, LABEL, NUMBER, SIGN, VALUE, Canvas, Tween, ease_out
from ...view.format.axis import log_ticks, ticks
from ...view.format.numbers import number, short
from ...view.widgets.button import Segmented
from ...view.widgets.number_input import Detents, NumberInput, Slider, TypedField
from ...view.widgets.panel import Group, arrange, grid
from ...view.widgets.widget import Rect, Widget
from .neuron_model import weight_at
from .panel import AttemptPanel, Host

SIGNS = {"alpha": "α", "beta": "β", "beta1": "β₁", "beta2": "β₂", "gamma": "γ", "rho": "ρ"}


def rows_of(level: Level) -> list[Knob]:
    """The knobs that belong into the panel, alpha first."""
    if level.learner is None:
        return []
    knobs = [k for k in level.knobs if k.name not in ("weight", "freeze") and k.index in (None, 0)]
    return sorted(knobs, key=lambda k: k.name != "alpha")


def weights_of(level: Level) -> list[Knob]:
    """A knob for each weight that may be turned by hand."""
    weights = [(i, level.knob("weight", i)) for i in range(level.network.size)]
    return [replace(knob, index=i, title=weight_name(level, i)) for i, knob in weights if knob is not None]


def upcoming(session: Session) -> list[Knob]:
    """The knobs that a later part brings, which has not begun: they are seen, and why they cannot be turned."""
    here = {knob.name for knob in session.level.knobs}
    knobs: dict[str, Knob] = {}
    for stage in range(session.stage + 1, len(session.base.stages) + 1):
        for knob in rows_of(session.base.stage(stage)):
            if knob.name not in here:
                knobs.setdefault(knob.name, knob)
    return list(knobs.values())


def knob_title(knob: Knob) -> str:
    """What a knob is called."""
    if knob.title:
        return _(knob.title)
    return _("learning rate") if knob.name == "alpha" else _(knob.name.replace("_", " "))


def lock_note(session: Session, knob: Knob) -> str:
    """Of one that holds for the whole run, or waits for runs to end (`Knob.after`), when it opens; "": it is free."""
    if is_hands_off(session):
        return _("hands off until Reset")
    if not is_locked(session, knob):
        return ""
    ended = min(knob.after, session.tally.runs - (session.outcome is None and session.tally.runs > 0))
    return plural_form(
        "after one run", "{ended} of {count} runs", knob.after
    ).format(count=knob.after, ended=ended)


def number_format(knob: Knob) -> Callable[[float], str]:
    """How its numbers are written: notches as short as they are, others with three digits."""
    if knob.name == "weight":
        return partial(number, digits=3)
    return short if knob.notched or not knob.log else partial(short, digits=3)


HIGH, TALLER = 64.0, 14.0  # of a cell, and what large text adds: a name does not touch the box above it
NAMES_UP = 14.0  # from the track's line up to the top of a choice among names
LEFT, RIGHT = 192.0, 32.0  # from its edges to the track
WIDER = 64.0  # what large text adds to LEFT
NARROW = 184.0  # LEFT, where knobs stand beside each other
TRACK, NAMES = 100.0, 170.0  # the shortest track that a hand can use; the same of a choice among names
NAME, FIELD, FIELD_HIGH = 50.0, 78.0, 38.0  # from its edge to its words; by how much a box is narrower than LEFT
MOST_NOTCHES = 16
MOST_TICKS = 6
MOST_VALUE = 29.0  # design pixels: the largest that a value may be under its name
CAP_LEFT, CAP_UP = 46.0, 8.0  # of the keycap's middle from the track's start and the value's line: beside it
CAP_GAP = 4.0  # between the keycap and what stands beside it
GLIDE = 0.2  # seconds in which a knob goes to where the machine turns it

Turned = Callable[[str, float | str, int], object]


class KnobCell(AttemptPanel):
    """One knob: name, value, what turns it; or its lock. `beside`: so many stand beside each other, itself among them.

    turn   is told its new value instead of the attempt; nothing is tried while it is dragged then
    note   why it cannot be turned at all; "": it says itself when it opens      locked   then it has a lock
    """

    flat = True
    down = 27.0  # from its top to the track

    def __init__(self, host: Host, knob: Knob, beside: int = 1, turn: Turned | None = None, note: str = "",
                 locked: bool = True) -> None:  # fmt: skip
        super().__init__(host)
        self.knob, self.beside, self.locked = knob, beside, locked
        self.hue = "weight" if knob.name == "weight" else "alpha"  # of its number
        self._turn = turn or self.attempt.turn
        self._dragging = None if turn else self.attempt.dragging
        self._note = note
        self.control: Widget | None = None
        self.field: TypedField | None = None  # in which a number without notches is typed
        self._stood: float | None = None  # where its knob stood last
        self._way = Tween(GLIDE, ease=ease_out)  # to where the machine turns it, as a place on its track

    @property
    def left(self) -> float:
        return LEFT + WIDER * max(0.0, self.host.game.look().type - 1) if self.beside == 1 else NARROW

    def least_size(self) -> tuple[float, float]:
        return self.left + RIGHT + (NAMES if self.named else TRACK), high(self.host)

    @property
    def named(self) -> bool:
        return any(isinstance(stop, str) for stop in self.knob.stops)

    @property
    def note(self) -> str:
        """Why it cannot be turned now; "": it may be turned."""
        attempt = self.attempt  # after a bet its run is still seen, but the player's own is turned
        return self._note or lock_note(attempt.shown if attempt.show is not None else attempt.session, self.knob)

    def value(self) -> Any:
        knob, shown = self.knob, self.attempt.shown
        if knob.name == "weight":
            return weight_at(shown, self.attempt.step, knob.index or 0)
        value = shown.knobs.get(knob.name, knob.start)
        if value is None:  # a network's own
            network = self.attempt.now.network
            value = getattr(network, knob.name, form_of(network.ops())[1].get(knob.name))
        return value[0] if isinstance(value, (list, tuple)) else value

    def place(self, rect: Rect) -> list[Widget]:
        """What turns it, and the box in which it is typed; nothing where it never can be turned."""
        self.rect, self.control, self.field = rect, None, None
        if self._note:
            return []
        (x, _y, w, _h), knob, dragging = rect, self.knob, self._dragging
        left, _top, width, _high = place = (x + self.left, self.line - 22, w - self.left - RIGHT, 44.0)
        control_name = f"weight {(knob.index or 0) + 1}" if knob.name == "weight" else f"knob {knob.name}"
        if self.named:
            stops = knob.stops
            names, here = [str(stop) for stop in stops], str(self.value())
            self.control = Segmented(
                control_name, (left - 12, self.line - NAMES_UP, width + 32, 44.0), [_(name) for name in names],
                names.index(here) if here in names else 0, lambda number: self._turn(knob.name, stops[number], 0),
                label=knob_title(knob),
            )  # fmt: skip
            return [self.control]
        value, values, index, canvas = float(self.value()), knob.values(), knob.index or 0, self.measure()
        more: dict[str, Any] = {
            "snap": knob.snap, "nudge": knob.nudge, "label": knob_title(knob), "show": number_format(knob),
            "hue": self.hue, "on_fault": self.host.game.toasts.add,
            "on_change": (lambda number: dragging(knob.name, number, index)) if dragging else None,
            "on_done": lambda number: self._turn(knob.name, number, index),
        }  # fmt: skip
        if values is not None and len(values) <= MOST_NOTCHES:
            notches = sorted(float(each) for each in values)
            texts = [short(notch) for notch in notches]
            # As many labels as there is room for, the lowest and highest among them if it can be
            wide, pitch = max(canvas.width(text, NUMBER) for text in texts) + 10, width / max(1, len(notches) - 1)
            each = max(1, int(-(-wide // pitch)))
            labels = [text if i % each == 0 else "" for i, text in enumerate(texts)]
            detents = self.control = Detents(control_name, place, value, notches, labels=labels, **more)
            # Its keycap stands between the value, however long, and the lowest label
            style = VALUE.with_size(min(VALUE.size, MOST_VALUE / canvas.type))
            widest = max(canvas.width(detents.show(notch), style) for notch in detents.values or ())
            detents.cap_at = (left - CAP_LEFT, self.line + min(11 + 20 * canvas.type, 41) - CAP_UP * canvas.type)
            lowest = canvas.width(detents.labels[0], NUMBER) / 2
            detents.cap_room = (x + NAME + widest + CAP_GAP, left - lowest - CAP_GAP)
            return [detents]
        marks = log_ticks(knob.low, knob.high) if knob.log else []
        for maximum in range(0 if knob.log else MOST_TICKS // self.beside, 0, -1):  # as many as have room
            marks = ticks(knob.low, knob.high, maximum)
            if sum(canvas.width(label, CODE) + 10 for _value, label in marks) <= width:
                break
        slider = self.control = Slider(control_name, place, value, knob.low, knob.high, log=knob.log, margin=8,
                                       ticks=marks, bipolar=knob.name == "weight", **more)  # fmt: skip
        box = (x + NAME, self.line + 5, self.left - FIELD, FIELD_HIGH)
        touch = partial(self.host.set_focus, slider.name)
        self.field = TypedField(f"{slider.name} typed", box, slider, touch, 18.0, show=slider.show,
                                enabled=slider.enabled, hue=self.hue)  # fmt: skip
        return [slider, self.field]

    @property
    def line(self) -> float:
        return self.rect[1] + self.down

    @property
    def _open(self) -> bool:
        """The machine has not chosen yet: no knob stands anywhere."""
        return self.attempt.show is not None and not self.attempt.show.has_chosen

    def update(self, seconds: float) -> None:
        """What the machine has turned glides there."""
        self._way.update(seconds, self.host.game.settings.still)
        if self.control is not None and self.attempt.drag is None:
            self.control.visible = not self.note
            value = self.value()
            knob = self.knob
            if isinstance(self.control, Segmented):
                names = [str(stop) for stop in knob.stops]
                self.control.chosen = -1 if self._open else names.index(str(value)) if str(value) in names else 0
            elif isinstance(self.control, Slider) and isinstance(value, (int, float)):
                # What the machine turns is on its way for a moment
                before, self._stood = self._stood, float(value)
                slider = self.control
                slider.value, slider.open = self._stood, self._open
                if self.attempt.show is None or self.host.game.settings.still:
                    self._way.jump(slider.part_of(self._stood))
                elif before is not None and before != self._stood:
                    self._way.jump(slider.part_of(before))
                    self._way.go(slider.part_of(self._stood))
                slider.glides_to = None if self._way.done else self._way.value
                if isinstance(self.control, Detents) and knob.one_way:
                    notches = self.control.values or []
                    self.control.blocked = {i for i, notch in enumerate(notches) if (notch - value) * knob.one_way < 0}
        if self.field is not None:
            owner = self.field.owner
            self.field.value, self.field.visible = owner.value, owner.visible and not self._open

    def paint(self, canvas: Canvas) -> None:
        note, value = self.note, self.value()
        (x, *_rest), line, name = self.rect, self.line, self.knob.name
        boxed = self.field is not None and not self._open and not note
        if name in SIGNS:
            colour = "alpha" if name == "alpha" else "text"
            canvas.text(x + 28, line + 10, SIGNS[name], canvas.cap(SIGN, 1.5), colour, "middle")
        room, title = self.left - NAME - 18, knob_title(self.knob)
        if name == "alpha" and not self.knob.title and not canvas.fits([(title, "", 600)], room):
            title = _("alpha")  # the same in one word
        style, title = canvas.fit_style(title, room, LABEL)
        canvas.text(x + NAME, line + 6 - 4 * (canvas.type - 1) - (6 if boxed else 0), title, style, "text")
        control, written = self.control, ""  # the value, under the name
        is_open = isinstance(control, Slider) and control.open
        if note:
            written = short(value) if isinstance(value, (int, float)) else ""
        elif isinstance(control, NumberInput) and self.field is None and not is_open:
            written = control.show(control.value) if control.typed is None else control.typed + "|"
        if written:
            style = VALUE.with_size(min(VALUE.size, MOST_VALUE / canvas.type))
            canvas.text(x + NAME, line + min(11 + 20 * canvas.type, 41), written, style, self.hue, "start")
        if note:
            if self.locked:
                canvas.icon("lock", self.rect[0] + self.left - 12, self.line - 10, 20, "text2")
            # A sentence where the slider would be
            padding = 18.0 if self.locked else 0.0
            room, left = self.rect[2] - self.left - 8 - padding, x + self.left - 10 + padding
            styles = [BODY.with_size(size) for size in (16.0, 14.0, 12.5)]
            small = BODY.with_size(canvas.least(16))
            style = next((style for style in styles if len(canvas.lines(note, room, style)) < 3), small)
            for below, words in enumerate(canvas.lines(note, room, style)[:2]):
                base = line + 5.8 + below * 1.38 * style.size * canvas.type
                canvas.within(left, base, words, room + 8, style, "text2")
        elif is_open:
            room, long = self.left - NAME - 12, _("not chosen yet")
            style, words = canvas.fit_style(long if canvas.width(long, BODY) <= room else _("not yet"), room, BODY)
            canvas.text(x + NAME, line + min(11 + 20 * canvas.type, 41), words, style, "text2")


def high(host: Host) -> float:
    """The height of a cell with what is written in it."""
    return HIGH + TALLER * max(0.0, host.game.look().type - 1)


EDGE = 12.0  # what a panel is higher than its cells; what large text adds to the lowest one lies in it


class KnobPanel(Group):
    """Laid anew, it reads the knobs of the level anew.

    columns   knobs beside each other      waiting   knobs that are shown and cannot be turned yet
    own       the knobs that belong here; None: all that `rows_of` finds
    note      what it says of alpha where there is none; "": nothing is seen then
    """

    def __init__(self, host: Host, columns: int = 1, turn: Turned | None = None) -> None:
        self.host, self.columns, self.turn = host, columns, turn
        self.waiting: Sequence[Knob] = ()
        self.own: Sequence[Knob] | None = None
        self.note = _("It cannot be turned here.")
        self.shown: Sequence[KnobCell] = ()
        self._known: dict[tuple[object, ...], KnobCell] = {}  # they outlast a layout, for one may be on its way

    def _cells(self) -> list[KnobCell]:
        """As they belong here now: where the learner has none that is turned, alpha as it stands."""
        level, later = self.host.attempt.now, _("after the first landing")
        knobs = [(knob, "", True) for knob in (rows_of(level) if self.own is None else self.own)]
        if not knobs and level.learner is not None and self.note:
            knobs.append((Knob("alpha"), self.note, False))
        cells = list[KnobCell]()
        for knob, note, locked in (*knobs, *((knob, later, True) for knob in self.waiting)):
            key = knob.name, knob.index, note
            if key not in self._known:
                self._known[key] = KnobCell(self.host, knob, self.columns, self.turn, note, locked)
            self._known[key].knob = knob
            cells.append(self._known[key])
        return cells

    @property
    def height(self) -> float:
        """What it needs now; 0 without knobs."""
        lines = -(-len(self._cells()) // self.columns)
        return EDGE + HIGH + high(self.host) * (lines - 1) if lines else 0.0

    def least_size(self) -> tuple[float, float]:
        return self.columns * max((cell.least_size()[0] for cell in self._cells()), default=0.0), self.height

    @property
    def widgets(self) -> list[Widget]:
        return [cell.control for cell in self.shown if cell.control is not None]

    def sheets(self) -> list[Rect]:
        return [self.rect] if self.rect[3] else []

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, self.shown = rect, self._cells()
        if not self.shown:
            return []
        x, y, w, _h = rect
        room = self.height - EDGE - HIGH + high(self.host)  # of equal rows
        places = arrange(grid(self.columns, *self.shown, gap=0.0), (x, y, w, room))
        return [widget for box, place in places if isinstance(box, KnobCell) for widget in box.place(place)]
