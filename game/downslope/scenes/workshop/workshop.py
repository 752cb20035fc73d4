"""The workshop: network, examples, metric and learner on a bench; what is on the screen is what would be saved.

Its left column: network, metric and learner to choose, their knobs, and what whoever plays may turn.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from ...boards.shared.knob_panel import SIGNS, knob_title
from ...desktop.capabilities import no_clipboard
from ...desktop.clipboard import copy
from ...desktop.controls import Intent
from ...i18n import N_, _, translate
from ...level_files.to_toml import NotData, encode_level
from ...rules import Knob
from ...storage.files import Refused
from ...view.draw import BODY, LABEL, LARGE_NUMBER, LEAD, SPACE_3, Canvas
from ...view.format.numbers import number, telling
from ...view.widgets.button import Button, IconButton, Segmented
from ...view.widgets.ink import Boxed, Col, Ink, InkBox, InkPress, Line, Para, Row, icon, rule, words
from ...view.widgets.number_input import Slider, TypedField
from ...view.widgets.panel import (
    Laid,
    Panel,
    Part,
    ScrollPanel,
    Split,
    WidgetPanel,
    column,
    first_that_fits,
    fit_content,
    grid,
    row,
    with_padding,
)
from ...view.widgets.widget import UNPLACED, Rect, Widget
from ...workshop.bench import Bench, with_rows
from ...workshop.bench_level import kept_parts, level_of, parts_of
from ..base.event_routing import KeyAction
from ..base.panel_screen import BAR_HIGH, TitleBar
from ..base.scene import screen_class
from .bench_screen import TITLES, BenchScreen, OpenCard, key_on, title_in
from .examples import ExamplePlot, bench_table
from .middle_column import BoardPanel, RunsPanel, run_ink
from .save_card import SaveCard

TOP, EDGE, GAP = 72.0, 24.0, 16.0
LEFT, RIGHT, RIGHT_OF_NET = 316.0, 360.0, 300.0  # widths of the columns beside the board
WIDEST = 480.0  # of the left one, which grows with the text
BOARD, LOW, BETWEEN = 340.0, 272.0, 12.0  # heights of the two rows, and the gap between them


class WorkshopScene(BenchScreen):
    """`what`: a level, or the letters of one, to begin with; by default what was left here. `parent`: who opened it."""

    begins_at = "tile step"
    page = Laid(0)  # in two columns: which page the left one shows
    board: BoardPanel | None = None
    _shape = Laid[object](None)  # what was laid out

    # -- layout --------------------------------------------------------------------------------------------------------

    def spoken_line(self) -> str:
        if self.visit.why:
            return self.visit.why
        error, bench, catalog = self.visit.mean_error(), self.visit.bench, self.game.catalog
        things = ", ".join(title_in(catalog, what, key_on(bench, what)) for what in TITLES)
        text = _("{things}, step {step}, mean error {error}")
        return text.format(things=things, step=self.attempt.step, error="?" if error is None else telling(error, 3))

    def spoken_verdict(self) -> str:
        run = self.visit.runs.run(self.visit.runs.now)
        if run is None or run.outcome is None or self.playing:
            return ""
        return ", ".join(words(run_ink(run, self.game.catalog, False)))

    def proposal(self) -> str:
        """Saving is the primary button, but the first thing to do here is a step."""
        return self.begins() if self.can_focus(self.begins()) else super().proposal()

    def _shape_now(self) -> object:
        bench = self.visit.bench
        return (bench.shape, bench.metric, bench.learner, bench.free, bench.kept, self.betting, self.page, self.picture)

    def tree(self, canvas: Canvas) -> Split:
        self.attempt, self._shape = self.visit.attempt, self._shape_now()
        self.board, setup = BoardPanel(self), SetupPanel(self, canvas)
        middle = column(Part(self.board, BOARD, 1), Part(RunsPanel(self, canvas), LOW, 0.4), gap=BETWEEN)
        plot = WidgetPanel(ExamplePlot(UNPLACED, self.visit, canvas.type), 240, 200, sheet=True)
        table = bench_table(self, canvas)
        right = column(Part(table, BOARD, 1), Part(plot, LOW, 0.4), gap=BETWEEN)
        width = min(WIDEST, LEFT * canvas.type)
        beside = RIGHT_OF_NET if self.visit.bench.hidden else RIGHT
        three = row(Part(setup, width), Part(middle), Part(right, beside), gap=GAP)
        names = [_("Knobs"), _("Examples"), _("Plot")]
        turn = partial(setattr, self, "page")
        tabs = WidgetPanel(Segmented("page", UNPLACED, names, self.page, turn), 0, 46)
        left = column(Part(tabs, 46), Part((setup, table, plot)[self.page]), gap=8)
        two = row(Part(left, width, shrinks=True), Part(middle), gap=GAP)
        body = with_padding(first_that_fits(three, two), EDGE, 0, EDGE, EDGE)
        controls: list[Widget] = []
        for name, label, sign, press, key, kind in (
            ("open", _("Open"), "folder", lambda: self.go(OpenCard(self)), "open", "normal"),
            ("share", _("Share"), "share", self.share, "hint", "normal"),
            ("save", _("Save as level"), "save", lambda: self.go(SaveCard(self.game, self)), "sound", "primary"),
        ):
            button = Button(name, UNPLACED, label, sign, press, key=key, kind=kind)
            button.rect = (0.0, 0.0, button.wide(canvas, self.game.controls.label(key)), BAR_HIGH)
            controls.append(button)
        controls.append(IconButton("settings", (0, 0, 48, 48), "", "settings", self.open_settings, key="settings",
                                   tip=_("Settings")))  # fmt: skip
        self.bar = TitleBar(canvas, _("Workshop"), self.back, below=self.state_words(), controls=controls)
        return column(Part(self.bar, TOP), Part(body), gap=0)

    def state_words(self) -> str:
        """The file, and whether it is as it was saved."""
        if not self.saved_as:
            return _("kept between visits, not saved as a level")
        same = self.saved == self.visit.bench
        text = _("{file}  saved") if same else _("{file}  not saved since the last change")
        return text.format(file=self.saved_as)

    # -- time ----------------------------------------------------------------------------------------------------------

    def after_update(self, seconds: float) -> None:
        """What comes with another bench: another board, other knobs."""
        self.visit.update(seconds)
        self._shape = self._shape_now()
        self.follow_changes()
        if self.attempt is not self.visit.attempt and self.board is not None:
            self.attempt = self.visit.attempt
            self.board.renew()
            self.board.place(self.board.rect)
        self.bar.below = self.state_words()
        for panel in self.panels:
            panel.update(seconds)

    @property
    def playing(self) -> bool:
        return self.attempt.moving or self.attempt.director.moving

    def end(self) -> None:
        self.visit.file.saved_as = self.saved_as
        self.visit.keep()
        self.game.player_feedback.rest()

    # -- intents -------------------------------------------------------------------------------------------------------

    def on_intent(self, intent: Intent) -> bool:
        plot = self.widget("plot")
        if intent.name != "context" or not isinstance(plot, ExamplePlot):
            return super().on_intent(intent)
        row = plot.near(intent.x, intent.y) if plot.contains(intent.x, intent.y) else None
        if row is not None:  # the example there is taken away
            rows = self.visit.bench.rows
            self.visit.change(with_rows(self.visit.bench, [*rows[:row], *rows[row + 1 :]]))
        return row is not None

    def keys(self) -> dict[str, KeyAction]:
        attempt = self.attempt
        keys = super().keys() | {
            "undo": KeyAction(self.visit.undo_last, bool(self.visit.past), _("Undo")),
            "copy": KeyAction(self.share, words=_("Share")),
            "earlier": KeyAction(partial(attempt.look, attempt.step - 1), attempt.step > 0),
            "later": KeyAction(partial(attempt.look, attempt.step + 1), attempt.step < attempt.shown.count),
        }  # fmt: skip
        return keys | {"pause": KeyAction(attempt.pause)} if attempt.playback.running else keys

    def back(self) -> None:
        if self.betting:
            self.close_bet()
        else:
            self.open("map" if isinstance(self.opener, screen_class("map")) else "title")

    def share(self) -> None:
        if self.visit.waiting:
            return
        try:
            code = encode_level(level_of(self.visit.bench, self.game.catalog, bet=True), self.game.catalog)
        except Refused as refused:
            self.game.toasts.fault(translate(refused))
            return
        except NotData as error:
            self.game.toasts.fault(_("It has something that only Python can say: {field}.").format(field=error.field))
            return
        if copy(code):
            text = _("Paste the code on the map to play the level. Letters: {count}.").format(count=len(code))
            self.game.toasts.add(_("The level code is copied"), text, icon="check")
        else:
            self.game.toasts.fault(no_clipboard())


STARTS = 5.0  # a start weight lies between -5 and 5, further where the examples ask for it
# What alpha may be, a quarter more with each press; start weights that can be drawn
ALPHA, SEED = Knob("alpha", 0.0001, 10.0, step=0.05, log=True), Knob("seed", 0.0, 99.0, step=1.0)


class BenchKnob(NamedTuple):
    """A knob on the bench. `read`: its value there; `change`: the bench with another; `free`: its name among what may
    be turned.
    """

    knob: Knob
    title: str
    read: Callable[[Bench], float]
    change: Callable[[Bench, float], Bench]
    free: str
    hue: str = "text2"
    icon: str = "settings"

    def show(self, value: float) -> str:
        return number(value, 0) if self.knob is SEED else telling(value, 3)

    def snap(self, value: float) -> float:
        """What the knob allows; hundredths where that is any number."""
        knob, snapped = self.knob, float(self.knob.snap(value))
        fine = snapped if knob.log or knob.notched else round(snapped, 2 if knob.high - knob.low > 0.5 else 4)
        return float(min(knob.high, max(knob.low, fine)))

    def nudge(self, value: float, steps: int, fine: bool = False) -> float:
        """As the knob moves; a twentieth, finely a hundredth, where it may be any number."""
        if self.knob.log or self.knob.notched:
            return float(self.knob.nudge(value, steps, fine))
        return self.snap(value + steps * (0.01 if fine else 0.05))


def knobs_of_bench(bench: Bench, own: list[Knob]) -> list[BenchKnob]:
    """All of them. `own`: those of the metric and the learner."""
    knobs = [BenchKnob(ALPHA, _("alpha"), lambda b: b.alpha, lambda b, value: replace(b, alpha=value), "alpha",
                       "alpha")]  # fmt: skip
    knobs += [_own_knob(knob) for knob in own
              if not any(isinstance(stop, str) for stop in knob.stops)]  # words are chosen in the level  # fmt: skip
    if bench.hidden:
        knobs.append(BenchKnob(SEED, _("seed"), lambda b: float(b.seed), lambda b, value: replace(b, seed=round(value)),
                               "seed", "weight", "recap"))  # fmt: skip
    for index, weight in enumerate(bench.weights):
        title = _("start") if bench.inputs == 1 else _("start {number}").format(number=index + 1)
        title = _("start of the bias") if index == bench.inputs else title
        far = max(STARTS, float(f"{2 * abs(weight):.1g}"))
        knob = Knob(f"start {index + 1}" if index else "start", -far, far)
        knobs.append(BenchKnob(knob, title, lambda b, index=index: b.weights[index],  # type: ignore[misc]
                               lambda b, value, index=index: replace(b, weights=tuple(  # type: ignore[misc]
                                   value if number == index else each for number, each in enumerate(b.weights))),
                               "start", "weight", "dial"))  # a weight that is gone stays gone  # fmt: skip
    return knobs


def _own_knob(knob: Knob) -> BenchKnob:
    begins = knob.start if isinstance(knob.start, (int, float)) else knob.low

    def read(bench: Bench) -> float:
        kept = bench.kept.settings.get(knob.name, begins) if bench.kept is not None else begins
        value = bench.setting(knob.name, kept)
        return float(value) if isinstance(value, (int, float)) else float(begins)

    return BenchKnob(knob, knob_title(knob), read, lambda b, value: replace(
        b, settings=tuple(sorted({**dict(b.settings), knob.name: value}.items()))), knob.name)  # fmt: skip


FIELD = 44.0  # height
SIDE = 16.0  # from the panel's edge
BOX = 92.0  # width of a typed number


@dataclass(eq=False)
class SetupPanel(Panel):
    """The whole column on a sheet; where it is too high, it scrolls."""

    least_room = (280.0, 240.0)
    scene: BenchScreen
    canvas: Canvas

    def place(self, rect: Rect) -> list[Widget]:
        x, y, w, h = rect
        content = self.tree(w - 2 * SIDE)
        self.rect, self.scroll = rect, ScrollPanel("setup", self.scene.area, content, focusable=False)
        return self.scroll.place((x + 1, y + 1, w - 2, h - 2))

    def tree(self, room: float) -> Split:
        scene, canvas, visit = self.scene, self.canvas, self.scene.visit
        bench, k = visit.bench, canvas.type

        def words(ink: Ink, above: float = 0.0) -> Part:
            return fit_content(InkBox(canvas, Col((Ink(high=above), Boxed(ink, (4, 0)))), room))

        parts: list[Part] = []
        for name, label, sign in (("network", _("Network"), "wire"), ("metric", _("Metric"), "cup"),
                                  ("learner", _("Learner"), "learn")):  # fmt: skip
            key = key_on(bench, name)
            chosen = title_in(visit.game.catalog, name, key)
            plugin = (icon("puzzle", 20, "plugin"),) if "/" in key else ()
            line = Row((icon(sign, 20, "text2"), Line(chosen, LABEL, grow=1, yields=True), *plugin,
                        icon("down", 20, "text2")), 12)  # fmt: skip
            lit = Boxed(line, (SPACE_3, 0), "well", "text2", 11)
            field = InkPress(name, replace(lit, edge="border2"), partial(scene.choose, name), told=label)
            field.role, field.ring, field.lit, field.value = N_("choice"), (0.0, 11.0), lit, chosen
            parts.append(words(Line(label, LABEL, "text2", spacing=1.2), 5 if parts else 0))
            parts.append(Part(WidgetPanel(field, 0, FIELD), max(FIELD, 24 + 16 * k)))

        own = list[Knob]()
        with suppress(KeyError):  # what the bench names may not be installed
            _metric, _learner, own = parts_of(bench, visit.game.catalog)
        knobs = knobs_of_bench(bench, own)
        parts += [fit_content(InkBox(canvas, rule(20), room)), words(Line(_("Knobs"), LEAD, spacing=1.2))]
        parts += [Part(KnobRow(scene, knob), 58 + 18 * k) for knob in knobs]

        chips, names = [], dict[str, str]()
        for knob in knobs:
            names.setdefault(knob.free, _("start") if knob.free == "start" else knob.title)
        for name, label in names.items():
            on = name in bench.free  # told by its sign, edge and ground
            free = tuple(each for each in bench.free if each != name) if on else (*bench.free, name)
            sign, colour = ("check", "text") if on else ("lock", "text2")
            lit = Boxed(Row((icon(sign, 16, colour), Line(label, LABEL, colour)), 8), (8, 7),
                        "rowhi" if on else "panel", colour, 9)  # fmt: skip
            tick = InkPress(f"free {name}", lit if on else replace(lit, edge="border2"),
                            lambda free=free: visit.change(replace(visit.bench, free=free)),  # type: ignore[misc]
                            told=_("{knob}, open to the player").format(knob=label))  # fmt: skip
            tick.role, tick.ring, tick.lit, tick.value = N_("switch"), (0.0, 9.0), lit, _("on") if on else _("off")
            tick.tip = _("The player may turn it")
            chips.append(WidgetPanel(tick, *tick.ink.size(canvas)))
        least = max((chip.least_room[0] for chip in chips), default=0.0)
        columns = next((count for count in (3, 2) if (room + 6) / count - 6 >= least), 1)
        parts.append(fit_content(grid(columns, *chips, gap=6)))
        parts.append(words(Para(_("Players may turn the knobs that are ticked."), BODY, "text2", 1.25), 6))
        kept = kept_parts(bench.kept) if bench.kept is not None else []
        parts += [words(Para(text, BODY, "text2", 1.25), 2) for text in kept]
        return with_padding(column(*parts, gap=4), SIDE, 10, SIDE, 10)

    def update(self, seconds: float) -> None:
        for panel in self.scroll.panels:
            panel.update(seconds)

    def paint(self, canvas: Canvas) -> None:
        self.scroll.paint(canvas)


@dataclass(eq=False)
class KnobRow(Panel):
    """A knob: its sign and name, the number in a box, and the slider under them."""

    least_room = (220.0, 76.0)
    flat = True
    scene: BenchScreen
    knob: BenchKnob

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        (x, y, w, h), k = rect, self.scene.game.look().type
        box, height = max(BOX, 60 + 32 * k), max(34.0, 18 + 16 * k)
        knob, visit, name = self.knob, self.scene.visit, self.knob.knob.name
        # turned: of the bench of now, so that what else was changed since the knobs were laid out stays
        self.slider = Slider(
            f"knob {name}", (x + 22, y + h - 36, w - 44, 32.0), knob.read(visit.bench), knob.knob.low, knob.knob.high,
            log=knob.knob.log, margin=14, radius=12, label=knob.title, show=knob.show, hue=knob.hue, snap=knob.snap,
            nudge=knob.nudge, on_change=lambda value: visit.drag(knob.change(visit.bench, value)),
            on_done=lambda value: visit.change(knob.change(visit.bench, value)), on_fault=visit.game.toasts.add,
        )  # fmt: skip
        self.field = TypedField(
            f"typed {name}", (x + w - box, y + 4, box, height), self.slider,
            partial(self.scene.set_focus, self.slider.name), 16.0, show=knob.show,
            hue=knob.hue if knob.hue != "text2" else "text",
        )  # fmt: skip
        return [self.slider, self.field]

    def update(self, seconds: float) -> None:
        if self.slider.typed is None:
            self.slider.value = self.knob.read(self.scene.visit.bench)
        self.field.value = self.slider.value

    def paint(self, canvas: Canvas) -> None:
        (x, _y, _w, _h), (left, top, _wide, high) = self.rect, self.field.rect
        name, colour = self.knob.knob.name, self.field.hue
        sign = Line(SIGNS[name], LARGE_NUMBER, colour) if name in SIGNS else icon(self.knob.icon, 20, colour)
        Row((Boxed(sign, wide=18), Line(self.knob.title, LABEL))).draw(canvas, (x + 4, top, left - x - 12, high))
