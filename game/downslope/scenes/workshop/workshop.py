"""The workshop: network, examples, metric and learner on a bench; what is on the screen is what would be saved."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from ... import paths
from ...boards.shared.knob_panel import SIGNS, knob_title
from ...desktop.capabilities import no_clipboard
from ...desktop.clipboard import copy, paste
from ...i18n import N_, _, plural_form, translate
from ...level_files.level_code import encode_level, is_level_code
from ...level_files.writing import NotData
from ...rules.level import Level
from ...storage.errors import Refused
from ...view.draw.tokens import LABEL, LEAD, LEAD_NUMBER
from ...view.format.measure import text_factor
from ...view.format.numbers import number, short, telling
from ...view.widgets.button import Button, IconButton, Segmented
from ...view.widgets.ink import words
from ...view.widgets.layout import Part, Split, column, first_that_fits, row, with_padding
from ...view.widgets.panel import Panel, WidgetPanel
from ...view.widgets.title_bar import HIGH, TitleBar
from ...view.widgets.widget import UNPLACED, Rect, Widget
from ...workshop.bench import (
    MOST_ROWS,
    Bench,
    Cell,
    with_cell,
    with_free,
    with_network,
    with_row,
    with_rows,
    without_row,
)
from ...workshop.bench_level import bench_of, kept_parts, level_of
from ...workshop.bench_runs import BenchRun
from ...workshop.paste import read_table
from ..base.navigation import screen_class
from ..base.panel_screen import PanelScreen
from .bench_board import BoardPanel
from .bench_screen import BenchKnob, Told, run_ink
from .bench_visit import BenchVisit
from .cell_table import CellTable, SeenExample, TableState
from .choices import BenchChoices, ChoiceCard, title_in
from .example_plot import ExamplePlot
from .knob_column import SetupPanel
from .open_card import OpenCard, drafts_in, level_from
from .runs_panel import RunsPanel
from .save_card import SaveCard

if TYPE_CHECKING:
    from ...attempt.game.game import Game
    from ...desktop.controls import Intent
    from ...view.draw.canvas import Canvas
    from ..base.scene import Scene
    from .bench_screen import BenchScreen


# ---------------------------------------------------------------------------------------------------------------------
# What hands do on the bench: choose, turn, type, click, paste. Each is one change, which can be undone.


TITLES = {"network": N_("Network"), "metric": N_("Metric"), "learner": N_("Learner")}


class BenchHands(PanelScreen):
    """The half of the workshop that changes the bench; the other half shows it."""

    visit: BenchVisit
    table: TableState

    @property
    def choices(self) -> BenchChoices:
        """What there is to choose from."""
        return BenchChoices(self.visit.bench, self.game.catalog)

    def follow(self) -> None:
        """What comes with another bench: another board, other knobs."""
        raise NotImplementedError

    def take(self, what: Level | str, name: str = "") -> bool:
        """Put a level, or what its letters say, on the bench."""
        raise NotImplementedError

    def choose(self, what: str) -> None:
        """Open the list of networks, metrics or learners."""
        choices = self.choices
        self.go(
            ChoiceCard(
                self.game,
                self,
                _(TITLES[what]),
                choices.of(what),
                choices.key_of(what),
                lambda key: self._take_choice(what, key),
            )
        )

    def _take_choice(self, what: str, key: str) -> None:
        bench = self.visit.bench
        if what == "network":
            inputs, hidden, bias = map(int, key.split())
            if inputs > bench.inputs:
                self.game.toasts.add(_("Every example now has one more input: 1."))
            self.visit.change(with_network(bench, inputs, hidden, bool(bias)))
        else:
            self.visit.change(replace(bench, metric=key) if what == "metric" else replace(bench, learner=key))
        self.follow()

    def set_free(self, name: str) -> None:
        self.visit.change(with_free(self.visit.bench, name))
        self.follow()

    def dragging(self, knob: BenchKnob, value: float) -> None:
        self.visit.drag(self._bench_with(knob, value))

    def turn(self, knob: BenchKnob, value: float) -> None:
        self.visit.drop(self._bench_with(knob, value))

    def _bench_with(self, knob: BenchKnob, value: float) -> Bench:
        """The bench of now with this knob turned: what else was changed since the knobs were laid out stays."""
        return knob.change(self.visit.bench, value)

    def set_target(self, value: float) -> None:
        self.visit.change(replace(self.visit.bench, target=value))

    def target_text(self, value: float) -> str:
        return telling(value, 3) if value < 1 else short(value, 6)

    def set_cell(self, number: int, place: int, cell: Cell) -> None:
        if number >= MOST_ROWS:
            self._full()
            return
        self.visit.change(with_cell(self.visit.bench, number, place, cell))

    def remove_row(self, number: int) -> None:
        self.visit.change(without_row(self.visit.bench, number))

    def add_row(self) -> None:
        """An empty row below the last, whose first cell has the keyboard."""
        bench = self.visit.bench
        if len(bench.rows) >= MOST_ROWS:
            self._full()
            return
        self.visit.change(with_row(bench, [""] * (bench.inputs + 1)))
        self.table.row, self.table.column = len(bench.rows), 0
        self.set_focus("examples")

    def add_example(self, across: float, goal: float) -> None:
        """A click into the plot."""
        if len(self.visit.bench.rows) >= MOST_ROWS:
            self._full()
            return
        self.game.player_feedback.press()
        self.visit.change(with_row(self.visit.bench, [across, goal]))
        self.table.row, self.table.column = len(self.visit.bench.rows) - 1, 1

    def _full(self) -> None:
        self.game.toasts.add(_("The table is full: it has room for at most {most}.").format(most=MOST_ROWS))
        self.game.player_feedback.refuse()

    def drag_goal(self, number: int, goal: float) -> None:
        self.table.row, self.table.column = number, self.visit.bench.inputs
        self.visit.drag(with_cell(self.visit.bench, number, self.visit.bench.inputs, goal))

    def drop_goal(self, number: int, goal: float) -> None:
        self.visit.drop(with_cell(self.visit.bench, number, self.visit.bench.inputs, goal))

    def paste(self) -> None:
        """Examples, or the letters of a level, from the clipboard."""
        text = paste()
        if text is None:
            self.game.toasts.fault(no_clipboard())
            return
        if is_level_code(text):
            self.take(text)
            return
        try:
            table = read_table(text)
        except Refused as refused:
            self.game.toasts.fault(translate(refused))
            self.game.player_feedback.refuse()
            return
        bench, self.table.typed = self.visit.bench, None
        self.visit.change(replace(with_rows(bench, table.rows, table.inputs), names=table.names))
        told = [plural_form("{n} example", "{n} examples", len(table.rows)).format(n=len(table.rows))]
        if table.dropped:
            told.append(_("the first {most}; skipped: {count}").format(most=MOST_ROWS, count=table.dropped))
        if table.inputs != bench.inputs:
            told.append(_("the network follows, its weights are new"))
        self.table.row = self.table.column = self.table.first = 0
        self.game.toasts.add(_("Pasted"), "; ".join(told), icon="check")
        self.follow()


# ---------------------------------------------------------------------------------------------------------------------
# The examples of the bench: typed in a table, and seen and changed in a plot.


WIDEST_PANEL = 200.0  # of Paste


class BenchTable(Panel):
    """The title and Paste above the table, the mean error below."""

    def __init__(self, scene: BenchScreen, canvas: Canvas) -> None:
        self.scene = scene
        self.paste = Button("paste", UNPLACED, _("Paste"), "", scene.paste, key="paste")
        self.wide = min(WIDEST_PANEL, self.paste.wide(canvas, scene.game.controls.label("paste")))

    def least_size(self) -> tuple[float, float]:
        return (300.0 * self.scene.text_scale, 240.0)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect = rect
        x, y, w, h = rect
        scene = self.scene
        k = scene.text_scale
        self.paste.rect = (x + w - 16 - self.wide, y + 8, self.wide, 40.0)
        foot = 16 + 24 * k
        self.table = CellTable(
            (x, y + 52, w, h - 52 - foot),
            scene.table,
            lambda: scene.visit.bench,
            look=self._look,
            on_cell=scene.set_cell,
            on_remove=scene.remove_row,
            on_add=scene.add_row,
            pad=lambda: scene.device == "pad",
        )
        self.table.type = k
        return [self.paste, self.table]

    def _look(self, first: int, last: int) -> list[SeenExample | None]:
        seen = self.scene.visit.examples_now()
        return [seen[row] if row < len(seen) else None for row in range(first, last)]

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        canvas.within(x + 18, y + 22 + 11 * canvas.type, _("Examples"), w - 40 - self.wide, LEAD, "text")
        middle = y + h - 6 - 12 * canvas.type
        error, why = self.scene.visit.mean_error(), self.scene.visit.why
        if why:
            canvas.icon("warn", x + 16, middle - 10, 20, "error")
            style, text = canvas.fit_style(why, w - 60, LABEL)
            canvas.text_vcenter(x + 44, middle, text, style, "text")
            return
        canvas.text_vcenter(x + 18, middle, _("mean error"), LABEL, "text2")
        if error is not None:
            told = number(error, 2) if abs(error) >= 1 else telling(error)
            canvas.text_vcenter(x + w - 18, middle, told, LEAD_NUMBER, "error", "end")


class PlotPanel(Panel):
    """The plot on a sheet of its own."""

    def __init__(self, scene: BenchScreen) -> None:
        self.scene = scene

    def least_size(self) -> tuple[float, float]:
        return (240.0, 200.0)

    def place(self, rect: Rect) -> list[Widget]:
        self.rect, scene = rect, self.scene
        self.plot = ExamplePlot(
            rect,
            scene.visit.picture,
            on_add=scene.add_example,
            on_drag=scene.drag_goal,
            on_drop=scene.drop_goal,
            on_remove=scene.remove_row,
        )
        self.plot.type = scene.text_scale
        return [self.plot]


TOP, EDGE, GAP = 72.0, 24.0, 16.0
LEFT, RIGHT, RIGHT_OF_NET = 316.0, 360.0, 300.0  # widths of the columns beside the board
WIDEST = 480.0  # of the left one, which grows with the text
BOARD, LOW, BETWEEN = 340.0, 272.0, 12.0  # heights of the two rows, and the gap between them
PAGES = 3  # of the left column where there are only two: knobs, examples, plot


class WorkshopScene(BenchHands):
    """`what`: a level, or the letters of one, to begin with; by default what was left here. `parent`: who opened it."""

    tries_all = True
    top = TOP

    def __init__(self, game: Game, parent: Scene | None = None, what: Level | str | None = None) -> None:
        super().__init__(game)
        self.opener = parent
        self.says: tuple[str, str] | None = None
        self.visit = BenchVisit(game)
        self.attempt = self.visit.attempt
        self.table = TableState()
        self.betting = False
        self.page = 0  # in two columns: which page the left one shows
        self.picture = 0  # which picture of the network is seen
        self.saved: Bench | None = None  # as it was saved or opened
        self.saved_as = ""  # the name of the file
        self.board: BoardPanel | None = None
        self._shape: object = None
        # The file that the bench was saved as in another visit, and whether it still is what lies there
        self.saved_as = self.visit.file.saved_as
        if self.saved_as and not self.visit.why:
            with suppress(Refused):
                drafts = drafts_in(paths.plugins() / self.saved_as)
                here = level_of(self.visit.bench, self.game.catalog, bet=True)
                self.saved = self.visit.bench if [draft.level for draft in drafts] == [here] else None
        for told in self.visit.file.faults:
            game.toasts.fault(told)
        if what is not None:
            self.take(what)

    # -- layout --------------------------------------------------------------------------------------------------------

    @property
    def device(self) -> str:
        """What the player has in hand."""
        return self.game.controls.device

    @property
    def text_scale(self) -> float:
        return text_factor(self.game)

    @property
    def kept_words(self) -> list[str]:
        """What of an opened level is not shown."""
        kept = self.visit.bench.kept
        return kept_parts(kept) if kept is not None else []

    def take_level(self, level: object) -> bool:
        return isinstance(level, Level) and self.take(level)

    def spoken_line(self) -> str:
        """What lies on the bench, and how far the run has come; or why none can begin."""
        if self.visit.why:
            return self.visit.why
        error = self.visit.mean_error()
        things = ", ".join(self.choices.title(what) for what in TITLES)
        text = _("{things}, step {step}, mean error {error}")
        return text.format(things=things, step=self.attempt.step, error="?" if error is None else telling(error, 3))

    def spoken_verdict(self) -> str:
        """How the run ended, and whether that was the bet."""
        run = self.visit.runs.run(self.visit.runs.now)
        if run is None or run.outcome is None or self.playing:
            return ""
        return ", ".join(words(run_ink(run, self.run_words(run), False)))

    def begins(self) -> str:
        return "tile step"

    def _shape_now(self) -> object:
        bench = self.visit.bench
        return (
            bench.shape,
            bench.metric,
            bench.learner,
            bench.free,
            self.betting,
            self.page,
            self.picture,
            tuple(self.kept_words),
        )

    def tree(self, canvas: Canvas) -> Split:
        self._shape = self._shape_now()
        setup, self.board, runs = SetupPanel(self, canvas), BoardPanel(self), RunsPanel(self, canvas)
        middle = column(Part(self.board, BOARD, 1), Part(runs, LOW, 0.4), gap=BETWEEN)
        table, plot = BenchTable(self, canvas), PlotPanel(self)
        right = column(Part(table, BOARD, 1), Part(plot, LOW, 0.4), gap=BETWEEN)
        beside = RIGHT_OF_NET if self.visit.bench.hidden else RIGHT
        width = min(WIDEST, LEFT * canvas.type)
        three = row(Part(setup, width), Part(middle), Part(right, beside), gap=GAP)
        names = [_("Knobs"), _("Examples"), _("Plot")]
        tabs = WidgetPanel(Segmented("page", UNPLACED, names, self.page, self._turn_page), 0, 46)
        left = column(Part(tabs, 46), Part((setup, table, plot)[self.page]), gap=8)
        two = row(Part(left, width, shrinks=True), Part(middle), gap=GAP)
        body = with_padding(first_that_fits(three, two), EDGE, 0, EDGE, EDGE)
        # With keycaps where what is told beside them keeps its room
        for caps in (True, False):
            controls = self._bar_controls(canvas, caps)
            self.bar = TitleBar(canvas, _("Workshop"), self.back, below=self.state_words(), controls=controls)
            if self.bar.tells_whole(canvas, self.width):
                break
        bar = self.bar
        return column(Part(bar, TOP), Part(body), gap=0)

    def _bar_controls(self, canvas: Canvas, caps: bool) -> list[Widget]:
        controls: list[Widget] = []
        for name, label, icon, press, key in (
            ("open", _("Open"), "folder", self.open_card, "open"),
            ("share", _("Share"), "share", self.share, "hint"),
            ("save", _("Save as level"), "save", self.save_card, "sound"),
        ):
            kind = "primary" if name == "save" else "normal"
            button = Button(name, UNPLACED, label, icon, press, key=key, kind=kind)
            width = button.wide(canvas, self.game.controls.label(key) if caps else "")
            button.rect = (0.0, 0.0, width, HIGH)
            controls.append(button)
        tip = _("Settings")
        settings = IconButton("settings", (0, 0, 48, 48), "", "settings", self.open_settings, key="settings", tip=tip)
        return [*controls, settings]

    def proposal(self) -> str:
        """Saving is the primary button, but the first thing to do here is a step."""
        return self.begins() if self.can_focus(self.begins()) else super().proposal()

    def keep(self) -> None:
        """What lies here is found again."""
        self.visit.file.saved_as = self.saved_as
        self.visit.keep()

    def state_words(self) -> str:
        """The file, and whether it is as it was saved."""
        if not self.saved_as:
            return _("kept between visits, not saved as a level")
        same = self.saved == self.visit.bench
        text = _("{file}  saved") if same else _("{file}  not saved since the last change")
        return text.format(file=self.saved_as)

    def _turn_page(self, page: int) -> None:
        self.page = page
        self.request_layout()

    @property
    def following_picture(self) -> str:
        """The name of the next picture of the same network; "": there is only one."""
        names = [name for name, _panel in self.board.pictures] if self.board is not None else []
        return names[(self.picture + 1) % len(names)] if len(names) > 1 else ""

    def show_following(self) -> None:
        """Another picture of the same network."""
        if self.board is not None:
            self.picture = (self.picture + 1) % len(self.board.pictures)
            self.request_layout()

    # -- time ----------------------------------------------------------------------------------------------------------

    def after_update(self, seconds: float) -> None:
        self.visit.update(seconds)
        self.follow()
        for panel in self.panels:
            panel.update(seconds)
        for panel in self.panels:
            panel.refresh()

    def follow(self) -> None:
        """What comes with another bench: another board, other knobs."""
        if self.attempt is not self.visit.attempt:
            self.attempt = self.visit.attempt
            if self._shape == self._shape_now() and self.board is not None:
                self.board.renew()
        if self._shape is not None and self._shape != self._shape_now():
            self.request_layout()
        self.bar.below = self.state_words()

    def request_layout(self) -> None:
        self.attempt = self.visit.attempt
        super().request_layout()

    @property
    def playing(self) -> bool:
        return self.attempt.moving or self.attempt.director.moving

    def end(self) -> None:
        """It is left: what lies on the bench is found again."""
        self.keep()
        self.game.player_feedback.rest()

    # -- intents -------------------------------------------------------------------------------------------------------

    def on_intent(self, intent: Intent) -> bool:
        if intent.name == "undo":
            self.undo_last()
        elif intent.name == "pause" and self.attempt.playback.running:
            self.attempt.pause()
        elif intent.name == "context":
            for panel in self.panels:
                if isinstance(panel, PlotPanel):
                    return panel.plot.remove_at(intent.x, intent.y)
            return False
        elif intent.name == "copy":
            self.share()
        elif intent.name == "earlier":
            self.attempt.look(self.attempt.step - 1)
        elif intent.name == "later":
            self.attempt.look(self.attempt.step + 1)
        else:
            return super().on_intent(intent)
        return True

    def own_actions(self) -> dict[str, str]:
        found = {**super().own_actions(), "undo": _("Undo"), "copy": _("Share")}
        attempt = self.attempt
        if attempt.playback.running:
            found["pause"] = ""
        if attempt.step > 0:
            found["earlier"] = ""
        if attempt.step < attempt.shown.count:
            found["later"] = ""
        return found

    def back(self) -> None:
        if self.betting:
            self.close_bet()
        else:
            self.open("map" if isinstance(self.opener, screen_class("map")) else "title")

    def undo_last(self) -> None:
        """Undo the last change of the bench."""
        self.table.typed = None
        if not self.visit.undo_last():
            self.game.toasts.add(_("There is nothing to undo."))
            self.game.player_feedback.refuse()
        self.follow()

    def next_metric(self, back: bool = False) -> None:
        """What a board asks for that has a knob for it; here the metric is chosen from a list."""

    # -- runs ----------------------------------------------------------------------------------------------------------

    def open_bet(self) -> None:
        """Before the run: how will it end?"""
        if self.visit.waiting:
            return
        if self.attempt.session.count:
            self.visit.reset()
        self.betting = True
        self.request_layout()
        self.opens("bet land")

    def close_bet(self) -> None:
        self.betting = False
        self.request_layout()
        self.set_focus("tile bet")

    def answer_bet(self, outcome: str) -> None:
        self.betting = False
        self.request_layout()
        self.set_focus("tile step")
        self.visit.bet(outcome)

    def run_words(self, run: BenchRun) -> Told:
        """What a run's learner is called, and the knobs of its own and of its metric."""
        catalog = self.game.catalog
        title = title_in(catalog, "learner", run.bench.learner)
        kind, metric = catalog.learners.get(run.bench.learner), catalog.metrics.get(run.bench.metric)
        knobs = (*(kind.knobs if kind is not None else ()), *(metric.knobs if metric is not None else ()))
        own = [
            (SIGNS.get(knob.name, knob_title(knob)), run.bench.setting(knob.name, knob.start or 0.0)) for knob in knobs
        ]
        return title, tuple((sign, short(value) if isinstance(value, float) else str(value)) for sign, value in own)

    # -- files ---------------------------------------------------------------------------------------------------------

    def share(self) -> None:
        """The level as letters, in the clipboard."""
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

    def open_card(self) -> None:
        self.go(OpenCard(self.game, self, self))

    def save_card(self) -> None:
        self.go(SaveCard(self.game, self, self))

    def take(self, what: Level | str, name: str = "") -> bool:
        """Put a level, or what its letters say, on the bench. False: it could not be, and why was said."""
        try:
            level = what if isinstance(what, Level) else level_from(what)
            bench = bench_of(level, self.game.catalog)
        except Refused as refused:
            self.game.toasts.fault(translate(refused))
            self.game.player_feedback.refuse()
            return False
        self.table.typed = None
        self.visit.change(bench)
        self.saved, self.saved_as = (bench, name) if name else (None, "")
        return True
